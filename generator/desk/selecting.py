"""The articles that a query asks for, in its order, a page at a time."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from operator import attrgetter

from generator.desk.query import (
    ANY_PROBLEM,
    CORRECTED,
    NO_PROBLEM,
    SEVERITIES,
    STATES,
    DeskQuery,
    Order,
)  # fmt: skip
from generator.desk.values import Desk, DeskArticle
from generator.errors import Problem, Severity

ROWS = 100
TEXT = "text"  # what a problem is about that names no field
Test = Callable[[DeskArticle], bool]
Key = tuple[float | str, ...]
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WITHIN = re.compile(r"[.\[].*")


@dataclass(frozen=True, slots=True)
class Selection:
    """A page of what was asked for. `states` counts what each other state would have shown."""

    articles: tuple[DeskArticle, ...]
    found: int
    page: int
    pages: int
    states: tuple[tuple[str, int], ...]
    in_any_state: int

    @property
    def first(self) -> int:
        """The number of its first article, counted from 1; 0 where nothing was found."""
        return (self.page - 1) * ROWS + 1 if self.articles else 0

    @property
    def last(self) -> int:
        """The number of its last article."""
        return self.first + len(self.articles) - 1 if self.articles else 0


def select(desk: Desk, query: DeskQuery) -> Selection:
    """Return the page that a query asks for; beyond the last page stands the last one."""
    matching = _matching(desk, query)
    found = [each for each in matching if _is_in(each, query.state)]
    pages = max(1, ceil(len(found) / ROWS))
    page = min(query.page, pages)
    shown = _in_order(found, query)[(page - 1) * ROWS : page * ROWS]
    return Selection(tuple(shown), len(found), page, pages, _states(matching), len(matching))


def about(problem: Problem) -> str:
    """Return the field that a problem is about: "author" for "author[2].name"."""
    return _WITHIN.sub("", problem.field) or TEXT


def folded(text: str) -> str:
    """Return a text as it is compared: without case, and without the marks on its letters."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def weight(article: DeskArticle) -> tuple[int, int]:
    """Return how many errors and how many warnings an article has."""
    if not article.problems:
        return 0, 0
    errors = sum(each.severity is Severity.ERROR for each in article.problems)
    return errors, len(article.problems) - errors


def _matching(desk: Desk, query: DeskQuery) -> list[DeskArticle]:
    """Return what matches a query in all but its state, in the order of the files' names."""
    found = _by_source(desk)
    if words := folded(query.text).split():
        texts = zip(found, _texts(desk), strict=True)
        found = [each for each, text in texts if all(word in text for word in words)]
    for test in _tests(query):
        found = [each for each in found if test(each)]
    return list(found)


def _tests(query: DeskQuery) -> Iterator[Test]:
    if query.section:
        yield lambda each: each.section == query.section
    if name := folded(query.byline):
        yield lambda each: any(name in folded(credit) for credit in each.byline)
    if query.problem:
        yield lambda each: _has(each, query.problem)


@lru_cache(maxsize=1)
def _by_source(desk: Desk) -> Sequence[DeskArticle]:
    return sorted(desk.articles, key=attrgetter("source"))


@lru_cache(maxsize=1)
def _texts(desk: Desk) -> Sequence[str]:
    """Return what each article is searched in, folded once for all searches of this desk."""
    return [
        folded("\n".join((each.title, each.section, *each.byline, each.source)))
        for each in _by_source(desk)
    ]


def _in_order(found: list[DeskArticle], query: DeskQuery) -> list[DeskArticle]:
    """Sort articles; those that are equal stay in the order of their files' names."""
    downward = query.order.is_downward != query.is_reversed
    return sorted(found, key=_KEYS[query.order], reverse=downward)


def _has(article: DeskArticle, problem: str) -> bool:
    if problem == NO_PROBLEM:
        return not article.problems
    if problem == ANY_PROBLEM:
        return bool(article.problems)
    if problem in SEVERITIES:
        return any(each.severity == problem for each in article.problems)
    return any(about(each) == problem for each in article.problems)


def _is_in(article: DeskArticle, state: str) -> bool:
    if state == CORRECTED:
        return article.is_corrected
    return not state or article.state == state


def _states(articles: Sequence[DeskArticle]) -> tuple[tuple[str, int], ...]:
    counts = Counter(each.state.value for each in articles)
    counts[CORRECTED] = sum(each.is_corrected for each in articles)
    return tuple((state, counts[state]) for state in STATES)


_KEYS: Mapping[Order, Callable[[DeskArticle], Key]] = {
    Order.PUBLISHED: lambda each: (each.published.at.timestamp(),),
    Order.CHANGED: lambda each: (each.changed.timestamp(),),
    Order.TITLE: lambda each: (folded(each.title),),
    Order.SECTION: lambda each: (folded(each.section),),
    Order.BYLINE: lambda each: tuple(map(folded, each.byline)),
    Order.STATE: lambda each: (STATES.index(each.state),),
    Order.WORDS: lambda each: (each.words,),
    Order.PROBLEMS: weight,
}
