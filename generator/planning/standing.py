"""Where an article stands: in time, at its address, among others; but not what it shows.

That much must be known of every article before any can be placed. What an article shows is worked
out when somebody asks for it (`placed`), and most of the time nobody does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.errors import Problem
from generator.model import Article
from generator.pages import State
from generator.paths import SourcePath, UrlPath
from generator.planning.addresses import article_url
from generator.planning.authors import Authors
from generator.planning.changes import Audience
from generator.planning.times import Clock, Life
from generator.planning.visibility import is_shown
from generator.slugs import slugify


class Tag(NamedTuple):
    """A subject of articles; a plain tuple, since groups are looked up by it all the time."""

    slug: str
    name: str


@lru_cache(maxsize=4096)  # the same few come with every article
def tag_named(name: str) -> Tag:
    """Return the tag of a name."""
    return Tag(slugify(name), name)


class Standing(NamedTuple):
    """An article where it stands. `order` grows with time and is no other article's.

    `is_shown` says whether the audience sees it. A plain tuple: an archive has very many.
    """

    article: Article
    life: Life
    url: UrlPath
    is_shown: bool
    order: tuple[float, UrlPath, SourcePath]
    problems: tuple[Problem, ...] = ()

    @property
    def source(self) -> SourcePath:
        """The article's file."""
        return self.article.source

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Its tags, each once."""
        return tuple(dict.fromkeys(map(tag_named, self.article.tags)))

    @property
    def month(self) -> tuple[int, int]:
        """The year and month in which it was published, in the site's zone."""
        return self.life.published.at.year, self.life.published.at.month

    @property
    def is_withdrawn(self) -> bool:
        """Whether a notice stands in its place."""
        return self.life.state is State.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Terms:
    """All that decides where an article stands, beside the article itself."""

    permalink: str
    zone: ZoneInfo
    now: datetime
    audience: Audience
    authors: Authors

    def standing(self, article: Article) -> Standing:
        """Return where an article stands."""
        clock = Clock(self.now, self.zone)
        life = clock.life(article)
        url = article_url(self.permalink, article, life.published.at)
        return Standing(
            article=article,
            life=life,
            url=url,
            is_shown=is_shown(life, self.audience),
            order=(life.published.at.timestamp(), url, article.source),
            problems=tuple(clock.problems),
        )


def newest_first(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Sort by the time of publication; where it is the same, by address."""
    return tuple(sorted(standings, key=lambda each: each.order, reverse=True))
