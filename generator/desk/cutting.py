"""Texts cut where others will cut them: search engines, and the cards of links."""

import unicodedata

# What is shown of each, in columns: a letter is one, a wide character of East Asia is two.
RESULT_TITLE = 60
RESULT_TEXT = 155
CARD_TITLE = 70
CARD_TEXT = 110
FEED_TEXT = 220
ELLIPSIS = "…"
_WIDE = ("W", "F")
_MARKS = ("Mn", "Me", "Cf")


def columns(text: str) -> int:
    """Return how wide a text is."""
    return sum(map(_width, text))


def cut(text: str, most: int) -> str:
    """Return as much of a text as fits, in whole words where it has any, then an ellipsis."""
    if len(text) <= most // 2 or columns(text) <= most:
        return text
    end = _end(text, most - 1)
    space = text.rfind(" ", 0, end + 1)
    if space > end // 2:  # else one word fills the line, or there are no spaces in it
        end = space
    return text[:end].rstrip(" ,;:.–—-") + ELLIPSIS


def _end(text: str, most: int) -> int:
    """Return how many characters fit."""
    taken = 0
    for place, character in enumerate(text):
        taken += _width(character)
        if taken > most:
            return place
    return len(text)


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in _MARKS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
