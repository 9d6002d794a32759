"""How many lead pictures went out without the name of who made them, month by month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from generator.desk.values import DeskArticle
from generator.desk.weeks import WENT_OUT

SHOWN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthOfCredits:
    """A month by its first day: articles with a lead picture, and how many name nobody for it."""

    month: date
    pictures: int
    missing: int

    @property
    def per_cent(self) -> int:
        """The share without a credit; rounded up, so that none means none."""
        return -(-100 * self.missing // self.pictures) if self.pictures else 0


def monthly(articles: Iterable[DeskArticle], now: datetime) -> tuple[MonthOfCredits, ...]:
    """Count the lead pictures of the latest months, oldest first, up to the month of `now`."""
    months = tuple(_month(now.year * 12 + now.month - 1 - back) for back in range(SHOWN_MONTHS))
    pictures, missing = Counter[date](), Counter[date]()
    for each in articles:
        if each.has_picture and each.state in WENT_OUT:
            month = each.published.at.astimezone(now.tzinfo).date().replace(day=1)
            pictures[month] += 1
            missing[month] += not each.has_credit
    return tuple(MonthOfCredits(each, pictures[each], missing[each]) for each in reversed(months))


def _month(number: int) -> date:
    """Return the first day of a month, by its number since the year 0."""
    year, month = divmod(number, 12)
    return date(year, month + 1, 1)
