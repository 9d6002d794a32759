"""Listings by tag, author and section."""

from collections.abc import Iterable
from itertools import chain

from generator.config import Section
from generator.pages import ListingKind
from generator.paths import OutputPath
from generator.planning.addresses import section_url, tag_url
from generator.planning.heads import feed_of
from generator.planning.listing import (
    Listing,
    listing_output,
    listing_outputs,
    listings_touched,
)  # fmt: skip
from generator.planning.plan import Output
from generator.planning.revising import Revision
from generator.planning.site import Site
from generator.planning.standing import Tag


def plan(site: Site) -> Iterable[Output]:
    """Plan the pages of every listing."""
    tags = (_tag(site, tag) for tag in site.by_tag)
    authors = (_author(site, slug) for slug in site.by_author)
    sections = (_section(site, section) for section in site.config.sections)
    for listing in chain(tags, authors, sections):
        yield from listing_outputs(site, listing)


def find(site: Site, path: OutputPath) -> Iterable[Output]:
    """Plan the page of a listing that stands at a path, if there is one."""
    kind, _, rest = path.partition("/")
    slug = rest.partition("/")[0]
    match kind:
        case "tags" if slug in site.by_tag_slug:
            return listing_output(site, _tag(site, site.by_tag_slug[slug]), path)
        case "authors" if slug in site.by_author:
            return listing_output(site, _author(site, slug), path)
        case "sections":
            named = [each for each in site.config.sections if each.slug == slug]
            return chain(*(listing_output(site, _section(site, each), path) for each in named))
        case _:
            return ()


def touched(revision: Revision) -> Iterable[OutputPath]:
    """Return the pages that edits may touch."""
    return listings_touched(revision, lambda side: side.listings)


def _tag(site: Site, tag: Tag) -> Listing:
    url = tag_url(tag.slug)
    return Listing(
        kind=ListingKind.TAG, name=tag.name, url=url, articles=site.by_tag[tag],
        feed=feed_of(site, tag.name, url),
    )  # fmt: skip


def _author(site: Site, slug: str) -> Listing:
    card = site.card(slug)
    return Listing(
        kind=ListingKind.AUTHOR, name=card.name, url=card.url, articles=site.by_author[slug],
        description=card.bio, feed=feed_of(site, card.name, card.url), author=card,
    )  # fmt: skip


def _section(site: Site, section: Section) -> Listing:
    url = section_url(section.slug)
    return Listing(
        kind=ListingKind.SECTION, name=section.name, url=url,
        articles=site.in_section(section.slug), description=section.description,
        feed=feed_of(site, section.name, url),
    )  # fmt: skip
