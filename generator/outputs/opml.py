"""feeds.opml: all feeds in one list, which feed readers take over at once.

The site has its feed in three formats; here it stands once, or a reader would get it three times.
"""

from collections.abc import Iterable

from generator.media_types import RSS
from generator.pages import FeedEntry, FeedsPage, IndexKind
from generator.paths import UrlPath
from generator.planning.addresses import author_url, section_url, tag_url
from generator.planning.heads import HOME, feed_of
from generator.planning.hosts.headers import OPML_PATH
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the list; a group that has no feed is left out."""
    main = next(feed for feed in site.info.feeds if feed.type == RSS)
    groups = (
        (IndexKind.SECTIONS, _entries(site, _sections(site))),
        (IndexKind.TAGS, _entries(site, _tags(site))),
        (IndexKind.AUTHORS, _entries(site, _authors(site))),
    )
    page = FeedsPage(
        FeedEntry(site.info.title, main.url, HOME), tuple(each for each in groups if each[1])
    )
    yield Output(path=OPML_PATH, recipe=Template("opml.xml", page))


def _entries(site: Site, listings: Iterable[tuple[str, UrlPath]]) -> tuple[FeedEntry, ...]:
    feeds = ((feed_of(site, name, home), home) for name, home in listings)
    return tuple(FeedEntry(feed.title, feed.url, home) for feed, home in feeds)


def _sections(site: Site) -> Iterable[tuple[str, UrlPath]]:
    return ((section.name, section_url(section.slug)) for section in site.config.sections)


def _tags(site: Site) -> Iterable[tuple[str, UrlPath]]:
    tags = sorted(site.by_tag, key=lambda tag: tag.slug)
    return ((tag.name, tag_url(tag.slug)) for tag in tags)


def _authors(site: Site) -> Iterable[tuple[str, UrlPath]]:
    return ((each.card.name, author_url(slug)) for slug, each in site.profiles.items())
