"""A listing's pages, put together in one way for tags, authors, sections, years and months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from generator.pages import AuthorCard, Entry, FeedLink, Link, ListingKind, ListingPage
from generator.paths import UrlPath, output_of
from generator.planning.heads import head, teasers
from generator.planning.paging import Leaf, paged
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Articles that have something in common, newest first, at one address."""

    kind: ListingKind
    name: str
    url: UrlPath
    articles: tuple[Placed, ...]
    description: str = ""
    trail: tuple[Link, ...] = ()
    feed: FeedLink | None = None
    author: AuthorCard | None = None
    month: datetime | None = None
    parts: tuple[Entry, ...] = ()


def listing_outputs(site: Site, listing: Listing) -> Iterator[Output]:
    """Plan a listing's pages."""
    for leaf in paged(listing.articles, site.config.listing_size):
        page = _page(site, listing, leaf)
        yield Output(
            path=output_of(page.head.url),
            recipe=Template("listing.html", page),
            url=page.head.url,
            lastmod=max((each.life.modified.at for each in leaf.items), default=None),
        )


def _page(site: Site, listing: Listing, leaf: Leaf[Placed]) -> ListingPage:
    is_first = leaf.number is None
    url = _url(listing, leaf.number)
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
        teasers=teasers(leaf.items),
        number=leaf.number,
        newer=_url(listing, leaf.newer) if leaf.has_newer else None,
        older=_url(listing, leaf.older) if leaf.older else None,
        count=len(listing.articles) if is_first else None,
        author=listing.author if is_first else None,
        month=listing.month,
        parts=listing.parts if is_first else (),
    )


def _url(listing: Listing, number: int | None) -> UrlPath:
    return UrlPath(f"{listing.url}page/{number}/") if number else listing.url
