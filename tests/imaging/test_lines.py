"""A headline breaks into few lines of even length, where its script allows it."""

import pytest

from generator.imaging.lines import balanced, crumbs_of, joined, pieces_of


def lines(text: str, limit: int) -> list[str] | None:
    return balanced(pieces_of(text), len, limit)


def broken(text: str) -> list[str]:
    return [piece.text for piece in pieces_of(text)]


def test_lines_are_as_few_as_can_be_and_even() -> None:
    text = "one after the other the ships have left"
    assert lines(text, 40) == [text]
    assert lines(text, 36) == ["one after the other", "the ships have left"]


def test_no_word_is_left_alone_at_the_end() -> None:
    assert lines("Ministers will meet on Monday night again", 35) == [
        "Ministers will meet", "on Monday night again",
    ]  # fmt: skip


def test_a_line_ends_at_a_pause_and_not_at_a_short_word() -> None:
    assert lines("Dark, snow seven", 10) == ["Dark,", "snow seven"]
    assert lines("ships to ports", 8) == ["ships", "to ports"]


def test_a_word_that_is_too_long_leaves_no_lines() -> None:
    assert lines("a verylongword", 8) is None


def test_a_word_that_is_too_long_can_be_crumbled() -> None:
    crumbs = crumbs_of(pieces_of("a verylongword end"), lambda text: len(text) <= 8)
    assert joined(crumbs) == "a verylongword end"
    assert balanced(crumbs, len, 8) == ["a veryl", "ongword", "end"]


def test_crumbs_keep_a_letter_with_its_accents() -> None:
    crumbs = crumbs_of(pieces_of("q\u0301x\u0302\u0301y"), lambda text: len(text) <= 1)
    assert [crumb.text for crumb in crumbs] == ["q\u0301", "x\u0302\u0301", "y"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Berlin-Brandenburg", ["Berlin-", "Brandenburg"]),
        ("and/or", ["and/", "or"]),
        ("2024-25", ["2024-25"]),
        ("-", ["-"]),
        ("«\xa0Oui\xa0» !", ["«\xa0Oui\xa0»", "!"]),
        ("港を出た。", ["港", "を", "出", "た。"]),
        ("「港」", ["「港」"]),
        ("ショー", ["ショー"]),
        ("서울시 항구", ["서울시", "항구"]),
        ("ท่า\u200bเรือ", ["ท่า\u200b", "เรือ"]),
    ],
)
def test_a_break_comes_where_readers_expect_it(text: str, pieces: list[str]) -> None:
    assert broken(text) == pieces
    assert joined(pieces_of(text)) == text
