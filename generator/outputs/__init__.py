"""One module for each kind of output, and the order in which the kinds are published.

What is pointed at comes before what points at it. A new kind is one function and one line here.
"""

from generator.outputs import (
    archives,
    articles,
    assets,
    feeds,
    fronts,
    indexes,
    listings,
    media,
    notices,
    pages,
    redirects,
    sitemaps,
    texts,
)  # fmt: skip
from generator.planning.plan import Index, Kind

KINDS: tuple[Kind, ...] = (
    assets.plan,
    media.plan,
    articles.plan,
    pages.plan,
    notices.plan,
    listings.plan,
    archives.plan,
    indexes.plan,
    fronts.plan,
    redirects.plan,
    feeds.plan,
    texts.plan,
)
INDEXES: tuple[Index, ...] = (sitemaps.plan,)
