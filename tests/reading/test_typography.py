"""Metadata is set as texts are: what Markdown does to a text is done to a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.plain_text import plain
from generator.reading.typography import typeset, typeset_line
from tests.reading.texts import html_of

LINES = {
    'He said "yes"': "He said “yes”",
    "It's 'so'": "It’s ‘so’",
    "\"'Nested' words\"": "“‘Nested’ words”",
    "The '90s": "The ’90s",
    "dogs' days": "dogs’ days",
    '("bracketed")': "(“bracketed”)",
    "a -- b --- c...": "a – b — c…",
    "2025-11-28": "2025-11-28",
    "plain": "plain",
    "": "",
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_set_as_a_newspaper_would(line: str) -> None:
    assert typeset(line) == LINES[line]


@pytest.mark.parametrize("line", [line for line in LINES if line])
def test_a_title_looks_like_the_same_words_in_a_text(line: str) -> None:
    assert plain(html_of(line)) == typeset(line)


def test_a_text_is_put_on_one_line() -> None:
    assert typeset_line(' "a"\n  b ') == "“a” b"


@given(st.text(st.sampled_from("ab \"'-.()“”")))
def test_any_line_is_set_once_and_for_all(line: str) -> None:
    assert typeset(typeset(line)) == typeset(line)
    assert not set(typeset(line)) & set("\"'")
