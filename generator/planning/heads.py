"""What every page says of itself, put together in one way for all kinds."""

from collections.abc import Iterable

from generator.media_types import RSS
from generator.pages import FeedLink, Head, Link, Teaser
from generator.paths import UrlPath
from generator.pictures import Rendition
from generator.planning.cards import site_preview
from generator.planning.placed import Placed
from generator.planning.site import Site

HOME = UrlPath("/")


def head(
    site: Site,
    url: UrlPath,
    title: str,
    description: str,
    *,
    picture: Rendition | None = None,
    feed: FeedLink | None = None,
    trail: tuple[Link, ...] = (),
    indexable: bool = True,
    canonical: str = "",
) -> Head:
    """Return a page's head; its trail starts at the front page."""
    return Head(
        url=url,
        title=title,
        description=description,
        indexable=indexable,
        picture=picture or site_preview(site),
        feeds=(feed,) if feed else (),
        trail=trail if url == HOME else (Link(site.info.title, HOME), *trail),
        canonical=canonical,
    )


def feed_of(site: Site, name: str, url: UrlPath) -> FeedLink:
    """Return the feed of a listing."""
    return FeedLink(f"{name} – {site.info.title}", UrlPath(f"{url}feed.xml"), RSS)


def teasers(placed: Iterable[Placed]) -> tuple[Teaser, ...]:
    """Return the teasers of some articles."""
    return tuple(each.teaser for each in placed)
