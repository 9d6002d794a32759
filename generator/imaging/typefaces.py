"""Typefaces: what they can set, how wide it is, and setting it.

A font has no glyph for most of the world's characters, and draws a box for each of those. What it
cannot set is found here before anything is drawn. Without Raqm, which Pillow finds only where the
system has FriBiDi, it cannot set what is written from the right, or with marks that must be placed.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, features

HAS_RAQM = bool(features.check("raqm"))

_NO_CHARACTER = "\U0010ffff"  # so that every font shows what it draws for what it lacks
_PROBE = 24  # pixels; at which glyphs are compared
# A card is mostly shown at about half its size, so its letters need the shapes of smaller ones.
_OPTICAL_SIZE = 36
# Axes have no tags in Pillow, only names.
_WEIGHTS, _OPTICAL_SIZES = frozenset({b"weight", b"wght"}), frozenset({b"optical size", b"opsz"})

# What has no glyph and needs none: joiners and marks of direction, which Raqm understands.
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u061c"
# What is dropped: controls, soft hyphens, embeddings (they do not survive a break), variants, tags,
# and the key around a digit that is an emoji.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u20e3\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile("[\t-\r \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+")
_HARD_SPACE, _POSSIBLE_BREAK = "\xa0", "\u200b"
_HARD_SPACES = re.compile("[\xa0\u2007\u202f]")
_PLAINER = {"\u2010": "-", "\u2011": "-"}  # hyphens that few fonts have
# Emoji and the like lie above; the signs below ("°", "№", "™") are part of what is said.
_FIRST_PICTOGRAPH = "\u2190"
_PICTURES = frozenset({"So", "Sk"})


class NotAFont(Exception):
    """Raised at a file that is no font: what is wrong, a hint, and which of a card's it is."""

    def __init__(self, message: str, hint: str = "", font: int = 0) -> None:
        self.message = message
        self.hint = hint
        self.font = font
        super().__init__(message, hint, font)  # all, so that it comes back whole from a worker

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Line:
    """A line to draw. Where it runs to is told apart, for its text may be a part of another."""

    text: str
    size: int
    is_rtl: bool


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font file, at a weight if it has several. `number` tells it from a card's other one."""

    data: bytes
    weight: int
    number: int = 0

    def settable(self, text: str) -> str:
        """Return a text as it can be set; "" if a part of it would be missing.

        Emoji that the font lacks are left out, for a headline says the same without them.
        """
        clean = _DROPPED.sub("", unicodedata.normalize("NFC", text))
        clean = _HARD_SPACES.sub(_HARD_SPACE, _SPACES.sub(" ", clean))
        with self._damage_told():
            kept = "".join(self._best(char) for char in clean if not self._is_ornament(char))
            settled = " ".join(word for word in kept.split(" ") if word.strip(_UNSEEN))
            return settled if all(map(self._has, settled)) else ""

    def width(self, text: str, size: int) -> float:
        """Return how wide a line is, in pixels."""
        with self._damage_told():
            return self._font(size).getlength(_inked(text))

    def reach(self, text: str, size: int) -> tuple[float, float]:
        """Return how far a line's ink goes above its base line, and below it."""
        with self._damage_told():
            _, top, _, bottom = self._font(size).getbbox(_inked(text), anchor="ls")
            return -top, bottom

    def draw(
        self, plate: Image.Image, at: tuple[int, int], line: Line, *, from_right: bool
    ) -> None:
        """Draw a line on a plate, from a point on its base line."""
        anchor = "rs" if from_right else "ls"
        direction = ("rtl" if line.is_rtl else "ltr") if HAS_RAQM else None
        with self._damage_told():
            ImageDraw.Draw(plate).text(
                at, _inked(line.text), 255, self._font(line.size), anchor, direction=direction
            )

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = "expected a font file, got one that cannot be read as one"
            raise NotAFont(message, "use a .woff2, .ttf or .otf file", self.number) from error

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        return _opened(self.data, self.weight, size)

    def _best(self, char: str) -> str:
        """Return a character, or the plainer one that this font has."""
        plain = _PLAINER.get(char, char)
        return char if plain == char or _has_glyph(self.data, char) else plain

    def _is_ornament(self, char: str) -> bool:
        is_picture = char >= _FIRST_PICTOGRAPH and unicodedata.category(char) in _PICTURES
        return is_picture and not _has_glyph(self.data, char)

    def _has(self, char: str) -> bool:
        if char in _UNSEEN:
            return HAS_RAQM or char == _POSSIBLE_BREAK
        if not HAS_RAQM and _needs_shaping(char):
            return False
        if char in {" ", _HARD_SPACE} or _has_glyph(self.data, char):
            return True
        parts = unicodedata.normalize("NFD", char)  # which Raqm puts together
        return HAS_RAQM and len(parts) > 1 and all(_has_glyph(self.data, part) for part in parts)


def is_rtl(text: str) -> bool:
    """Whether a text runs from the right: its first letter tells."""
    directions = map(unicodedata.bidirectional, text)
    return next((found != "L" for found in directions if found in {"L", "R", "AL"}), False)


def _inked(text: str) -> str:
    """Return a text as drawn: without Raqm, marks of a possible break would be boxes."""
    return text.replace(_HARD_SPACE, " ").replace(_POSSIBLE_BREAK, "")


def _needs_shaping(char: str) -> bool:
    return unicodedata.category(char).startswith("M") or unicodedata.bidirectional(char) in {
        "R", "AL", "AN",
    }  # fmt: skip


@lru_cache(maxsize=64)
def _opened(data: bytes, weight: int, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(BytesIO(data), size)
    _set_axes(font, weight)
    return font


def _set_axes(font: ImageFont.FreeTypeFont, weight: int) -> None:
    try:
        axes = font.get_variation_axes()
    except OSError:
        return  # one weight, as it is
    font.set_variation_by_axes([_setting(axis, weight) for axis in axes])


def _setting(axis: ImageFont.Axis, weight: int) -> float:
    name = axis.get("name", b"").lower()
    default = axis["default"] or 0
    wanted = weight if name in _WEIGHTS else _OPTICAL_SIZE if name in _OPTICAL_SIZES else default
    low, high = axis["minimum"], axis["maximum"]
    return sorted((wanted, default if low is None else low, default if high is None else high))[1]


@lru_cache(maxsize=16)
def _probe(data: bytes) -> ImageFont.FreeTypeFont:
    """Return a font that draws each character by itself: Raqm would hide some that are missing."""
    return ImageFont.truetype(BytesIO(data), _PROBE, layout_engine=ImageFont.Layout.BASIC)


def _has_glyph(data: bytes, char: str) -> bool:
    return _shape(data, char) != _shape(data, _NO_CHARACTER)


@lru_cache(maxsize=4096)
def _shape(data: bytes, char: str) -> tuple[tuple[int, int], float, bytes]:
    mask, _ = _probe(data).getmask2(char)
    return mask.size, _probe(data).getlength(char), bytes(mask)
