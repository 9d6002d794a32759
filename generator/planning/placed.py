"""What stands on the site, in its place: articles, pages, notices; and how articles are grouped."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from generator.dates import SECOND
from generator.errors import Problem
from generator.model import Article, Page
from generator.pages import BodyHtml, State, Teaser, Time
from generator.paths import SourcePath, UrlPath
from generator.planning.times import Life

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Tag:
    """A subject of articles."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """An article in its place: its address, its life, what it shows and what it needs."""

    article: Article
    url: UrlPath
    life: Life
    teaser: Teaser
    body: BodyHtml
    tags: tuple[Tag, ...]
    authors: tuple[str, ...]  # slugs, in byline order
    files: tuple[SourcePath, ...]  # pictures and documents that its page shows or links to
    feed_updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedPage:
    """A page in its place."""

    page: Page
    url: UrlPath
    body: BodyHtml
    updated: Time | None
    files: tuple[SourcePath, ...]
    state: State | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands where a withdrawn article was."""

    source: SourcePath
    url: UrlPath
    date: Time | None
    text: str
    aliases: tuple[str, ...]


def grouped(
    placed: tuple[Placed, ...], keys: Callable[[Placed], Iterable[K]]
) -> dict[K, tuple[Placed, ...]]:
    """Group articles by each of their keys in one pass; the order within a group stays."""
    groups: dict[K, list[Placed]] = {}
    for each in placed:
        for key in keys(each):
            groups.setdefault(key, []).append(each)
    return {key: tuple(group) for key, group in groups.items()}


def in_order(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """Sort newest first, and give each a time of its own for the feeds.

    Atom wants no two entries with one `updated`; articles with a bare date share midnight. Each
    is at least a second after the one before, in the order of their times and sources.
    """
    spread: list[Placed] = []
    latest = datetime.min.replace(tzinfo=UTC)
    for each in sorted(placed, key=lambda each: (each.feed_updated, each.article.source)):
        latest = max(each.feed_updated, latest + SECOND)
        zone = each.life.modified.at.tzinfo
        spread.append(replace(each, feed_updated=latest.astimezone(zone)))
    return tuple(sorted(spread, key=_published, reverse=True))


def _published(placed: Placed) -> tuple[datetime, UrlPath]:
    return placed.life.published.at.astimezone(UTC), placed.url


def by_tag(placed: tuple[Placed, ...]) -> tuple[dict[Tag, tuple[Placed, ...]], list[Problem]]:
    """Group articles by tag; two spellings of one address are a problem, and grouped as one."""
    first: dict[str, tuple[Tag, SourcePath]] = {}
    problems = []
    for each in sorted(placed, key=lambda each: each.article.source):
        for tag in each.tags:
            known, source = first.setdefault(tag.slug, (tag, each.article.source))
            if known != tag:
                problems.append(_tag_problem(each.article, tag, known, source))
    return grouped(placed, lambda each: (first[tag.slug][0] for tag in each.tags)), problems


def _tag_problem(article: Article, tag: Tag, known: Tag, source: SourcePath) -> Problem:
    line, column = article.places.get("tags", (0, 0))
    message = (
        f'expected "{known.name}" as in {source}, got "{tag.name}", which has the same address'
    )
    return Problem(article.source, line, column, "tags", message)
