"""Listings by tag, author and section."""

from collections.abc import Iterable

from generator.pages import ListingKind
from generator.planning.addresses import section_url, tag_url
from generator.planning.heads import feed_of
from generator.planning.listing import Listing, listing_outputs
from generator.planning.plan import Output
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the pages of every listing."""
    for listing in (*_tags(site), *_authors(site), *_sections(site)):
        yield from listing_outputs(site, listing)


def _tags(site: Site) -> Iterable[Listing]:
    for tag, articles in site.by_tag.items():
        url = tag_url(tag.slug)
        yield Listing(
            kind=ListingKind.TAG, name=tag.name, url=url, articles=articles,
            feed=feed_of(site, tag.name, url),
        )  # fmt: skip


def _authors(site: Site) -> Iterable[Listing]:
    for slug, articles in site.by_author.items():
        card = site.cards[slug]
        yield Listing(
            kind=ListingKind.AUTHOR, name=card.name, url=card.url, articles=articles,
            description=card.bio,
            feed=feed_of(site, card.name, card.url), author=card,
        )  # fmt: skip


def _sections(site: Site) -> Iterable[Listing]:
    for section in site.config.sections:
        url = section_url(section.slug)
        yield Listing(
            kind=ListingKind.SECTION, name=section.name, url=url,
            articles=site.by_section.get(section.slug, ()), description=section.description,
            feed=feed_of(site, section.name, url),
        )  # fmt: skip
