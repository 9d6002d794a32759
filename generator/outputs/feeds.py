"""Feeds in full text: three for the site, one for each tag, section and author."""

from collections.abc import Iterable
from datetime import datetime

from generator.pages import FeedItem, FeedPage
from generator.paths import OutputPath, UrlPath, output_of
from generator.planning.addresses import author_url, section_url, tag_url
from generator.planning.heads import HOME, feed_of
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site

SITE_LAYOUTS = {"feed.xml": "rss.xml", "atom.xml": "atom.xml", "feed.json": "feed.json"}


def plan(site: Site) -> Iterable[Output]:
    """Plan every feed."""
    items = _items(site, site.articles)
    for name, layout in SITE_LAYOUTS.items():
        url = UrlPath(f"/{name}")
        page = FeedPage(url, HOME, site.info.title, site.info.description, _updated(items), items)
        yield Output(path=OutputPath(name), recipe=Template(layout, page))
    for name, home, articles in _listings(site):
        items = _items(site, articles)
        link = feed_of(site, name, home)
        page = FeedPage(link.url, home, link.title, site.info.description, _updated(items), items)
        yield Output(path=output_of(link.url), recipe=Template("rss.xml", page))


def _listings(site: Site) -> Iterable[tuple[str, UrlPath, tuple[Placed, ...]]]:
    for tag, articles in site.by_tag.items():
        yield tag.name, tag_url(tag.slug), articles
    for slug, articles in site.by_author.items():
        yield site.cards[slug].name, author_url(slug), articles
    for section in site.config.sections:
        yield section.name, section_url(section.slug), site.by_section.get(section.slug, ())


def _items(site: Site, articles: tuple[Placed, ...]) -> tuple[FeedItem, ...]:
    return tuple(
        FeedItem(
            article=each.teaser,
            body=each.body,
            tags=tuple(tag.name for tag in each.tags),
            updated=each.feed_updated,
            corrections=each.life.notes,
            dateline=each.article.dateline,
        )
        for each in articles[: site.config.feed_items]
    )


def _updated(items: tuple[FeedItem, ...]) -> datetime | None:
    return max((item.updated for item in items), default=None)
