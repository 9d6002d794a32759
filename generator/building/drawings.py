"""Pictures as they were drawn, kept for all targets: drawing one again costs more than all else.

A kept file is named after the picture, the recipe and the program that draws, so it is right. At
its end stands the digest of the rest, because a flipped bit would be published. Deleting the folder
costs time.
"""

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.fingerprint import SIZE, Digest, Fingerprint, digest, fingerprint
from generator.planning.recipes import Resize

KEPT = 30 * 24 * 3_600_000_000_000  # nanoseconds
PREFIX = 16  # hexadecimal digits of the picture's digest that a name starts with


@dataclass(frozen=True, slots=True)
class Drawings:
    """The folder of what was drawn; `version` names the code and libraries that draw."""

    folder: Path
    version: Fingerprint

    def get(self, recipe: Resize) -> bytes | None:
        """Return what was drawn by a recipe, if it is here and whole."""
        try:
            kept = self._file(recipe).read_bytes()
        except OSError:
            return None
        data, checksum = kept[:-SIZE], kept[-SIZE:]
        return data if bytes.fromhex(digest(data)) == checksum else None

    def keep(self, recipe: Resize, data: bytes) -> None:
        """Remember what was drawn; a disk that cannot take it costs only the drawing again."""
        file = self._file(recipe)
        new = file.with_name(f"{file.name}.{os.getpid()}.new")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data + bytes.fromhex(digest(data)))
            new.replace(file)

    def prune(self, pictures: Collection[Digest], clock_ns: int) -> None:
        """Forget what was drawn from pictures that the site no longer has, and what grew old.

        Words that were edited leave files behind; those that are still published need not be here.
        """
        known = {picture[:PREFIX] for picture in pictures}
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in list(entries):
                age = clock_ns - entry.stat().st_mtime_ns
                if entry.name[:PREFIX] not in known or age > KEPT:
                    Path(entry.path).unlink(missing_ok=True)

    def _file(self, recipe: Resize) -> Path:
        key = fingerprint((self.version, recipe))
        return self.folder / f"{recipe.file.digest[:PREFIX]}-{key}"
