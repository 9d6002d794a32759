"""One build of a site at a time.

The lock is the operating system's, so a holder that dies lets go of it. The file that says who
holds it is only for the message: it may be old, and nothing is decided by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import LockHeld

BUSY = "another build of this site is running"


@contextmanager
def site_lock(folder: Path, busy: str = BUSY) -> Iterator[None]:
    """Hold the site's lock, a file in `folder`, which is made if need be. Never waits.

    Excludes other processes, and other threads of this one. Raises `LockHeld`, which says `busy`,
    if another has it, and `OSError` if the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / "lock.pid"  # beside the lock: Windows lets nobody read a locked file
    lock = FileLock(folder / "lock")  # a new one each time: one object may be acquired twice
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise LockHeld(f"{busy}{_who(holder)}") from None
    try:
        holder.write_text(f"{getpid()}\n", encoding="ascii")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        return f" (process {int(holder.read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""  # it has the lock, but has not got round to writing its name
