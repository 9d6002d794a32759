"""Times as people write them, and the instants that they stand for."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import (
    WHEN_PATTERN,
    When,
    instant,
    lenient_instant,
    parse_when,
    rfc3339,
    zone_named,
)

WRITTEN = {
    "2025-11-28": "2025-11-28",
    " 2025-11-28 ": "2025-11-28",
    "2025-11-28 09:30": "2025-11-28T09:30:00",
    "2025-11-28T09:30": "2025-11-28T09:30:00",
    "2025-11-28 09:30:15": "2025-11-28T09:30:15",
    "2025-11-28 09:30Z": "2025-11-28T09:30:00+00:00",
    "2025-11-28 09:30 Z": "2025-11-28T09:30:00+00:00",
    "2025-11-28T09:30:15-05:00": "2025-11-28T09:30:15-05:00",
    "2025-11-28 09:30 +0530": "2025-11-28T09:30:00+05:30",
    "2024-02-29": "2024-02-29",
    "2025-11-28 00:00": "2025-11-28T00:00:00",
    "2025-11-28 23:59:59": "2025-11-28T23:59:59",
}
REFUSED = [
    "", "today", "2025", "2025-11", "2025-11-28 9:30", "2025-1-2", "2025/11/28", "20251128",
    "2025-11-28 09", "2025-11-28  09:30", "2025-02-29", "2025-13-01", "2025-00-01", "2025-11-31",
    "2025-11-28 24:00", "2025-11-28 24:00:00", "2025-11-28 09:60", "2025-11-28 09:30:60",
    "2025-11-28 09:30 +15:00", "2025-11-28 09:30 +99:00", "2025-11-28 09:30 +05:60",
    "2025-11-28 09:30 EST", "2025-11-28 +05:00", "2025-11-28 09:30z", "2025-11-28 09:30:15.5",
    "٢٠٢٥-١١-٢٨", "2025-11-28\n09:30", "0000-01-01", "0001-01-01", "9999-12-31 23:59 -14:00",
    "2025-11-28 09:30 -", "x2025-11-28", "2025-11-28x",
]  # fmt: skip


def is_time(text: str) -> bool:
    try:
        parse_when(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", WRITTEN)
def test_a_time_is_kept_as_it_was_written(text: str) -> None:
    assert parse_when(text) == When(WRITTEN[text])


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert not is_time(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_editors_check_times_by_a_pattern_that_fits(text: str) -> None:
    assert re.fullmatch(WHEN_PATTERN, text.strip())


def test_a_time_of_day_is_known_to_be_one() -> None:
    assert parse_when("2025-11-28 00:00").has_time
    assert not parse_when("2025-11-28").has_time


moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31))  # noqa: DTZ001 - as written
days = st.dates(date(2, 1, 1), date(9998, 12, 31))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(days)
def test_any_day_comes_back(day: date) -> None:
    assert date.fromisoformat(parse_when(day.isoformat()).text) == day


@given(moments.map(lambda moment: moment.replace(microsecond=0)), st.sampled_from(" T"))
def test_any_time_comes_back(moment: datetime, between: str) -> None:
    assert datetime.fromisoformat(parse_when(moment.isoformat(between)).text) == moment


@given(moments.map(lambda moment: moment.replace(microsecond=0)), offsets)
def test_any_time_with_an_offset_comes_back(moment: datetime, offset: timezone) -> None:
    written = moment.replace(tzinfo=offset)
    found = instant(parse_when(written.isoformat()), ZoneInfo("Asia/Kathmandu"))
    assert found == written


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    assert not is_time(text) or parse_when(parse_when(text).text) == parse_when(text)


ZONES = {
    "America/New_York": ("2026-03-08 02:30", "2026-11-01 01:30"),
    "America/Havana": ("2026-03-08 00:30", "2026-11-01 00:30"),
    "Europe/London": ("2026-03-29 01:30", "2026-10-25 01:30"),
    "Australia/Lord_Howe": ("2026-10-04 02:15", "2026-04-05 01:45"),
    "Pacific/Auckland": ("2026-09-27 02:30", "2026-04-05 02:30"),
    "America/Santiago": ("2026-09-06 00:30", "2026-04-04 23:30"),
}


@pytest.mark.parametrize("name", ZONES)
def test_a_time_that_the_clocks_skip_is_refused(name: str) -> None:
    skipped, _ = ZONES[name]
    message = f"^{skipped} does not exist in {name}, where the clocks change$"
    with pytest.raises(ValueError, match=message):
        instant(parse_when(skipped), ZoneInfo(name))


@pytest.mark.parametrize("name", ZONES)
def test_a_time_that_the_clocks_repeat_is_refused(name: str) -> None:
    _, repeated = ZONES[name]
    message = f"^{repeated} happens twice in {name}, where the clocks change$"
    with pytest.raises(ValueError, match=message):
        instant(parse_when(repeated), ZoneInfo(name))


@pytest.mark.parametrize("name", ZONES)
def test_an_hour_beside_the_change_is_one_instant(name: str) -> None:
    zone = ZoneInfo(name)
    for text in ZONES[name]:
        written = datetime.fromisoformat(text)
        for hours in (-2, 2):
            moment = written + timedelta(hours=hours)
            found = instant(parse_when(moment.isoformat(" ")), zone)
            assert found.replace(tzinfo=None) == moment
            assert found.astimezone(UTC).astimezone(zone) == found


@pytest.mark.parametrize("name", ZONES)
def test_an_offset_makes_a_repeated_time_plain(name: str) -> None:
    _, repeated = ZONES[name]
    zone = ZoneInfo(name)
    first = datetime.fromisoformat(repeated).replace(tzinfo=zone)
    for moment in (first, first.replace(fold=1)):
        assert rfc3339(instant(parse_when(moment.isoformat(" ")), zone)) == moment.isoformat()


@pytest.mark.parametrize("name", ZONES)
def test_where_nobody_is_harmed_a_repeated_time_is_the_first(name: str) -> None:
    zone = ZoneInfo(name)
    skipped, repeated = (parse_when(text) for text in ZONES[name])
    assert lenient_instant(repeated, zone).fold == 0
    moment = lenient_instant(skipped, zone)
    assert moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment.replace(
        tzinfo=None
    )


@pytest.mark.parametrize(
    ("zone", "day", "starts"),
    [
        ("America/New_York", "2026-03-08", "2026-03-08T00:00:00-05:00"),
        ("America/Havana", "2026-03-08", "2026-03-08T01:00:00-04:00"),  # midnight is skipped
        ("America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"),  # midnight comes twice
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"),  # the whole day is skipped
        ("Pacific/Kiritimati", "2026-11-22", "2026-11-22T00:00:00+14:00"),
    ],
)
def test_a_day_starts_with_its_first_instant(zone: str, day: str, starts: str) -> None:
    assert rfc3339(instant(parse_when(day), ZoneInfo(zone))) == starts


@given(days, st.sampled_from(sorted(ZONES)))
def test_any_day_starts_in_any_zone(day: date, name: str) -> None:
    found = instant(When(day.isoformat()), ZoneInfo(name))
    assert found.date() == day
    assert (found - timedelta(seconds=1)).astimezone(UTC) < found


@given(moments.map(lambda moment: moment.replace(microsecond=0)), st.sampled_from(sorted(ZONES)))
def test_any_time_is_one_instant_or_refused(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    try:
        found = instant(parse_when(moment.isoformat()), zone)
    except ValueError:
        return
    assert found.replace(tzinfo=None) == moment
    assert found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment


@pytest.mark.parametrize("name", ["", "Havana", "/etc/localtime", "../UTC", "America", "x\0y"])
def test_a_zone_that_is_none_is_none(name: str) -> None:
    assert zone_named(name) is None


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("America/Havana") == ZoneInfo("America/Havana")


def test_an_instant_is_written_to_the_second() -> None:
    moment = datetime(2025, 11, 28, 9, 30, 15, 999, tzinfo=ZoneInfo("America/New_York"))
    assert rfc3339(moment) == "2025-11-28T09:30:15-05:00"


def test_an_instant_from_before_there_were_zones_is_written_in_utc() -> None:
    moment = datetime(1850, 1, 1, tzinfo=ZoneInfo("America/New_York"))  # 4:56:02 behind
    assert rfc3339(moment) == "1850-01-01T04:56:02+00:00"
