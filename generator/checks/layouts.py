"""Checks of a site's own layouts: what is misspelt there is used by nothing, in silence."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath

from generator.checks.finding import Finding
from generator.errors import did_you_mean
from generator.fields import Entries, Notes
from generator.planning.site import Site
from generator.reading.sources import is_leaving
from generator.rendering.catalogue import languages_of
from generator.rendering.layout_files import LayoutFiles, references_in
from generator.toml_nodes import read_toml

LAYOUTS = "layouts/"
ASSETS = "assets/"
TEXTS = frozenset((".html", ".xml", ".json", ".txt", ".css", ".js", ".svg", ".toml"))
# What a folder of layouts holds for people: a licence of a typeface, a note.
NOTES = frozenset(("", ".md", ".txt"))
MESSAGES = "messages/"
Message = tuple[str, int, int]  # a key, its line, its column

_EXPRESSION = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_PLURAL = re.compile(r"_(?:zero|one|two|few|many|other)$")
# A text in quotation marks, and whether another is joined to it before or behind.
_QUOTED = re.compile(
    r"""(?P<joins>~\s*)?(?P<mark>["'])(?P<text>[^"'\n]*)(?P=mark)(?P<joined>\s*~)?"""
)


def unused_files(site: Site, layouts: LayoutFiles) -> Iterator[Finding]:
    """Find files that stand for none of the theme's, and that no layout includes or names.

    Nothing is told where a layout computes what it includes: it may be any. An asset is asked for
    as a message is: where a layout joins its name of parts, by a start or an end of it.
    """
    known = layouts.theme.names()
    added = [name for name in layouts.own.names() if name not in known and _is_meant(name)]
    included = _included(layouts) if known and added else None
    if included is None:
        return
    included |= {f"messages/{each}.toml" for each in languages_of(site.info.language)}
    texts = "\n".join(_texts(layouts))
    asked = _Asked(layouts)
    for name in added:
        asset = name.removeprefix(ASSETS)
        is_named = asset != name and (PurePosixPath(name).name in texts or asked.has(asset))
        if name not in included and not is_named:
            message = (
                "expected a file that a layout uses, or one that stands for the theme's, "
                "got neither"
            )
            hint = did_you_mean(name, known) or "include it somewhere, or remove it"
            yield Finding(LAYOUTS + name, 0, 0, "", message, hint)


def _is_meant(name: str) -> bool:
    """Whether a file is there for the site, not for people or an editor."""
    path = PurePosixPath(name)
    return path.suffix not in NOTES and not any(map(is_leaving, path.parts))


def _included(layouts: LayoutFiles) -> set[str] | None:
    """Return every name that some layout includes; None where one is computed."""
    found: set[str] = set()
    for text in _texts(layouts):
        names = references_in(text)
        if names is None:
            return None
        found.update(names)
    return found


def _texts(layouts: LayoutFiles) -> Iterator[str]:
    """Yield the texts of all layouts and style sheets."""
    for name in layouts.names():
        if PurePosixPath(name).suffix in TEXTS and not name.startswith(MESSAGES):
            yield (layouts.read(name) or b"").decode(errors="replace")


def unused_messages(site: Site, layouts: LayoutFiles) -> Iterator[Finding]:
    """Find messages of the site's own that the theme has not and that no layout asks for.

    A layout asks for every text that it holds in quotation marks; where it joins one to another,
    for every key that starts or ends so.
    """
    known = {_stem(key): key for key, _, _ in _messages(layouts.theme)}
    asked = _Asked(layouts)
    for language in languages_of(site.info.language) if known else ():
        name = f"{MESSAGES}{language}.toml"
        for key, line, column in _entries(layouts.own, name):
            if _stem(key) not in known and not asked.has(key):
                message = (
                    "expected a message that the theme has or that a layout asks for, got neither"
                )
                meant = did_you_mean(key, known.values())
                hint = meant or "ask for it in a layout, or remove it"
                yield Finding(LAYOUTS + name, line, column, key, message, hint)


class _Asked:
    """What layouts may ask for by name: whole names, their starts and their ends."""

    def __init__(self, layouts: LayoutFiles) -> None:
        self._layouts = layouts

    @cached_property
    def _quoted(self) -> list[re.Match[str]]:
        parts = (part for text in _texts(self._layouts) for part in _EXPRESSION.findall(text))
        return [found for part in parts for found in _QUOTED.finditer(part)]

    def has(self, key: str) -> bool:
        stems = (key, _stem(key))
        return any(
            each["text"] in stems
            or (each["text"] and each["joined"] and key.startswith(each["text"]))
            or (each["text"] and each["joins"] and key.endswith(each["text"]))
            for each in self._quoted
        )


def _stem(key: str) -> str:
    """Return a key without the plural form that it is for."""
    return _PLURAL.sub("", key)


def _messages(layouts: LayoutFiles) -> Iterator[Message]:
    for name in layouts.names():
        if name.startswith(MESSAGES):
            yield from _entries(layouts, name)


def _entries(layouts: LayoutFiles, name: str) -> Iterator[Message]:
    """Yield the messages of a file; none where it cannot be read, which the build tells."""
    root = read_toml(layouts.read(name) or b"", Notes(name))
    if root and isinstance(root.value, Entries):
        yield from ((each.key, each.line, each.column) for each in root.value.entries)
