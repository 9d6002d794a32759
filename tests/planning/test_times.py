"""Where an article is in its life at each moment, and when that changes by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import When
from generator.model import Article, Withdrawal
from generator.pages import State
from generator.planning.plan import Plan
from generator.planning.times import Clock, Life, upcoming
from tests.planning.newsroom import (
    NEW_YORK,
    NOW,
    article,
    correction,
    page,
    plan,
    problems,
    site,
    when,
)

SECOND = timedelta(seconds=1)


def ny(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def life(one: Article, now: datetime = NOW) -> Life:
    clock = Clock(now, NEW_YORK)
    found = clock.life(one)
    assert clock.problems == []
    return found


def changes(one: Article, now: datetime = NOW) -> list[tuple[str, str]]:
    """Return what is to come, with its time in New York."""
    found = upcoming(life(one, now).changes, now)
    return [
        (f"{each.at:%Y-%m-%d %H:%M:%S}", each.reason.removeprefix(f"{one.source}: "))
        for each in found
    ]


# -- states


@pytest.mark.parametrize(
    ("values", "at", "before", "after"),
    [
        ({"date": "2025-11-28 09:30"}, "2025-11-28 09:30", State.SCHEDULED, State.PUBLISHED),
        ({"date": "2025-11-28"}, "2025-11-28 00:00", State.SCHEDULED, State.PUBLISHED),
        ({"date": "2025-11-28 09:30:15"}, "2025-11-28 09:30:15", State.SCHEDULED, State.PUBLISHED),
        (
            {"date": "2025-11-28T15:30+01:00"},
            "2025-11-28 09:30",
            State.SCHEDULED,
            State.PUBLISHED,
        ),
        (
            {"date": "2025-11-01", "embargo": "2025-11-28 09:30"},
            "2025-11-28 09:30",
            State.EMBARGOED,
            State.PUBLISHED,
        ),
        (
            {"date": "2025-11-28 09:30", "embargo": "2025-11-28 08:00"},
            "2025-11-28 08:00",
            State.EMBARGOED,
            State.SCHEDULED,
        ),
        (
            {"date": "2025-11-01", "expires": "2025-11-28 09:30"},
            "2025-11-28 09:30",
            State.PUBLISHED,
            State.EXPIRED,
        ),
        (
            {"date": "2025-11-01", "expires": "2025-11-28"},
            "2025-11-28 00:00",
            State.PUBLISHED,
            State.EXPIRED,
        ),
        (
            {"date": "2025-11-01", "withdrawn": Withdrawal(When("2025-11-28T09:30:00"))},
            "2025-11-28 09:30",
            State.PUBLISHED,
            State.WITHDRAWN,
        ),
        (
            {"date": "2025-11-28 09:30", "withdrawn": Withdrawal()},
            "2025-11-28 09:30",
            State.SCHEDULED,
            State.WITHDRAWN,
        ),
    ],
)
def test_a_state_begins_at_its_second_and_not_before(
    values: dict[str, Any], at: str, before: State, after: State
) -> None:
    one = article(**values)
    moment = ny(at)
    assert life(one, moment - SECOND).state is before
    assert life(one, moment).state is after
    assert life(one, moment + SECOND).state is after


@pytest.mark.parametrize("now", [NOW, NOW + timedelta(days=36500)])
def test_a_draft_is_a_draft_for_ever(now: datetime) -> None:
    one = article(draft=True, expires="2025-11-30", withdrawn=Withdrawal())
    assert life(one, now).state is State.DRAFT
    assert changes(one, now) == []


def test_the_machines_own_zone_does_not_matter() -> None:
    now = datetime(2025, 11, 28, 23, 30, tzinfo=UTC)
    assert life(article(date="2025-11-28 18:30"), now).state is State.PUBLISHED
    assert life(article(date="2025-11-28 18:31"), now).state is State.SCHEDULED


def test_an_embargo_ends_at_its_instant_where_the_clock_shows_the_hour_twice() -> None:
    one = article(date="2025-11-01", embargo="2025-11-02T01:30-05:00")
    first = datetime(2025, 11, 2, 5, 45, tzinfo=UTC)  # 1:45 for the first time
    assert life(one, first).state is State.EMBARGOED
    assert life(one, datetime(2025, 11, 2, 6, 30, tzinfo=UTC)).state is State.PUBLISHED


def test_the_later_of_date_and_embargo_is_when_it_was_published() -> None:
    assert life(article(date="2025-11-01", embargo="2025-11-20 10:00")).published.at == ny(
        "2025-11-20 10:00"
    )
    assert life(article(date="2025-11-20", embargo="2025-11-01")).published.at == ny("2025-11-20")


def test_times_are_in_the_sites_zone() -> None:
    found = life(article(date="2025-11-28T20:00Z"))
    assert found.published.at.isoformat() == "2025-11-28T15:00:00-05:00"
    assert found.published.has_time


def test_a_bare_date_is_midnight_and_says_that_it_has_no_time() -> None:
    found = life(article(date="2025-11-28"))
    assert found.published.at.isoformat() == "2025-11-28T00:00:00-05:00"
    assert not found.published.has_time


# -- what is wrong


@pytest.mark.parametrize("field", ["date", "updated", "embargo", "expires"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2025-03-09 02:30", "does not exist"),
        ("2025-11-02 01:30", "happens twice"),
    ],
)
def test_a_time_that_the_zone_skips_or_repeats_is_refused_where_it_stands(
    field: str, text: str, why: str
) -> None:
    one = article(**({"date": "2025-01-01"} | {field: text}))
    line, column = one.places[field]
    assert problems(one) == [
        (
            f"content/articles/call.md:{line}:{column}: {field}: expected a time that exists once,"
            f" got one that {text} {why} in America/New_York, where the clocks change"
        )
    ]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("corrections", {"corrections": (correction("2025-03-09 02:30"),)}),
        ("withdrawn", {"withdrawn": Withdrawal(when("2025-03-09 02:30"))}),
    ],
)
def test_such_a_time_inside_a_field_is_refused_at_the_field(
    field: str, values: dict[str, Any]
) -> None:
    one = article(date="2025-01-01", **values)
    line, column = one.places[field]
    (problem,) = problems(one)
    assert problem.startswith(f"content/articles/call.md:{line}:{column}: {field}: ")
    assert "2025-03-09 02:30 does not exist" in problem


def test_such_a_time_with_an_offset_is_accepted() -> None:
    assert problems(article(date="2025-11-02T01:30-04:00")) == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"updated": "2025-11-28 09:29"},
            "updated: expected a time after it was first published, got 2025-11-28 09:29",
        ),
        (
            {"updated": "2025-11-27"},
            "updated: expected a time after it was first published, got 2025-11-27 00:00",
        ),
        (
            {"expires": "2025-11-28 09:30"},
            "expires: expected a time after it goes live, got 2025-11-28 09:30",
        ),
        (
            {"expires": "2025-11-28"},
            "expires: expected a time after it goes live, got 2025-11-28 00:00",
        ),
        (
            {"expires": "2025-11-29", "embargo": "2025-11-30"},
            "expires: expected a time after it goes live, got 2025-11-29 00:00",
        ),
    ],
)
def test_times_in_an_order_that_cannot_be_are_refused(values: dict[str, Any], message: str) -> None:
    one = article(**values)
    line, column = one.places[message.partition(":")[0]]
    assert problems(one) == [f"content/articles/call.md:{line}:{column}: {message}"]


def test_an_update_on_the_day_of_publication_without_a_time_is_no_problem_and_not_fresh() -> None:
    one = article(date="2025-11-28 09:30", updated="2025-11-28")
    assert problems(one) == []
    assert life(one).updated is None
    assert life(one).modified == life(one).published


# -- updates and corrections


def test_an_update_shows_from_its_second_on() -> None:
    one = article(updated="2025-11-30 18:00")
    at = ny("2025-11-30 18:00")
    assert life(one, at - SECOND).updated is None
    assert life(one, at - SECOND).modified.at == ny("2025-11-28 09:30")
    found = life(one, at).updated
    assert found is not None
    assert found.at == at
    assert life(one, at).modified.at == at


def test_an_update_before_anybody_could_read_it_is_not_fresh() -> None:
    one = article(date="2025-11-01", updated="2025-11-10", embargo="2025-11-20")
    assert life(one).updated is None
    assert life(one).modified.at == ny("2025-11-20")


def test_a_correction_shows_from_its_second_on_and_is_a_modification() -> None:
    one = article(corrections=(correction("2025-11-30 18:00"), correction("2025-11-29")))
    at = ny("2025-11-30 18:00")
    assert [note.date.at for note in life(one, at - SECOND).notes] == [ny("2025-11-29")]
    assert life(one, at - SECOND).modified.at == ny("2025-11-29")
    assert [note.date.at for note in life(one, at).notes] == [ny("2025-11-29"), at]
    assert life(one, at).modified.at == at


def test_the_update_of_a_page_that_is_still_to_come_is_not_shown() -> None:
    one = page(updated=when("2025-12-01 09:01"))
    (placed,) = site(one).pages
    assert placed.updated is None
    (placed,) = site(one, now=NOW + timedelta(minutes=1)).pages
    assert placed.updated is not None
    assert plan(one).valid_until == NOW + timedelta(minutes=1)


# -- what is to come


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"date": "2025-11-28"}, []),
        ({"date": "2025-11-30 09:30"}, [("2025-12-02 09:30:00", "leaves the news sitemap")]),
        ({"date": "2025-11-30 09:30", "canonical": "https://a.example/"}, []),
        (
            {"date": "2025-12-24"},
            [
                ("2025-12-24 00:00:00", "goes live"),
                ("2025-12-26 00:00:00", "leaves the news sitemap"),
            ],
        ),
        (
            {"date": "2025-12-24", "embargo": "2025-12-25 12:00", "expires": "2025-12-26"},
            [("2025-12-25 12:00:00", "goes live"), ("2025-12-26 00:00:00", "expires")],
        ),
        (
            {"date": "2025-11-01", "withdrawn": Withdrawal(when("2025-12-24"))},
            [("2025-12-24 00:00:00", "is withdrawn")],
        ),
        (
            {"date": "2025-12-24", "withdrawn": Withdrawal()},
            [("2025-12-24 00:00:00", "its withdrawal notice appears")],
        ),
        (
            {"expires": "2025-12-10", "withdrawn": Withdrawal(when("2025-12-24"))},
            [
                ("2025-12-10 00:00:00", "expires"),
                ("2025-12-24 00:00:00", "its withdrawal notice appears"),
            ],
        ),
        (
            {"expires": "2025-11-29", "withdrawn": Withdrawal(when("2025-12-24"))},
            [("2025-12-24 00:00:00", "its withdrawal notice appears")],
        ),
        (
            {"expires": "2025-12-24", "withdrawn": Withdrawal(when("2025-12-10"))},
            [("2025-12-10 00:00:00", "is withdrawn")],
        ),
        (
            {"updated": "2025-12-10", "corrections": (correction("2025-12-11"),)},
            [
                ("2025-12-10 00:00:00", "shows that it was updated"),
                ("2025-12-11 00:00:00", "shows a correction"),
            ],
        ),
        (
            {"updated": "2025-12-10", "expires": "2025-12-09"},
            [("2025-12-09 00:00:00", "expires")],
        ),
        ({"expires": "2025-11-29"}, []),
        ({"withdrawn": Withdrawal()}, []),
    ],
)
def test_every_change_to_come_is_known(
    values: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert changes(article(**values)) == expected


def test_two_days_in_the_news_are_48_hours_where_the_clocks_change() -> None:
    one = article(date="2025-11-01 09:00")
    (change,) = upcoming(life(one, ny("2025-11-01 10:00")).changes, ny("2025-11-01 10:00"))
    assert change.at.isoformat() == "2025-11-03T08:00:00-05:00"


def test_the_soonest_change_says_until_when_a_plan_is_valid() -> None:
    made = plan(
        article("later", "2025-12-24"), article("sooner", "2025-12-02 07:00"), article("now")
    )
    assert made.valid_until == ny("2025-12-02 07:00")
    assert made.changes[0].reason == "content/articles/sooner.md: goes live"
    assert plan(article()).valid_until is None


def test_a_time_that_is_now_is_no_longer_to_come() -> None:
    one = article(date="2025-12-01 09:00")
    assert changes(one, NOW) == [("2025-12-03 09:00:00", "leaves the news sitemap")]


MOMENTS = st.integers(0, 12).map(lambda n: ny("2025-11-01") + timedelta(hours=11 * n))
TIMES = MOMENTS.map(lambda at: When(f"{at:%Y-%m-%dT%H:%M:%S}")) | MOMENTS.map(
    lambda at: When(f"{at:%Y-%m-%d}")
)
LIVES: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    date=TIMES,
    updated=st.none() | TIMES,
    embargo=st.none() | TIMES,
    expires=st.none() | TIMES,
    withdrawn=st.none() | st.builds(Withdrawal, st.none() | TIMES),
    corrections=st.lists(TIMES.map(lambda at: correction(at.text)), max_size=2).map(tuple),
    canonical=st.sampled_from(["", "", "https://elsewhere.example/"]),
)


def seen(made: Plan) -> dict[str, object]:
    """Return all that readers can see of a plan."""
    return {path: each.recipe for path, each in made.outputs.items()}


@given(LIVES, st.integers(0, 24 * 9), st.integers(1, 24 * 9))
def test_nothing_changes_before_the_moment_that_a_plan_names(
    values: dict[str, Any], start: int, hours: int
) -> None:
    now = datetime(2025, 10, 31, 4, 0, tzinfo=UTC) + timedelta(hours=start)
    later = now + timedelta(hours=hours)
    one = article(**values)
    made = plan(one, now=now)
    until = made.valid_until
    if until is None or later < until:
        assert seen(plan(one, now=later)) == seen(made)
    else:
        assert seen(plan(one, now=until - SECOND)) == seen(made)
        assert seen(plan(one, now=until)) != seen(made)
