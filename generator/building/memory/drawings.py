"""Pictures as they were drawn, kept for all targets: drawing one again costs more than all else.

A kept file is named after the picture, the recipe and the program that draws, so it is right.
Deleting the folder costs time.
"""

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.checked_files import keep, recall
from generator.fingerprint import Digest, Fingerprint, fingerprint
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
        return recall(self._file(recipe))

    def keep(self, recipe: Resize, data: bytes) -> None:
        """Remember what was drawn."""
        keep(self._file(recipe), data)

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
