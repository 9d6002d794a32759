"""A listing's pages, put together in one way for tags, authors, sections, years and months."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from generator.pages import AuthorCard, Entry, FeedLink, Link, ListingKind, ListingPage
from generator.paths import OutputPath, UrlPath, output_of
from generator.planning.heads import head, teasers
from generator.planning.paging import Leaf, leaf, leaf_of, leaves_from, paged
from generator.planning.placed import Placed, Row
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.register import Group, place_in
from generator.planning.revising import Revision, Side
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


def listings_touched(
    revision: Revision, listings: Callable[[Side], Iterable[tuple[UrlPath, Group]]]
) -> Iterator[OutputPath]:
    """Yield the paths of pages that edits touch; `listings` are those in which an article stands.

    An edited article changes the page on which it stands; one that comes, goes or moves changes
    all pages that are newer as well.
    """
    size = revision.after.config.listing_size
    for edit in revision.loud:
        sides = [{url: _place(group, side) for url, group in listings(side)} for side in edit.sides]
        for url in dict.fromkeys(chain(*sides)):
            places = [side.get(url) for side in sides]
            stays = len(sides) == 2 and places[0] == places[1]
            for length, place in filter(None, places):
                numbers = (
                    (leaf_of(length, place, size),)
                    if stays
                    else leaves_from(length, place, size, len(revision.loud))
                )
                yield from (output_of(_page_url(url, number)) for number in numbers)


def _place(group: Group, side: Side) -> tuple[int, int]:
    """Return how long a group is, and where in it an article stands."""
    return len(group), place_in(group, side.placed.standing)


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
    return _page_url(listing.url, number)


def _page_url(url: UrlPath, number: int | None) -> UrlPath:
    return UrlPath(f"{url}page/{number}/") if number else url
