"""Texts are cut where search engines and cards cut them, and in whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.desk.cutting import columns, cut


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Harbour", 7, "Harbour"),
        ("Harbour reopens", 15, "Harbour reopens"),
        ("Harbour reopens", 14, "Harbour…"),
        ("Harbour reopens at noon", 16, "Harbour reopens…"),
        ("Harbour, reopened", 10, "Harbour…"),
        ("Antidisestablishmentarianism", 10, "Antidises…"),
        ("A disestablishmentarianism", 12, "A disestabl…"),
        ("港口重新開放", 12, "港口重新開放"),
        ("港口重新開放了", 12, "港口重新開…"),
        ("e\u0301" * 10, 10, "e\u0301" * 10),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_to_its_columns(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


@given(st.text(), st.integers(2, 80))
def test_nothing_that_is_cut_is_too_wide(text: str, most: int) -> None:
    assert columns(cut(text, most)) <= most


@given(st.text(), st.integers(2, 80))
def test_what_fits_stays_as_it_is(text: str, most: int) -> None:
    if columns(text) <= most:
        assert cut(text, most) == text
