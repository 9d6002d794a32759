"""How many characters readers see."""

import unicodedata

import pytest

from generator.checks.lengths import seen_length


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("", 0),
        ("The call", 8),
        ("El Niño", 7),
        (unicodedata.normalize("NFD", "El Niño"), 7),
        ("हिन्दी", 3),
        ("ميناء", 5),
        ("👨‍👩‍👧", 1),
        ("👍🏽", 1),
        ("🇨🇺🇻🇪", 2),
        ("co\u00adoperate", 9),
        ("世界", 2),
    ],
)
def test_characters_are_counted_as_they_are_seen(line: str, length: int) -> None:
    assert seen_length(line) == length
