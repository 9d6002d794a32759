"""A listing's pages, put together in one way for tags, authors, sections, years and months."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from generator.pages import AuthorCard, Entry, FeedLink, Link, ListingKind, ListingPage
from generator.paths import OutputPath, UrlPath, output_of
from generator.planning.heads import head, teasers
from generator.planning.paging import Leaf, leaf, paged
from generator.planning.placed import Placed, Row
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Articles that have something in common, newest first, at one address."""

    kind: ListingKind
    name: str
    url: UrlPath
    articles: Row
    description: str = ""
    trail: tuple[Link, ...] = ()
    feed: FeedLink | None = None
    author: AuthorCard | None = None
    month: datetime | None = None
    parts: tuple[Entry, ...] = ()


def listing_outputs(site: Site, listing: Listing) -> Iterator[Output]:
    """Plan a listing's pages."""
    for each in paged(listing.articles, site.config.listing_size):
        yield _output(site, listing, each)


def listing_output(site: Site, listing: Listing, path: OutputPath) -> Iterator[Output]:
    """Plan the page of a listing that stands at a path, if there is one."""
    numbers = re.findall(r"/page/([1-9][0-9]{0,5})/index\.html$", path)
    with suppress(ValueError):
        number = int(numbers[0]) if numbers else None
        output = _output(site, listing, leaf(listing.articles, site.config.listing_size, number))
        if output.path == path:
            yield output


def _output(site: Site, listing: Listing, part: Leaf[Placed]) -> Output:
    page = _page(site, listing, part)
    return Output(
        path=output_of(page.head.url),
        recipe=Template("listing.html", page),
        url=page.head.url,
        lastmod=max((each.life.modified.at for each in part.items), default=None),
    )


def _page(site: Site, listing: Listing, part: Leaf[Placed]) -> ListingPage:
    is_first = part.number is None
    url = _url(listing, part.number)
    own = () if is_first else (Link(listing.name, listing.url),)
    return ListingPage(
        head=head(
            site,
            url,
            listing.name,
            listing.description,
            feed=listing.feed,
            trail=(*listing.trail, *own),
        ),
        kind=listing.kind,
        name=listing.name,
        description=listing.description,
        teasers=teasers(part.items),
        number=part.number,
        newer=_url(listing, part.newer) if part.has_newer else None,
        older=_url(listing, part.older) if part.older else None,
        count=len(listing.articles) if is_first else None,
        author=listing.author if is_first else None,
        month=listing.month,
        parts=listing.parts if is_first else (),
    )


def _url(listing: Listing, number: int | None) -> UrlPath:
    return UrlPath(f"{listing.url}page/{number}/") if number else listing.url
