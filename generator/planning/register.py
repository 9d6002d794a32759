"""Every article where it stands, in order and in groups.

A register can be revised: another one is made with some articles changed, at a cost that follows
the change. What is the same in both, they share; neither ever changes.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from generator.model import Article
from generator.paths import SourcePath, UrlPath
from generator.planning.standing import Standing, Tag, Terms, newest_first

K = TypeVar("K", bound=Hashable)
Group = tuple[Standing, ...]  # newest first
Keys = Callable[[Standing], Iterable[K]]


class Grouped(Mapping[K, Group]):
    """Articles by what they share. They are grouped when somebody first asks for a group."""

    def __init__(self, in_order: Group, keys: Keys[K]) -> None:
        """Take the articles, newest first, and the groups of one."""
        self._in_order = in_order
        self._keys = keys

    @cached_property
    def _groups(self) -> dict[K, Group]:
        return _grouped(self._in_order, self._keys)

    def __getitem__(self, key: K) -> Group:
        return self._groups[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._groups)

    def __len__(self) -> int:
        return len(self._groups)

    def revised(self, in_order: Group, gone: Group, come: Group) -> "Grouped[K]":
        """Return the groups without some articles and with others; all of them are `in_order`."""
        revised = Grouped(in_order, self._keys)
        if "_groups" in self.__dict__:
            revised._groups = _regrouped(self._groups, gone, come, self._keys)
        return revised


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Register:
    """All articles by their source; those that are shown, newest first, and by what they share.

    `by_url` holds all articles, and more than one where two want the same address.
    """

    terms: Terms
    standings: Mapping[SourcePath, Standing]
    by_url: Mapping[UrlPath, Group]
    shown: Group
    by_tag: Grouped[Tag]
    by_author: Grouped[str]
    by_section: Grouped[str]
    by_month: Grouped[tuple[int, int]]

    def revised(self, changed: Mapping[SourcePath, Article | None]) -> "Register":
        """Return the register with some articles changed, new, or (None) no longer there."""
        known = {source: self.standings.get(source) for source in changed}
        gone = tuple(each for each in known.values() if each)
        come = tuple(self.terms.standing(article) for article in changed.values() if article)
        standings = dict(self.standings)
        for source in changed:
            standings.pop(source, None)
        standings.update((each.source, each) for each in come)
        was = tuple(each for each in gone if each.is_shown)
        now = tuple(each for each in come if each.is_shown)
        shown = _revised(self.shown, was, now)
        return Register(
            terms=self.terms,
            standings=standings,
            by_url=_regrouped(self.by_url, gone, come, _url),
            shown=shown,
            by_tag=self.by_tag.revised(shown, was, now),
            by_author=self.by_author.revised(shown, was, now),
            by_section=self.by_section.revised(shown, was, now),
            by_month=self.by_month.revised(shown, was, now),
        )


def registered(terms: Terms, articles: Iterable[Article]) -> Register:
    """Return the register of some articles."""
    standings = {article.source: terms.standing(article) for article in articles}
    in_order = newest_first(standings.values())
    shown = tuple(each for each in in_order if each.is_shown)

    def authors(standing: Standing) -> Iterable[str]:
        return terms.authors.slugs(standing.article.credits)

    return Register(
        terms=terms,
        standings=standings,
        by_url=_grouped(in_order, _url),
        shown=shown,
        by_tag=Grouped(shown, _tags),
        by_author=Grouped(shown, authors),
        by_section=Grouped(shown, _section),
        by_month=Grouped(shown, _month),
    )


def place_in(group: Group, standing: Standing) -> int:
    """Return how many of a group are newer: where an article stands in it, or would."""
    low, high = 0, len(group)
    while low < high:
        middle = (low + high) // 2
        if group[middle].order > standing.order:
            low = middle + 1
        else:
            high = middle
    return low


def _url(standing: Standing) -> Iterable[UrlPath]:
    return (standing.url,)


def _tags(standing: Standing) -> Iterable[Tag]:
    return standing.tags


def _section(standing: Standing) -> Iterable[str]:
    return (standing.article.section,)


def _month(standing: Standing) -> Iterable[tuple[int, int]]:
    return (standing.month,)


def _grouped(in_order: Iterable[Standing], keys: Keys[K]) -> dict[K, Group]:
    """Group by each key in one pass; the order within a group stays."""
    groups: dict[K, list[Standing]] = {}
    for each in in_order:
        for key in keys(each):
            groups.setdefault(key, []).append(each)
    return {key: tuple(group) for key, group in groups.items()}


def _regrouped(
    groups: Mapping[K, Group], gone: Iterable[Standing], come: Iterable[Standing], keys: Keys[K]
) -> dict[K, Group]:
    """Return groups without some articles and with others; a group without any is none."""
    leaving, entering = _grouped(gone, keys), _grouped(come, keys)
    revised = dict(groups)
    for key in {**leaving, **entering}:
        group = _revised(revised.pop(key, ()), leaving.get(key, ()), entering.get(key, ()))
        if group:
            revised[key] = group
    return revised


def _revised(group: Group, gone: Iterable[Standing], come: Iterable[Standing]) -> Group:
    for each in gone:
        place = place_in(group, each)
        group = group[:place] + group[place + 1 :]
    for each in come:
        place = place_in(group, each)
        group = (*group[:place], each, *group[place:])
    return group
