"""Files and folders, as the publisher needs them: flushed, retried, and never through a link.

This module decides nothing; what is written where is the publisher's business.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator.paths import OutputPath

FEW = 100  # files; for more, flushing the whole system costs less than flushing each
BUSY = frozenset([5, 32, 33])  # Windows: a scanner or an editor has the file open for a moment
AT_FDCWD, EXCHANGE = -100, 2  # of <fcntl.h>
PAUSES = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)  # seconds between attempts at a busy file


def look(name: str | Path) -> os.stat_result | None:
    """Return what a name itself is, not what a link leads to; None if there is nothing."""
    try:
        return os.lstat(name)
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_one_file(name: Path, other: Path) -> bool:
    one, two = look(name), look(other)
    return one is not None and two is not None and os.path.samestat(one, two)


def folders_of(paths: Iterable[OutputPath]) -> set[str]:
    """Return all folders that the paths lie in, at every depth, without the root."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def files_below(folder: Path, prefix: str = "") -> Iterator[OutputPath]:
    """Yield all that is no folder, in order of name; links are named, not followed."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(folder / entry.name, f"{prefix}{entry.name}/")
        else:
            yield OutputPath(prefix + entry.name)


def write(name: Path, data: bytes) -> None:
    try:
        with name.open("wb") as file:
            file.write(data)
    except OSError as error:
        with suppress(OSError):
            name.unlink(missing_ok=True)
        raise _named(error, name) from None


def write_whole(file: Path, data: bytes) -> None:
    """Write a file of somebody else's: it is the old one, or the new one as a whole."""
    hidden = file.with_name(f".{file.name}.tmp")
    write(hidden, data)
    flush([hidden])
    move(hidden, file)


def flush(names: Collection[Path]) -> None:
    """Have files on the disk, not only on their way to it."""
    if len(names) > FEW and sys.platform == "linux":  # elsewhere `sync` does not wait for the end
        os.sync()
        return
    for name in names:
        # Windows flushes only what is open for writing.
        descriptor = os.open(name, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network disks cannot, and say so
                raise _named(error, name) from None
        finally:
            os.close(descriptor)


def flush_folders(folders: Collection[Path]) -> None:
    if os.name != "nt":  # Windows keeps names safe by itself, and opens no folder
        flush([folder for folder in folders if folder.is_dir()])


def insist(action: Callable[[], object]) -> None:
    """Do it, and again while Windows says that the file is busy; about 1.3 seconds in all."""
    for pause in PAUSES:
        try:
            action()
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in BUSY:
                raise
        time.sleep(pause)
    action()


def _named(error: OSError, name: Path) -> OSError:
    if error.filename is None:  # writing and flushing know only a number
        error.filename = str(name)
    return error


def move(source: Path, target: Path) -> None:
    try:
        insist(partial(source.replace, target))
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_across(source, target)


def _move_across(source: Path, target: Path) -> None:
    """Move a file to another disk. The hidden name is always the same, so none is left behind."""
    hidden = target.with_name(f".{source.name}.tmp")
    found = source.stat()
    write(hidden, source.read_bytes())
    os.utime(hidden, ns=(found.st_atime_ns, found.st_mtime_ns))
    flush([hidden])
    insist(partial(hidden.replace, target))
    source.unlink()


def exchange(one: Path, other: Path) -> None:
    """Have two folders change their names, from one moment to the next: Linux alone can do that.

    Raise `OSError` where that cannot be done here. Source: renameat2(2), RENAME_EXCHANGE.
    """
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    import ctypes

    names = os.fsencode(one), os.fsencode(other)
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None or renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], EXCHANGE):
        number = ctypes.get_errno() or errno.ENOSYS
        raise OSError(number, os.strerror(number), str(other))
