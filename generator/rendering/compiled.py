"""Layouts as Jinja2 compiled them, kept from build to build: it takes as long as twenty pages.

A file is named after its layout, so that there are no more of them than layouts. Its key is what
it was compiled from. Jinja2 has such a cache of its own, which holds a pickle; this one only has
its methods. Deleting the folder costs time.
"""

import marshal
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from generator.checked_files import keep, recall
from generator.fingerprint import Fingerprint, digest


@dataclass(slots=True)
class Bucket:
    """A layout's code; None where it has to be compiled. `key` names what that is done from."""

    file: Path
    key: bytes
    code: CodeType | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """The folder of what was compiled; `version` names the code and libraries that compile."""

    folder: Path
    version: Fingerprint

    def get_bucket(self, _: object, name: str, filename: str | None, source: str) -> Bucket:
        """Return a layout's code, if it is here, whole, and of this source."""
        made_from = "\0".join((self.version, name, filename or "", source))
        key = bytes.fromhex(digest(made_from.encode("utf-8", "surrogatepass")))
        bucket = Bucket(self.folder / digest(name.encode()), key)
        data = recall(bucket.file, key)
        if data is not None:
            bucket.code = marshal.loads(data)  # noqa: S302 - it is as we wrote it
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        keep(bucket.file, marshal.dumps(bucket.code), bucket.key)
