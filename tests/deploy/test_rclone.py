"""Deploying by rclone, to real servers on this machine."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from socket import create_connection
from threading import Event, Thread

import asyncssh
import pytest

from generator.deploy.kinds import rcd
from generator.deploy.kinds.rclone import ARRIVING, Place, target
from generator.deploy.plain import Plain
from generator.deploy.record import HEAD, Deployed
from generator.deploy.target import DeployFailed, Means, Parcel
from generator.errors import LockHeld
from generator.fingerprint import digest
from generator.paths import OutputPath
from tests.deploy.ftp_host import ftp_host
from tests.deploy.hosts import Host
from tests.deploy.s3_host import KEY, s3_host
from tests.deploy.sftp_host import PASSWORD, sftp_doors, sftp_host
from tests.deploy.trees import files_in
from tests.deploy.webdav_host import webdav_host

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)
PAGE = "text/html; charset=utf-8"
BRIEF, LONG = "max-age=60", "max-age=31536000, immutable"

Opening = Callable[[Path], AbstractContextManager[Host]]
HOSTS: dict[str, Opening] = {
    "s3": s3_host,
    "sftp": sftp_host,
    "ftp": ftp_host,
    "webdav": webdav_host,
}
SERVERS = ("sftp", "ftp")  # which show files while they are written

ODD = (
    "plain.html",
    "with a space/and  two.html",
    "ñandú/été/日本語/🗞.html",
    "100%/%20/a%2Fb.html",
    "a+b/c&d=e;f,g'h!.html",
    "#hash/a#b?c.html",
    ".well-known/.hidden",
    "[brackets]/[a-z]*.html",
    "{braces}/{a,b}.html",
    "~tilde/$HOME/@at:colon.html",
    'back`tick/(paren)/"quoted".html',
    "-dash/--flag=1",
)


@dataclass(frozen=True)
class Desk:
    """One copy of a site, at a host: its folder of objects, and what it remembers."""

    host: Host
    folder: Path

    def means(self, **other: object) -> Means:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        means = Means(
            "live",
            self.folder,
            self.folder / "memory",
            {**environment, **self.host.environment},
            NOW,
        )
        return replace(means, **other)  # type: ignore[arg-type]

    @property
    def target(self) -> Place:
        return target(self.host.to, self.means())

    def parcel(self, path: str, data: bytes, type_: str = PAGE, cache: str = BRIEF) -> Parcel:
        objects = self.folder / "objects"
        objects.mkdir(parents=True, exist_ok=True)
        file = objects / digest(data)
        if not file.exists():
            file.write_bytes(data)
            os.utime(file, (NOW.timestamp(), NOW.timestamp()))
        return Parcel(OutputPath(path), file, Deployed(digest(data), len(data), type_, cache))

    def deploy(self, files: dict[str, bytes], head: bytes, gone: Sequence[str] = ()) -> None:
        with self.target.session() as session:
            before = session.read(HEAD) or b""
            paths = [OutputPath(path) for path in (*files, *gone)]
            session.uncertain()
            session.begin(before, paths)
            session.send([self.parcel(*each) for each in files.items()], lambda _: None)
            session.finish([self.parcel(HEAD, head)], [OutputPath(path) for path in gone])


@pytest.fixture(params=HOSTS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with HOSTS[request.param](tmp_path / "host") as host:
        yield Desk(host, tmp_path / "desk")


@pytest.fixture(params=SERVERS)
def slow_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with HOSTS[request.param](tmp_path / "host") as host:
        yield Desk(host, tmp_path / "desk")


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[tuple[Desk, list[str]]]:
    asked: list[str] = []
    with s3_host(tmp_path / "host", asked) as host:
        yield Desk(host, tmp_path / "desk"), asked


def failure(host: Host, tmp_path: Path) -> str:
    """What is said where even the claim cannot be made."""
    with pytest.raises(DeployFailed) as error:
        Desk(host, tmp_path / "desk").deploy({}, b"one")
    return str(error.value)


def test_files_of_any_name_come_replace_and_go(desk: Desk) -> None:
    first = {path: path.encode() for path in ODD}
    desk.deploy(first, b"one")
    assert desk.host.read() == {**first, HEAD: b"one"}

    again = {path: path.encode().swapcase() for path in ODD[::2]}
    desk.deploy(again, b"two", gone=[*ODD[1::2], "never/was.html"])
    assert desk.host.read() == {**again, HEAD: b"two"}


def test_a_file_is_read_by_any_name(desk: Desk) -> None:
    desk.deploy({path: path.encode() for path in ODD}, b"one")
    with desk.target.session() as session:
        assert {path: session.read(OutputPath(path)) for path in ODD} == {
            path: path.encode() for path in ODD
        }


def test_what_is_not_there_is_none(desk: Desk) -> None:
    with desk.target.session() as session:
        assert session.read(HEAD) is None
        assert session.read(OutputPath("no/such/folder/index.html")) is None
        assert session.uncertain() == frozenset()
    assert desk.host.read() == {}


def test_a_file_of_the_same_size_and_time_is_replaced(desk: Desk) -> None:
    desk.deploy({"index.html": b"was"}, b"one")
    desk.deploy({"index.html": b"now"}, b"two")
    assert desk.host.read()["index.html"] == b"now"


def test_empty_files_arrive(desk: Desk) -> None:
    desk.deploy({"empty.txt": b""}, b"one")
    assert desk.host.read()["empty.txt"] == b""


def test_many_small_files_arrive_and_each_is_told(desk: Desk) -> None:
    parcels = [desk.parcel(f"{n % 30}/{n}/index.html", b"%d" % n) for n in range(300)]
    told: list[Parcel] = []
    with desk.target.session() as session:
        session.begin(b"", [parcel.path for parcel in parcels])
        session.send(parcels, told.append)
        assert {parcel.path for parcel in told} == {parcel.path for parcel in parcels}
        assert len(told) == 300
        session.finish([desk.parcel(HEAD, b"one")], [])
    expected = {parcel.path: parcel.file.read_bytes() for parcel in parcels}
    assert desk.host.read() == {**expected, HEAD: b"one"}


def test_a_large_file_arrives(desk: Desk) -> None:
    film = bytes(range(256)) * 80_000
    desk.deploy({"film.mp4": film}, b"one")
    assert desk.host.read()["film.mp4"] == film


def test_nothing_stays_on_its_way(slow_desk: Desk) -> None:
    slow_desk.deploy({"index.html": b"now"}, b"one")
    assert set(slow_desk.host.read()) == {"index.html", HEAD}


def test_what_an_interruption_left_on_its_way_is_removed(slow_desk: Desk, tmp_path: Path) -> None:
    way = tmp_path / "host/home/site" / ARRIVING
    way.mkdir(parents=True)
    (way / "half").write_bytes(b"what is public no mo")
    slow_desk.deploy({"index.html": b"now"}, b"one")
    assert set(slow_desk.host.read()) == {"index.html", HEAD}


def test_readers_never_see_half_a_file(slow_desk: Desk, tmp_path: Path) -> None:
    old, new = b"o" * 20_000_000, b"n" * 20_000_000
    slow_desk.deploy({"film.mp4": old}, b"one")
    page = tmp_path / "host/home/site/film.mp4"
    seen: set[tuple[int, bytes]] = set()
    is_over = Event()

    def look() -> None:
        while not is_over.is_set():
            with page.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                file.seek(max(size - 1, 0))
                seen.add((size, file.read(1)))

    reader = Thread(target=look)
    reader.start()
    slow_desk.deploy({"film.mp4": new}, b"two")
    is_over.set()
    reader.join()
    assert seen <= {(len(old), b"o"), (len(new), b"n")}


def test_somebody_at_work_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    other = Desk(desk.host, tmp_path / "other")
    with desk.target.session() as session:
        session.begin(b"", [OutputPath("index.html")])
        with other.target.session() as late, pytest.raises(LockHeld):
            late.uncertain()
        session.finish([desk.parcel(HEAD, b"one")], [])
    with other.target.session() as late:
        assert late.uncertain() == frozenset()


INTERRUPTED = """
import sys, threading
from pathlib import Path
from generator.deploy.target import Means, Parcel
from generator.deploy.record import Deployed
from generator.deploy.kinds.rclone import target
from generator.fingerprint import digest
from datetime import UTC, datetime
import ast

to, folder, environment = sys.argv[1], Path(sys.argv[2]), ast.literal_eval(sys.stdin.readline())
means = Means("live", folder, folder / "memory", environment, datetime(2025, 11, 3, 12, tzinfo=UTC))
parcels = []
for n in range(60):
    file = folder / "objects" / digest(b"%d" % n)
    parcels.append(Parcel(f"{n}.html", file, Deployed(file.name, len(b"%d" % n), "", "")))
arrived = threading.Semaphore(20)
def done(parcel):
    if not arrived.acquire(blocking=False):
        threading.Event().wait()
with target(to, means).session() as session:
    session.begin(b"", [parcel.path for parcel in parcels])
    print(session._store._rclone.address, flush=True)
    session.send(parcels, done)
"""


def test_who_is_killed_goes_on_where_it_was(desk: Desk) -> None:
    parcels = [desk.parcel(f"{n}.html", b"%d" % n, "", "") for n in range(60)]
    address = killed_in_the_middle(desk)
    wait_for_the_end_of(address)
    seen = desk.host.read()
    whole = {parcel.path: parcel.file.read_bytes() for parcel in parcels}
    arrived = {path: seen[path] for path in whole if path in seen}
    assert arrived.items() <= whole.items()
    assert 20 <= len(arrived) < 60

    told: list[Parcel] = []
    with desk.target.session() as session:
        unsure = [path for path in session.uncertain() if "claims/" not in path]
        assert sorted(unsure) == sorted(whole)
        session.begin(b"", list(whole))
        session.send(parcels, told.append)
        session.finish([desk.parcel(HEAD, b"one")], [])
    assert len(told) <= 40
    assert desk.host.read() == {**whole, HEAD: b"one"}


def killed_in_the_middle(desk: Desk) -> str:
    """Deploy in another process, and kill it when some files have arrived."""
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, desk.host.to, str(desk.folder)],
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{dict(desk.means().environment)!r}\n")
    process.stdin.flush()
    address = process.stdout.readline().strip()
    journal = desk.folder / "memory/arrived"
    pause = Event()
    while len(journal.read_text("utf-8").splitlines()) <= 20:
        assert process.poll() is None
        pause.wait(0.01)
    process.kill()
    process.communicate()
    return address


def wait_for_the_end_of(address: str) -> None:
    """Wait until rclone, which was started by somebody who was killed, has ended too."""
    host, _, port = address.partition(":")
    for _ in range(1000):
        try:
            create_connection((host, int(port)), 1).close()
        except ConnectionError:
            return
        Event().wait(0.01)
    pytest.fail("rclone has outlived whoever started it")


def test_a_bucket_keeps_the_headers_of_each_file(bucket: tuple[Desk, list[str]]) -> None:
    desk, _ = bucket
    assert desk.host.headers
    parcels = [
        desk.parcel("index.html", b"page"),
        desk.parcel("atom.xml", b"feed", "application/atom+xml; charset=utf-8", BRIEF),
        desk.parcel("style.1a2b.css", b"looks", "text/css; charset=utf-8", LONG),
        desk.parcel("page", b"none", "text/html", ""),
    ]
    with desk.target.session() as session:
        session.begin(b"", [])
        session.send(parcels, lambda _: None)
        session.finish([desk.parcel(HEAD, b"{}", "application/json", "no-cache")], [])
    for parcel in parcels:
        kept = parcel.deployed
        assert desk.host.headers(parcel.path) == (kept.type, kept.cache)
    assert desk.host.headers(HEAD) == ("application/json", "no-cache")


def test_each_file_costs_a_bucket_one_request(bucket: tuple[Desk, list[str]]) -> None:
    desk, asked = bucket
    parcels = [desk.parcel(f"{n}.html", b"%d" % n) for n in range(40)]
    with desk.target.session() as session:
        session.begin(b"", [])
        asked.clear()
        session.send(parcels, lambda _: None)
        assert sorted(asked) == sorted(f"PUT /news/site/{n}.html" for n in range(40))


def test_a_correction_costs_a_bucket_few_requests(bucket: tuple[Desk, list[str]]) -> None:
    desk, asked = bucket
    desk.deploy({"index.html": b"was"}, b"one")
    asked.clear()
    desk.deploy({"index.html": b"now"}, b"two")
    where = "/news/site/.broadsheet"
    claim = next(each for each in asked if each.startswith(f"PUT {where}/claims/"))[4:]
    look = [f"HEAD {where}/deployed.json", f"GET {where}/deployed.json"]
    assert asked == [
        *look,
        "GET /news",
        f"PUT {claim}",
        *("GET /news", *look),  # nobody else is at it
        "PUT /news/site/index.html",
        *("GET /news", *look),  # nor has anybody come since
        f"PUT {where}/deployed.json",
        *("GET /news", *look),
        f"HEAD {claim}",
        f"DELETE {claim}",
    ]


def test_what_was_spoilt_on_its_way_to_a_bucket_is_noticed(tmp_path: Path) -> None:
    with s3_host(tmp_path / "host", spoilt=["page.html"]) as host:
        desk = Desk(host, tmp_path / "desk")
        with pytest.raises(DeployFailed, match=r"cannot send page\.html"):
            desk.deploy({"page.html": b"news"}, b"one")
        assert HEAD not in host.read()


def test_a_wrong_key_of_a_bucket(tmp_path: Path) -> None:
    with s3_host(tmp_path / "host") as host:
        wrong = {**host.environment, "AWS_ACCESS_KEY_ID": "AKIAOTHER"}
        told = failure(replace(host, environment=wrong), tmp_path)
    assert "AWS_ACCESS_KEY_ID" in told
    assert "s3://news/site" in told
    assert host.environment["AWS_SECRET_ACCESS_KEY"] not in told


def test_a_bucket_that_is_not_there(tmp_path: Path) -> None:
    with s3_host(tmp_path / "host") as host:
        told = failure(replace(host, to=host.to.replace("news", "olds")), tmp_path)
    assert "make the bucket first" in told


@pytest.mark.parametrize("kind", HOSTS)
def test_a_host_that_is_not_there(kind: str, tmp_path: Path) -> None:
    with HOSTS[kind](tmp_path / "host") as host:
        pass
    told = failure(host, tmp_path)
    assert "see whether the address is right" in told
    assert host.to in told


@pytest.mark.parametrize("kind", ["sftp by password", "ftp", "webdav"])
def test_a_wrong_password(kind: str, tmp_path: Path) -> None:
    with password_host(kind, tmp_path / "host") as host:
        wrong = {"BROADSHEET_LIVE_PASSWORD": "quite-another"}
        told = failure(replace(host, environment=wrong), tmp_path)
    assert "BROADSHEET_LIVE_PASSWORD" in told
    assert "quite-another" not in told


@contextmanager
def password_host(kind: str, folder: Path) -> Iterator[Host]:
    opening = {"ftp": ftp_host, "webdav": webdav_host}.get(kind)
    with opening(folder) if opening else sftp_host(folder, by_key=False) as host:
        yield host


def test_sftp_by_password(tmp_path: Path) -> None:
    with sftp_host(tmp_path / "host", by_key=False) as host:
        Desk(host, tmp_path / "desk").deploy({"index.html": b"now"}, b"one")
        assert host.read() == {"index.html": b"now", HEAD: b"one"}


def test_sftp_by_a_key_with_a_passphrase(tmp_path: Path) -> None:
    with sftp_host(tmp_path / "host") as host:
        key = asyncssh.read_private_key(tmp_path / "host/key")
        key.write_private_key(tmp_path / "host/key", "pkcs1-pem", passphrase="open sesame")
        told = failure(host, tmp_path)
        assert "BROADSHEET_LIVE_PASSWORD" in told
        word = {"BROADSHEET_LIVE_PASSWORD": "open sesame"}
        Desk(replace(host, environment=word), tmp_path / "desk").deploy({}, b"one")
        assert host.read() == {HEAD: b"one"}


def test_a_wrong_key_of_sftp(tmp_path: Path) -> None:
    with sftp_host(tmp_path / "host") as host:
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(tmp_path / "host/key")
        assert "see whether the user, and the key" in failure(host, tmp_path)


def test_a_host_that_nobody_knows_is_not_spoken_to(tmp_path: Path) -> None:
    with sftp_doors(tmp_path / "host") as doors:
        to = f"sftp://editor@127.0.0.1:{doors.port}/site"
        host = Host(to, {"BROADSHEET_LIVE_PASSWORD": PASSWORD}, dict)
        assert f"ssh -p {doors.port} editor@127.0.0.1" in failure(host, tmp_path)
        others = doors.known_hosts.read_text("utf-8").replace(str(doors.port), "1")
        doors.known_hosts.write_text(others, "utf-8")
        known = replace(host, to=f"{to}?known_hosts={doors.known_hosts}")
        assert f"ssh -p {doors.port} editor@127.0.0.1" in failure(known, tmp_path)
        assert not (tmp_path / "host/home/site").exists()


def test_a_host_with_another_key_than_it_had_is_not_spoken_to(tmp_path: Path) -> None:
    with sftp_host(tmp_path / "host") as host:
        other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
        known = tmp_path / "host/known_hosts"
        known.write_text(f"{known.read_text('utf-8').split()[0]} {other}\n", "utf-8")
        assert "another key than it had" in failure(host, tmp_path)


def test_a_host_is_asked_for_the_key_that_is_known(tmp_path: Path) -> None:
    with sftp_host(tmp_path / "host", more_keys=["ecdsa-sha2-nistp256", "ssh-rsa"]) as host:
        Desk(host, tmp_path / "desk").deploy({}, b"one")
        assert host.read() == {HEAD: b"one"}


def test_a_remote_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "own.conf").write_text(f"[box]\ntype = alias\nremote = {tmp_path / 'box'}\n")
    host = Host("rclone:box:site", {"RCLONE_CONFIG": str(tmp_path / "own.conf")}, dict)
    desk = Desk(host, tmp_path / "desk")
    desk.deploy({"a b.html": b"was"}, b"one")
    desk.deploy({"a b.html": b"now"}, b"two")
    assert files_in(tmp_path / "box/site") == {"a b.html": b"now", HEAD: b"two"}


def test_a_remote_that_nobody_made(tmp_path: Path) -> None:
    (tmp_path / "own.conf").write_bytes(b"")
    host = Host("rclone:box:site", {"RCLONE_CONFIG": str(tmp_path / "own.conf")}, dict)
    assert "rclone listremotes" in failure(host, tmp_path)


def test_a_bucket_that_is_spelt_out(tmp_path: Path) -> None:
    with s3_host(tmp_path / "host") as host:
        endpoint = host.to.partition("endpoint=")[2]
        spelt = "rclone::s3,provider=Other,env_auth,no_check_bucket,no_head,region=us-east-1,"
        to = f'{spelt}endpoint="{endpoint}":news/site'
        desk = Desk(replace(host, to=to), tmp_path / "desk")
        desk.deploy({"index.html": b"now"}, b"one")
        assert host.read() == {"index.html": b"now", HEAD: b"one"}
        assert host.headers
        assert host.headers("index.html") == (PAGE, BRIEF)


def test_no_secret_stands_on_a_command_line(tmp_path: Path) -> None:
    processes = Path("/proc")
    if not processes.is_dir():
        pytest.skip("no /proc")
    with password_host("ftp", tmp_path / "host") as host:
        desk = Desk(host, tmp_path / "desk")
        with desk.target.session() as session:
            session.read(HEAD)
            lines = list(command_lines(processes))
    assert any(b"rcd" in line for line in lines)
    assert not any(PASSWORD.encode() in line for line in lines)


def command_lines(processes: Path) -> Iterator[bytes]:
    for each in processes.glob("[0-9]*/cmdline"):
        try:
            yield each.read_bytes()
        except OSError:
            continue


def test_rclone_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rcd, "distribution", nothing_installed)
    host = Host("sftp://me@127.0.0.1/x", {"PATH": str(tmp_path)}, dict)
    assert 'pip install "broadsheet[deploy]"' in failure(host, tmp_path)


def nothing_installed(name: str) -> None:
    raise PackageNotFoundError(name)


def test_rclone_that_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rcd, "OLDEST", (99, 0))
    told = failure(Host("sftp://me@127.0.0.1/x", {}, dict), tmp_path)
    assert "too old, this needs 99.0" in told


def test_rclone_that_ends_in_the_middle(bucket: tuple[Desk, list[str]]) -> None:
    desk, _ = bucket
    with desk.target.session() as session:
        assert session.read(HEAD) is None
        with suppress(rcd.Refused):
            running(session).do("core/quit", exitCode=3)
        wait_for_the_end_of(running(session).address)
        with pytest.raises(DeployFailed, match="rclone has ended"):
            session.read(HEAD)


def running(session: Plain) -> rcd.Rclone:
    store = session._store
    found = store._rclone  # type: ignore[attr-defined]
    assert isinstance(found, rcd.Rclone)
    return found


def test_an_access_key_is_not_written_down(bucket: tuple[Desk, list[str]]) -> None:
    desk, _ = bucket
    desk.deploy({"index.html": b"now"}, b"one")
    written = b"".join(files_in(desk.folder).values())
    assert KEY.encode() not in written
    assert desk.host.environment["AWS_SECRET_ACCESS_KEY"].encode() not in written
