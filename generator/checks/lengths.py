"""How long a line is to those who read it."""

import unicodedata

JOINER = "\u200d"  # makes one sign of two: a family of three people
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def seen_length(line: str) -> int:
    """Count characters as readers see them: a letter with its marks is one, and so is an emoji."""
    count, flags, before = 0, 0, ""
    for character in unicodedata.normalize("NFC", line):
        if ord(character) in FLAG_LETTERS:
            flags += 1
        elif before != JOINER and not _is_part(character):
            count += 1
        before = character
    return count + (flags + 1) // 2


def _is_part(character: str) -> bool:
    """Whether a character is seen only with the one before it, or not at all."""
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") or (
        ord(character) in SKIN_TONES
    )
