"""Feeds in full text: three for the site, one for each tag, section and author."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from generator.pages import FeedItem, FeedPage
from generator.paths import OutputPath, UrlPath, output_of
from generator.planning.addresses import author_url, section_url, tag_url
from generator.planning.heads import HOME, feed_of
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.register import place_in
from generator.planning.revising import Revision, Side, side_of
from generator.planning.site import Site

SITE_LAYOUTS = {"feed.xml": "rss.xml", "atom.xml": "atom.xml", "feed.json": "feed.json"}


def plan(site: Site) -> Iterable[Output]:
    """Plan every feed."""
    yield from _of_site(site)
    for tag in site.by_tag:
        yield _feed(site, tag.name, tag_url(tag.slug), site.by_tag[tag])
    for slug, row in site.by_author.items():
        yield _feed(site, site.card(slug).name, author_url(slug), row)
    for section in site.config.sections:
        row = site.in_section(section.slug)
        yield _feed(site, section.name, section_url(section.slug), row)


def find(site: Site, path: OutputPath) -> Iterable[Output]:
    """Plan the feed at a path, if there is one."""
    if path in SITE_LAYOUTS:
        return (output for output in _of_site(site) if output.path == path)
    kind, _, rest = path.removesuffix("/feed.xml").partition("/")
    match kind:
        case _ if not path.endswith("/feed.xml"):
            return ()
        case "tags" if rest in site.by_tag_slug:
            tag = site.by_tag_slug[rest]
            return (_feed(site, tag.name, tag_url(rest), site.by_tag[tag]),)
        case "authors" if rest in site.by_author:
            return (_feed(site, site.card(rest).name, author_url(rest), site.by_author[rest]),)
        case "sections":
            named = [each for each in site.config.sections if each.slug == rest]
            url, row = section_url(rest), site.in_section(rest)
            return [_feed(site, each.name, url, row) for each in named]
        case _:
            return ()


def touched(revision: Revision) -> Iterator[OutputPath]:
    """Yield the feeds that carry what was edited; they have whole texts.

    An article that comes or is changed may also delay the times of others in feeds.
    """
    delayed = _delayed_otherwise(revision) if revision.loud else ()
    for side in chain(revision.sides, delayed):
        yield from _carrying(side)


def _delayed_otherwise(revision: Revision) -> Iterator[Side]:
    was, now = revision.before.delayed, revision.after.delayed
    for source in {**was, **now}:
        if was.get(source) != now.get(source):
            both = (side_of(site, source) for site in (revision.before, revision.after))
            yield from filter(None, both)


def _carrying(side: Side) -> Iterator[OutputPath]:
    """Yield the feeds among whose newest articles one is."""
    standing, most = side.placed.standing, side.site.config.feeds.items
    if place_in(side.site.articles.group, standing) < most:
        yield from map(OutputPath, SITE_LAYOUTS)
    for home, group in side.listings:
        if place_in(group, standing) < most:
            yield output_of(UrlPath(f"{home}feed.xml"))


def _of_site(site: Site) -> Iterable[Output]:
    page = _page(site, HOME, HOME, site.info.title, site.articles)
    for name, layout in SITE_LAYOUTS.items():
        recipe = Template(layout, replace(page, url=UrlPath(f"/{name}")))
        yield Output(path=OutputPath(name), recipe=recipe)


def _feed(site: Site, name: str, home: UrlPath, articles: Sequence[Placed]) -> Output:
    link = feed_of(site, name, home)
    page = _page(site, link.url, home, link.title, articles)
    return Output(path=output_of(link.url), recipe=Template("rss.xml", page))


def _page(
    site: Site, url: UrlPath, home: UrlPath, title: str, articles: Sequence[Placed]
) -> FeedPage:
    items, hub = _items(site, articles), site.config.feeds.hub
    return FeedPage(url, home, title, site.info.description, _updated(items), items, hub)


def _items(site: Site, articles: Sequence[Placed]) -> tuple[FeedItem, ...]:
    return tuple(
        FeedItem(
            article=each.teaser,
            body=each.body,
            tags=tuple(tag.name for tag in each.tags),
            updated=site.feed_updated(each),
            corrections=each.life.notes,
            dateline=each.article.dateline,
        )
        for each in articles[: site.config.feeds.items]
    )


def _updated(items: tuple[FeedItem, ...]) -> datetime | None:
    return max((item.updated for item in items), default=None)
