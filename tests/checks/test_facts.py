"""Checks of who made an article, and when."""

from datetime import UTC, datetime

import pytest

from generator.config import Check, PublisherConfig
from generator.model import Credit, Role
from tests.checks.looking import told
from tests.planning.newsroom import article, author

BYLINE = (
    "content/articles/call.md:3:9: warning: author: "
    "expected the name of a person or a desk that made it, got "
)
EDITED = Credit("Ana Díaz", Role.EDITING)


@pytest.mark.parametrize(
    "credits_", [(), (EDITED,), (EDITED, Credit("Bo", Role.TRANSLATION))], ids=len
)
def test_an_article_that_nobody_made_is_told(credits_: tuple[Credit, ...]) -> None:
    found = told(Check.BYLINE, article(credits=credits_))
    assert found == [f"{BYLINE}only who edited or translated it"]


@pytest.mark.parametrize("name", ["The Example", "The Publisher"])
def test_the_name_of_the_publication_is_no_byline(name: str) -> None:
    unsigned = article(credits=(Credit(name), EDITED))
    found = told(Check.BYLINE, unsigned, publisher=PublisherConfig(name="The Publisher"))
    assert found == [f'{BYLINE}only "{name}", the publication']


def test_a_publication_that_says_who_it_is_may_sign() -> None:
    profile = author("the-example", "The Example")
    assert told(Check.BYLINE, article(credits=(Credit("The Example"),)), profile) == []


@pytest.mark.parametrize("role", [Role.REPORTING, Role.PHOTOGRAPHS, Role.GRAPHICS, Role.DATA])
def test_whoever_made_an_article_may_sign_it(role: Role) -> None:
    signed = article(credits=(Credit("Bo Li", role), Credit("The Example")))
    assert told(Check.BYLINE, signed) == []


LATE = datetime(2025, 11, 29, 4, 30, tzinfo=UTC)  # 23:30 on November 28 in New York


def test_an_article_of_today_without_a_time_is_told() -> None:
    assert told(Check.DATE_TIME, article(date="2025-11-28"), now=LATE) == [
        (
            "content/articles/call.md:4:7: warning: date: "
            "expected the time of day for an article of today, got the date alone"
        )
    ]


@pytest.mark.parametrize("date", ["2025-11-28 09:00", "2025-11-27"])
def test_an_article_with_a_time_or_of_another_day_is_let_be(date: str) -> None:
    assert told(Check.DATE_TIME, article(date=date), now=LATE) == []


def test_an_embargo_of_today_has_a_time() -> None:
    released = article(date="2025-11-27", embargo="2025-11-28 08:00")
    assert told(Check.DATE_TIME, released, now=LATE) == []


def test_an_article_that_its_date_releases_is_midnights() -> None:
    midnight = datetime(2025, 11, 28, 5, tzinfo=UTC)
    assert told(Check.DATE_TIME, article(date="2025-11-28"), now=midnight) == []
