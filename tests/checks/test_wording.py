"""Checks of words: at the limit all is well, beyond it the place is told."""

from dataclasses import replace

import pytest

from generator.checks.wording import LONGEST_START, LONGEST_SUMMARY, LONGEST_TITLE
from generator.config import Check
from generator.model import Mention
from generator.site_fields import CHECKED
from tests.checks.looking import told
from tests.planning.newsroom import article, body, page

UNPAIRED = "expected quotation marks in pairs, got one that lacks its other half"


def test_a_headline_that_is_too_long_for_cards_is_told() -> None:
    assert told(Check.TITLE_LENGTH, article(title="x" * (LONGEST_TITLE + 1))) == [
        (
            "content/articles/call.md:2:8: warning: title: expected at most 90 characters, "
            "which cards for links show, got 91"
        )
    ]


def test_a_headline_that_just_fits_is_let_be() -> None:
    assert told(Check.TITLE_LENGTH, article(title="e\u0301" * LONGEST_TITLE)) == []


def test_an_article_without_a_summary_is_told() -> None:
    assert told(Check.SUMMARY, article()) == [
        (
            "content/articles/call.md: warning: summary: "
            "expected what search results, cards and lists say of the article, got none"
        )
    ]


def test_an_article_with_a_summary_is_let_be() -> None:
    assert told(Check.SUMMARY, article(summary="What happened.")) == []


def test_a_summary_that_search_results_cut_off_is_told() -> None:
    assert told(Check.SUMMARY_LENGTH, article(summary="x" * (LONGEST_SUMMARY + 1))) == [
        (
            "content/articles/call.md: warning: summary: expected at most 160 characters, "
            "which search results show, got 161"
        )
    ]


@pytest.mark.parametrize("length", [0, LONGEST_SUMMARY])
def test_a_summary_that_just_fits_is_let_be(length: int) -> None:
    assert told(Check.SUMMARY_LENGTH, article(summary="x" * length)) == []


def test_a_first_paragraph_that_is_too_long_is_told_where_it_starts() -> None:
    long = replace(body("word " * (LONGEST_START + 1)), start=(14, 3))
    assert told(Check.FIRST_PARAGRAPH, article(body=long)) == [
        (
            "content/articles/call.md:14:3: warning: "
            "expected a first paragraph of at most 60 words, got 61"
        )
    ]


def test_a_first_paragraph_that_just_fits_is_let_be() -> None:
    fitting = body("word " * LONGEST_START)
    assert told(Check.FIRST_PARAGRAPH, article(body=fitting)) == []


def test_quotation_marks_are_told_where_they_lack_their_half() -> None:
    lacking = replace(body(), unpaired=(Mention("“Yes, she said.", 14, 1),))
    found = told(
        Check.QUOTATION_MARKS,
        article(title="The “call", summary="No” was said.", body=lacking),
        page(body=lacking),
    )
    in_paragraph = f"{UNPAIRED}, in the paragraph: “Yes, she said."
    assert found == [
        f"content/articles/call.md: warning: summary: {UNPAIRED}",
        f"content/articles/call.md:2:8: warning: title: {UNPAIRED}",
        f"content/articles/call.md:14:1: warning: {in_paragraph}",
        f"content/pages/about.md:14:1: warning: {in_paragraph}",
    ]


def test_quotation_marks_in_pairs_are_let_be() -> None:
    whole = article(title="The “call”", summary="It’s the ‘no’ that counts.")
    assert told(Check.QUOTATION_MARKS, whole, page()) == []


def test_of_a_long_paragraph_the_start_is_told() -> None:
    lacking = replace(body(), unpaired=(Mention("x" * 61, 14, 1),))
    (found,) = told(Check.QUOTATION_MARKS, article(body=lacking))
    assert found.endswith(f"in the paragraph: {'x' * 60}…")


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        (Check.TITLE_LENGTH, LONGEST_TITLE),
        (Check.SUMMARY_LENGTH, LONGEST_SUMMARY),
        (Check.FIRST_PARAGRAPH, LONGEST_START),
    ],
)
def test_what_is_documented_is_the_limit(name: Check, limit: int) -> None:
    assert f" {limit} " in CHECKED[name]
