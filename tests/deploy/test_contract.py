"""What every kind of host has to do, on real hosts: deploy, change, remove, resume, take back."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.deploy.kinds import folder, open_target
from generator.deploy.memory import Memory
from generator.deploy.objects import Objects
from generator.deploy.record import FOLDER, Deployed
from generator.deploy.target import Done, Means, Parcel, Session, Target
from generator.deploy.transaction import Deployment, Order, deploy
from generator.errors import LockHeld
from generator.fingerprint import digest
from generator.paths import OutputPath
from generator.planning.hosts.headers import sent_with
from tests.deploy.ftp_host import ftp_host
from tests.deploy.git_host import git_host
from tests.deploy.hosts import Host
from tests.deploy.s3_host import s3_host
from tests.deploy.sftp_host import sftp_host
from tests.deploy.ssh_host import ssh_host
from tests.site_kit import tree

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
SITE = {
    "index.html": b"<p>The front</p>",
    "2025/11/call/index.html": b"<p>The call</p>",
    "2025/11/a b+c%d#e/index.html": b"<p>An address to be careful with</p>",
    "tags/agua-dulce-ñ/index.html": "<p>Água</p>".encode(),
    "assets/site.1a2b.css": b"p{}",
    "media/river.jpg": bytes(range(256)) * 40,
    "feed.xml": b"<rss/>",
    "manifest.webmanifest": b"{}",
    "_headers": b"/*\n",
    ".well-known/security.txt": b"Contact: mailto:a@example.com\n",
    "empty.txt": b"",
}
Files = Mapping[str, bytes]
Starting = Callable[[Path], AbstractContextManager[Host]]


@contextmanager
def folder_host(work: Path) -> Iterator[Host]:
    """A folder that is switched."""
    yield Host(str(work / "www"), {}, lambda: tree(work / "www"))


@contextmanager
def plain_folder_host(work: Path) -> Iterator[Host]:
    """A folder in which files are replaced one by one."""
    (work / "www").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "can_switch", lambda _: False)
        yield Host(str(work / "www"), {}, lambda: tree(work / "www"))


HOSTS: Mapping[str, Starting] = {
    "folder": folder_host,
    "plain folder": plain_folder_host,
    "s3": s3_host,
    "sftp": sftp_host,
    "ftp": ftp_host,
    "ssh": ssh_host,
    "git": git_host,
}


@dataclass(frozen=True)
class Desk:
    """A copy of the site that deploys to a host."""

    host: Host
    folder: Path
    take_over: bool = False

    def means(self) -> Means:
        memory = self.folder / "memory"
        memory.mkdir(parents=True, exist_ok=True)
        return Means("live", self.folder, memory, self.host.environment, NOW, self.take_over)

    def target(self) -> Target:
        return open_target(self.host.to, self.means())

    def order(self, files: Files) -> Order:
        objects, wanted = Objects(self.folder / "objects"), {}
        for name, data in files.items():
            objects.put(digest(data), data)
            path = OutputPath(name)
            wanted[path] = Deployed(digest(data), len(data), *sent_with(path))
        return Order(files=wanted, base_url="https://example.com", now=NOW,
                     grace=timedelta(days=7), generations=5, is_certain=True)  # fmt: skip

    def deploy(self, files: Files, target: Target | None = None, **more: object) -> Deployment:
        order = replace(self.order(files), **more)  # type: ignore[arg-type]
        objects, memory = Objects(self.folder / "objects"), Memory(self.folder / "memory")
        return deploy(order, target or self.target(), objects, memory, lambda *_: None)

    def shown(self) -> dict[str, bytes]:
        """What readers see, without the record."""
        found = self.host.read()
        return {name: data for name, data in found.items() if not name.startswith(FOLDER)}


@pytest.fixture(params=HOSTS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "host").mkdir()
    (tmp_path / "desk").mkdir()
    with HOSTS[request.param](tmp_path / "host") as host:
        yield Desk(host, tmp_path / "desk")


def test_a_first_deploy_brings_every_file_byte_for_byte(desk: Desk) -> None:
    done = desk.deploy(SITE)
    assert done.number == 1
    assert without_own(desk.shown()) == SITE


def test_a_change_sends_what_changed_and_a_removal_removes_it(desk: Desk) -> None:
    desk.deploy(SITE)
    after = {**SITE, "index.html": b"<p>The FRONT</p>", "new/index.html": b"new"}
    del after["2025/11/call/index.html"], after["media/river.jpg"]
    done = desk.deploy(after)
    assert done.changes.sends == ("new/index.html", "index.html")
    assert done.changes.deletes == ("2025/11/call/index.html", "media/river.jpg")
    assert without_own(desk.shown()) == after


def test_with_nothing_to_do_nothing_is_done(desk: Desk) -> None:
    desk.deploy(SITE)
    before = desk.host.read()
    assert desk.deploy(SITE).changes.is_empty
    assert desk.host.read() == before


def test_styles_of_earlier_deploys_stay_for_their_time(desk: Desk) -> None:
    desk.deploy(SITE)
    after = {name: data for name, data in SITE.items() if not name.startswith("assets/")}
    desk.deploy({**after, "assets/site.3c4d.css": b"q{}"})
    assert "assets/site.1a2b.css" in desk.shown()
    desk.deploy({**after, "assets/site.3c4d.css": b"q{}"}, now=NOW + timedelta(days=7))
    assert "assets/site.1a2b.css" not in desk.shown()


def test_an_earlier_deploy_comes_back_as_it_was(desk: Desk) -> None:
    desk.deploy(SITE)
    desk.deploy({"index.html": b"<p>A mistake</p>"})
    desk.deploy(SITE, is_way_back=True)
    assert without_own(desk.shown()) == SITE


def test_a_host_that_keeps_headers_has_those_of_our_table(desk: Desk) -> None:
    if desk.host.headers is None:
        pytest.skip("this host keeps no headers")
    desk.deploy(SITE)
    for name in SITE:
        assert desk.host.headers(name) == sent_with(OutputPath(name))


def test_a_deploy_that_was_cut_off_is_finished_by_the_next(desk: Desk) -> None:
    desk.deploy(SITE)
    after = {f"{n}/index.html": random.Random(n).randbytes(400) for n in range(30)} | SITE
    with suppress(KeyboardInterrupt):
        desk.deploy(after, CutOff(desk.target(), 12))
    assert SITE.items() <= desk.shown().items()
    desk.deploy(after)
    assert without_own(desk.shown()) == after


def test_what_a_cut_off_deploy_brought_goes_if_it_is_not_wanted_any_more(desk: Desk) -> None:
    desk.deploy(SITE)
    changed = {**SITE, "index.html": b"<p>Not meant</p>", "draft/index.html": b"<p>Not meant</p>"}
    with suppress(KeyboardInterrupt):
        desk.deploy(changed, CutOff(desk.target(), 2))
    desk.deploy(SITE)
    assert without_own(desk.shown()) == SITE


def test_what_is_forgotten_lies_nowhere_at_the_host(desk: Desk, tmp_path: Path) -> None:
    desk.target().forget()  # nothing is there yet
    withdrawn = b"<p>Names a child, and must not stay</p>"
    desk.deploy({**SITE, "a/index.html": withdrawn, "b/index.html": withdrawn})
    with suppress(KeyboardInterrupt):
        desk.deploy({**SITE, "c/index.html": withdrawn}, CutOff(desk.target(), 1))
    after = {**SITE, "a/index.html": b"<p>Withdrawn</p>"}
    desk.deploy(after)
    desk.target().forget()
    assert without_own(desk.shown()) == after
    assert [*holding(tmp_path / "host", withdrawn)] == []
    desk.target().forget()
    again = {**after, "index.html": b"<p>Next</p>"}
    desk.deploy(again)
    assert without_own(desk.shown()) == again


def test_of_two_who_deploy_one_is_told_of_the_other(desk: Desk, tmp_path: Path) -> None:
    desk.deploy(SITE)
    other = Desk(desk.host, tmp_path / "other")
    first = desk.target()
    with first.session() as session:
        head = session.read(OutputPath(f"{FOLDER}deployed.json")) or b""
        session.uncertain()
        session.begin(head, [OutputPath("index.html")])
        if desk.host.to.startswith("git:"):
            return  # nobody holds a branch: who pushes second is told then
        with pytest.raises(LockHeld):
            other.deploy({**SITE, "index.html": b"<p>Mine</p>"})
    assert without_own(desk.shown()) == SITE


def holding(folder: Path, data: bytes) -> Iterator[Path]:
    """Return the files below a folder that hold some bytes; git's are compressed."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return (file for file in files if data in file.read_bytes())


class CutOff:
    """A target whose deployer is killed once some files have arrived."""

    def __init__(self, target: Target, after: int) -> None:
        self._target, self._left = target, after

    @property
    def keeps_headers(self) -> bool:
        return self._target.keeps_headers

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self._target.session() as session:
            send = session.send

            def until_cut_off(parcels: list[Parcel], done: Done) -> None:
                some = parcels[: self._left]
                self._left -= len(some)
                send(some, done)
                if len(some) < len(parcels):
                    raise KeyboardInterrupt

            session.send = until_cut_off  # type: ignore[method-assign,assignment]
            yield session

    def forget(self) -> None:
        self._target.forget()


def without_own(shown: Files) -> dict[str, bytes]:
    """Leave out what a host must have beside the site."""
    return {name: data for name, data in shown.items() if name != ".nojekyll"}
