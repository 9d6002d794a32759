"""Fitting a headline into its room: as large as may be, on even lines."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from generator.imaging.lines import Piece, balanced, crumbs_of, pieces_of
from generator.imaging.typefaces import Line, NotAFont, Typeface, is_rtl

MEASURED = 64  # pixels; widths at other sizes follow from those at this one,
SLACK = 0.985  # but for the rounding of each letter
LEADING = 1.1  # at least; more where letters reach further
# One long word may leave a short one alone on its line; a little smaller, it would not.
EVEN, SHRINKING = 0.5, 0.7
MOST = 800  # characters; no more could be read
# What may not stand before an ellipsis.
_LOOSE = " ,;:.!?…-–—"


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and the typeface that can set it."""

    face: Typeface
    text: str


@dataclass(frozen=True, slots=True)
class Room:
    """What a headline may fill, in pixels, and the sizes it may have, the largest first.

    A single line fits, however high it is.
    """

    width: int
    height: int
    sizes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline as it fits. `above` and `below` are how far a line's ink reaches.

    `evenness` is the share of the longest line that the shortest one has.
    """

    lines: tuple[Line, ...]
    leading: float
    above: float
    below: float
    evenness: float

    @property
    def size(self) -> int:
        return self.lines[0].size

    @property
    def height(self) -> float:
        """From the top of its first line's ink to the bottom of its last one's."""
        return self.above + self.leading * (len(self.lines) - 1) + self.below


def words_of(text: str, *faces: Typeface) -> Words | None:
    """Return a text with the first typeface that can set it, if there is one."""
    found = (Words(face, settable) for face in faces if (settable := face.settable(text)))
    return next(found, None)


def fitted(words: Words, room: Room) -> Headline:
    """Return a headline as large as fits.

    If it fits at no size, because of one long word, that is broken; else the end is left out.
    """
    fitting = _Fitting(words, room)
    pieces = pieces_of(words.text[:MOST])
    sizes = [size for size in room.sizes if fitting.may_fit(size)]
    whole = (fitting.at(pieces, size) for size in sizes)
    broken = (fitting.at(fitting.crumbs(pieces, size), size) for size in sizes)
    return _best(filter(None, whole)) or next(filter(None, broken), None) or fitting.cut(pieces)


def _best(found: Iterator[Headline]) -> Headline | None:
    """Return the largest of some headlines, or one that is nearly as large and even."""
    first = next(found, None)
    if first is None or first.evenness >= EVEN:
        return first
    others = takewhile(lambda each: each.size >= first.size * SHRINKING, found)
    return next((each for each in others if each.evenness >= EVEN), first)


class _Fitting:
    """Tries, of which all measure the same pieces."""

    def __init__(self, words: Words, room: Room) -> None:
        self._face = words.face
        self._room = room
        self._is_rtl = is_rtl(words.text)
        self._width = cache(lambda text: words.face.width(text, MEASURED))
        self._length = self._width(words.text[:MOST])
        self._reach = words.face.reach(words.text[:MOST], MEASURED)

    def may_fit(self, size: int) -> bool:
        """Tell quickly of most sizes that are too large."""
        lines = max(1, self._room.height // size)
        return self._length <= lines * self._limit(size)

    def at(self, pieces: Sequence[Piece], size: int) -> Headline | None:
        """Return the headline at a size, or None if it does not fit."""
        texts = balanced(pieces, self._width, self._limit(size))
        if texts is None:
            return None
        above, below = (reach * size / MEASURED for reach in self._reach)
        lines = tuple(Line(text, size, self._is_rtl) for text in texts)
        widths = [self._width(text) for text in texts]
        evenness = min(widths) / max(*widths, 1)
        found = Headline(lines, max(LEADING * size, above + below), above, below, evenness)
        return found if len(lines) == 1 or found.height <= self._room.height else None

    def crumbs(self, pieces: Sequence[Piece], size: int) -> list[Piece]:
        """Return the pieces, broken where one is too long for a line."""
        return crumbs_of(pieces, lambda text: self._width(text) <= self._limit(size))

    def cut(self, pieces: Sequence[Piece]) -> Headline:
        """Return as much of the headline as fits at the smallest size, and an ellipsis."""
        size = self._room.sizes[-1]
        tries = list(self._shorter(self.crumbs(pieces, size)))
        first = bisect_left(tries, 1, key=lambda pieces: int(self.at(pieces, size) is not None))
        found = self.at(tries[min(first, len(tries) - 1)], size)
        if not found:
            message = "expected a font for headlines, got one with letters wider than a line"
            raise NotAFont(message, font=self._face.number)
        return found

    def _shorter(self, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
        """Yield the pieces with fewer and fewer of them before an ellipsis."""
        dots = self._face.settable("…") or "..."
        for count in range(len(pieces) - 1, 0, -1):
            last = pieces[count - 1].text.rstrip(_LOOSE)
            if last:
                yield [*pieces[: count - 1], Piece(last + dots, pieces[count - 1].gap)]
        yield [Piece(dots, "")]

    def _limit(self, size: int) -> float:
        return self._room.width * SLACK * MEASURED / size
