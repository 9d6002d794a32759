"""What publishing promises when nothing interrupts it."""

import errno
import io
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.building.publish import (
    Manifest,
    Place,
    altered,
    clear,
    load_manifest,
    manifest_digest,
    publish,
    recover,
    stage,
    strangers,
)
from generator.errors import UsageError
from generator.fingerprint import digest
from generator.paths import OutputPath

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
Files = Mapping[str, bytes]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "public", tmp_path / ".broadsheet" / "outputs" / "public")


def build(place: Place, files: Files, **facts: str) -> Manifest:
    """Publish as a build does: only what is new, changed or altered is staged."""
    recover(place)
    previous = load_manifest(place)
    old = previous.files if previous else {}
    amiss = altered(place, previous) if previous else {}
    staged = {}
    for name, data in files.items():
        path = OutputPath(name)
        if path in amiss or path not in old or old[path].digest != digest(data):
            staged[path] = stage(place, path, data)
    return publish(place, [OutputPath(name) for name in files], staged, facts, previous)


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def folders(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir()}


def fault_at(monkeypatch: pytest.MonkeyPatch, name: str, fault: Callable[[Path], None]) -> None:
    real = getattr(os, name)

    def faulty(source: str | Path, *rest: object, **options: object) -> object:
        fault(Path(source))
        return real(source, *rest, **options)

    monkeypatch.setattr(os, name, faulty)


# The result


def test_the_root_holds_exactly_what_was_planned(place: Place) -> None:
    files = {"assets/site.css": b"css", "2025/11/call/index.html": b"call", "index.html": b"front"}
    build(place, files)
    assert tree(place.root) == files


def test_edits_additions_and_removals_arrive_together(place: Place) -> None:
    build(place, {"a.html": b"1", "b.html": b"1", "c.html": b"1"})
    files = {"a.html": b"1", "b.html": b"2", "d.html": b"1"}
    build(place, files)
    assert tree(place.root) == files


def test_a_file_that_did_not_change_is_not_touched(place: Place) -> None:
    build(place, {"a.html": b"1", "b.html": b"1"})
    before = (place.root / "a.html").stat()
    build(place, {"a.html": b"1", "b.html": b"2"})
    after = (place.root / "a.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_of_the_owner_survive_every_build(place: Place) -> None:
    build(place, {"news/a.html": b"1", "news/b.html": b"1"})
    (place.root / "news" / "notes.txt").write_bytes(b"mine")
    (place.root / "CNAME").write_bytes(b"example.org")
    build(place, {"index.html": b"1"})
    assert tree(place.root) == {
        "index.html": b"1",
        "news/notes.txt": b"mine",
        "CNAME": b"example.org",
    }


def test_folders_that_become_empty_go_and_the_root_stays(place: Place) -> None:
    build(place, {"2025/11/call/index.html": b"1", "2025/index.html": b"1"})
    build(place, {"2025/index.html": b"1"})
    assert folders(place.root) == {"2025"}
    build(place, {})
    assert place.root.is_dir()
    assert folders(place.root) == set()


def test_a_file_can_become_a_folder(place: Place) -> None:
    build(place, {"about": b"1", "z": b"1"})
    build(place, {"about/us/index.html": b"2", "z": b"1"})
    assert tree(place.root) == {"about/us/index.html": b"2", "z": b"1"}


def test_a_folder_can_become_a_file(place: Place) -> None:
    build(place, {"about/index.html": b"1", "about/us/index.html": b"1"})
    (place.root / "about" / "us" / "empty").mkdir()
    build(place, {"about": b"2"})
    assert tree(place.root) == {"about": b"2"}


def test_two_outputs_can_swap_their_content(place: Place) -> None:
    build(place, {"a": b"1", "b": b"2"})
    build(place, {"a": b"2", "b": b"1"})
    assert tree(place.root) == {"a": b"2", "b": b"1"}


def test_a_change_of_case_moves_the_file(place: Place) -> None:
    build(place, {"a/X.html": b"1", "b": b"1"})
    build(place, {"a/x.html": b"2", "b": b"1"})
    assert tree(place.root) == {"a/x.html": b"2", "b": b"1"}
    assert names(place.root / "a") == ["x.html"]


@contextmanager
def folding_disk(root: Path) -> Iterator[None]:
    """Behave below `root` like a disk that takes `X` and `x` for one name."""

    def fold(name: object) -> object:
        text = os.fspath(name) if isinstance(name, (str, os.PathLike)) else ""
        inside = isinstance(text, str) and text.startswith(f"{root}{os.sep}")
        return f"{root}{text[len(str(root)) :].lower()}" if inside else name

    def folded(real: Callable[..., object]) -> Callable[..., object]:
        def call(*names: object, **options: object) -> object:
            return real(*map(fold, names), **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "stat",
            "lstat",
            "replace",
            "unlink",
            "mkdir",
            "rmdir",
            "open",
            "scandir",
            "access",
        ):
            patch.setattr(os, name, folded(getattr(os, name)))
        patch.setattr(io, "open", folded(io.open))
        yield


def test_a_change_of_case_keeps_the_file_where_the_disk_folds_case(place: Place) -> None:
    with folding_disk(place.root):
        build(place, {"News/X.html": b"1", "b": b"1"})
        build(place, {"news/x.html": b"2", "b": b"1"})
    assert tree(place.root) == {"news/x.html": b"2", "b": b"1"}


def test_files_are_moved_in_publishing_order_and_removed_last(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, {"z.css": b"1", "old.html": b"1", "m.html": b"1"})
    seen: list[str] = []
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        seen.append(f"move {target.name}")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    fault_at(monkeypatch, "unlink", lambda name: seen.append(f"remove {name.name}"))
    build(place, {"z.css": b"2", "m.html": b"2", "a.xml": b"2"})
    outputs = [step for step in seen if step.split()[1] in ("z.css", "m.html", "a.xml", "old.html")]
    assert outputs == ["move z.css", "move m.html", "move a.xml", "remove old.html"]


@posix_only
def test_new_files_and_folders_get_the_permissions_of_the_umask(place: Place) -> None:
    before = os.umask(0o027)
    try:
        build(place, {"news/index.html": b"1"})
    finally:
        os.umask(before)
    assert (place.root / "news" / "index.html").stat().st_mode & 0o777 == 0o640
    assert (place.root / "news").stat().st_mode & 0o777 == 0o750


def test_nothing_is_left_behind_but_the_manifest(place: Place) -> None:
    build(place, {"a": b"1"})
    build(place, {"b": b"1"})
    assert names(place.state) == ["manifest.json"]


def test_many_files_are_published_as_few_are(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    files = {f"{number % 7}/{number}.html": b"%d" % number for number in range(250)}
    build(place, files)
    assert tree(place.root) == files


def test_several_processes_stage_at_once(place: Place) -> None:
    paths = [OutputPath(f"{number}.html") for number in range(40)]
    data = [b"%d" % number for number in range(40)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        staged = list(workers.map(stage, [place] * 40, paths, data))
    publish(place, paths, {new.path: new for new in staged}, {}, None)
    assert tree(place.root) == dict(zip(paths, data, strict=True))


# The manifest


def test_the_manifest_says_what_was_written_and_in_which_build(place: Place) -> None:
    made = build(place, {"b": b"12", "a": b"1"}, now="2025-11-22T10:00:00+00:00", audience="public")
    assert load_manifest(place) == made
    assert list(made.files) == ["b", "a"]
    assert made.files[OutputPath("b")].digest == digest(b"12")
    assert made.files[OutputPath("b")].size == 2
    stamp = (place.root / "b").stat().st_mtime_ns
    assert made.files[OutputPath("b")].mtime_ns == stamp
    assert made.facts == {"audience": "public", "now": "2025-11-22T10:00:00+00:00"}


def test_the_manifest_is_the_same_whatever_led_to_it(tmp_path: Path) -> None:
    one, two = (Place(tmp_path / name, tmp_path / f"{name}-state") for name in ("one", "two"))
    files = {"b": b"1", "a/x": b"2"}
    build(one, files, now="n", audience="p")
    build(two, {"a": b"0", "b": b"0", "c": b"0"}, now="m")
    build(two, files, audience="p", now="n")
    stamps = re.compile(r'"mtime_ns":[0-9]+|"checksum":"[0-9a-f]+"')
    texts = [stamps.sub("", (at.state / "manifest.json").read_text()) for at in (one, two)]
    assert texts[0] == texts[1]


def test_there_is_no_manifest_before_the_first_build(place: Place) -> None:
    assert load_manifest(place) is None
    recover(place)
    assert not place.state.exists()
    assert not place.root.exists()


def test_a_manifest_with_one_damaged_byte_is_none(place: Place) -> None:
    build(place, {"index.html": b"front", "é.html": b"2"}, now="2025-11-22")
    name = place.state / "manifest.json"
    whole = name.read_bytes()
    for position in range(len(whole)):
        name.write_bytes(whole[:position] + bytes([whole[position] ^ 0x15]) + whole[position + 1 :])
        assert load_manifest(place) is None, position


def test_a_manifest_of_another_format_is_none(place: Place) -> None:
    build(place, {"a": b"1"})
    name = place.state / "manifest.json"
    name.write_bytes(name.read_bytes().replace(b'"format":1', b'"format":2'))
    assert load_manifest(place) is None


@pytest.mark.parametrize("left", [0, 1, 40, 100])
def test_a_manifest_cut_short_is_none(place: Place, left: int) -> None:
    build(place, {"index.html": b"front"})
    name = place.state / "manifest.json"
    name.write_bytes(name.read_bytes()[:left])
    assert load_manifest(place) is None


def test_the_record_of_what_was_published_has_a_digest_that_differs_after_any_change(
    place: Place,
) -> None:
    seen = {manifest_digest(place)}
    for number, (files, now) in enumerate([({}, "1"), ({"a": b"1"}, "1"), ({"a": b"1"}, "2")], 2):
        build(place, files, now=now)
        seen.add(manifest_digest(place))
        assert len(seen) == number
    build(place, {"a": b"1"}, now="2")
    assert len({*seen, manifest_digest(place)}) == number


def test_a_build_whose_manifest_is_lost_writes_everything_again(place: Place) -> None:
    build(place, {"a": b"1", "b": b"1"})
    (place.state / "manifest.json").write_bytes(b"{}")
    build(place, {"a": b"2", "c": b"1"})
    assert tree(place.root) == {"a": b"2", "b": b"1", "c": b"1"}
    assert list((load_manifest(place) or Manifest({}, {})).files) == ["a", "c"]


# Hand edits and strangers


def test_a_missing_file_and_an_edited_file_are_found_and_mended(place: Place) -> None:
    files = {"gone": b"1", "longer": b"1", "equal/length": b"1", "fine": b"1", "now-folder": b"1"}
    manifest = build(place, files)
    (place.root / "gone").unlink()
    (place.root / "longer").write_bytes(b"12")
    (place.root / "equal" / "length").write_bytes(b"2")
    os.utime(place.root / "equal" / "length", ns=(5, 5))
    (place.root / "now-folder").unlink()
    (place.root / "now-folder").mkdir()
    assert altered(place, manifest) == {
        "gone": "missing",
        "longer": "edited by hand",
        "equal/length": "edited by hand",
        "now-folder": "edited by hand",
    }
    build(place, files)
    assert tree(place.root) == files


def test_a_file_under_what_is_now_a_file_is_missing(place: Place) -> None:
    manifest = build(place, {"a/b": b"1"})
    (place.root / "a" / "b").unlink()
    (place.root / "a").rmdir()
    (place.root / "a").write_bytes(b"")
    assert altered(place, manifest) == {"a/b": "missing"}


def test_a_file_that_was_only_touched_is_not_altered(place: Place) -> None:
    manifest = build(place, {"a": b"1"})
    os.utime(place.root / "a", ns=(5, 5))
    assert altered(place, manifest) == {}


def test_a_file_with_its_own_stamp_is_not_read(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = build(place, {"a": b"1"})
    monkeypatch.setattr(Path, "read_bytes", None)
    assert altered(place, manifest) == {}


@posix_only
def test_a_file_replaced_by_a_link_is_altered_and_the_link_is_replaced(place: Place) -> None:
    manifest = build(place, {"a": b"1"})
    outside = place.root.parent / "outside"
    outside.write_bytes(b"1")
    (place.root / "a").unlink()
    (place.root / "a").symlink_to(outside)
    assert altered(place, manifest) == {"a": "edited by hand"}
    build(place, {"a": b"2"})
    assert outside.read_bytes() == b"1"
    assert not (place.root / "a").is_symlink()


def test_strangers_are_named_only_where_there_is_no_manifest(place: Place) -> None:
    manifest = build(place, {"a": b"1", "b/c": b"1"})
    for name in (".gitignore", ".git/HEAD", "b/.gitignore", "z"):
        (place.root / name).parent.mkdir(exist_ok=True)
        (place.root / name).write_bytes(b"")
    assert strangers(place, [OutputPath("a")], None) == ("b/.gitignore", "b/c", "z")
    assert strangers(place, [OutputPath("a")], manifest) == ()


def test_a_root_that_is_not_there_has_no_strangers(place: Place) -> None:
    assert strangers(place, [], None) == ()


# Refusals: nothing changes


def refused(place: Place, files: Files, words: str) -> None:
    before, manifest = tree(place.root), load_manifest(place)
    with pytest.raises(UsageError, match=words):
        build(place, files)
    assert tree(place.root) == before
    assert load_manifest(place) == manifest
    assert not (place.state / "stage").exists()
    assert not (place.state / "journal.json").exists()


@posix_only
@pytest.mark.parametrize("files", [{"a": b"2", "x/y/new": b"1", "x/y/old": b"1"}, {"a": b"2"}])
def test_a_linked_folder_inside_the_root_is_refused(place: Place, files: Files) -> None:
    build(place, {"a": b"1", "x/y/old": b"1"})
    outside = place.root.parent / "outside"
    (place.root / "x").rename(outside)
    (place.root / "x").symlink_to(outside, target_is_directory=True)
    refused(place, files, r"public.x is a link")
    assert tree(outside) == {"y/old": b"1"}


@posix_only
def test_the_root_itself_may_be_a_link(place: Place) -> None:
    elsewhere = place.root.parent / "elsewhere"
    elsewhere.mkdir()
    place.root.symlink_to(elsewhere, target_is_directory=True)
    build(place, {"a/b": b"1", "c": b"1"})
    build(place, {"c": b"2"})
    assert tree(elsewhere) == {"c": b"2"}
    assert place.root.is_symlink()


def test_a_file_of_the_owner_where_a_folder_is_to_be_is_refused(place: Place) -> None:
    build(place, {"a": b"1"})
    (place.root / "news").write_bytes(b"mine")
    refused(place, {"a": b"2", "news/index.html": b"1"}, r"news is in the way")


def test_a_folder_with_files_of_the_owner_where_a_file_is_to_be_is_refused(place: Place) -> None:
    build(place, {"a": b"1", "news/x/index.html": b"1"})
    (place.root / "news" / "x" / "mine.txt").write_bytes(b"mine")
    refused(place, {"a": b"2", "news": b"1"}, r"mine\.txt is in the way")


@pytest.mark.parametrize("path", ["../outside", "/outside", "a/../../outside", "a\\b", ""])
def test_a_path_that_leads_out_of_the_root_is_refused(place: Place, path: str) -> None:
    refused(place, {"a": b"1", path: b"1"}, "cannot publish")
    assert not (place.root.parent / "outside").exists()


def test_what_was_staged_without_a_plan_is_a_bug(place: Place) -> None:
    new = stage(place, OutputPath("a"), b"1")
    with pytest.raises(ValueError, match="staged, but not planned"):
        publish(place, [], {new.path: new}, {}, None)


def test_what_is_neither_staged_nor_published_is_a_bug(place: Place) -> None:
    with pytest.raises(KeyError):
        publish(place, [OutputPath("a")], {}, {}, None)


@pytest.mark.parametrize("damage", ["missing", "short"])
def test_a_staged_file_that_is_not_as_it_was_staged_stops_everything(
    place: Place, damage: str
) -> None:
    build(place, {"a": b"1"})
    news = {OutputPath(name): stage(place, OutputPath(name), b"22") for name in ("a", "b")}
    victim = min((place.state / "stage").iterdir())
    if damage == "missing":
        victim.unlink()
    else:
        victim.write_bytes(b"2")
    with pytest.raises(OSError, match=r"not as written|No such file"):
        publish(place, list(news), news, {}, load_manifest(place))
    assert tree(place.root) == {"a": b"1"}
    assert names(place.state) == ["manifest.json"]


@posix_only
def test_a_disk_that_fills_up_while_staging_leaves_no_half_file(place: Place) -> None:
    resource = pytest.importorskip("resource")
    stage(place, OutputPath("small"), b"1")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(OSError, match="stage") as caught:
            stage(place, OutputPath("large"), bytes(3 << 20))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.errno == errno.EFBIG
    assert len(names(place.state / "stage")) == 1


@posix_only
def test_an_unwritable_folder_in_the_root_is_found_before_anything_changes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, {"a": b"1", "closed/b": b"1"})
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda name, mode: not str(name).endswith("closed") and real(name, mode)
    )
    with pytest.raises(PermissionError, match="closed"):
        build(place, {"a": b"2", "closed/b": b"2"})
    assert tree(place.root) == {"a": b"1", "closed/b": b"1"}
    assert names(place.state) == ["manifest.json"]


# Other disks and busy files


def other_disk(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """Make moves into `root` fail as they do between two disks."""
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(target).is_relative_to(root) and not Path(source).is_relative_to(root):
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_the_root_may_lie_on_another_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    other_disk(monkeypatch, place.root)
    manifest = build(place, {"a/b": b"1", "c": b"1"})
    assert altered(place, manifest) == {}
    assert (place.root / "c").stat().st_mtime_ns == manifest.files[OutputPath("c")].mtime_ns
    build(place, {"a/b": b"2"})
    assert tree(place.root) == {"a/b": b"2"}


def test_too_little_room_on_another_disk_is_found_before_anything_changes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, {"a": b"1"})
    real = os.stat

    def stat(name: Path, **options: bool) -> object:
        found = real(name, **options)
        if Path(name) == place.root:
            return SimpleNamespace(st_dev=found.st_dev + 1, st_mode=found.st_mode)
        return found

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5))
    with pytest.raises(OSError, match="public") as caught:
        build(place, {"a": b"1", "b": b"666666"})
    assert caught.value.errno == errno.ENOSPC
    assert tree(place.root) == {"a": b"1"}
    build(place, {"a": b"1", "b": b"55555"})
    build(place, {"a": b"666666", "b": b"44444"})  # what is replaced makes room
    assert tree(place.root) == {"a": b"666666", "b": b"44444"}


class Busy(PermissionError):
    winerror = 32


def test_a_file_that_a_scanner_holds_is_tried_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = 0

    def busy(name: Path) -> None:
        nonlocal attempts
        attempts += 1
        if attempts % 4:
            raise Busy(errno.EACCES, "in use", str(name))

    monkeypatch.setattr(time, "sleep", lambda _: None)
    fault_at(monkeypatch, "replace", busy)
    build(place, {"a": b"1", "b": b"1"})
    assert tree(place.root) == {"a": b"1", "b": b"1"}


def test_a_file_that_stays_busy_is_an_error_in_the_end(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def busy(name: Path) -> None:
        raise Busy(errno.EACCES, "in use", str(name))

    monkeypatch.setattr(time, "sleep", pauses.append)
    fault_at(monkeypatch, "replace", busy)
    with pytest.raises(Busy):
        build(place, {"a": b"1"})
    assert 1 < sum(pauses) < 3


def test_an_ordinary_refusal_is_not_tried_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(name: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(name))

    monkeypatch.setattr(time, "sleep", None)
    fault_at(monkeypatch, "replace", denied)
    with pytest.raises(PermissionError):
        build(place, {"a": b"1"})


def test_a_flush_that_fails_names_the_file_and_changes_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, {"a": b"1"})

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match=r"manifest\.next"):
            build(place, {"a": b"2"})
    assert tree(place.root) == {"a": b"1"}
    assert names(place.state) == ["manifest.json"]


def test_a_disk_that_cannot_flush_is_no_reason_to_stop(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(_: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", cannot)
    build(place, {"a": b"1"})
    assert tree(place.root) == {"a": b"1"}


# Clearing


def test_clearing_removes_what_was_published_and_nothing_else(place: Place) -> None:
    build(place, {"a": b"1", "news/b": b"1", "news/deep/c": b"1"})
    (place.root / "news" / "mine").write_bytes(b"mine")
    (place.root / ".gitignore").write_bytes(b"*")
    clear(place)
    assert tree(place.root) == {"news/mine": b"mine", ".gitignore": b"*"}
    assert folders(place.root) == {"news"}
    assert not place.state.exists()
    clear(place)


def test_clearing_with_a_damaged_manifest_leaves_the_root_alone(place: Place) -> None:
    build(place, {"a": b"1"})
    (place.state / "manifest.json").write_bytes(b"{}")
    clear(place)
    assert tree(place.root) == {"a": b"1"}
    assert not place.state.exists()


def test_clearing_what_was_never_built_does_nothing(place: Place) -> None:
    clear(place)
    assert not place.root.exists()


def test_clearing_keeps_what_others_put_beside_the_manifest(place: Place) -> None:
    build(place, {"a": b"1"})
    (place.state / "notes").write_bytes(b"mine")
    clear(place)
    assert tree(place.state) == {"notes": b"mine"}


@posix_only
def test_clearing_does_not_follow_a_link(place: Place) -> None:
    build(place, {"x/a": b"1"})
    outside = place.root.parent / "outside"
    (place.root / "x").rename(outside)
    (place.root / "x").symlink_to(outside, target_is_directory=True)
    with pytest.raises(UsageError, match="is a link"):
        clear(place)
    assert tree(outside) == {"a": b"1"}
