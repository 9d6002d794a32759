"""Names in addresses: lower case, words joined by hyphens, safe on every file system.

Latin letters lose their accents ("El Niño" gives "el-nino"); every other script keeps its letters
*and its combining marks*, without which Hindi or Thai words would merge or vanish.
"""

import unicodedata

LONGEST = 80  # bytes, so that a title in any script stays well under a file system's 255
# Latin letters that have no decomposition, and what readers type for them.
SPELLED_OUT = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l",
                             "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "’": "", "'": ""})  # fmt: skip


def slugify(text: str) -> str:
    """Return the slug of a title or name; empty where nothing of it can stand in an address."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(SPELLED_OUT)
    kept = "".join(map(_letter_or_hyphen, _without_latin_accents(folded)))
    words = [word for word in kept.split("-") if word]
    return _shortened(words)


def _without_latin_accents(text: str) -> str:
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        is_accent = unicodedata.combining(character) and letters and letters[-1].isascii()
        if not is_accent:
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters))


def _letter_or_hyphen(character: str) -> str:
    return character if unicodedata.category(character)[0] in "LMN" else "-"


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
    while len(word.encode()) > LONGEST:
        word = word[:-1]
        while word and unicodedata.combining(word[-1]):
            word = word[:-1]
    return word
