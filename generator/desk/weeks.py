"""How many articles went out, week by week and by section."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from generator.desk.values import DeskArticle
from generator.pages import State

SHOWN_WEEKS = 26
SHOWN_SECTIONS = 5
OTHERS = "Other sections"
NO_SECTION = "No section"
WEEK = timedelta(days=7)
# What readers could see at some time, whether or not it still stands.
WENT_OUT = frozenset({State.PUBLISHED, State.EXPIRED, State.WITHDRAWN})
Counts = Mapping[tuple[date, str], int]


@dataclass(frozen=True, slots=True)
class Series:
    """A section, and its articles in each of the weeks."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weeks:
    """The Mondays of the latest weeks, oldest first, and what went out in them.

    The section with the most articles comes first; beyond the fifth they are counted together.
    """

    mondays: tuple[date, ...]
    series: tuple[Series, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """The articles of each week."""
        return tuple(
            sum(each.counts[place] for each in self.series) for place in range(len(self.mondays))
        )


def weekly(articles: Iterable[DeskArticle], now: datetime) -> Weeks:
    """Count what went out in the latest weeks; the last one is the week of `now`."""
    latest = _monday(now.date())
    mondays = tuple(latest - WEEK * back for back in reversed(range(SHOWN_WEEKS)))
    counts = _counts(articles, mondays[0], now)
    sections = Counter[str]()
    for (_, section), count in counts.items():
        sections[section] += count
    ranked = sorted(sections, key=lambda name: (-sections[name], name))
    series = [Series(name, _row(counts, mondays, [name])) for name in ranked[:SHOWN_SECTIONS]]
    if rest := ranked[SHOWN_SECTIONS:]:
        series.append(Series(OTHERS, _row(counts, mondays, rest)))
    return Weeks(mondays, tuple(series))


def _counts(articles: Iterable[DeskArticle], first: date, now: datetime) -> Counts:
    counts = Counter[tuple[date, str]]()
    since = datetime.combine(first, time(), now.tzinfo)
    for each in articles:
        if each.state in WENT_OUT and since <= each.published.at <= now:
            day = each.published.at.astimezone(now.tzinfo).date()
            counts[_monday(day), each.section or NO_SECTION] += 1
    return counts


def _row(counts: Counts, mondays: Iterable[date], names: Iterable[str]) -> tuple[int, ...]:
    wanted = tuple(names)
    return tuple(sum(counts.get((monday, name), 0) for name in wanted) for monday in mondays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
