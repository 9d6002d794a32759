"""The files of the layouts folders, and which of them a layout is made of.

Each file is read once, so that the bytes whose digest says "fresh" are the bytes that are rendered.
Jinja2 is not needed here: a build with nothing to render never loads it.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

from generator.fingerprint import Digest, digest

_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(?P<rest>.*?)%\}", re.DOTALL)
_STRING = r"""(?:"[^"\\]*"|'[^'\\]*')"""
_STRINGS = re.compile(_STRING)
_NAME = rf"\s*{_STRING}\s*"
# What may follow a literal name: anything else could compute another one.
_LITERAL = re.compile(
    rf"(?P<names>{_NAME}|\s*[\[(](?:{_NAME},)*(?:{_NAME})?[\])]\s*)"
    r"(?:(?:ignore\s+missing|with(?:out)?\s+context|as|import)\b[^\"']*|[-+]\s*)?",
)

Part = tuple[
    str, Digest | None
]  # a file's name, and its digest or None where there is no such file


class LayoutFiles:
    """Holds what was read of some layouts folders; the first folder that has a file wins."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._read: dict[str, tuple[bytes, ...]] = {}

    def versions(self, name: str) -> tuple[bytes, ...]:
        """Return a file's bytes in each folder that has it, the winner first."""
        if name not in self._read:
            self._read[name] = tuple(self._find(name))
        return self._read[name]

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None where no folder has it."""
        return next(iter(self.versions(name)), None)

    def names(self) -> tuple[str, ...]:
        """Return the names of all files, of all folders."""
        found = {
            path.relative_to(folder).as_posix()
            for folder in self._folders
            for path in folder.rglob("*")
            if _is_own(folder, path)
        }
        return tuple(sorted(found))

    @property
    def own(self) -> "LayoutFiles":
        """The site's own folder by itself."""
        return LayoutFiles(self._folders[:1])

    @property
    def theme(self) -> "LayoutFiles":
        """What the site's own lie over; nothing where the theme is the site's own."""
        return LayoutFiles(self._folders[1:])

    def closure(self, layout: str) -> tuple[Part, ...]:
        """Return the layout and all that it extends, includes or imports.

        A name that is computed may be any: then these are all files. A file that is missing is
        listed too, because the layout changes on the day it appears.
        """
        found: dict[str, Digest | None] = {}
        waiting = [layout]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found[name] = self._digest(name)
            references = references_in((self.read(name) or b"").decode(errors="replace"))
            if references is None:
                return tuple((each, self._digest(each)) for each in self.names())
            waiting += references
        return tuple(sorted(found.items()))

    def _digest(self, name: str) -> Digest | None:
        data = self.read(name)
        return None if data is None else digest(data)

    def _find(self, name: str) -> Iterator[bytes]:
        if {"", ".", ".."} & set(name.split("/")) or "\\" in name:
            return  # a layout never leads out of its folder
        for folder in self._folders:
            path = folder / name
            if _is_own(folder, path):
                yield path.read_bytes()


def _is_own(folder: Path, path: Path) -> bool:
    """Whether a file lies in a folder itself: a link could lead anywhere."""
    parents = takewhile(lambda each: each != folder, (path, *path.parents))
    return path.is_file() and not any(each.is_symlink() for each in parents)


@cache
def references_in(source: str) -> tuple[str, ...] | None:
    """Return the names of the layouts that a layout's text refers to, or None if one is computed.

    It may name too many (a tag inside a comment), never too few.
    """
    names: list[str] = []
    for match in _REFERENCE.finditer(source):
        literal = _LITERAL.fullmatch(match["rest"])
        if literal is None:
            return None
        names += (string[1:-1] for string in _STRINGS.findall(literal["names"]))
    return tuple(names)
