"""Where something of the HTML was written. Python-Markdown keeps no lines, so the text is searched.

A place is for messages: what the search cannot tell has the place where the text starts.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from html import unescape
from itertools import islice
from urllib.parse import unquote

Place = tuple[int, int]  # line and column, both from 1

_OPENING_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[ ]*(?:\{.*\}|[^`]*)$")
_MAY_HOLD_BLOCKS = re.compile(r"```|~~~|^(?: {4}|\t)", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
# An indented block is code unless it continues a list item, a definition or a footnote.
_INDENTED = re.compile(r"(?: {4}|\t)[^\n]*\S")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d+\.|:|\[\^[^\]]*\]:)[ \t]")
_LINK = r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<inline>(?:[^()\n\"'<]|(?<=\S)'|\([^()\n]*\))*))"
_ADDRESS = re.compile(
    _LINK
    + r"""
    | ^[ ]{0,3}\[(?!\^)[^\[\]\n]*\]:[ ]*<?(?P<defined>[^\s<>]+)
    | <(?P<automatic>https?://[^<>\s]+)>
    | \b(?:href|src)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))
    """,
    re.MULTILINE | re.VERBOSE,
)
# Most texts have addresses in links alone, and those are found ten times as fast.
_LINK_ONLY = re.compile(_LINK)
_OTHER_ADDRESSES = ("]:", "<http", "href", "src")
_WORD = re.compile(r"\w+")
SOUGHT = 8  # words, by which a text's place is known
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")
_HEADING = re.compile(
    r"^(?:>[ >]*)?(?:[-*+][ ]+|\d+\.[ ]+)?(?P<marks>\#{1,6})[^\n]"
    r"|^[ ]{0,3}/{3,}[ ]*(?:key-points|questions)[ ]*(?P<titled>\|)[ ]*\S"
    r"|(?<![^\n]\n)^[^\s#>][^\n]*\n(?P<line>=+|-+)[ ]*$",
    re.MULTILINE,
)


class Places:
    """Finds places in one text, each in reading order: ask in the order of the HTML."""

    def __init__(self, text: str, first_line: int) -> None:
        self._whole = text
        self._first_line = first_line
        self._asked: dict[str | int, int] = {}

    def of_address(self, address: str) -> Place:
        """Return the place of a link's or picture's next occurrence."""
        key = unquote(address)
        offsets = self._addresses.get(key) or self._hidden_addresses.get(key, [])
        return self._next(key, offsets)

    def of_heading(self, level: int) -> Place:
        """Return the place of the next heading of a level."""
        offsets = [offset for found, offset in self._headings if found == level]
        return self._next(level, offsets)

    def of_words(self, words: str) -> Place:
        """Return the place where some words of the finished text are written first.

        By the first of them, since a link or an emphasis may stand between any two.
        """
        known = _WORD.findall(words)[:SOUGHT]
        if known and known == self._opening[1][: len(known)]:
            return self._place(self._opening[0])  # as mostly: no expression is made for it
        for count in (SOUGHT, 4, 2):
            start = r"[\W_]+".join(map(re.escape, known[:count]))
            found = re.search(rf"\b{start}\b", self._text) if start else None
            if found:
                return self._place(found.start())
        return self._first_line, 1

    @cached_property
    def _opening(self) -> tuple[int, list[str]]:
        """Where the text's first words start, and which they are."""
        found = list(islice(_WORD.finditer(self._text), SOUGHT))
        return (found[0].start(), [each[0] for each in found]) if found else (0, [])

    def of_tag(self, name: str) -> Place:
        """Return the place where a tag of this name is written first."""
        found = re.search(rf"<{re.escape(name)}(?![\w-])", self._text, re.IGNORECASE)
        return self._place(found.start()) if found else (self._first_line, 1)

    def of_refused_link(self) -> Place:
        """Return the place of the first address with a scheme that is not usual in a text."""
        found = re.search(
            r"(?:\]\(\s*|href\s*=\s*[\"']?|\]:\s*)(?!https?:|mailto:|tel:)(?P<at>\w+:)", self._text
        )
        return self._place(found.start("at")) if found else (self._first_line, 1)

    def of_id(self, name: str) -> Place:
        """Return the place where an id is given for the second time."""
        given = re.compile(rf"""(?:#|\bid\s*=\s*["']?){re.escape(name)}(?![\w-])""")
        offsets = [match.start() for match in given.finditer(self._text)]
        return self._place(offsets[:2][-1]) if offsets else (self._first_line, 1)

    @cached_property
    def _text(self) -> str:
        return without_code(self._whole)

    @cached_property
    def _addresses(self) -> dict[str, list[int]]:
        return _addresses(self._text)

    @cached_property
    def _hidden_addresses(self) -> dict[str, list[int]]:
        """Where everything stands, for the case that something was wrongly taken for code."""
        return _addresses(self._whole)

    @cached_property
    def _headings(self) -> list[tuple[int, int]]:
        return list(_headings(self._text))

    def _next(self, key: str | int, offsets: Sequence[int]) -> Place:
        if not offsets:
            return self._first_line, 1
        asked = self._asked.get(key, 0)
        self._asked[key] = asked + 1
        return self._place(offsets[min(asked, len(offsets) - 1)])

    def _place(self, offset: int) -> Place:
        line = self._whole.count("\n", 0, offset)
        return self._first_line + line, offset - self._whole.rfind("\n", 0, offset)


def without_code(text: str) -> str:
    """Return the text with its code and comments blanked out, everything else where it was."""
    if _MAY_HOLD_BLOCKS.search(text):
        text = "\n".join(_without_blocks(text.split("\n")))
    if "<!--" in text:
        text = _COMMENT.sub(_blank, text)
    return _INLINE_CODE.sub(_blank, text) if "`" in text else text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _without_blocks(lines: list[str]) -> Iterator[str]:
    """Blank out fenced code, as the library knows it, and indented code."""
    last_closing = {line.rstrip(" "): number for number, line in enumerate(lines)}
    fence = ""
    in_item = after_blank = False
    for number, line in enumerate(lines):
        opening = _OPENING_FENCE.match(line)
        if fence:
            if line.rstrip(" ") == fence:
                fence = ""
            yield " " * len(line)
        elif opening and last_closing.get(opening["fence"], -1) > number:
            fence = opening["fence"]
            yield " " * len(line)
        elif _INDENTED.match(line):
            yield " " * len(line) if after_blank and not in_item else line
            continue  # the block goes on: what stands above it still decides
        else:
            in_item = bool(_ITEM.match(line)) or (in_item and not line.strip())
            yield line
        after_blank = not line.strip()


def _addresses(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    has_others = any(each in text for each in _OTHER_ADDRESSES)
    for match in (_ADDRESS if has_others else _LINK_ONLY).finditer(text):
        group = str(match.lastgroup)
        written = _ESCAPE.sub(r"\1", match[group].strip())
        found.setdefault(unquote(unescape(written)), []).append(match.start(group))
    return found


def _headings(text: str) -> Iterator[tuple[int, int]]:
    for match in _HEADING.finditer(text):
        if match["marks"]:
            yield len(match["marks"]), match.start("marks")
        elif match["titled"]:
            yield 2, match.start()
        else:
            yield (1 if match["line"].startswith("=") else 2), match.start()
