"""What search engines are told: every page of the outputs, and the news of the last two days."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile

from generator.pages import NewsEntry, NewsSitemapPage, SitemapEntry, SitemapPage
from generator.paths import OutputPath, UrlPath, url_of
from generator.planning.addresses import NEWS_SITEMAP, SITEMAP
from generator.planning.outline import Outline
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site
from generator.planning.times import NEWS_WINDOW

NAMES = ("sitemap", NEWS_SITEMAP)  # what the paths of these outputs start with
LARGEST_SITEMAP = 50_000  # addresses; the protocol's limit
MOST_NEWS = 1_000  # the limit of Google News


def plan(site: Site, outputs: Sequence[Outline]) -> Iterable[Output]:
    """Plan the sitemaps: of every page that is the preferred one at its address."""
    entries = [SitemapEntry(o.url, o.lastmod) for o in outputs if o.url and o.is_listed]
    entries.sort(key=lambda entry: entry.url)
    yield from _sitemaps(entries, LARGEST_SITEMAP)
    yield _output(NEWS_SITEMAP, "news-sitemap.xml", NewsSitemapPage(tuple(_news(site))))


def _output(path: OutputPath, layout: str, page: SitemapPage | NewsSitemapPage) -> Output:
    return Output(path=path, recipe=Template(layout, page))


def _sitemaps(entries: list[SitemapEntry], size: int) -> Iterable[Output]:
    parts = [tuple(entries[start : start + size]) for start in range(0, len(entries), size)]
    if len(parts) <= 1:
        yield _output(SITEMAP, "sitemap.xml", SitemapPage(tuple(entries)))
        return
    index = []
    for number, part in enumerate(parts, 1):
        path = OutputPath(f"sitemap-{number}.xml")
        index.append(SitemapEntry(url_of(path), _newest(part)))
        yield _output(path, "sitemap.xml", SitemapPage(part))
    yield _output(SITEMAP, "sitemap.xml", SitemapPage(tuple(index), is_index=True))


def _newest(entries: tuple[SitemapEntry, ...]) -> datetime | None:
    return max((entry.lastmod for entry in entries if entry.lastmod), default=None)


def _news(site: Site) -> Iterable[NewsEntry]:
    """Yield the news; with none, one address without news data, for the schema wants one."""
    start = site.now - NEWS_WINDOW
    recent = takewhile(lambda each: each.life.published.at > start, site.articles)
    own = [each for each in recent if not each.article.canonical]
    for each in own[:MOST_NEWS]:
        yield _news_entry(each, each.life.published.at)
    if not own:
        newest = next((each for each in site.articles if not each.article.canonical), None)
        language = site.info.language
        front = NewsEntry(UrlPath("/"), site.info.title, language, None)
        yield _news_entry(newest, None) if newest else front


def _news_entry(placed: Placed, published: datetime | None) -> NewsEntry:
    teaser = placed.teaser
    return NewsEntry(placed.url, teaser.title, teaser.language, published)
