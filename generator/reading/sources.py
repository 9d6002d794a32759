"""What files a site has: one walk of `content/`, in a fixed order."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, starmap
from operator import attrgetter
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from generator.errors import Problem
from generator.fingerprint import Digest, digest
from generator.paths import SourcePath

CONTENT = "content"
# A file written within this time of the scan may be written again without its stamp changing.
RACY = 2_000_000_000  # nanoseconds
STAMP = Struct("<qqQQ")  # a Stamp's numbers, each as large as any file system has it


class Stamp(NamedTuple):
    """A file's state by the file system: a shortcut, never a proof.

    `ctime_ns` moves even where an edit sets the time of the file back.
    """

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int


class Source(NamedTuple):
    """A file of `content/`. `disk` is its name as the disk spells it, `path` its NFC form."""

    path: SourcePath
    disk: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Scan:
    """The files, by path, and what is wrong with their names or kinds."""

    sources: dict[SourcePath, Source]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> Digest:
        """A digest of all names and stamps: another after any change that the stamps show."""
        names = "\0".join(
            chain.from_iterable((each.path, each.disk) for each in self.sources.values())
        )
        stamps = starmap(STAMP.pack, (each.stamp for each in self.sources.values()))
        return digest(names.encode() + b"\0\0" + b"".join(stamps))

    def __reduce__(self) -> tuple[object, ...]:
        """Return a scan by column: that of an archive is quickly handed to another process."""
        paths, disks, stamps = (
            zip(*self.sources.values(), strict=True) if self.sources else ((),) * 3
        )
        packed = b"".join(starmap(STAMP.pack, stamps))
        return _unpacked, (paths, disks, packed, self.problems)


def _unpacked(
    paths: tuple[SourcePath, ...], disks: tuple[str, ...], stamps: bytes,
    problems: tuple[Problem, ...],
) -> Scan:  # fmt: skip
    sources = map(Source, paths, disks, starmap(Stamp, STAMP.iter_unpack(stamps)))
    return Scan(dict(zip(paths, sources, strict=True)), problems)


def is_trusted(stamp: Stamp, clock_ns: int) -> bool:
    """Whether a file was left alone for so long that its stamp shows the next change of it."""
    return max(stamp.mtime_ns, stamp.ctime_ns) < clock_ns - RACY


def scan(root: Path) -> Scan:
    """List the files under `content/`. Hidden files and editors' leavings are passed over."""
    folder = root / CONTENT
    if not folder.is_dir():
        message = "expected a folder with articles/ in it, got none"
        return Scan({}, (Problem(CONTENT, 0, 0, "", message, "broadsheet init my-site"),))
    problems: list[Problem] = []
    sources: dict[SourcePath, Source] = {}
    found = _walk(str(folder), CONTENT, problems)
    for source in sorted(found, key=attrgetter("path", "disk")):
        if source.path in sources:
            message = (
                "expected one file of this name, got two that differ in their code points only"
            )
            problems.append(Problem(source.path, 0, 0, "", message, "rename one of them"))
        sources[source.path] = source
    return Scan(sources, tuple(problems))


def scan_part(root: Path, disk: str) -> Scan | None:
    """List one file under `content/`, or all that is in a folder there; nothing where it is gone.

    `disk` is its path as the disk spells it. None where only a whole scan can tell what is wrong.
    """
    parts = disk.split("/")
    above = (root.joinpath(*parts[:depth]) for depth in range(1, len(parts)))
    if any(map(is_leaving, parts)):
        return Scan({}, ())
    if any(folder.is_symlink() for folder in above):
        return None
    problems: list[Problem] = []
    try:
        found = list(_listed(str(root / disk), disk, os.lstat(root / disk), problems))
    except (FileNotFoundError, NotADirectoryError):
        found = []
    return None if problems else Scan({source.path: source for source in found}, ())


def _walk(folder: str, prefix: str, problems: list[Problem]) -> Iterator[Source]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not is_leaving(entry.name):
                state = entry.stat(follow_symlinks=False)
                yield from _listed(entry.path, f"{prefix}/{entry.name}", state, problems)


def _listed(
    path: str, disk: str, state: os.stat_result, problems: list[Problem]
) -> Iterator[Source]:
    problem = _fault(disk, state.st_mode)
    if problem:
        problems.append(problem)
    elif stat.S_ISDIR(state.st_mode):
        yield from _walk(path, disk, problems)
    else:
        yield _source(disk, state)


def is_leaving(name: str) -> bool:
    """Whether a file is hidden, or what an editor leaves beside the real one."""
    return name.startswith((".", "~$", "#")) or name.endswith(("~", ".swp", ".swx", ".tmp", ".bak"))


def _fault(disk: str, mode: int) -> Problem | None:
    try:
        disk.encode()
    except UnicodeEncodeError:
        shown = disk.encode("utf-8", "replace").decode()
        return Problem(shown, 0, 0, "", "expected a name in UTF-8, got other bytes", "rename it")
    if stat.S_ISLNK(mode):
        return Problem(disk, 0, 0, "", "expected a file or folder, got a symbolic link",
                       "copy what it points to into content/")  # fmt: skip
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        return Problem(disk, 0, 0, "", "expected a file, got a device, pipe or socket")
    return None


def _source(disk: str, state: os.stat_result) -> Source:
    path = SourcePath(disk if disk.isascii() else unicodedata.normalize("NFC", disk))
    return Source(
        path, disk, Stamp(state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
    )


def read_bytes(root: Path, source: Source) -> bytes:
    """Return a file's bytes; raise `OSError` where it cannot be read, or is no longer a file."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(root / source.disk, flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file", source.disk)
        return file.read()
