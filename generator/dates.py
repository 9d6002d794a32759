"""Times as a person writes them, and the instants they stand for.

A time in front matter may lack an hour or an offset. Reading keeps it as written (`When`); planning
knows the site's zone and makes it an instant. A time that the zone skips or repeats is refused: an
embargo must never end an hour early.
"""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WHEN_PATTERN = (
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
)
EXPECTED = "a date such as 2025-11-28 or 2025-11-28 09:30"
_WHEN = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?: ?(?P<offset>Z|[+-]\d{2}:?\d{2}))?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class When:
    """A date, or a date and time, as written.

    `text` is ISO 8601: without a time where none was written, without an offset where it is to be
    read in the site's zone.
    """

    text: str

    @property
    def has_time(self) -> bool:
        """Whether a time of day was written."""
        return "T" in self.text


def parse_when(text: str) -> When:
    """Read a date or a date and time; raise `ValueError` where it is not one that exists."""
    match = _WHEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day = date.fromisoformat(match["day"])
    if day.year in (MINYEAR, MAXYEAR):
        raise ValueError(text)  # in another zone it would be out of range
    if match["time"] is None:
        return When(day.isoformat())
    # Not `fromisoformat`: newer Pythons take 24:00, for the midnight that the day began with.
    hours, minutes, seconds = map(int, [*match["time"].split(":"), "0"][:3])
    moment = datetime.combine(day, time(hours, minutes, seconds))
    return When(moment.isoformat() + _offset(match["offset"]))


def _offset(text: str | None) -> str:
    if text is None:
        return ""
    if text == "Z":
        return "+00:00"
    hours, minutes = text[:3], text[-2:]
    if int(hours[1:]) > 14 or int(minutes) > 59:
        raise ValueError(text)
    return f"{hours}:{minutes}"


def instant(when: When, zone: ZoneInfo) -> datetime:
    """Return the instant of `when`, in the site's zone; a bare date is its midnight.

    Raise `ValueError`, with a sentence that says why, where the zone has no such time or has it
    twice.
    """
    written = datetime.fromisoformat(when.text)
    if written.tzinfo is not None:
        return written.astimezone(zone)
    if not when.has_time:
        return _start_of_day(written, zone)
    first = written.replace(tzinfo=zone)
    if _is_steady(written.date(), zone):
        return first
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    exists = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == written
    reason = "happens twice" if exists else "does not exist"
    message = f"{written:%Y-%m-%d %H:%M} {reason} in {zone.key}, where the clocks change"
    raise ValueError(message)


def lenient_instant(when: When, zone: ZoneInfo) -> datetime:
    """Return an instant, where an hour more or less harms nobody."""
    written = datetime.fromisoformat(when.text)
    moment = written if written.tzinfo else written.replace(tzinfo=zone)
    return moment.astimezone(UTC).astimezone(zone)


@lru_cache(maxsize=4096)  # many articles are of one day
def _is_steady(day: date, zone: ZoneInfo) -> bool:
    """Whether a zone's clocks are left alone on a day, so that each of its times exists once."""
    start = datetime.combine(day, time(), zone)
    times = (start, start.replace(hour=12), (start + timedelta(days=1)).replace(fold=1))
    return len({each.utcoffset() for each in times}) == 1


def _start_of_day(midnight: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant of a day: some zones change their clocks at midnight."""
    return midnight.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def zone_named(name: str) -> ZoneInfo | None:
    """Return a time zone by its IANA name, or None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def rfc3339(moment: datetime) -> str:
    """Return an instant as RFC 3339 writes it, to the second."""
    offset = moment.utcoffset()
    if offset is not None and offset.seconds % 60:
        moment = moment.astimezone(UTC)  # a zone's time before there were zones: -04:56:02
    return moment.isoformat(timespec="seconds")


SECOND = timedelta(seconds=1)
