"""Files that only save time: what is in them is checked, and a disk that fails costs only time.

At the end of a file stands the digest of the rest, because a flipped bit would be published.
"""

import os
from contextlib import suppress
from pathlib import Path

from generator.fingerprint import SIZE, digest


def recall(file: Path, key: bytes = b"") -> bytes | None:
    """Return what was kept in a file under a key; None if it is not here, whole, and of the key."""
    try:
        kept = file.read_bytes()
    except OSError:
        return None
    data, checksum = kept[:-SIZE], kept[-SIZE:]
    return data if _checksum(data, key) == checksum else None


def keep(file: Path, data: bytes, key: bytes = b"") -> None:
    """Replace a file as a whole, if the disk can take that; several processes may do so at once."""
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(data + _checksum(data, key))
        new.replace(file)


def _checksum(data: bytes, key: bytes) -> bytes:
    return bytes.fromhex(digest(key + data))
