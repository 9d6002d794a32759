"""Names in addresses: lower case, words joined by hyphens, safe on every file system.

Latin letters lose their accents ("El Niño" gives "el-nino"); every other script keeps its letters
*and its combining marks*, without which Hindi or Thai words would merge or vanish.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 80  # bytes, so that a title in any script stays well under a file system's 255
# Latin letters that have no decomposition, and what readers type for them.
SPELLED_OUT = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "’": "",
        "'": "",
    }
)
# What parts words without being seen; all else that is not seen (joiners, soft hyphens) vanishes.
UNSEEN_SPACES = "\u200b\u200c"


@lru_cache(maxsize=4096)  # the same tags and names come with every article
def slugify(text: str) -> str:
    """Return the slug of a title or name; empty where nothing of it can stand in an address."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(SPELLED_OUT)
    kept = "".join(_kept(unicodedata.normalize("NFD", folded)))
    return _shortened([word for word in unicodedata.normalize("NFC", kept).split("-") if word])


def _kept(text: str) -> Iterator[str]:
    """Yield letters and digits, marks on letters beyond ASCII, a hyphen for what else shows."""
    base = "-"
    for character in text:
        if _is_mark(character):
            if not base.isascii() and not _is_variation(character):
                yield character
        elif character in UNSEEN_SPACES or unicodedata.category(character) != "Cf":
            base = character if unicodedata.category(character)[0] in "LN" else "-"
            yield base


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _is_variation(character: str) -> bool:
    """Whether a mark only chooses a look, as the one that makes a heart red."""
    return unicodedata.name(character, "").startswith("VARIATION SELECTOR")


def _shortened(words: list[str]) -> str:
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer.encode()) > LONGEST:
            break
        slug = longer
    return slug or _whole_characters(words[0] if words else "")


def _whole_characters(word: str) -> str:
    """Cut one very long word at a place that splits no letter from its marks."""
    word = word[: LONGEST + 1]
    while len(word.encode()) > LONGEST:
        word, last = word[:-1], word[-1]
        while word and _is_mark(last):
            word, last = word[:-1], word[-1]
    return word
