"""Deploying to a folder: by a link, by exchange, and file by file."""

import os
import resource
import stat
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from generator.building.report import silent
from generator.deploy.kinds import folder
from generator.deploy.record import FOLDER, HEAD
from generator.deploy.target import DeployFailed, Means, Target, TargetMoved
from generator.deploy.transaction import Deployment, deploy
from generator.errors import LockHeld, UsageError
from tests.deploy.fake_store import FakeStore
from tests.deploy.kit import NOW, Newsroom, Site, later_site, page, small_site
from tests.site_kit import tree, write

pytestmark = [
    pytest.mark.usefixtures("quick_disk"),
    pytest.mark.skipif(sys.platform != "linux", reason="has no exchange, or other modes of files"),
]
FOREIGN = {"logo.txt": "ours since 1998", "stats/today.txt": "12"}


class Room:
    """A newsroom that deploys to a folder beside it, in one of the three ways."""

    def __init__(self, root: Path, *, exchanging: bool = False) -> None:
        self.room = Newsroom(root / "site", FakeStore())
        self.www = root / "www"
        self.room.folder.mkdir(parents=True)
        if exchanging:
            write(self.www, FOREIGN)

    def deploy(self, site: Site, *, again: bool = False, take_over: bool = False) -> Deployment:
        order = replace(self.room.order(site), is_certain=True, again=again)
        target = self.target(take_over=take_over)
        return deploy(order, target, self.room.objects, self.room.memory, silent)

    def target(self, *, take_over: bool = False) -> Target:
        memory = self.room.folder / "memory"
        means = Means("www", self.room.folder, memory, {}, NOW, take_over=take_over)
        return folder.target("../www", means)

    def shown(self) -> dict[str, str]:
        files = tree(self.www)
        return {path: data.decode() for path, data in files.items() if not path.startswith(FOLDER)}


@pytest.fixture(params=["linked", "exchanged", "in place"])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "in place":
            patch.setattr(folder, "can_switch", lambda _: False)
        room = Room(tmp_path, exchanging=request.param == "exchanged")
        yield room
        is_link = room.www.is_symlink()
        assert is_link == (request.param == "linked")


def consume(steps: Iterable[object]) -> None:
    deque(steps, maxlen=0)


def test_readers_get_what_was_wanted_last(room: Room) -> None:
    kept = FOREIGN if room.www.exists() else {}
    for site in (small_site(), later_site(), later_site(), small_site()):
        room.deploy(site)
        assert room.shown() == {**kept, **site}
    names = {path.rpartition("/")[2] for path in tree(room.www) if path.startswith(FOLDER)}
    assert len(names) == 2  # the head and its list


def test_files_of_others_stay(room: Room) -> None:
    room.deploy(small_site())
    write(room.www, {"well-known/proof.txt": "x", "media/own.jpg": "mine"})
    (room.www / "uploads").mkdir()
    (room.www / "latest").symlink_to("media")
    room.deploy(later_site())
    room.deploy(small_site())
    assert (room.www / "well-known/proof.txt").read_text() == "x"
    assert (room.www / "media/own.jpg").read_text() == "mine"
    assert (room.www / "uploads").is_dir()
    assert (room.www / "latest").readlink() == Path("media")


def test_a_page_becomes_a_folder_and_a_page_again(room: Room) -> None:
    page_, folder_ = {"a": page(text="page")}, {"a/index.html": page(), "a/b/c.html": page()}
    for more in (page_, folder_, page_, folder_, page_):
        site = {**small_site(), **more}
        room.deploy(site)
        assert {path for path in room.shown() if path.startswith("a/") or path == "a"} == {*more}


@pytest.mark.parametrize("theirs", ["a/b.txt", "a"])
def test_a_file_of_others_is_never_in_the_way_for_long_but_stops_the_deploy(
    theirs: str, room: Room
) -> None:
    room.deploy(small_site())
    write(room.www, {theirs: "mine"})
    ours = {"a": page()} if theirs == "a/b.txt" else {"a/index.html": page()}
    with pytest.raises(DeployFailed, match=r"/a is in the way, and holds what no deploy has put"):
        room.deploy({**small_site(), **ours})
    assert (room.www / theirs).read_text() == "mine"
    (room.www / theirs).unlink()
    room.deploy({**small_site(), **ours})
    assert set(ours) <= room.shown().keys()


@pytest.mark.parametrize("room", ["in place"], indirect=True)
def test_three_thousand_corrections_of_one_size_and_time_all_arrive(room: Room) -> None:
    kept = room.shown() if room.www.exists() else {}
    pages = {f"p/{each}/index.html": page(text=f"Wrong {each:04}") for each in range(3000)}
    room.deploy(pages)
    fixed = {path: text.replace("Wrong", "Right") for path, text in pages.items()}
    times = (1_700_000_000, 1_700_000_000)
    for path in pages:
        os.utime(room.www / path, times)
    for file in room.room.objects.folder.glob("*/*"):
        os.utime(file, times)
    assert len(room.deploy(fixed).changes.changes) == 3000
    assert room.shown() == {**kept, **fixed}


def test_corrections_of_one_size_are_never_of_one_second(room: Room) -> None:
    """Or servers tell browsers that nothing has changed: they look at size and second."""
    seen = []
    for text in ("one", "two", "six", "one", "eleven", "ten"):
        room.deploy({**small_site(), "a/index.html": page(text=text)})
        seen.append(int((room.www / "a/index.html").stat().st_mtime))
    assert seen == sorted(set(seen))
    ahead = max(seen) + 5000  # as by a clock that was wrong
    os.utime(room.www / "a/index.html", (ahead, ahead))
    room.deploy({**small_site(), "a/index.html": page(text="two")})
    assert int((room.www / "a/index.html").stat().st_mtime) == ahead + 1


def test_servers_may_read_it_whatever_the_deployer_keeps_to_itself(room: Room) -> None:
    before = os.umask(0o077)
    try:
        room.deploy(small_site())
        room.deploy({**later_site(), "deep/er/index.html": page()})
    finally:
        os.umask(before)
    for path in (room.www, *room.www.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert (path, mode) == (path, 0o755 if path.is_dir() else 0o644)
    if room.www.is_symlink():
        assert stat.S_IMODE(room.www.resolve().parent.stat().st_mode) == 0o755


def test_a_folder_that_is_exchanged_keeps_who_may_enter(tmp_path: Path) -> None:
    room = Room(tmp_path, exchanging=True)
    (room.www / "stats").chmod(0o700)
    room.www.chmod(0o2750)
    for site in (small_site(), later_site()):
        room.deploy(site)
        assert stat.S_IMODE(room.www.stat().st_mode) == 0o2750
        assert stat.S_IMODE((room.www / "stats").stat().st_mode) == 0o700


def test_files_that_may_not_be_linked_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tmp_path, exchanging=True)
    link = os.link

    def refuse_theirs(source: Path, target: Path, **options: bool) -> None:
        if Path(source).name == "logo.txt":
            raise PermissionError
        link(source, target, **options)

    monkeypatch.setattr(os, "link", refuse_theirs)
    for site in (small_site(), later_site()):
        room.deploy(site)
        assert room.shown() == {**FOREIGN, **site}


def test_a_full_disk_stops_the_deploy_and_the_next_one_makes_it_right(room: Room) -> None:
    room.deploy(small_site())
    before = room.shown()
    big = {**small_site(), "media/film.mp4": "x" * 200_000, "index.html": page(text="Film")}
    room.room.order(big)  # what is to be sent is here already
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(DeployFailed, match="File too large"):
            room.deploy(big)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert room.shown() == before
    room.deploy(big)
    assert room.shown() == {**before, **big}


@pytest.mark.parametrize("fails", range(1, 26, 3))
def test_what_a_kill_leaves_is_gone_after_the_next_deploy(
    fails: int, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    room.deploy(small_site())
    kept = {path: text for path, text in room.shown().items() if path in FOREIGN}
    calls = iter(range(1, 10_000))

    def dying(action: object) -> None:
        if next(calls) == fails:
            raise Killed
        assert callable(action)
        action()

    monkeypatch.setattr(folder, "insist", dying)
    sites = cycle((later_site(), small_site()))
    with pytest.raises(Killed):
        consume(map(room.deploy, sites))
    monkeypatch.undo()
    if not room.www.is_symlink() and not kept:
        monkeypatch.setattr(folder, "can_switch", lambda _: False)
    room.deploy({**small_site(), "a/index.html": page()})
    assert room.shown() == {**kept, **small_site(), "a/index.html": page()}
    assert len([path for path in tree(room.www) if path.startswith(FOLDER)]) == 2
    assert not list(room.www.rglob(".*.broadsheet"))


def test_readers_who_look_at_a_link_see_one_deploy_or_the_next(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.deploy(small_site())
    first = room.www.resolve()
    room.deploy(later_site())
    assert room.www.resolve() != first
    assert {path: (first / path).read_text() for path in small_site()} == small_site()
    assert room.www.readlink() == Path("www.deploys") / room.www.resolve().name


def test_what_readers_saw_before_is_forgotten_and_nothing_else(room: Room) -> None:
    for site in (small_site(), later_site()):
        room.deploy(site)
    before, live = room.shown(), room.www.resolve()
    room.target().forget()
    trees = [each for each in room.www.parent.glob("www.deploys/?") if each != live]
    assert (room.shown(), room.www.resolve(), trees) == (before, live, [])


def test_nothing_is_forgotten_while_somebody_deploys(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.deploy(small_site())
    with room.target().session() as session:
        session.begin(session.read(HEAD) or b"", ())
        with pytest.raises(LockHeld, match=r"another deploy to .*/www is running"):
            room.target().forget()


def test_who_deploys_in_between_is_noticed_before_the_switch(tmp_path: Path) -> None:
    room, other = Room(tmp_path), Room(tmp_path / "other")
    other.www = room.www
    room.deploy(small_site())
    means = Means("www", room.room.folder, room.room.folder / "memory", {}, NOW)
    with folder.target("../www", means).session() as session:
        head = session.read(HEAD) or b""
        room.deploy(later_site())
        with pytest.raises(TargetMoved, match=r"^somebody else has deployed .* deploy again$"):
            session.begin(head, ())
    with folder.target("../www", means).session() as session:
        session.begin(session.read(HEAD) or b"", ())
        with pytest.raises(LockHeld, match=r"another deploy to .*/www is running"):
            room.deploy(small_site())


@pytest.mark.parametrize("to", [".", "..", "content", "public", "public/x", ".broadsheet/deploys"])
def test_a_folder_that_holds_the_site_itself_is_refused(to: str, tmp_path: Path) -> None:
    for name in ("content", "public", ".broadsheet"):
        (tmp_path / "site" / name).mkdir(parents=True)
    means = Means("www", tmp_path / "site", tmp_path / "memory", {}, NOW)
    with pytest.raises(UsageError, match=r"cannot be deployed to: (builds|what the site is)"):
        folder.target(to, means)


def test_a_folder_below_none_is_refused(tmp_path: Path) -> None:
    means = Means("www", tmp_path, tmp_path / "memory", {}, NOW)
    with pytest.raises(UsageError) as found:
        folder.target("/nowhere/at/all", means)
    assert str(found.value) == (
        "/nowhere/at/all cannot be deployed to: there is no folder /nowhere/at"
    )


def test_without_a_stand_in_for_links_files_are_put_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(folder, "exchange", refuse)
    room = Room(tmp_path, exchanging=True)
    assert not folder.can_switch(room.www)
    room.deploy(small_site())
    assert room.shown() == {**FOREIGN, **small_site()}
    assert {path.name for path in tmp_path.iterdir()} == {"site", "www"}
