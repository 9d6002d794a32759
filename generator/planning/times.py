"""Time as part of the plan: where each article is in its life, and when that changes by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from generator.dates import When, instant, lenient_instant
from generator.errors import Problem
from generator.model import Article
from generator.pages import Note, State, Time

NEWS_WINDOW = timedelta(hours=48)  # how long an article stays in the news sitemap


class Audience(Enum):
    """For whom a site is built."""

    PUBLIC = "public"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happens to the site by itself, with no edit."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Life:
    """An article's times as instants, and its state now. None where a time was not given.

    `published` is when readers could first see it: its date, or the end of its embargo if later.
    """

    state: State
    published: Time
    modified: Time
    updated: Time | None
    withdrawn: Time | None
    notes: tuple[Note, ...]
    changes: tuple[Change, ...]


class Clock:
    """Reads written times in the site's zone, as of `now`, and collects what is wrong with them."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        """Start at `now`, an aware time."""
        self.now = now.astimezone(zone)
        self._zone = zone
        self.problems: list[Problem] = []

    def life(self, article: Article) -> Life:
        """Return where an article is in its life."""
        times = _Times(self, article)
        times.check()
        return times.life()

    def time(self, when: When, article: Article, field: str) -> Time:
        """Return a written time as an instant; where it has none, note it and return now."""
        try:
            return Time(instant(when, self._zone), when.has_time)
        except ValueError as error:
            hint = "add an offset, such as -05:00"
            self.note(article, field, f"expected a time that exists once, got one that {error}", hint)
            return Time(self.now, has_time=True)

    def note(self, article: Article, field: str, message: str, hint: str = "") -> None:
        """Note a problem at one of an article's fields."""
        line, column = article.places.get(field, (0, 0))
        self.problems.append(Problem(article.source, line, column, field, message, hint))

    def page_time(self, when: When) -> Time:
        """Return the instant of a page's date, on which nothing depends."""
        return Time(lenient_instant(when, self._zone), when.has_time)


class _Times:
    """One article's times, each resolved once."""

    def __init__(self, clock: Clock, article: Article) -> None:
        self._clock = clock
        self._article = article
        self._date = clock.time(article.date, article, "date")
        self._embargo = self._optional(article.embargo, "embargo")
        self._published = max(self._date, self._embargo or self._date, key=lambda time: time.at)
        self._updated = self._optional(article.updated, "updated")
        self._expires = self._optional(article.expires, "expires")
        withdrawal = article.withdrawn
        self._withdrawn = self._optional(withdrawal.date if withdrawal else None, "withdrawn")
        self._notes = tuple(
            Note(clock.time(each.date, article, "corrections"), each.text)
            for each in article.corrections
        )

    def _optional(self, when: When | None, field: str) -> Time | None:
        return self._clock.time(when, self._article, field) if when else None

    def check(self) -> None:
        """Note times in an order that cannot be."""
        for field, time, what in (
            ("updated", self._updated, "a time after it was first published"),
            ("expires", self._expires, "a time after it goes live"),
        ):
            start = self._published.at if field == "expires" else self._date.at
            if time and time.at < start and not _same_day(time, start):
                when = time.at.strftime("%Y-%m-%d %H:%M")
                self._clock.note(self._article, field, f"expected {what}, got {when}")

    def life(self) -> Life:
        now = self._clock.now
        updated = self._updated if self._updated and self._updated.at <= now else None
        if updated and updated.at <= self._published.at:
            updated = None  # before anybody read it: it must not claim to be fresh
        notes = tuple(note for note in self._notes if note.date.at <= now)
        times = [self._published, *([updated] if updated else []), *(note.date for note in notes)]
        return Life(
            state=self._state(),
            published=self._published,
            modified=max(times, key=lambda time: time.at),
            updated=updated,
            withdrawn=self._withdrawn,
            notes=tuple(sorted(notes, key=lambda note: note.date.at)),
            changes=tuple(self._changes()),
        )

    def _state(self) -> State:
        now, article = self._clock.now, self._article
        if article.draft:
            return State.DRAFT
        if self._embargo and self._embargo.at > now:
            return State.EMBARGOED
        if self._date.at > now:
            return State.SCHEDULED
        if article.withdrawn and not (self._withdrawn and self._withdrawn.at > now):
            return State.WITHDRAWN
        if self._expires and self._expires.at <= now:
            return State.EXPIRED
        return State.PUBLISHED

    def _changes(self) -> Iterator[Change]:
        """Yield what will happen to a public site because of this article."""
        source = self._article.source
        if self._state() in (State.DRAFT, State.WITHDRAWN, State.EXPIRED):
            return
        public_from = self._published.at
        if self._article.withdrawn and not self._withdrawn:
            yield Change(public_from, f"{source}: its withdrawal notice appears")
            return
        ends = [time.at for time in (self._expires, self._withdrawn) if time]
        end = min(ends) if ends else None
        if end is None or public_from < end:
            yield Change(public_from, f"{source}: goes live")
            if end is None or public_from + NEWS_WINDOW < end:
                yield Change(public_from + NEWS_WINDOW, f"{source}: leaves the news sitemap")
        if self._withdrawn:
            yield Change(max(self._withdrawn.at, public_from), f"{source}: is withdrawn")
        elif self._expires:
            yield Change(self._expires.at, f"{source}: expires")
        yield from self._edits(end)

    def _edits(self, end: datetime | None) -> Iterator[Change]:
        source = self._article.source
        if self._updated and (end is None or self._updated.at < end):
            yield Change(self._updated.at, f"{source}: shows that it was updated")
        for note in self._notes:
            if end is None or note.date.at < end:
                yield Change(note.date.at, f"{source}: shows a correction")


def _same_day(time: Time, start: datetime) -> bool:
    return not time.has_time and time.at.date() == start.date()


def upcoming(changes: Iterable[Change], now: datetime) -> tuple[Change, ...]:
    """Return the changes that are still to come, soonest first."""
    return tuple(sorted((c for c in changes if c.at > now), key=lambda c: (c.at, c.reason)))
