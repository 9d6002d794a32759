"""Whatever moment a build dies at, the root is the old site or becomes exactly the new one.

The faults are enumerated, not drawn: the n-th call that changes the disk fails, for n = 1, 2, 3 ...
until a run gets through.
"""

import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.building import publish as publishing
from generator.building.publish import (
    Place,
    altered,
    clear,
    load_manifest,
    publish,
    recover,
    stage,
)
from generator.errors import UsageError
from generator.fingerprint import digest
from generator.paths import OutputPath

Files = Mapping[str, bytes]
Tree = dict[str, bytes | None]  # None for a folder
Step = tuple[str, str]  # what is done, and to which name

OLD: Files = {
    "assets/old.css": b"old css",
    "assets/site.css": b"css 1",
    "2025/flood/index.html": b"flood 1",
    "2025/fire": b"fire, a file",
    "about/index.html": b"about, a folder",
    "about/team/index.html": b"team",
    "deep/er/est/page.html": b"deep",
    "Case/X.html": b"X",
    "same.html": b"same",
    "index.html": b"front 1",
    "feed.xml": b"feed 1",
    "sitemap.xml": b"map 1",
}
NEW: Files = {
    "assets/new.css": b"new css",
    "assets/site.css": b"css 2",
    "2025/flood/index.html": b"flood 2, longer",
    "2025/fire/index.html": b"fire, a folder",
    "2026/storm/index.html": b"storm",
    "about": b"about, a file",
    "Case/x.html": b"x",
    "same.html": b"same",
    "index.html": b"front 2",
    "feed.xml": b"feed 2",
    "sitemap.xml": b"map 2",
}


class Killed(BaseException):
    """The process is dead: nothing that comes later in it has any effect."""


Fault = Callable[[int, str], BaseException | None]


@dataclass
class Disk:
    """Counts the calls that change the disk, and lets some of them fail."""

    fault: Fault
    steps: list[Step] = field(default_factory=list)

    def step(self, what: str, name: object) -> None:
        self.steps.append((what, str(name)))
        error = self.fault(len(self.steps), what)
        if error is not None:
            raise error


def killed_at(number: int) -> Fault:
    return lambda count, _: Killed() if count >= number else None


def broken_at(number: int) -> Fault:
    return lambda count, _: OSError(errno.EIO, "Input/output error") if count == number else None


def broken_from(number: int) -> Fault:
    return lambda count, _: OSError(errno.EIO, "Input/output error") if count >= number else None


def full_from(number: int) -> Fault:
    taking_room = ("open", "write", "mkdir", "replace", "fsync")

    def fault(count: int, what: str) -> BaseException | None:
        full = count >= number and what in taking_room
        return OSError(errno.ENOSPC, "No space left on device") if full else None

    return fault


def never(_: int, __: str) -> None:
    return None


@contextmanager
def on(disk: Disk, *, across: Path | None = None) -> Iterator[Disk]:
    """Send every change through `disk`; moves into `across` are moves to another disk."""
    real_open, real_replace = io.open, os.replace

    def change(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(target: object, *rest: object, **options: object) -> object:
            disk.step(name, target)
            return real(target, *rest, **options)

        return call

    def replace(source: Path, target: Path) -> None:
        disk.step("replace", target)
        if across and target.is_relative_to(across) and not source.is_relative_to(across):
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
        real_replace(source, target)

    def open_file(name: Path, mode: str = "r", *rest: object, **options: object) -> object:
        if "w" not in mode:
            return real_open(name, mode, *rest, **options)  # type: ignore[call-overload]
        disk.step("open", name)
        try:
            disk.step("write", name)
        except BaseException:
            with real_open(name, "wb") as file:
                file.write(b"to")  # torn
            raise
        return real_open(name, mode, *rest, **options)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rename", "unlink", "remove", "rmdir", "mkdir", "utime", "link", "truncate"):
            patch.setattr(os, name, change(name))
        patch.setattr(os, "replace", replace)
        patch.setattr(io, "open", open_file)
        patch.setattr(os, "fsync", lambda number: disk.step("fsync", number))
        yield disk


def build(place: Place, files: Files) -> None:
    recover(place)
    previous = load_manifest(place)
    old = previous.files if previous else {}
    amiss = altered(place, previous) if previous else {}
    staged = {}
    for name, data in files.items():
        path = OutputPath(name)
        if path in amiss or path not in old or old[path].digest != digest(data):
            staged[path] = stage(place, path, data)
    order = [OutputPath(name) for name in files]
    publish(place, order, staged, {"now": str(len(files))}, previous)


def tree(root: Path) -> Tree:
    found: Tree = {}
    for here, folders, files in os.walk(root):
        below = Path(here).relative_to(root)
        found |= {(below / name).as_posix(): None for name in folders}
        found |= {(below / name).as_posix(): Path(here, name).read_bytes() for name in files}
    return found


def whole(files: Files) -> Tree:
    """Return what `tree` gives for a root that holds exactly these files."""
    found: Tree = dict(files)
    for name in files:
        for folder in list(Path(name).parents)[:-1]:
            found[folder.as_posix()] = None
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def files_of(place: Place) -> Tree:
    return {name: data for name, data in tree(place.root).items() if data is not None}


MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def fast() -> Iterator[Path]:
    """A folder in memory, where the system has one: a thousand small sites are written."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def before(fast: Path) -> Path:
    """A folder with the old site, as published."""
    folder = fast / "before"
    with on(Disk(never)):
        build(Place(folder / "public", folder / "state"), OLD)
    return folder


@pytest.fixture
def anew(before: Path, fast: Path) -> Callable[[], Place]:
    """Make the old site again, on each call."""

    def make() -> Place:
        folder = fast / "site"
        shutil.rmtree(folder, ignore_errors=True)
        # Links are quick, and show at once if anything is ever written into a published file.
        shutil.copytree(before, folder, copy_function=os.link)
        return Place(folder / "public", folder / "state")

    return make


def recovered(place: Place, *, across: Path | None = None) -> None:
    """Recover, and check that the result is one whole site and that doing so again is idle."""
    committed = (place.state / "journal.json").exists()
    with on(Disk(never), across=across):
        recover(place)
    manifest = load_manifest(place)
    assert manifest is not None
    files = NEW if len(manifest.files) == len(NEW) else OLD
    assert files is NEW or not committed
    assert tree(place.root) == whole(files)
    assert altered(place, manifest) == {}
    assert names(place.state) == ["manifest.json"]
    kept = (place.state / "manifest.json").stat()
    with on(Disk(never)):
        recover(place)
    assert tree(place.root) == whole(files)
    assert (place.state / "manifest.json").stat() == kept


def is_consistent(place: Place) -> None:
    """Check what a reader meets while nothing has been recovered yet."""
    manifest = load_manifest(place)
    assert manifest is not None
    if len(manifest.files) == len(NEW):
        assert tree(place.root) == whole(NEW)
    elif not (place.state / "journal.json").exists():
        assert tree(place.root) == whole(OLD)
    for name, data in files_of(place).items():
        hidden = Path(name).name.startswith(".")
        assert hidden or data in (OLD.get(name), NEW.get(name)), name


def last_step(anew: Callable[[], Place], across: Callable[[Place], Path | None]) -> int:
    place = anew()
    with on(Disk(never), across=across(place)) as disk:
        build(place, NEW)
    assert tree(place.root) == whole(NEW)
    return len(disk.steps)


def one_disk(_: Place) -> Path | None:
    return None


def two_disks(place: Place) -> Path | None:
    return place.root


@pytest.mark.parametrize("across", [one_disk, two_disks])
def test_a_build_killed_at_any_step_leaves_the_old_site_or_can_finish_the_new_one(
    anew: Callable[[], Place], across: Callable[[Place], Path | None]
) -> None:
    steps = last_step(anew, across)
    outcomes = set()
    for number in range(1, steps + 1):
        place = anew()
        with pytest.raises(Killed), on(Disk(killed_at(number)), across=across(place)):
            build(place, NEW)
        is_consistent(place)
        outcomes.add((place.state / "journal.json").exists())
        recovered(place, across=across(place))
    assert outcomes == {True, False}
    assert steps > 80


def test_a_first_build_killed_at_any_step_leaves_nothing_or_can_finish(fast: Path) -> None:
    for number in range(1, 1000):
        folder = fast / "first" / str(number)
        place = Place(folder / "public", folder / "state")
        try:
            with on(Disk(killed_at(number))):
                build(place, OLD)
        except Killed:
            committed = (place.state / "journal.json").exists()
            closed = load_manifest(place) is not None
            assert committed or closed or tree(place.root) == {}
            with on(Disk(never)):
                recover(place)
            assert tree(place.root) == (whole(OLD) if committed or closed else {})
        else:
            assert tree(place.root) == whole(OLD)
            return
    pytest.fail("a build that is never killed should end")


def killed_while_moving(place: Place, moved: int) -> None:
    """Leave a publication that was killed when `moved` files had reached the root."""

    def fault(_: int, __: str) -> BaseException | None:
        arrived = [
            name for what, name in disk.steps if what == "replace" and place.root.name in name
        ]
        return Killed() if len(arrived) > moved else None

    disk = Disk(fault)
    with pytest.raises(Killed), on(disk):
        build(place, NEW)
    assert (place.state / "journal.json").exists()


@pytest.mark.parametrize(
    ("moved", "across"),
    [(0, one_disk), (9, one_disk), (4, two_disks)],
)
def test_a_recovery_killed_at_any_step_can_be_taken_up_again(
    anew: Callable[[], Place], moved: int, across: Callable[[Place], Path | None]
) -> None:
    for number in range(1, 1000):
        place = anew()
        killed_while_moving(place, moved)
        try:
            with on(Disk(killed_at(number)), across=across(place)):
                recover(place)
        except Killed:
            is_consistent(place)
            recovered(place, across=across(place))
            assert tree(place.root) == whole(NEW)
        else:
            assert tree(place.root) == whole(NEW)
            assert number > 10
            return
    pytest.fail("a recovery that is never killed should end")


def test_a_recovery_of_an_uncommitted_build_killed_at_any_step_keeps_the_old_site(
    anew: Callable[[], Place],
) -> None:
    for number in range(1, 1000):
        place = anew()
        stage(place, OutputPath("index.html"), b"half a build")
        (place.state / "manifest.next").write_bytes(b"to")
        (place.state / "journal.next").write_bytes(b"to")
        try:
            with on(Disk(killed_at(number))):
                recover(place)
        except Killed:
            assert tree(place.root) == whole(OLD)
            recovered(place)
        else:
            assert tree(place.root) == whole(OLD)
            assert number > 4
            return
    pytest.fail("a recovery that is never killed should end")


@pytest.mark.parametrize(
    ("fault", "across"),
    [
        (broken_at, one_disk),
        (broken_from, one_disk),
        (full_from, one_disk),
        (full_from, two_disks),
    ],
)
def test_an_error_at_any_step_leaves_the_old_site_or_can_finish_the_new_one(
    anew: Callable[[], Place],
    fault: Callable[[int], Fault],
    across: Callable[[Place], Path | None],
) -> None:
    for number in range(1, last_step(anew, across) + 1):
        place = anew()
        try:
            with on(Disk(fault(number)), across=across(place)):
                build(place, NEW)
        except OSError:
            is_consistent(place)
            if not (place.state / "journal.json").exists():
                assert tree(place.root) in (whole(OLD), whole(NEW))
            with on(Disk(never), across=across(place)):
                build(place, NEW)
        assert files_of(place) == dict(NEW)
        manifest = load_manifest(place)
        assert manifest is not None
        assert list(manifest.files) == list(NEW)


def test_a_build_killed_while_it_takes_back_a_failed_commit_can_still_be_recovered(
    anew: Callable[[], Place],
) -> None:
    place = anew()
    with on(Disk(never)) as disk:
        build(place, NEW)
    flush = disk.steps.index(("replace", str(place.state / "journal.json"))) + 2

    def fault(later: int) -> Fault:
        broken, killed = broken_at(flush), killed_at(flush + later)
        return lambda count, what: broken(count, what) or killed(count, what)

    outcomes = set()
    for later in range(1, 12):
        place = anew()
        with pytest.raises(Killed), on(Disk(fault(later))):
            build(place, NEW)
        is_consistent(place)
        assert tree(place.root) == whole(OLD)
        recovered(place)
        outcomes.add("assets/new.css" in tree(place.root))
    assert outcomes == {True, False}


def test_a_full_disk_before_the_commit_leaves_no_garbage(anew: Callable[[], Place]) -> None:
    place = anew()
    with on(Disk(never)) as disk:
        build(place, NEW)
    first = disk.steps.index(("open", str(place.state / "manifest.next"))) + 1
    commit = disk.steps.index(("replace", str(place.state / "journal.json"))) + 1
    for number in range(first, commit + 1):
        place = anew()
        with pytest.raises(OSError, match="No space"), on(Disk(full_from(number))):
            build(place, NEW)
        assert tree(place.root) == whole(OLD)
        assert names(place.state) == ["manifest.json"]


def test_nothing_in_the_root_changes_before_the_journal_has_its_name(
    anew: Callable[[], Place],
) -> None:
    place = anew()
    with on(Disk(never)) as disk:
        build(place, NEW)
    changes = [(what, name) for what, name in disk.steps if what != "fsync"]
    commit = changes.index(("replace", str(place.state / "journal.json")))
    inside = [
        at
        for at, (what, name) in enumerate(changes)
        if Path(name).is_relative_to(place.root) and (what, name) != ("mkdir", str(place.root))
    ]
    assert min(inside) > commit
    flushed = [what for what, _ in disk.steps[: disk.steps.index(changes[commit])]].count("fsync")
    assert flushed >= len(NEW) - 1 + 2  # every new file, the manifest and the journal


def test_removals_come_after_all_moves_but_for_what_stands_in_the_way(
    anew: Callable[[], Place],
) -> None:
    place = anew()
    with on(Disk(never)) as disk:
        build(place, NEW)
    below = [
        (what, Path(name).relative_to(place.root).as_posix())
        for what, name in disk.steps
        if Path(name).is_relative_to(place.root) and what in ("replace", "unlink")
    ]
    moves = [name for what, name in below if what == "replace" and name in NEW]
    assert moves == [name for name in NEW if name != "same.html"]
    last_move = below.index(("replace", "sitemap.xml"))
    early = {name for what, name in below[:last_move] if what == "unlink"}
    assert early == {"2025/fire", "about/index.html", "about/team/index.html"}


def test_a_damaged_journal_is_dropped_and_the_next_build_mends_what_was_moved(
    anew: Callable[[], Place],
) -> None:
    place = anew()
    killed_while_moving(place, 4)
    journal = place.state / "journal.json"
    journal.write_bytes(journal.read_bytes().replace(b"feed", b"fee_"))
    with on(Disk(never)):
        recover(place)
        assert names(place.state) == ["manifest.json"]
        build(place, NEW)
    assert tree(place.root) == whole(NEW)


def test_a_file_put_in_the_way_after_a_kill_is_not_overwritten(
    anew: Callable[[], Place],
) -> None:
    place = anew()
    killed_while_moving(place, 2)
    (place.root / "2026").write_bytes(b"mine")
    with on(Disk(never)):
        with pytest.raises(UsageError, match="2026 is in the way"):
            recover(place)
        (place.root / "2026").unlink()
        recover(place)
    assert tree(place.root) == whole(NEW)


def test_clearing_after_a_kill_removes_the_new_files_too(anew: Callable[[], Place]) -> None:
    place = anew()
    killed_while_moving(place, 4)
    with on(Disk(never)):
        clear(place)
    assert tree(place.root) == {}
    assert not place.state.exists()


def test_clearing_killed_at_any_step_can_be_taken_up_again(anew: Callable[[], Place]) -> None:
    for number in range(1, 1000):
        place = anew()
        try:
            with on(Disk(killed_at(number))):
                clear(place)
        except Killed:
            with on(Disk(never)):
                clear(place)
        else:
            return
        assert tree(place.root) == {}
        assert not place.state.exists()
    pytest.fail("a clearing that is never killed should end")


STOPPING = """
import os, sys
from pathlib import Path
from generator.building.publish import Place, load_manifest, publish, stage

folder, stop, files = Path(sys.argv[1]), int(sys.argv[2]), eval(sys.argv[3])
place = Place(folder / "public", folder / "state")
count, replace = 0, os.replace

def stopping(source, target):
    global count
    count += 1
    if count == stop:
        print("here", flush=True)
        sys.stdin.read()
    replace(source, target)

os.replace = stopping
staged = {path: stage(place, path, data) for path, data in files.items()}
publish(place, list(files), staged, {}, load_manifest(place))
"""


@pytest.mark.parametrize("stop", [1, 2, 7, 13])
def test_a_process_that_is_really_killed_leaves_what_can_be_recovered(
    anew: Callable[[], Place], stop: int
) -> None:
    place = anew()
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPING, str(place.root.parent), str(stop), repr(dict(NEW))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(publishing.__file__).parents[2])},
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "here\n"
    process.kill()
    process.communicate()
    is_consistent(place)
    assert (place.state / "journal.json").exists() is (stop > 1)
    recovered(place)
    assert files_of(place) == dict(OLD if stop == 1 else NEW)
