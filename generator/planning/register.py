"""Every article where it stands, in order and in groups.

A register can be revised: another one is made with some articles changed, at a cost that follows
the change. What is the same in both, they share; neither ever changes.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generator.model import Article
from generator.paths import SourcePath, UrlPath
from generator.planning.standing import Standing, Tag, Terms, newest_first

K = TypeVar("K", bound=Hashable)
Group = tuple[Standing, ...]  # newest first
Keys = Callable[[Standing], Iterable[K]]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Register:
    """All articles by their source; those that are shown, newest first, and by what they share.

    `by_url` holds all articles, and more than one where two want the same address.
    """

    terms: Terms
    standings: Mapping[SourcePath, Standing]
    by_url: Mapping[UrlPath, Group]
    shown: Group
    by_tag: Mapping[Tag, Group]
    by_author: Mapping[str, Group]
    by_section: Mapping[str, Group]
    by_month: Mapping[tuple[int, int], Group]

    def revised(self, changed: Mapping[SourcePath, Article | None]) -> "Register":
        """Return the register with some articles changed, new, or (None) no longer there."""
        known = {source: self.standings.get(source) for source in changed}
        gone = [each for each in known.values() if each]
        come = [self.terms.standing(article) for article in changed.values() if article]
        standings = dict(self.standings)
        for source in changed:
            standings.pop(source, None)
        standings.update((each.source, each) for each in come)
        was = [each for each in gone if each.is_shown]
        now = [each for each in come if each.is_shown]
        return Register(
            terms=self.terms,
            standings=standings,
            by_url=_regrouped(self.by_url, gone, come, _url),
            shown=_revised(self.shown, was, now),
            by_tag=_regrouped(self.by_tag, was, now, _tags),
            by_author=_regrouped(self.by_author, was, now, _authors),
            by_section=_regrouped(self.by_section, was, now, _section),
            by_month=_regrouped(self.by_month, was, now, _month),
        )


def registered(terms: Terms, articles: Iterable[Article]) -> Register:
    """Return the register of some articles."""
    standings = {article.source: terms.standing(article) for article in articles}
    in_order = newest_first(standings.values())
    shown = tuple(each for each in in_order if each.is_shown)
    return Register(
        terms=terms,
        standings=standings,
        by_url=_grouped(in_order, _url),
        shown=shown,
        by_tag=_grouped(shown, _tags),
        by_author=_grouped(shown, _authors),
        by_section=_grouped(shown, _section),
        by_month=_grouped(shown, _month),
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


def _authors(standing: Standing) -> Iterable[str]:
    return standing.authors


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
