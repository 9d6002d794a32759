"""Time as part of the plan: where each article is in its life, and when that changes by itself."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.dates import When, instant, lenient_instant
from generator.errors import Problem
from generator.model import Article, Page
from generator.pages import Note, State, Time
from generator.planning.changes import RELEASE, Change

NEWS_WINDOW = timedelta(hours=48)  # how long an article stays in the news sitemap


# What readers see when an article's state changes, from one to the next; other steps show nothing.
STEPS = {
    (State.SCHEDULED, State.PUBLISHED): RELEASE,
    (State.EMBARGOED, State.PUBLISHED): RELEASE,
    (State.SCHEDULED, State.WITHDRAWN): "its withdrawal notice appears",
    (State.EMBARGOED, State.WITHDRAWN): "its withdrawal notice appears",
    (State.EXPIRED, State.WITHDRAWN): "its withdrawal notice appears",
    (State.PUBLISHED, State.WITHDRAWN): "is withdrawn",
    (State.PUBLISHED, State.EXPIRED): "expires",
}


class Life(NamedTuple):
    """An article's times as instants, and its state now. None where a time was not given.

    `published` is when readers could first see it: its date, or the end of its embargo if later.
    `changes` are those to come, and may be some that were.
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
        self.now = now.astimezone(UTC)
        self.zone = zone
        self._recent = self.now - NEWS_WINDOW
        self._long_ago = self._recent.replace(tzinfo=None) - timedelta(days=1)
        self.problems: list[Problem] = []

    def life(self, article: Article) -> Life:
        """Return where an article is in its life."""
        published = self._long_published(article)
        if published:
            return Life(State.PUBLISHED, published, published, None, None, (), ())
        times = _Times(self, article)
        times.check()
        return times.life()

    def _long_published(self, article: Article) -> Time | None:
        """Return when an article was published to which nothing else has happened, or will.

        So it is with most of an archive, and most of the time of reading its clocks is saved.
        """
        if article.draft or article.embargo or article.updated or article.expires:
            return None
        if article.withdrawn or article.corrections:
            return None
        try:
            at = instant(article.date, self.zone)
        except ValueError:
            return None
        # By the clock's face first: most of an archive is older than any zone could make it.
        is_long = at.replace(tzinfo=None) < self._long_ago or at < self._recent
        return Time(at, article.date.has_time) if is_long else None

    def time(self, when: When, article: Article, field: str) -> Time:
        """Return a written time as an instant; where it has none, note it and return now."""
        try:
            return Time(instant(when, self.zone), when.has_time)
        except ValueError as error:
            hint = "add an offset, such as -05:00"
            self.note(
                article, field, f"expected a time that exists once, got one that {error}", hint
            )
            return Time(self.now.astimezone(self.zone), has_time=True)

    def note(self, article: Article, field: str, message: str, hint: str = "") -> None:
        """Note a problem at one of an article's fields."""
        line, column = article.places.get(field, (0, 0))
        self.problems.append(Problem(article.source, line, column, field, message, hint))

    def page_updated(self, page: Page) -> Time | None:
        """Return when a page was updated, unless that is still to come."""
        time = self._page_time(page)
        return time if time and time.at <= self.now else None

    def page_changes(self, page: Page) -> Iterator[Change]:
        """Yield what will happen to a public page."""
        time = self._page_time(page)
        if time:
            yield Change(time.at, f"{page.source}: shows that it was updated")

    def _page_time(self, page: Page) -> Time | None:
        when = page.updated
        return Time(lenient_instant(when, self.zone), when.has_time) if when else None


class _Times:
    """One article's times, each resolved once."""

    def __init__(self, clock: Clock, article: Article) -> None:
        self._clock = clock
        self._article = article
        self._date = clock.time(article.date, article, "date")
        self._embargo = self._optional(article.embargo, "embargo")
        self._published = max(self._date, self._embargo or self._date, key=_moment)
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
        updated, expires = self._updated, self._expires
        is_early = updated and _moment(updated) < _moment(self._date)
        if updated and is_early and not _same_day(updated, self._date):
            self._note_order("updated", "a time after it was first published", updated)
        if expires and _moment(expires) <= _moment(self._published):
            self._note_order("expires", "a time after it goes live", expires)

    def _note_order(self, field: str, what: str, time: Time) -> None:
        message = f"expected {what}, got {time.at:%Y-%m-%d %H:%M}"
        self._clock.note(self._article, field, message)

    def life(self) -> Life:
        now = self._clock.now
        updated = self._updated if self._updated and self._updated.at <= now else None
        if updated and _moment(updated) <= _moment(self._published):
            updated = None  # before anybody read it: it must not claim to be fresh
        notes = tuple(note for note in self._notes if note.date.at <= now)
        times = [self._published, *([updated] if updated else []), *(note.date for note in notes)]
        return Life(
            state=self._state(now),
            published=self._published,
            modified=max(times, key=_moment),
            updated=updated,
            withdrawn=self._withdrawn,
            notes=tuple(sorted(notes, key=lambda note: _moment(note.date))),
            changes=tuple(
                Change(at.astimezone(self._clock.zone), f"{self._article.source}: {what}")
                for at, what in self._changes()
            ),
        )

    def _state(self, now: datetime) -> State:
        article = self._article
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

    def _changes(self) -> Iterator[tuple[datetime, str]]:
        """Yield what happens to a public site, at any time, because of this article."""
        public_from = _moment(self._published)
        ends = {_moment(time) for time in (self._expires, self._withdrawn) if time}
        for at in sorted({public_from} | ends):
            step = self._state(at - timedelta.resolution), self._state(at)
            if step in STEPS:
                yield at, STEPS[step]
        leaves_news = public_from + NEWS_WINDOW
        if self._state(leaves_news) is State.PUBLISHED and not self._article.canonical:
            yield leaves_news, "leaves the news sitemap"
        edits = [(note.date, "shows a correction") for note in self._notes]
        if self._updated:
            edits.append((self._updated, "shows that it was updated"))
        for time, what in edits:
            at = _moment(time)
            if at > public_from and self._state(at) is State.PUBLISHED:
                yield at, what


def _moment(time: Time) -> datetime:
    """Return an instant to compare: Python compares two times of one zone by the clock's face.

    Where that shows an hour twice, an embargo would end an hour early.
    """
    return time.at.astimezone(UTC)


def _same_day(time: Time, start: Time) -> bool:
    return not time.has_time and time.at.date() == start.at.date()


def upcoming(changes: Iterable[Change], now: datetime) -> tuple[Change, ...]:
    """Return the changes that come after `now`, soonest first."""
    later = (change for change in changes if change.at.astimezone(UTC) > now)
    return tuple(sorted(later, key=lambda change: (change.at.astimezone(UTC), change.reason)))
