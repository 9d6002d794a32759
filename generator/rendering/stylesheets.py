"""Style sheets made whole: imports put in their place, addresses of assets filled in.

    @import "styles/front.css" layer(front);      becomes      @layer front { ... }

So a theme is written in small files, and a reader's browser fetches one.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from generator.errors import did_you_mean
from generator.planning.recipes import Stylesheet
from generator.planning.theme import SETTINGS

IMPORT = re.compile(
    r"""^@import\s+(?:url\()?["'](?P<name>[^"':]+)["']\)?"""
    r"""(?:\s+layer\((?P<layer>[\w.-]+)\))?\s*;[ \t]*$""",
    re.MULTILINE,
)
COMMENT = re.compile(r"""(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|/\*.*?\*/""", re.DOTALL)
ANY_IMPORT = re.compile(r"@import\b[^;]*;")
ELSEWHERE = re.compile(r"""["'(]\s*(?:[a-z]+:|//)""")
ADDRESS = re.compile(r"""url\(\s*["']?(?P<name>[^"')\s#?:]+)["']?\s*\)""")


def named(owner: str, name: str) -> str:
    """Return the name, from assets/, of what a style sheet calls by a path from its own place."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), name))


def uses(name: str, css: str) -> tuple[str, ...]:
    """Return the names of what a style sheet imports and of what it points to, each once."""
    bare = _bare(css)
    found = (match["name"] for pattern in (IMPORT, ADDRESS) for match in pattern.finditer(bare))
    return tuple(dict.fromkeys(named(name, each) for each in found))


def faults(name: str, css: str, known: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the line, what is wrong and a hint for what a style sheet names and does not get."""
    bare = _bare(css)
    understood = {found.start() for found in IMPORT.finditer(bare)}
    for found in ANY_IMPORT.finditer(bare):
        if found.start() not in understood and not ELSEWHERE.search(found[0]):
            message = f"expected an import on a line of its own, got {found[0].strip()}"
            yield _line(bare, found), message, '@import "styles/front.css" layer(front);'
    for pattern in (IMPORT, ADDRESS):
        for found in pattern.finditer(bare):
            meant = named(name, found["name"])
            if found["name"].startswith("/") or meant in known or meant == SETTINGS:
                continue
            message = f'expected a file of layouts/assets, got "{found["name"]}"'
            yield _line(bare, found), message, did_you_mean(meant, known)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def whole(recipe: Stylesheet, texts: Mapping[str, str]) -> str:
    """Return a style sheet with all that it imports; `texts` holds its parts by name.

    Comments are for those who edit it, and stay behind.
    """
    first, _ = recipe.parts[0]
    everything = {SETTINGS: recipe.settings, **texts} if recipe.settings else dict(texts)
    bare = {name: _bare(css) for name, css in everything.items()}
    css = _whole(first, bare, dict(recipe.urls), first)
    return "\n".join(line.rstrip() for line in css.splitlines() if line.strip()) + "\n"


def _bare(css: str) -> str:
    """Return CSS without comments, but with their lines; a text in quotes may look like one."""
    return COMMENT.sub(lambda match: match["text"] or "\n" * match[0].count("\n"), css)


def _whole(name: str, texts: Mapping[str, str], urls: Mapping[str, str], sheet: str) -> str:
    def put_in(match: re.Match[str]) -> str:
        imported = named(name, match["name"])
        if imported not in texts:
            return match[0]
        text = _whole(imported, {k: v for k, v in texts.items() if k != name}, urls, sheet)
        return f"@layer {match['layer']} {{\n{text}}}" if match["layer"] else text

    def fill_in(match: re.Match[str]) -> str:
        url = urls.get(named(name, match["name"]))
        return f'url("{_from(sheet, url)}")' if url else match[0]

    return IMPORT.sub(put_in, ADDRESS.sub(fill_in, texts[name]))


def _from(sheet: str, url: str) -> str:
    """Return an address as a published style sheet writes it: relative, for any base."""
    place = PurePosixPath("/assets", sheet).parent.as_posix()
    return posixpath.relpath(url, place)
