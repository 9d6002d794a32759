"""Patterns of addresses, as files of rules for hosts write them.

In a pattern `:name` stands for one part of an address, and `*` for anything. A host that finds
several patterns for one address sends all their headers, with equal names joined, so addresses with
different values get patterns that cannot meet. Hosts do not agree on what a pattern matches: for
Netlify `/media/*` matches /media-kit/ too, and a slash at the end counts for nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import lru_cache
from string import ascii_lowercase

ANY = "/*"
# Addresses by their first part, and then by their shape: "/tags/:a/" of "/tags/flood/".
Shaped = Mapping[str, Mapping[str, Sequence[str]]]


def matches(pattern: str, url: str) -> bool:
    """Whether a pattern matches an address, taken literally."""
    return bool(_compiled(pattern).match(url))


def expression(pattern: str) -> str:
    """Return a pattern as a regular expression."""
    parts = re.split(r"(:[a-z]+|\*)", pattern)
    special = {"*": ".*"}
    written = (special.get(p, "[^/]+") if p[:1] in (":", "*") else re.escape(p) for p in parts)
    return "^" + "".join(written).replace(r"\-", "-") + "$"


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(expression(pattern), re.DOTALL)


def shaped(urls: Iterable[str], literals: Iterable[str]) -> Shaped:
    """Sort addresses by shape; `literals` are the parts that rules name, besides first ones."""
    known = frozenset(literals)
    folders: dict[str, dict[str, list[str]]] = {}
    for url in urls:
        first, *rest = _parts(url)
        folders.setdefault(first, {}).setdefault(_shape(url, first, rest, known), []).append(url)
    return folders


def cover(
    folders: Shaped, value_at: Callable[[str], str], among: Container[str] | None = None
) -> dict[str, str]:
    """Return patterns with a value each, so that exactly one matches each of the addresses.

    With `among`, only addresses that start with one of these parts need to be matched.
    """
    starts = sorted(first.casefold() for first in folders)
    patterns: dict[str, str] = {}
    for first, shapes in folders.items():
        if among is not None and first not in among:
            continue
        values = {shape: value_at(shape) for shape in shapes}
        if len(set(values.values())) == 1 and _is_apart(first, shapes, starts):
            patterns[f"/{first}/*"] = next(iter(values.values()))
        else:
            for shape, value in values.items():
                alone = not any(_meet(shape, other) for other in shapes if other != shape)
                patterns |= dict.fromkeys([shape] if alone else shapes[shape], value)
    return patterns


def _parts(url: str) -> list[str]:
    return url.strip("/").split("/")


def _shape(url: str, first: str, rest: Sequence[str], literals: frozenset[str]) -> str:
    named = (
        part if part in literals else f":{letter * (1 + at // 26)}"
        for at, (part, letter) in enumerate(zip(rest, ascii_lowercase * 4, strict=False))
    )
    end = "/" if url.endswith("/") and len(url) > 1 else ""
    return "/" + "/".join((first, *named)) + end


def _is_apart(first: str, shapes: Iterable[str], starts: Sequence[str]) -> bool:
    """Whether no host takes a pattern for all of this folder for one of another as well."""
    start = first.casefold()
    after = starts[bisect_left(starts, start) + 1 :][:1]
    is_folder = all(shape.startswith(f"/{first}/") for shape in shapes)
    return is_folder and not any(each.startswith(start) for each in after)


def _meet(one: str, other: str) -> bool:
    """Whether some host finds an address that both match."""
    pairs = list(zip(_parts(one), _parts(other), strict=False))
    return len(_parts(one)) == len(_parts(other)) and all(
        a.casefold() == b.casefold() or a.startswith(":") or b.startswith(":") for a, b in pairs
    )
