"""Where words of a finished text were written: by its first ones, whatever stands between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.places import Places

PIECES = st.lists(st.sampled_from(["a", "b ", "_", "a_b ", "\n", "*", "é ", ". "]), max_size=40)


def place(text: str, words: str) -> tuple[int, int]:
    return Places(text, first_line=5).of_words(words)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The river rose.", "The river rose.", (5, 1)),
        ("\n\n  *The* [river](a.md) rose.", "The river rose.", (7, 4)),
        ("Then. The river rose.", "The river rose.", (5, 7)),
        ("The river.\n\nThe river rose.", "The river rose.", (7, 1)),
        ("The rivers rose.", "The river", (5, 1)),  # not written there: the text as a whole
        ("", "The river", (5, 1)),
        ("The river", "", (5, 1)),
    ],
)
def test_words_are_found_where_they_are_written(
    text: str, words: str, expected: tuple[int, int]
) -> None:
    assert place(text, words) == expected


@given(PIECES, PIECES)
def test_words_at_the_start_are_found_where_a_search_of_the_whole_finds_them(
    pieces: list[str], sought: list[str]
) -> None:
    text, words = "".join(pieces), "".join(sought)
    searched = Places(text, first_line=5)
    searched.__dict__["_opening"] = (0, [])  # so that nothing stands at the start
    assert place(text, words) == searched.of_words(words)


def test_no_expression_is_made_for_the_words_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places("The river rose, and fell.\n\nThen it rose.", first_line=5)
    monkeypatch.setattr("re.search", None)
    assert places.of_words("The river rose") == (5, 1)
