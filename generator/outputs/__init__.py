"""One module for each kind of output, and the order in which the kinds are published.

What is pointed at comes before what points at it. A new kind is one function and one line here.
"""

from generator.outputs import (
    apache,
    archives,
    articles,
    assets,
    caddy,
    cards,
    feeds,
    fronts,
    hosts,
    icons,
    indexes,
    listings,
    media,
    nginx,
    notices,
    opml,
    pages,
    redirects,
    robots,
    search,
    sitemaps,
    texts,
    vercel,
)  # fmt: skip
from generator.planning.hosts.own_files import unless_own
from generator.planning.plan import ByPath, Index, Kind

# Files at the root, unless the newsroom has one of its own there.
ROOT_FILES = (robots.plan, opml.plan, texts.plan, nginx.plan, caddy.plan, apache.plan)
KINDS: tuple[Kind, ...] = (
    Kind(assets.plan),
    Kind(unless_own(icons.plan)),
    Kind(media.plan, ByPath(media.find, media.touched)),
    Kind(cards.plan, ByPath(cards.find, cards.touched)),
    Kind(articles.plan, ByPath(articles.find, articles.touched)),
    Kind(pages.plan),
    Kind(search.plan),
    Kind(notices.plan),
    Kind(listings.plan, ByPath(listings.find, listings.touched)),
    Kind(archives.plan, ByPath(archives.find, archives.touched)),
    Kind(indexes.plan),
    Kind(fronts.plan, ByPath(fronts.find, fronts.touched)),
    Kind(redirects.plan),
    Kind(feeds.plan, ByPath(feeds.find, feeds.touched)),
    *(Kind(unless_own(plan)) for plan in ROOT_FILES),
)
# Hosts last: they are told of all the others.
INDEXES: tuple[Index, ...] = (
    Index(sitemaps.plan, sitemaps.NAMES),
    Index(unless_own(hosts.plan), hosts.NAMES),
    Index(unless_own(vercel.plan), vercel.NAMES),
)
