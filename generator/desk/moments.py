"""Times as an editor says them: "Monday 09:00", "in 2 h 5 min". `now` is in the site's zone."""

from datetime import UTC, datetime, timedelta

from generator.pages import Time

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
YEAR = 365 * DAY
MONTH = YEAR // 12
NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
COMING_DAYS = range(2, 7)  # a weekday's name means one day only
SHOWN_IN_DAYS = 60 * DAY


def told(time: datetime | Time, now: datetime) -> str:
    """Return when something is, without its hour where that is not known."""
    if isinstance(time, Time):
        return told(time.at, now) if time.has_time else day(time.at, now)
    at = time.astimezone(now.tzinfo)
    name = day(at, now)
    separator = ", " if name[:1].isdigit() else " "
    return f"{name}{separator}{at:%H:%M}"


def day(time: datetime, now: datetime) -> str:
    """Return a day: "today", "Monday" where it is near and to come, else "28 Nov 2025"."""
    at = time.astimezone(now.tzinfo)
    away = (at.date() - now.date()).days
    if away in NEAR_DAYS:
        return NEAR_DAYS[away]
    if away in COMING_DAYS:
        return f"{at:%A}"
    year = "" if at.year == now.year else f" {at.year}"
    return f"{at.day} {at:%b}{year}"


def in_full(time: datetime | Time, now: datetime) -> str:
    """Return a date that cannot be mistaken for another, with the hour and its zone if known."""
    moment = time.at if isinstance(time, Time) else time
    at = moment.astimezone(now.tzinfo)
    date = f"{at:%A} {at.day} {at:%B} {at.year}"
    return date if isinstance(time, Time) and not time.has_time else f"{date}, {at:%H:%M %Z}"


def distance(time: datetime, now: datetime) -> str:
    """Return how far away something is: "in 2 h 5 min", "3 days ago", "now"."""
    seconds = (time.astimezone(UTC) - now.astimezone(UTC)) // timedelta(seconds=1)
    if abs(seconds) < MINUTE:
        return "now"
    return f"in {_long(seconds)}" if seconds > 0 else f"{_roughly(-seconds)} ago"


def _long(seconds: int) -> str:
    """Return a wait, in its two largest units while the second one matters."""
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < DAY:
        return _parts((seconds // HOUR, "h"), (seconds % HOUR // MINUTE, "min"))
    if seconds < 7 * DAY:
        return _parts((seconds // DAY, "days"), (seconds % DAY // HOUR, "h"))
    return _roughly(seconds)


def _roughly(seconds: int) -> str:
    for unit, name in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if unit <= seconds < SHOWN_IN_DAYS:
            return _counted(seconds // unit, name)
    if seconds < YEAR:
        return _counted(seconds // MONTH, "months")
    return _counted(seconds // YEAR, "years")


def _parts(*parts: tuple[int, str]) -> str:
    return " ".join(_counted(count, name) for count, name in parts if count)


def _counted(count: int, name: str) -> str:
    return f"{count} {name.removesuffix('s') if count == 1 else name}"
