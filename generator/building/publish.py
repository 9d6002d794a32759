"""The only writer of the result: a build is published whole, or not at all.

A publication is one transaction with a journal, in four steps:

    staged      every new file lies in the stage, on the disk, with the size that it should have
    committed   the journal has its name: from here on it happens, now or at the next command
    applied     files are moved in publishing order, then old ones removed, then empty folders
    closed      the new manifest has its name, and the journal is gone

Until the journal has its name, nothing in the root changes. From then on, `recover` takes what is
left of the steps; each can be taken twice. Only files that the manifest lists are ever removed.
"""

import errno
import os
import shutil
import stat as modes
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.building.disk import (
    files_below,
    flush,
    flush_folders,
    folders_of,
    insist,
    is_one_file,
    look,
    move,
    write,
)
from generator.errors import UsageError
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath, collision_key, path_fault

MANIFEST = "manifest.json"
NEXT = "manifest.next"  # the manifest of a publication that is not closed
JOURNAL = "journal.json"
NEXT_JOURNAL = "journal.next"  # a journal that binds nobody yet
STAGE = "stage"
FORMAT = 1  # of the manifest and the journal; another one counts as damage
HEAD = 64  # bytes of either, which hold the checksum of the rest


@dataclass(frozen=True, slots=True)
class Place:
    """Where a build goes: the result, and the folder beside the store that remembers it."""

    root: Path
    state: Path


@dataclass(frozen=True, slots=True)
class Written:
    """One published file. `size` in bytes; `mtime_ns`, its stamp, finds hand edits cheaply."""

    digest: Digest
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was published, what the last build looked at first, and the facts of that build."""

    files: Mapping[OutputPath, Written]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Staged:
    """One new file, ready to be published. `size` in bytes."""

    path: OutputPath
    digest: Digest
    size: int


@dataclass(frozen=True, slots=True)
class _Journal:
    moves: tuple[OutputPath, ...]
    removals: tuple[OutputPath, ...]


@dataclass(frozen=True, slots=True)
class _Sealed:
    format: int
    checksum: Digest
    body: msgspec.Raw


_Kept = TypeVar("_Kept", Manifest, _Journal)


def recover(place: Place) -> None:
    """Finish a publication that was interrupted after its commit, or drop one that was not.

    To be called before anything else, under the site's lock. Writes nothing if there is nothing to
    do. Raises `UsageError` or `OSError` if what is left cannot be done yet.
    """
    journal = _load(place.state / JOURNAL, _Journal)
    if journal is not None:
        _check_the_way(place.root, journal)
        _apply(place, journal)
        return
    # A damaged journal goes too: what had been moved by then, `altered` finds by the old manifest.
    _roll_back(place)


def load_manifest(place: Place) -> Manifest | None:
    """Return what was published last; None if nothing was, or if the record is damaged."""
    return _load(place.state / MANIFEST, Manifest)


def manifest_digest(place: Place) -> Digest:
    """Return a digest for the record of what was published last: it differs after any change."""
    with suppress(FileNotFoundError), (place.state / MANIFEST).open("rb") as file:
        return digest(file.read(HEAD))
    return Digest("")


def stage(place: Place, path: OutputPath, data: bytes) -> Staged:
    """Put a file on the stage. Several processes may do so at once, for different paths."""
    target = staged_at(place, path)
    try:
        write(target, data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, data)
    return Staged(path, digest(data), len(data))


def staged_at(place: Place, path: OutputPath) -> Path:
    """Return an output's name on the stage: flat, so that no two are in each other's way."""
    return place.state / STAGE / digest(path.encode())


def altered(place: Place, manifest: Manifest) -> Mapping[OutputPath, str]:
    """Say which published files are "missing" or "edited by hand".

    A file is read only if its stamp is not the one it was published with.
    """
    faults: dict[OutputPath, str] = {}
    for path, written in manifest.files.items():
        found = look(name := f"{place.root}/{path}")  # a path object would cost more than the look
        if found is None:
            faults[path] = "missing"
        elif not _is_as_written(name, found, written):
            faults[path] = "edited by hand"
    return faults


def strangers(
    place: Place, planned: Collection[OutputPath], manifest: Manifest | None
) -> tuple[OutputPath, ...]:
    """Return the files in the root that nobody planned, for a build without a manifest.

    With a manifest there are none: what it does not list is the owner's own.
    """
    if manifest is not None or not place.root.is_dir():
        return ()
    known = {OutputPath(".gitignore"), *planned}
    found = files_below(place.root)
    return tuple(path for path in found if path not in known and not path.startswith(".git/"))


def publish(
    place: Place,
    order: Sequence[OutputPath],
    staged: Mapping[OutputPath, Staged],
    facts: Mapping[str, str],
    previous: Manifest | None,
) -> Manifest:
    """Make the root hold exactly the files in `order`: those staged, and the others as they are.

    `order` is the publishing order, of all files. What `previous` lists and `order` does not is
    removed, last of all. Raises `UsageError` where a link or a file of someone else is in the way,
    and `OSError` with a file name; if raised before the commit, the root is as it was.
    """
    old = {} if previous is None else previous.files
    moves = tuple(path for path in order if path in staged)
    removals = tuple(sorted(old.keys() - frozenset(order)))
    journal = _Journal(moves, removals)
    try:
        files = _files(place, order, staged, old)
        manifest = Manifest(files, dict(sorted(facts.items())))
        place.root.mkdir(parents=True, exist_ok=True)
        _check_the_way(place.root, journal)
        _check_room(place, staged, old)
        _commit(place, journal, manifest)
    except (OSError, UsageError):
        with suppress(OSError):
            _roll_back(place)
        raise
    _apply(place, journal)
    return manifest


def clear(place: Place) -> None:
    """Remove what the manifest lists from the root, and the state; never anything else."""
    recover(place)
    manifest = load_manifest(place)
    if manifest is not None:
        journal = _Journal((), tuple(manifest.files))
        _check_the_way(place.root, journal)
        _remove_old(place.root, journal)
    (place.state / MANIFEST).unlink(missing_ok=True)
    with suppress(OSError):  # someone keeps a file there, or the folder is open in a window
        place.state.rmdir()


# Before the commit: nothing below touches the root, up to `_apply`.


def _files(
    place: Place,
    order: Sequence[OutputPath],
    staged: Mapping[OutputPath, Staged],
    old: Mapping[OutputPath, Written],
) -> dict[OutputPath, Written]:
    unplanned = staged.keys() - frozenset(order)
    if unplanned:
        message = f"staged, but not planned: {sorted(unplanned)}"
        raise ValueError(message)
    return {p: _verified(place, staged[p]) if p in staged else old[p] for p in order}


def _verified(place: Place, new: Staged) -> Written:
    name = staged_at(place, new.path)
    found = name.lstat()
    if not modes.S_ISREG(found.st_mode) or found.st_size != new.size:
        raise OSError(errno.EIO, f"the staged file of {new.path} is not as written", str(name))
    return Written(new.digest, new.size, found.st_mtime_ns)


def _check_the_way(root: Path, journal: _Journal) -> None:
    """Refuse what would lead out of the root, or over files that were not published."""
    for path in (*journal.moves, *journal.removals):
        if fault := path_fault(path):
            raise UsageError(f"cannot publish {path!r}: it has {fault}")
    _check_folder(root.resolve(), needed=False)  # the root itself may be a link of the owner's
    removed = frozenset(journal.removals)
    needed = folders_of(journal.moves) - removed
    for folder in sorted(needed | folders_of(removed)):  # a folder before what is in it
        _check_folder(root / folder, needed=folder in needed)
    for path in journal.moves:
        found = look(f"{root}/{path}")
        if found is not None and modes.S_ISDIR(found.st_mode):
            for below in files_below(root / path, f"{path}/"):
                if below not in removed:
                    raise UsageError(_in_the_way(root / below, f"the file {path} is to be"))


def _check_folder(folder: Path, *, needed: bool) -> None:
    found = look(folder)
    if found is None:
        return
    if modes.S_ISLNK(found.st_mode):
        raise UsageError(
            f"{folder} is a link, and files are published only into real folders: "
            "remove the link and build again"
        )
    if not modes.S_ISDIR(found.st_mode):
        if needed:
            raise UsageError(_in_the_way(folder, "a folder is to be"))
    elif not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _in_the_way(name: Path, what: str) -> str:
    return f"{name} is in the way, where {what}; it was not published: move it and build again"


def _check_room(
    place: Place, staged: Mapping[OutputPath, Staged], old: Mapping[OutputPath, Written]
) -> None:
    """Raise `OSError` if the root, on another disk than the stage, has no room for the change."""
    if not staged or place.root.stat().st_dev == (place.state / STAGE).stat().st_dev:
        return  # moving takes no room
    growth = sum(
        new.size - old[path].size if path in old else new.size for path, new in staged.items()
    )
    if growth > shutil.disk_usage(place.root).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place.root))


def _commit(place: Place, journal: _Journal, manifest: Manifest) -> None:
    place.state.mkdir(parents=True, exist_ok=True)
    _save(place.state / NEXT, manifest)
    _save(place.state / NEXT_JOURNAL, journal)
    flush([staged_at(place, path) for path in journal.moves])
    flush_folders([place.state / STAGE, place.state, place.state.parent])
    insist(partial((place.state / NEXT_JOURNAL).replace, place.state / JOURNAL))  # the moment
    flush_folders([place.state])


def _roll_back(place: Place) -> None:
    journal = place.state / JOURNAL
    if journal.exists():  # first, and for certain: it must never be found without its stage
        journal.unlink()
        flush_folders([place.state])
    for name in (NEXT, NEXT_JOURNAL):
        (place.state / name).unlink(missing_ok=True)
    shutil.rmtree(place.state / STAGE, ignore_errors=True)


# After the commit: every step below may have been taken before, up to any point.


def _apply(place: Place, journal: _Journal) -> None:
    removed = frozenset(journal.removals)
    for path in journal.moves:
        source = staged_at(place, path)
        if look(source) is not None:  # otherwise it was moved before the interruption
            _make_way(place.root, path, removed)
            move(source, place.root / path)
    _remove_old(place.root, journal)
    touched = {"", *folders_of((*journal.moves, *journal.removals))}
    flush_folders([place.root / folder for folder in sorted(touched)])
    _close(place)


def _make_way(root: Path, path: OutputPath, removed: Collection[OutputPath]) -> None:
    """Make the folder of a file; old files give way early only where the new one needs it."""
    for folder in folders_of([path]):
        if folder in removed:
            _remove(root / folder)
    target = root / path
    found = look(target)
    if found is not None and modes.S_ISDIR(found.st_mode):
        for below in files_below(target, f"{path}/"):
            if below in removed:
                _remove(root / below)
        for folder_name, _, _ in os.walk(target, topdown=False):
            Path(folder_name).rmdir()
    target.parent.mkdir(parents=True, exist_ok=True)


def _remove_old(root: Path, journal: _Journal) -> None:
    twins = {collision_key(path): path for path in journal.moves} if journal.removals else {}
    for path in journal.removals:
        twin = twins.get(collision_key(path))
        if twin is not None and is_one_file(root / path, root / twin):
            # A disk that folds case has one file for both names: it gets the new name, and stays.
            insist(partial((root / path).replace, root / twin))
        else:
            _remove(root / path)
    for folder in sorted(folders_of(journal.removals), reverse=True):  # the deepest first
        with suppress(OSError):  # not empty, or open in a window: no harm to any reader
            (root / folder).rmdir()


def _remove(name: Path) -> None:
    """Remove a published file, if it is there; a folder that took its place stays."""
    found = look(name)
    if found is not None and not modes.S_ISDIR(found.st_mode):
        insist(partial(name.unlink, missing_ok=True))


def _close(place: Place) -> None:
    with suppress(FileNotFoundError):  # it was given its name before the interruption
        insist(partial((place.state / NEXT).replace, place.state / MANIFEST))
    flush_folders([place.state])
    (place.state / JOURNAL).unlink(missing_ok=True)
    flush_folders([place.state])
    _roll_back(place)


# Looking at names.


def _is_as_written(name: str, found: os.stat_result, written: Written) -> bool:
    is_whole = modes.S_ISREG(found.st_mode) and found.st_size == written.size
    is_stamped = found.st_mtime_ns == written.mtime_ns
    return is_whole and (is_stamped or digest(Path(name).read_bytes()) == written.digest)


# The records.


def _save(name: Path, value: Manifest | _Journal) -> None:
    body = msgspec.json.encode(value)
    write(name, msgspec.json.encode(_Sealed(FORMAT, digest(body), msgspec.Raw(body))))
    flush([name])


def _load(name: Path, kind: type[_Kept]) -> _Kept | None:
    try:
        sealed = msgspec.json.decode(name.read_bytes(), type=_Sealed)
        if sealed.format != FORMAT or digest(bytes(sealed.body)) != sealed.checksum:
            return None
        return msgspec.json.decode(sealed.body, type=kind)
    except (FileNotFoundError, ValueError, msgspec.MsgspecError):
        return None
