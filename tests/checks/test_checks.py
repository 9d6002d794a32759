"""The list of checks as a whole: names, severities, and what each door looks at."""

from dataclasses import replace

import pytest

from generator.checks import (
    ARTICLE_CHECKS,
    ELSEWHERE,
    LAYOUT_CHECKS,
    SITE_CHECKS,
    TEXT_CHECKS,
    check,
    check_article,
    check_for_build,
    check_layouts,
    check_site,
)
from generator.config import Check
from generator.errors import Severity
from generator.model import Mention
from generator.planning.changes import Audience
from generator.site_fields import CHECKED
from tests.checks.looking import NO_LAYOUTS
from tests.planning.newsroom import article, body, image, page, picture, site

BARE = article(image=image(credit=""), tags=("Strike",), summary="What happened.")
OTHER = article("other", tags=("Strikes",), summary="What happened.")
CREDIT, TAGS = Check.PICTURE_CREDIT, Check.SIMILAR_TAGS


def test_every_check_has_a_place_in_the_list_and_a_line_in_the_readme() -> None:
    listed = {each.name for each in (*ARTICLE_CHECKS, *TEXT_CHECKS, *SITE_CHECKS, *LAYOUT_CHECKS)}
    assert listed | ELSEWHERE == set(Check)
    assert not listed & ELSEWHERE
    assert list(CHECKED) == list(Check)


def test_a_problem_says_which_check_found_it_and_how_severe_it_is() -> None:
    found = check(site(BARE, OTHER, picture()), NO_LAYOUTS)
    assert [(each.check, each.severity) for each in found] == [
        (CREDIT, Severity.ERROR),
        (TAGS, Severity.WARNING),
    ]


def test_site_toml_says_how_severe_a_finding_is() -> None:
    levels = ((CREDIT, None), (TAGS, Severity.ERROR))
    found = check(site(BARE, OTHER, picture(), checks=levels), NO_LAYOUTS)
    assert [(each.check, each.severity) for each in found] == [(TAGS, Severity.ERROR)]


def test_in_a_preview_every_finding_only_warns() -> None:
    found = check(site(BARE, OTHER, picture(), audience=Audience.PREVIEW), NO_LAYOUTS)
    assert {each.severity for each in found} == {Severity.WARNING}


def test_a_build_looks_for_errors_alone() -> None:
    made = site(BARE, OTHER, picture())
    assert [each.check for each in check_for_build(made, NO_LAYOUTS)] == [CREDIT]


def test_a_preview_builds_with_the_errors_as_warnings() -> None:
    made = site(BARE, OTHER, picture(), audience=Audience.PREVIEW)
    (found,) = check_for_build(made, NO_LAYOUTS)
    assert (found.check, found.severity) == (CREDIT, Severity.WARNING)


def test_one_article_can_be_looked_at_alone() -> None:
    made = site(BARE, OTHER, picture())
    first, second = made.articles
    found = [*check_article(made, first), *check_article(made, second)]
    assert [each.check for each in found] == [CREDIT]


def test_the_site_is_looked_at_with_its_pages_and_without_its_articles() -> None:
    lacking = replace(body(), unpaired=(Mention("“Yes.", 9, 1),))
    made = site(BARE, OTHER, picture(), page(body=lacking))
    assert [each.check for each in check_site(made)] == [TAGS, Check.QUOTATION_MARKS]


def test_the_doors_together_tell_everything_once() -> None:
    made = site(BARE, OTHER, picture(), page())
    parts = [*check_site(made), *check_layouts(made, NO_LAYOUTS)]
    for each in made.articles:
        parts += check_article(made, each)
    assert sorted(parts) == list(check(made, NO_LAYOUTS))


@pytest.mark.parametrize("name", [each for each in Check if each not in ELSEWHERE])
def test_what_is_switched_off_is_not_told(name: Check) -> None:
    found = check(site(BARE, OTHER, picture(), checks=((name, None),)), NO_LAYOUTS)
    assert name not in {each.check for each in found}
