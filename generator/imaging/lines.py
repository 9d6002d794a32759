"""Breaking a headline into lines of even length, as few as can be.

Browsers call it `text-wrap: balance`. Widths are arguments: nothing here knows fonts.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

ZERO_WIDTH_SPACE = "\u200b"
ZERO_WIDTH_JOINER = "\u200d"
# A hyphen or slash ends a line between letters: "Berlin-|Brandenburg", but not "2024-25".
_BREAK_AFTER = "-‐–—/"
# Chinese and Japanese break between any two characters but these.
_NEVER_FIRST = frozenset("々〻ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥〜゠")
_CLOSING, _OPENING = frozenset({"Pe", "Pf", "Po"}), frozenset({"Ps", "Pi"})
_HANGUL = range(0xAC00, 0xD7A4)  # as wide as those, but with spaces between its words
# What stands well at the end of a line, and what does not: "the", "de la", "in".
_PAUSE = re.compile(r"[,;:.!?…—–]$")
_SHORT = 3
_PENALTY = 0.012  # of the cost of a full line


@dataclass(frozen=True, slots=True)
class Piece:
    """What no line break may part, and what stands before it unless it begins a line."""

    text: str
    gap: str


def pieces_of(text: str) -> list[Piece]:
    """Return a text's pieces. Its words are parted by one space each."""
    return [
        Piece(part, "" if n else " ")
        for word in text.split(" ")
        for n, part in enumerate(_parts(word, _may_break))
    ]


def crumbs_of(pieces: Sequence[Piece], fits: Callable[[str], bool]) -> list[Piece]:
    """Return the pieces, those that fit on no line in characters: better that than nothing."""
    return [
        Piece(part, "" if n else piece.gap)
        for piece in pieces
        for n, part in enumerate([piece.text] if fits(piece.text) else _parts(piece.text, _joint))
    ]


def joined(pieces: Sequence[Piece]) -> str:
    """Return a line's text."""
    return "".join(piece.gap + piece.text for piece in pieces).removeprefix(pieces[0].gap)


def balanced(
    pieces: Sequence[Piece], width_of: Callable[[str], float], limit: float
) -> list[str] | None:
    """Return the lines of a text: the fewest that fit, as even as can be. None if no line fits."""
    widths = [width_of(piece.text) for piece in pieces]
    gaps = [width_of(piece.gap) if piece.gap else 0.0 for piece in pieces]
    best: list[tuple[float, float, int]] = [(0, 0, 0)]  # lines, cost, where the last one begins
    for end in range(1, len(pieces) + 1):
        found, width = (inf, inf, 0), 0.0
        for start in range(end - 1, -1, -1):
            width += widths[start] + (gaps[start + 1] if start + 1 < end else 0)
            if width > limit:
                break
            lines, cost, _ = best[start]
            cost += (width / limit) ** 2 + (_roughness(pieces[end - 1]) if end < len(pieces) else 0)
            found = min(found, (lines + 1, cost, start))
        best.append(found)
    return _read_back(pieces, best) if best[-1][0] < inf else None


def _read_back(pieces: Sequence[Piece], best: Sequence[tuple[float, float, int]]) -> list[str]:
    lines = []
    end = len(pieces)
    while end:
        start = best[end][2]
        lines.append(joined(pieces[start:end]))
        end = start
    return lines[::-1]


def _roughness(last: Piece) -> float:
    """Return what it costs to end a line here."""
    if _PAUSE.search(last.text):
        return -_PENALTY
    return _PENALTY if len(last.text) <= _SHORT else 0


def _parts(word: str, may_break: Callable[[str, str], bool]) -> list[str]:
    parts = [""]
    before = ""
    for char in word:
        if before and may_break(before, char):
            parts.append("")
        parts[-1] += char
        before = char
    return parts


def _may_break(before: str, after: str) -> bool:
    if before == ZERO_WIDTH_SPACE:
        return True
    if before in _BREAK_AFTER:
        return after.isalpha()
    if not (_is_ideographic(before) or _is_ideographic(after)) or not _joint(before, after):
        return False
    if unicodedata.category(before) in _OPENING:
        return False
    return unicodedata.category(after) not in _CLOSING and after not in _NEVER_FIRST


def _joint(before: str, after: str) -> bool:
    """Whether two characters are two for a reader: no letter and its accent."""
    return (
        not unicodedata.category(after).startswith("M") and ZERO_WIDTH_JOINER not in before + after
    )


def _is_ideographic(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and ord(char) not in _HANGUL
