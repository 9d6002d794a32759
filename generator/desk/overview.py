"""What the desk says before its list: how much there is to mend, and what went out when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from generator.desk.credits import MonthOfCredits, monthly
from generator.desk.selecting import about
from generator.desk.values import Desk, DeskArticle
from generator.desk.weeks import SHOWN_WEEKS, WEEK, WENT_OUT, Weeks, weekly
from generator.errors import Problem, Severity

MOST_BYLINES = 200  # that are suggested; any other can be typed


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over all articles.

    `kinds` pairs what problems are about with how many articles have one, the most frequent first;
    `sections` and `bylines` are what can be asked for. The charts end at `until`: now, or where
    nothing has gone out for as long as they go back, when the last article did.
    """

    errors: int
    warnings: int
    kinds: tuple[tuple[str, int], ...]
    sections: tuple[str, ...]
    bylines: tuple[str, ...]
    until: datetime
    weeks: Weeks
    months: tuple[MonthOfCredits, ...]


@lru_cache(maxsize=1)
def overview(desk: Desk) -> Overview:
    """Look over all articles, once for all queries of this desk."""
    kinds, bylines = Counter[str](), Counter[str]()
    for each in desk.articles:
        kinds.update({about(problem) for problem in each.problems})
        bylines.update(each.byline)
    until = _until(desk)
    problems = [*desk.problems, *_problems(desk.articles)]
    errors = sum(each.severity is Severity.ERROR for each in problems)
    return Overview(
        errors=errors,
        warnings=len(problems) - errors,
        kinds=tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        sections=tuple(sorted({each.section for each in desk.articles} - {""})),
        bylines=tuple(sorted(name for name, _ in bylines.most_common(MOST_BYLINES))),
        until=until,
        weeks=weekly(desk.articles, until),
        months=monthly(desk.articles, until),
    )


def _until(desk: Desk) -> datetime:
    out = (each.published.at for each in desk.articles if each.state in WENT_OUT)
    last = max((at for at in out if at <= desk.now), default=desk.now)
    return last.astimezone(desk.now.tzinfo) if desk.now - last > SHOWN_WEEKS * WEEK else desk.now


def _problems(articles: Iterable[DeskArticle]) -> Iterable[Problem]:
    return (problem for each in articles for problem in each.problems)
