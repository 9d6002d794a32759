"""What the charts count: articles by week and section, pictures by month and credit."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from generator.desk.credits import MonthOfCredits, monthly
from generator.desk.overview import overview
from generator.desk.weeks import NO_SECTION, OTHERS, Series, weekly
from generator.pages import State, Time
from tests.desk.newsroom import NOW, UNREADABLE, article, at, desk, warning


def test_the_weeks_are_the_latest_twenty_six_and_start_on_mondays() -> None:
    weeks = weekly([], NOW)
    assert len(weeks.mondays) == 26
    assert weeks.mondays[-1] == date(2025, 12, 1)
    assert weeks.mondays[0] == date(2025, 6, 9)
    assert weeks.series == ()
    assert weeks.totals == (0,) * 26


def test_an_article_counts_in_its_week_and_section() -> None:
    articles = [
        article(published=at(2025, 12, 1, 0, 0)),
        article(published=at(2025, 11, 30, 23, 59)),
        article(published=at(2025, 11, 24)),
        article(published=at(2025, 11, 25), section=""),
        article(published=at(2025, 6, 8, 23, 59)),  # before the first week
    ]
    weeks = weekly(articles, NOW)
    early = (0,) * 24
    assert weeks.series == (
        Series("Politics", (*early, 2, 1)),
        Series(NO_SECTION, (*early, 1, 0)),
    )
    assert weeks.totals == (*early, 3, 1)


def test_the_charts_of_a_site_at_rest_end_with_its_last_article() -> None:
    old = article(published=at(2025, 3, 5), has_picture=True)
    to_come = article(published=at(2025, 12, 3), state=State.SCHEDULED)
    known = overview(desk(old, to_come, article(published=at(2024, 1, 1))))
    assert known.until == old.published.at
    assert known.weeks.totals[-1] == 1
    assert known.months[-1] == MonthOfCredits(date(2025, 3, 1), 1, 1)


@pytest.mark.parametrize("latest", [at(2025, 6, 9), None])
def test_the_charts_of_a_site_at_work_end_now(latest: Time | None) -> None:
    articles = [article(published=latest)] if latest else []
    assert overview(desk(*articles)).until == NOW


def test_only_what_readers_could_see_counts() -> None:
    published = at(2025, 11, 28, 9, 30)
    articles = [article(state=state, published=published) for state in State]
    later = article(state=State.PUBLISHED, published=Time(NOW + timedelta(days=1), has_time=True))
    assert sum(weekly([*articles, later], NOW).totals) == 3


def test_a_week_is_that_of_the_site() -> None:
    late = datetime(2025, 12, 1, 3, 0, tzinfo=ZoneInfo("UTC"))  # Sunday evening in Havana
    weeks = weekly([article(published=Time(late, has_time=True))], NOW)
    assert weeks.totals[-2:] == (1, 0)


def test_the_sections_beyond_the_fifth_are_counted_together() -> None:
    sections = ["A"] * 7 + ["B"] * 6 + ["C"] * 5 + ["D"] * 4 + ["F"] * 2 + ["E"] * 2 + ["G"]
    weeks = weekly([article(section=each) for each in sections], NOW)
    assert [(each.name, sum(each.counts)) for each in weeks.series] == [
        ("A", 7), ("B", 6), ("C", 5), ("D", 4), ("E", 2), (OTHERS, 3),
    ]  # fmt: skip


def test_the_months_are_the_latest_twelve() -> None:
    months = monthly([], NOW)
    assert [each.month for each in months][:2] == [date(2025, 1, 1), date(2025, 2, 1)]
    assert months[-1] == MonthOfCredits(date(2025, 12, 1), 0, 0)
    assert len(monthly([], datetime(2025, 2, 3, tzinfo=NOW.tzinfo))) == 12


def test_pictures_without_a_credit_are_a_share_of_those_with_a_picture() -> None:
    articles = [
        article(has_picture=True, has_credit=True),
        article(has_picture=True, has_credit=True),
        article(has_picture=True),
        article(),
        article(has_picture=True, state=State.DRAFT),
    ]
    november = monthly(articles, NOW)[-2]
    assert november == MonthOfCredits(date(2025, 11, 1), pictures=3, missing=1)
    assert november.per_cent == 34


def test_no_share_is_told_as_none_but_none() -> None:
    month = date(2025, 11, 1)
    assert MonthOfCredits(month, 0, 0).per_cent == 0
    assert MonthOfCredits(month, 1000, 0).per_cent == 0
    assert MonthOfCredits(month, 1000, 1).per_cent == 1
    assert MonthOfCredits(month, 1000, 1000).per_cent == 100


def test_the_desk_is_looked_over_as_a_whole() -> None:
    shown = desk(
        article("A", problems=(warning("tags"), warning("tags"), warning("summary"))),
        article("B", problems=(warning("tags"),), section="Economy", byline=("B", "A")),
        article("C", section="", byline=()),
        problems=(UNREADABLE,),
    )
    known = overview(shown)
    assert (known.errors, known.warnings) == (1, 4)
    assert known.kinds == (("tags", 2), ("summary", 1))
    assert known.sections == ("Economy", "Politics")
    assert known.bylines == ("A", "Ana Pérez", "B")
