"""What this program is, as fingerprints: its own code and the versions of what it runs on.

Coarse on purpose. Code changes are rare, and no version number is bumped by hand. But pictures are
drawn by a small part of the program, and an archive of them takes hours: they have their own.
"""

import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.building.installed import version_of
from generator.fingerprint import Fingerprint, digest, fingerprint

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = ("babel", "defusedxml", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "pillow",
             "pymdown-extensions", "python-frontmatter", "pyyaml", "tzdata")  # fmt: skip
DRAWING_LIBRARIES = ("pillow", "resvg-py")
# Beside the folder imaging/: what a recipe is, and how it is handed over.
DRAWING_FILES = ("drawing.py", "pictures.py", "recipes.py")


@dataclass(frozen=True, slots=True)
class Identity:
    """The whole program, and the part of it that draws pictures."""

    whole: Fingerprint
    drawing: Fingerprint


@cache
def identity() -> Identity:
    """Return the fingerprints of the code and the libraries that make a site's bytes."""
    return _identity()


def is_replaced() -> bool:
    """Whether the program on the disk is another by now: what is loaded later would be of that."""
    return _identity() != identity()


def _identity() -> Identity:
    files = sorted(PACKAGE.rglob("*.py"))
    drawing = [f for f in files if f.parent.name == "imaging" or f.name in DRAWING_FILES]
    machine = (sys.platform, platform.machine())  # a library's codecs may differ by it
    return Identity(
        fingerprint((sys.version, _code(files), _versions(LIBRARIES))),
        fingerprint((machine, _code(drawing), _versions(DRAWING_LIBRARIES))),
    )


def _code(files: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    return tuple((f.relative_to(PACKAGE).as_posix(), digest(f.read_bytes())) for f in files)


def _versions(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, version_of(name) or "vendored") for name in names)
