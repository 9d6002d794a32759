"""Deploying over ssh: what readers see, who may deploy, and what is said where it does not work.

The host's ssh runs here what it is to run there; test_openssh.py has a real one.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from generator.deploy.kinds.ssh import target
from generator.deploy.record import HEAD
from generator.deploy.target import DeployFailed, Means, TargetMoved
from generator.errors import LockHeld, UsageError
from generator.paths import OutputPath
from tests.deploy.hosts import Host
from tests.deploy.ssh_host import host_without_ssh, program, tree
from tests.deploy.ssh_newsroom import (
    NOW,
    ODD,
    ROOT,
    Newsroom,
    killed,
    newsroom_at,
    told,
    until,
    without_record,
)

PROGRAMS = ("cat", "cp", "ln", "ls", "mkdir", "mv", "readlink", "rm", "rmdir", "rsync", "sed", "sh",
            "sync", "tr", "xargs", "sleep", "touch")  # fmt: skip


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with host_without_ssh(tmp_path / "host") as host:
        yield host


@pytest.fixture
def newsroom(tmp_path: Path, host: Host) -> Newsroom:
    return newsroom_at(tmp_path, host)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "host/www/courier"


def taking_over(newsroom: Newsroom) -> Newsroom:
    return replace(newsroom, take_over=True)


def generations(site: Path) -> list[Path]:
    return sorted(site.with_name("courier.deploys").iterdir())


# What readers see.


def test_readers_see_what_was_deployed(newsroom: Newsroom, site: Path) -> None:
    assert newsroom.deploy({"index.html": b"1", "a/b/c.html": b"2"}) == ["index.html", "a/b/c.html"]
    assert without_record(newsroom.host.read()) == {"index.html": b"1", "a/b/c.html": b"2"}
    assert newsroom.host.read()[HEAD] == b'{"number": 1}\n'
    (only,) = generations(site)
    assert str(site.readlink()) == f"courier.deploys/{only.name}"
    assert re.fullmatch(r"20260301T093000Z-[0-9a-f]{16}", only.name)


def test_a_file_is_read_as_readers_see_it(newsroom: Newsroom) -> None:
    with newsroom.session() as session:
        assert session.read(HEAD) is None
    data = bytes(range(256)) * 300
    newsroom.deploy({"a/b.gz": data, **ODD})
    with newsroom.session() as session:
        assert session.read(OutputPath("a/b.gz")) == data
        assert session.read(OutputPath("a")) is None
        assert session.read(OutputPath("a/none")) is None
        assert {path: session.read(OutputPath(path)) for path in ODD} == ODD


def test_names_are_taken_as_they_are(newsroom: Newsroom) -> None:
    newsroom.deploy(ODD | {"stays": b""})
    assert without_record(newsroom.host.read()) == ODD | {"stays": b""}
    newsroom.deploy({}, list(ODD), number=2)
    assert without_record(newsroom.host.read()) == {"stays": b""}


def test_what_has_not_changed_is_the_same_file(newsroom: Newsroom, site: Path) -> None:
    newsroom.deploy({"a": b"1", "b/c": b"1"})
    before = {name: (site / name).stat().st_ino for name in ("a", "b/c")}
    old = site.resolve()
    newsroom.deploy({"a": b"2"}, number=2)
    assert (site / "b/c").stat().st_ino == before["b/c"]
    assert (site / "a").stat().st_ino != before["a"]
    assert without_record(tree(old)) == {"a": b"1", "b/c": b"1"}


def test_a_file_of_the_same_size_and_time_is_another_one(newsroom: Newsroom, site: Path) -> None:
    newsroom.deploy({"a": b"one", "b": b"one"})
    os.utime(site / "a", (0, 0))
    parcel = newsroom.parcel("a", b"two")
    os.utime(parcel.file, (0, 0))
    with newsroom.session() as session:
        session.begin(b'{"number": 1}\n', [])
        session.send([parcel], lambda _: None)
        os.utime(site.parent / f"courier.deploys/claim/{_claim(site).name}/incoming/a", (0, 0))
        session.finish(newsroom.record(2), [])
    assert without_record(newsroom.host.read()) == {"a": b"two", "b": b"one"}


def _claim(site: Path) -> Path:
    (claim,) = site.with_name("courier.deploys").joinpath("claim").iterdir()
    return claim


def test_one_earlier_tree_is_kept(newsroom: Newsroom, site: Path) -> None:
    trees = []
    for number in range(1, 5):
        newsroom.deploy({"a": b"%d" % number}, number=number)
        trees.append(site.resolve())
    assert generations(site) == sorted(trees[2:])


@pytest.mark.parametrize("name", ["courier", "[0-9]*Z-*"])
def test_what_is_forgotten_is_all_but_what_readers_see(name: str, tmp_path: Path) -> None:
    with host_without_ssh(tmp_path / "host", path=f"www/{name}") as host:
        newsroom, site = newsroom_at(tmp_path, host), tmp_path / "host/www" / name
        newsroom.deploy({"a": b"1"})
        newsroom.deploy({"a": b"2"}, number=2)
        with newsroom.session() as session:  # and it is interrupted
            session.begin(b'{"number": 2}\n', [])
            session.send(newsroom.parcels({"a": b"3"}), lambda _: None)
        shutil.copytree(site, site.with_name(f"{name}.deploys") / "20250101T000000Z-0")
        newsroom.target.forget()
        assert [*site.with_name(f"{name}.deploys").iterdir()] == [site.resolve()]
        assert without_record(host.read()) == {"a": b"2"}


def test_nothing_is_forgotten_while_somebody_else_deploys(newsroom: Newsroom, site: Path) -> None:
    other = replace(newsroom, folder=newsroom.folder.with_name("other"))
    newsroom.deploy({"a": b"1"})
    with other.session() as session:
        session.begin(b'{"number": 1}\n', [])
        with pytest.raises(LockHeld):
            newsroom.target.forget()
        session.finish(other.record(2), [])
    assert len(generations(site)) == 2
    newsroom.target.forget()
    assert generations(site) == [site.resolve()]


def test_what_cannot_be_forgotten_is_told(tmp_path: Path) -> None:
    program(tmp_path / "tools/rm", 'case $* in *taken-*) echo "rm: in use" >&2; exit 1 ;; esac')
    searched = [tmp_path / "tools", *map(Path, os.environ["PATH"].split(":"))]
    with host_without_ssh(tmp_path / "host", tools=searched) as host:
        newsroom = newsroom_at(tmp_path, host)
        newsroom.deploy({"a": b"1"})
        newsroom.deploy({"a": b"2"}, number=2)
        assert "rm: in use" in told(newsroom.target.forget)


def test_files_of_others_are_carried_over(newsroom: Newsroom, site: Path) -> None:
    newsroom.deploy({"a": b"1", "b/c": b"1"})
    (site / ".well-known/acme-challenge").mkdir(parents=True)
    (site / ".well-known/acme-challenge/x y").write_text("token")
    (site / "empty").mkdir(mode=0o775)
    (site / "empty").chmod(0o2775)
    (site / "link").symlink_to("a")
    newsroom.deploy({"a": b"2"}, ["b/c"], number=2)
    found = without_record(newsroom.host.read())
    assert found == {"a": b"2", "link": b"2", ".well-known/acme-challenge/x y": b"token"}
    assert stat.S_IMODE((site / "empty").stat().st_mode) == 0o2775
    assert (site / "link").is_symlink()
    assert not (site / "b").exists()


def test_a_file_makes_way_for_a_folder_and_back(newsroom: Newsroom) -> None:
    newsroom.deploy({"a": b"1", "b/c/d": b"1"})
    newsroom.deploy({"a/b": b"2", "b": b"2"}, ["a", "b/c/d"], number=2)
    assert without_record(newsroom.host.read()) == {"a/b": b"2", "b": b"2"}


def test_what_is_removed_and_not_there_is_no_fault(newsroom: Newsroom) -> None:
    newsroom.deploy({"a": b"1"}, ["none", "no/ne"])
    newsroom.deploy({}, ["a", "none", "no/ne"], number=2)
    assert without_record(newsroom.host.read()) == {}


def test_web_servers_can_read_everything_whatever_the_umask(newsroom: Newsroom, site: Path) -> None:
    mask = os.umask(0o077)
    try:
        newsroom.deploy({"a/b/c": b"1", "d": b"1"})
        newsroom.deploy({"e/f": b"2"}, number=2)
    finally:
        os.umask(mask)
    found = site.resolve()
    modes = {each.is_dir(): stat.S_IMODE(each.stat().st_mode) for each in found.rglob("*")}
    assert modes == {True: 0o755, False: 0o644}
    for each in (found, found.parent):
        assert stat.S_IMODE(each.stat().st_mode) == 0o755


def test_what_waits_is_seen_by_nobody(newsroom: Newsroom, site: Path) -> None:
    with newsroom.session() as session:
        session.begin(b"", [])
        session.send(newsroom.parcels({"a": b"1"}), lambda _: None)
        assert not site.exists()
        assert stat.S_IMODE(_claim(site).parent.stat().st_mode) == 0o700


def test_nothing_beside_the_site_is_touched(newsroom: Newsroom, site: Path) -> None:
    (site.parent / "other").mkdir()
    (site.parent / "other/index.html").write_text("other")
    for number in range(1, 4):
        newsroom.deploy({"a": b"%d" % number}, number=number)
    assert {each.name for each in site.parent.iterdir()} == {"courier", "courier.deploys", "other"}
    assert tree(site.parent / "other") == {"index.html": b"other"}


def test_many_files_and_a_large_one_arrive(newsroom: Newsroom) -> None:
    files = {f"2025/11/{number}/index.html": b"%d" % number for number in range(300)}
    files["large.pdf"] = os.urandom(1024) * 20 * 1024
    assert newsroom.deploy(files) == list(files)
    assert without_record(newsroom.host.read()) == files


# A program that looks at the site as readers do, until it is told to stop: each file through the
# link, and the whole tree that the link leads to. Files hold the number of their deploy, 900 times.
READER = """
import sys
from pathlib import Path
site, begun, stop = map(Path, sys.argv[1:])
names = [f"{number % 7}/{number}.html" for number in range(300)]
seen, last = set(), False
while not last:
    last = stop.exists()
    for name in names:
        data = (site / name).read_bytes()
        assert len(data) == 900 and len(set(data)) == 1, (name, data)
    tree = site.resolve()
    whole = {(tree / name).read_bytes() for name in names}
    assert len(whole) == 1, whole
    seen |= whole
    begun.touch()
print(sorted(each[:1] for each in seen))
"""


def test_readers_see_one_deploy_or_the_other(
    newsroom: Newsroom, site: Path, tmp_path: Path
) -> None:
    names = [f"{number % 7}/{number}.html" for number in range(300)]
    newsroom.deploy(dict.fromkeys(names, b"1" * 900))
    begun, stop = tmp_path / "begun", tmp_path / "stop"
    command = [sys.executable, "-c", READER, *map(str, (site, begun, stop))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        until(begun.exists)
        newsroom.deploy(dict.fromkeys(names, b"2" * 900), number=2)
        stop.touch()
        out, err = reader.communicate(timeout=60)
    assert (out, err) == (b"[b'1', b'2']\n", b"")


# Hosts of several kinds.


def busybox(folder: Path) -> Path:
    found = shutil.which("busybox")
    if found is None:
        pytest.skip("BusyBox is not installed")
    for name in (*PROGRAMS, "mktemp"):
        linked(folder / name, found)
    (folder / "rsync").unlink()
    linked(folder / "rsync", shutil.which("rsync"))
    return folder


def system(folder: Path) -> Path:
    """All that the script runs, in one folder, so that one of them can be another."""
    for name in PROGRAMS:
        linked(folder / name, shutil.which(name))
    return folder


def linked(file: Path, to: str | None) -> None:
    assert to
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(to)


def with_bash(folder: Path) -> Path:
    system(folder).joinpath("sh").unlink()
    linked(folder / "sh", shutil.which("bash"))
    return folder


def without_links(folder: Path) -> Path:
    """A host whose `cp` makes no links, as where files belong to somebody else."""
    system(folder).joinpath("cp").unlink()
    program(folder / "cp", "echo 'cp: cannot create hard link' >&2; exit 1\n")
    return folder


def with_moves_of_bsd(folder: Path) -> Path:
    """A host whose `mv` knows -h and no -T, and whose `sync` takes no name."""
    for name in ("mv", "sync"):
        system_program = shutil.which(name)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        known = '-f?*T*) echo "mv: illegal option -- T" >&2; exit 64;; -fh) shift; set -- -fT "$@"'
        unknown = "-f) exit 1" if name == "sync" else known
        program(folder / name, f'case $1 in {unknown} ;; esac\nexec {system_program} "$@"\n')
    for name in set(PROGRAMS) - {"mv", "sync"}:
        linked(folder / name, shutil.which(name))
    return folder


@pytest.mark.parametrize(
    "tools",
    [system, busybox, with_bash, without_links, with_moves_of_bsd],
    ids=lambda f: f.__name__,
)
def test_hosts_of_several_kinds_do(tools: Callable[[Path], Path], tmp_path: Path) -> None:
    with host_without_ssh(tmp_path / "host", tools=[tools(tmp_path / "tools")]) as host:
        newsroom = newsroom_at(tmp_path, host)
        newsroom.deploy(ODD | {"a": b"1", "b": b"1"})
        site = tmp_path / "host/www/courier"
        (site / "own file").write_text("own")
        kept = site.stat().st_ino
        newsroom.begin()  # and leaves it, for the next one to go on
        newsroom.deploy({"a": b"2", "c/d": b"2"}, [*ODD, "b"], number=2)
        assert without_record(host.read()) == {"a": b"2", "c/d": b"2", "own file": b"own"}
        assert site.stat().st_ino != kept
        assert len(generations(site)) == 2
        newsroom.deploy({"a": b"3"}, number=4)
        assert len(generations(site)) == 2


# Places that it does not go to.


def test_a_folder_of_the_owner_is_left_alone(newsroom: Newsroom, site: Path) -> None:
    (site / "blog").mkdir(parents=True)
    message = told(lambda: newsroom.deploy({"a": b"1"}))
    assert message == (
        f"{site} at here is there and is no link, so it cannot be switched from one tree to "
        "another in one step: move it away, or deploy to it with sftp://"
    )
    assert [each.name for each in site.parent.iterdir()] == ["courier"]


@pytest.mark.parametrize("to", ["elsewhere", "/nowhere", "courier.deploys", "courier.deploys/a/b"])
def test_a_link_of_the_owner_is_left_alone(newsroom: Newsroom, site: Path, to: str) -> None:
    site.symlink_to(to)
    message = told(lambda: newsroom.deploy({"a": b"1"}))
    assert f"is a link to {to}, which is not what this program made: remove the link" in message
    assert str(site.readlink()) == to
    assert [each.name for each in site.parent.iterdir()] == ["courier"]


def test_a_folder_above_must_be_there(newsroom: Newsroom, site: Path) -> None:
    site.parent.rmdir()
    message = told(lambda: newsroom.deploy({"a": b"1"}))
    assert f"there is no folder {site.parent} at here" in message
    assert not site.parent.exists()


def test_a_tree_that_somebody_removed_is_made_anew(newsroom: Newsroom, site: Path) -> None:
    newsroom.deploy({"a": b"1"})
    shutil.rmtree(site.resolve())
    with newsroom.session() as session:
        assert session.read(HEAD) is None
    newsroom.deploy({"a": b"1"})
    assert without_record(newsroom.host.read()) == {"a": b"1"}


def test_files_behind_a_link_in_the_tree_are_not_changed(
    newsroom: Newsroom, site: Path, tmp_path: Path
) -> None:
    newsroom.deploy({"a": b"1"})
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/x").write_text("old")
    (site / "media").symlink_to(tmp_path / "disk")
    changes: list[tuple[dict[str, bytes], list[str]]] = [({"media/x": b"2"}, []), ({}, ["media/x"])]
    for files, removals in changes:
        message = told(partial(newsroom.deploy, files, removals, number=2))
        assert f"media in {site} at here is a link to another folder" in message
    assert tree(tmp_path / "disk") == {"x": b"old"}
    newsroom.deploy({"a": b"2"}, number=2)
    assert without_record(newsroom.host.read()) == {"a": b"2"}
    assert (site / "media").is_symlink()


def test_a_host_needs_rsync(tmp_path: Path) -> None:
    tools = system(tmp_path / "tools")
    (tools / "rsync").unlink()
    with host_without_ssh(tmp_path / "host", tools=[tools]) as host:
        message = told(newsroom_at(tmp_path, host).begin)
    assert message == "there is no rsync at here: install it there, or use sftp://"


def test_this_machine_needs_ssh_and_rsync(tmp_path: Path, host: Host) -> None:
    bare = Host(host.to, {"PATH": str(tmp_path)}, host.read)
    assert told(newsroom_at(tmp_path, bare).begin) == (
        "there is no ssh on this machine: install it to deploy to here"
    )
    linked(tmp_path / "ssh", str(tmp_path / "host/bin/ssh"))
    assert "there is no rsync on this machine" in told(
        lambda: newsroom_at(tmp_path, bare).deploy({"a": b"1"})
    )


def test_a_path_that_leads_out_is_never_used(newsroom: Newsroom) -> None:
    newsroom.deploy({"a": b"1"})
    for path in ("../../x", "/etc/x", "a//b", "a\nb"):
        assert "damaged" in told(partial(newsroom.deploy, {path: b""}, number=2))
        assert "damaged" in told(partial(newsroom.deploy, {}, [path], number=2))
    assert without_record(newsroom.host.read()) == {"a": b"1"}


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("ssh://me:s3cret@example.com/srv/www", "ssh takes no password"),
        ("ssh://example.com", "the path must be a whole one"),
        ("ssh://example.com/", "the path must be a whole one"),
        ("ssh://example.com/srv/../etc", "the path must be a whole one"),
        ("ssh://example.com/srv//www", "the path must be a whole one"),
        ("ssh://example.com/srv#1/www", "the path must be a whole one"),
        ("ssh:///srv/www", "the name of a host is missing"),
        ("ssh://-oProxyCommand=x/srv", "the name of a host is missing, or wrong"),
        ("ssh://-l@example.com/srv", "the name of the user is wrong"),
        ("ssh://example.com:none/srv", "the address cannot be read"),
        ("ssh://example.com/srv?password=s3cret", "behind ? only config=... can stand"),
        ("ssh://example.com/srv?config=", "behind ? only config=... can stand"),
    ],
)
def test_what_is_no_place_is_told(to: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(fault)) as wrong:
        target(to, Means("live", tmp_path, tmp_path, {}, NOW))
    assert "ssh://user@host/srv/www/site" in str(wrong.value)
    assert "s3cret" not in str(wrong.value)


def test_windows_has_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.deploy.kinds.ssh.ON_WINDOWS", True)
    with pytest.raises(UsageError, match="use sftp://, or run it in WSL"):
        target("ssh://example.com/srv/www", Means("live", tmp_path, tmp_path, {}, NOW))


def test_a_place_is_read_as_it_is_written(tmp_path: Path) -> None:
    means = Means("live", tmp_path, tmp_path, {}, NOW)
    place = target("ssh://Me@Web.Example:2222/srv/my%20site/?config=ssh%20config", means).place
    assert (place.host.name, place.host.user, place.host.port) == ("Web.Example", "Me", 2222)
    assert (place.parent, place.name) == ("/srv", "my site")
    assert place.host.config == tmp_path / "ssh config"
    other = target("ssh://[::1]/www", means).place
    assert (other.host.name, other.host.user, other.host.port) == ("::1", "", None)
    assert (other.parent, other.name, other.deploys) == ("/", "www", "/www.deploys")


# One deployer at a time.


def test_somebody_else_is_told_since_when(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.begin()
    other = newsroom_at(tmp_path, newsroom.host, "other")
    with pytest.raises(LockHeld) as held:
        other.deploy({"a": b"2"})
    assert str(held.value) == (
        "somebody else is deploying to live since 2026-03-01 09:30 UTC: wait for the end; if it "
        "was interrupted, and will not go on where it began, broadsheet deploy --take-over "
        "finishes it from here"
    )
    newsroom.deploy({"a": b"1"})
    other.deploy({"a": b"2"}, number=2)
    assert without_record(newsroom.host.read()) == {"a": b"2"}


def test_a_claim_can_be_taken_over(newsroom: Newsroom, tmp_path: Path, site: Path) -> None:
    other = newsroom_at(tmp_path, newsroom.host, "other")
    with newsroom.session() as session:
        session.begin(b"", [])
        session.send(newsroom.parcels({"a": b"1", "b": b"1"}), lambda _: None)
        taking_over(other).deploy({"a": b"2"})
        message = told(lambda: session.finish(newsroom.record(1), []))
    assert "broke" not in message
    assert without_record(newsroom.host.read()) == {"a": b"2"}
    assert len(generations(site)) == 1


@pytest.mark.parametrize("inside", ["", "new-0123456789abcdef/0123456789abcdef"])
def test_a_claim_without_an_owner_is_nobodys(newsroom: Newsroom, site: Path, inside: str) -> None:
    site.with_name("courier.deploys").joinpath("claim", inside).mkdir(parents=True)
    newsroom.deploy({"a": b"1"})
    assert without_record(newsroom.host.read()) == {"a": b"1"}


def test_a_target_that_moved_is_let_go(newsroom: Newsroom, tmp_path: Path, site: Path) -> None:
    newsroom.deploy({"a": b"1"})
    with newsroom.session() as session, pytest.raises(TargetMoved):
        session.begin(b"", [])
    assert len(generations(site)) == 1
    newsroom_at(tmp_path, newsroom.host, "other").deploy({"a": b"2"}, number=2)


def test_of_many_who_come_at_once_one_deploys(host: Host, tmp_path: Path, site: Path) -> None:
    """Each claims it in a process of its own, and says whether it got it."""
    script = (
        "import sys; from pathlib import Path; from tests.deploy.ssh_newsroom import Newsroom\n"
        "from tests.deploy.hosts import Host\n"
        "from generator.errors import LockHeld\n"
        "host = Host(sys.argv[2], {'PATH': sys.argv[3]}, dict)\n"
        "try: Newsroom(Path(sys.argv[1]), host).begin(); print('mine')\n"
        "except LockHeld: print('busy')\n"
    )
    commands = [
        [sys.executable, "-c", script, str(tmp_path / name), host.to, host.environment["PATH"]]
        for name in "abcd"
    ]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    started = [subprocess.Popen(each, stdout=subprocess.PIPE, env=env) for each in commands]
    said = sorted(each.communicate(timeout=60)[0].strip() for each in started)
    assert said == [b"busy", b"busy", b"busy", b"mine"]
    assert _claim(site).joinpath("word").read_text() == "2026-03-01T09:30:00+00:00\n"


# Interruptions.


def test_what_arrived_before_an_interruption_is_not_sent_again(
    newsroom: Newsroom, site: Path
) -> None:
    with newsroom.session() as session:
        session.begin(b"", [])
        session.send(newsroom.parcels({"a": b"one", "b": b"one", "c": b"1"}), lambda _: None)
    waiting = _claim(site) / "incoming"
    before = {name: (waiting / name).stat().st_ino for name in "ab"}
    newsroom.deploy({"a": b"one", "b": b"two"})
    assert without_record(newsroom.host.read()) == {"a": b"one", "b": b"two"}
    assert (site / "a").stat().st_ino == before["a"]
    assert (site / "b").stat().st_ino != before["b"]
    assert len(generations(site)) == 1


COUNTED = ("cp", "ln", "mkdir", "mv", "rm", "rmdir", "rsync", "sync")


def fragile(folder: Path) -> Path:
    """Programs that count their calls, and end who called them at the one that `stop` names."""
    for name in PROGRAMS:
        found = shutil.which(name)
        if name not in COUNTED:
            linked(folder / name, found)
            continue
        program(
            folder / name,
            f'count=$(($(cat "{folder}/count") + 1)); echo $count >"{folder}/count"\n'
            f'[ $count != "$(cat "{folder}/stop")" ] || {{ kill -9 $PPID; exit 1; }}\n'
            f'exec {found} "$@"\n',
        )
    return folder


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_readers_a_whole_site(tmp_path: Path) -> None:
    tools = fragile(tmp_path / "tools")
    site = tmp_path / "host/www/courier"
    with host_without_ssh(tmp_path / "host", tools=[tools]) as host:
        newsroom = newsroom_at(tmp_path, host)
        deploy_version(newsroom, tools, 0)
        old = deploy_version(newsroom, tools, 1)
        steps = int((tools / "count").read_text())
        assert steps > 20
        for step in range(1, steps + 1):
            with suppress(DeployFailed):  # it may be a step that can fail
                deploy_version(newsroom, tools, step + 1, stop=step)
            assert without_record(host.read()) in (old, files_of(step + 1)), step
            old = deploy_version(newsroom, tools, step + 1)
            assert without_record(host.read()) == old
            assert len(generations(site)) == 2


def files_of(version: int) -> dict[str, bytes]:
    """Files that all differ from version to version, and of which some are there at times only."""
    same = {f"{name}/index.html": b"%d" % version for name in ("a", "b/c")}
    return same | {f"only/{version}/x": b"%d" % version}


def deploy_version(
    newsroom: Newsroom, tools: Path, version: int, *, stop: int = 0
) -> dict[str, bytes]:
    (tools / "count").write_text("0")
    (tools / "stop").write_text(str(stop))
    newsroom.deploy(files_of(version), [f"only/{version - 1}/x"], number=version)
    return files_of(version)


def pausing(folder: Path, name: str, pattern: str) -> Path:
    """Make a program pause, once `pause` is there, behind a call that the pattern matches."""
    system(folder).joinpath(name).unlink()
    program(
        folder / name,
        f'{shutil.which(name)} "$@" || exit\n'
        f'case "$*" in {pattern}) [ -f "{folder}/pause" ] || exit 0 ;; *) exit 0 ;; esac\n'
        f'rm "{folder}/pause"; until [ -f "{folder}/go" ]; do sleep 0.02; done\n'
        f'touch "{folder}/gone"\n',
    )
    return folder


@pytest.mark.parametrize(
    ("name", "pattern"), [("cp", "*"), ("sync", "*"), ("ln", "*"), ("mv", "-fT*")]
)
def test_what_is_left_running_at_the_host_can_do_no_harm(
    name: str, pattern: str, tmp_path: Path
) -> None:
    """A deploy is killed here while the host is still at it, and goes on there when it is late."""
    tools = pausing(tmp_path / "tools", name, pattern)
    site = tmp_path / "host/www/courier"
    with host_without_ssh(tmp_path / "host", tools=[tools]) as host:
        newsroom = newsroom_at(tmp_path, host)
        for number in range(2):
            newsroom.deploy({"a": b"0"}, number=number)
        (tools / "pause").touch()
        with killed(newsroom, {"a": b"1"}):
            until(lambda: not (tools / "pause").exists())
        for number in range(2, 4):
            newsroom.deploy({"a": b"2"}, number=number)
        newsroom.begin()  # so that there is a claim, of another
        seen = site.resolve()
        (tools / "go").touch()
        until((tools / "gone").exists)
        time.sleep(0.3)  # what it would do now, it may do
        assert site.resolve() == seen
        assert without_record(host.read()) == {"a": b"2"}
        newsroom.deploy({"a": b"3"}, number=3)
        assert len(generations(site)) == 2
