"""Which articles to read next: near in subject and in time.

An article's candidates are its neighbours in the listing of each of its tags, and of its section:
a few older, fewer newer. So the work grows with the archive and not with its square, and a new
article can appear only on the pages of those that were newest under one of its tags.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.pages import Teaser
from generator.paths import SourcePath, UrlPath
from generator.planning.placed import Placed, Tag

OLDER, NEWER = 6, 2  # candidates from each listing
SHOWN = 3
FOR_TAG, FOR_SECTION = 2, 1  # what each thing in common weighs


def related(
    by_tag: Mapping[Tag, tuple[Placed, ...]], by_section: Mapping[str, tuple[Placed, ...]]
) -> dict[SourcePath, tuple[Teaser, ...]]:
    """Return what is related to each article, nearest first; groups are newest first."""
    groups = [
        *((group, FOR_TAG) for group in by_tag.values()),
        *((group, FOR_SECTION) for section, group in by_section.items() if section),
    ]
    scores: dict[SourcePath, Counter[UrlPath]] = {}
    found: dict[UrlPath, Teaser] = {}
    for group, weight in groups:
        for place, each in enumerate(group):
            if each.url not in found:
                found[each.url] = _as_related(each.teaser)
            own = scores.setdefault(each.article.source, Counter())
            own.update({other.url: weight for other in _near(group, place)})
    return {source: _best(score, found) for source, score in scores.items()}


def _near(group: tuple[Placed, ...], place: int) -> Iterable[Placed]:
    yield from group[max(0, place - NEWER) : place]
    yield from group[place + 1 : place + 1 + OLDER]


def _as_related(teaser: Teaser) -> Teaser:
    """Return a teaser without what would only move it: a correction there is none here."""
    return replace(teaser, modified=teaser.published)


def _best(scores: Counter[UrlPath], found: Mapping[UrlPath, Teaser]) -> tuple[Teaser, ...]:
    """Return those with most in common; of equals the newest first."""
    newest_first = sorted(scores, key=lambda url: (found[url].published.at, url), reverse=True)
    best = sorted(newest_first, key=lambda url: -scores[url])
    return tuple(found[url] for url in best[:SHOWN])
