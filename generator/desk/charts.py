"""Where the marks of a chart stand: numbers in, rectangles and lines out. A template draws them.

Each series has a number, for which the style sheet has a colour and the template a pattern, so that
none is told by its colour alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.desk.credits import MonthOfCredits
from generator.desk.weeks import Weeks

# In units of the drawing. The scale stands left of the plot, the names of times below it.
WIDTH, HEIGHT = 294, 170
LEFT, RIGHT, TOP, BOTTOM = 34, 0, 6, 20
PLOT_WIDTH = WIDTH - LEFT - RIGHT
PLOT_HEIGHT = HEIGHT - TOP - BOTTOM
GAP = 2  # between two bars
STEPS = (1, 2, 5)  # what a scale ends on, times a power of ten
ALL = 100  # per cent
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a bar; `series` counts from 0."""

    x: float
    y: float
    width: float
    height: float
    series: int
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a scale, and what it is called."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything to draw: the bars, the lines across with their values, the names below."""

    marks: tuple[Mark, ...]
    values: tuple[Tick, ...]
    times: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def weeks_chart(weeks: Weeks) -> Chart:
    """Stack the articles of each week by section, the largest section at the bottom."""
    top = ceiling(max(weeks.totals, default=0))
    marks = tuple(mark for place in range(len(weeks.mondays)) for mark in _stack(weeks, place, top))
    values = tuple(Tick(_y(value, top), str(value)) for value in _scale(top))
    return Chart(marks, values, tuple(_named_months(weeks.mondays)))


def credits_chart(months: Sequence[MonthOfCredits]) -> Chart:
    """Draw the share of pictures without a credit, for each month that has pictures."""
    marks = tuple(
        _mark(_span(place, len(months)), (_y(0, ALL), _y(each.per_cent, ALL)), 0, _told(each))
        for place, each in enumerate(months)
        if each.missing
    )
    values = tuple(Tick(_y(value, ALL), f"{value}%") for value in (0, 50, ALL))
    names = tuple(
        Tick(_middle(place, len(months)), f"{each.month:%b}"[:1])
        for place, each in enumerate(months)
    )
    return Chart(marks, values, names)


def ceiling(number: int) -> int:
    """Return where a scale ends: 2, 4, 10, 20, 40, 100 ... so that its half is a whole number."""
    power = 1
    while True:
        for step in STEPS:
            if number <= 2 * step * power:
                return 2 * step * power
        power *= 10


def _stack(weeks: Weeks, place: int, top: int) -> Iterator[Mark]:
    below = 0
    for number, series in enumerate(weeks.series):
        count = series.counts[place]
        if count:
            label = f"{_week(weeks.mondays[place])}: {series.name}, {count}"
            ends = _y(below, top), _y(below + count, top)
            yield _mark(_span(place, len(weeks.mondays)), ends, number, label)
        below += count


def _mark(span: Span, ends: Span, series: int, label: str) -> Mark:
    """Return the part of a bar between its lower and its upper end."""
    (x, width), (low, high) = span, ends
    return Mark(x, high, width, round(low - high, 2), series, label)


def _span(place: int, places: int) -> Span:
    """Return where a bar begins, and how wide it is."""
    step = PLOT_WIDTH / places
    return round(LEFT + place * step + GAP / 2, 2), round(step - GAP, 2)


def _scale(top: int) -> tuple[int, int, int]:
    return 0, top // 2, top


def _y(value: int, top: int) -> float:
    return round(TOP + PLOT_HEIGHT * (1 - value / top), 2)


def _middle(place: int, places: int) -> float:
    return round(LEFT + (place + 0.5) * PLOT_WIDTH / places, 2)


def _named_months(mondays: Sequence[date]) -> Iterator[Tick]:
    """Yield the name of each month at its first week; the first week's month may be half over."""
    for place, monday in enumerate(mondays):
        if place and monday.month != mondays[place - 1].month:
            yield Tick(_middle(place, len(mondays)), f"{monday:%b}")


def _week(monday: date) -> str:
    return f"Week of {monday.day} {monday:%b}"


def _told(month: MonthOfCredits) -> str:
    return f"{month.month:%B %Y}: {month.missing} of {month.pictures} without a credit"
