"""Times in words: near ones by their day, others by a date that cannot be mistaken."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.desk.moments import distance, in_full, told
from generator.pages import Time
from tests.desk.newsroom import NOW, ZONE, at


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (at(2025, 12, 1, 23, 59), "today 23:59"),
        (at(2025, 12, 2, 0, 0), "tomorrow 00:00"),
        (at(2025, 11, 30, 14, 10), "yesterday 14:10"),
        (at(2025, 12, 3, 9, 0), "Wednesday 09:00"),
        (at(2025, 12, 7, 9, 0), "Sunday 09:00"),
        (at(2025, 12, 8, 9, 0), "8 Dec, 09:00"),  # the next Monday is no longer "Monday"
        (at(2025, 11, 28, 9, 30), "28 Nov, 09:30"),
        (at(2024, 11, 28, 9, 30), "28 Nov 2024, 09:30"),
        (at(2026, 1, 5, 9, 30), "5 Jan 2026, 09:30"),
        (at(2025, 12, 1), "today"),
        (at(2025, 11, 28), "28 Nov"),
    ],
)
def test_a_time_is_told_as_people_say_it(time: Time, expected: str) -> None:
    assert told(time, NOW) == expected


def test_a_time_is_told_in_the_zone_of_the_site() -> None:
    assert told(datetime(2025, 12, 3, 2, 30, tzinfo=UTC), NOW) == "tomorrow 21:30"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (at(2025, 12, 3, 9, 0), "Wednesday 3 December 2025, 09:00 CST"),
        (at(2025, 7, 3, 9, 0), "Thursday 3 July 2025, 09:00 CDT"),
        (at(2025, 12, 3), "Wednesday 3 December 2025"),
    ],
)
def test_a_full_date_has_its_year_and_zone(time: Time, expected: str) -> None:
    assert in_full(time, NOW) == expected


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(seconds=-59), "now"),
        (timedelta(minutes=1), "in 1 min"),
        (timedelta(hours=2, minutes=5), "in 2 h 5 min"),
        (timedelta(hours=3), "in 3 h"),
        (timedelta(days=1, hours=2), "in 1 day 2 h"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=30), "in 30 days"),
        (timedelta(days=90), "in 2 months"),
        (timedelta(minutes=-12), "12 min ago"),
        (timedelta(hours=-5, minutes=-50), "5 h ago"),
        (timedelta(days=-1, hours=-20), "1 day ago"),
        (timedelta(days=-400), "1 year ago"),
        (timedelta(days=-4000), "10 years ago"),
    ],
)
def test_a_distance_is_told_in_units_that_matter(away: timedelta, expected: str) -> None:
    assert distance(NOW + away, NOW) == expected


def test_a_wait_counts_the_hour_that_the_clocks_repeat() -> None:
    before = datetime(2025, 11, 2, 0, 30, tzinfo=ZONE)
    after = datetime(2025, 11, 2, 1, 30, tzinfo=ZONE)
    assert distance(after, before) == "in 2 h"
