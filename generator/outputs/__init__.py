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
from generator.planning.plan import Index, Kind

# Files at the root, unless the newsroom has one of its own there.
ROOT_FILES = (robots.plan, opml.plan, texts.plan, nginx.plan, caddy.plan, apache.plan)
KINDS: tuple[Kind, ...] = (
    Kind(assets.plan),
    Kind(unless_own(icons.plan)),
    Kind(media.plan, media.find),
    Kind(cards.plan, cards.find),
    Kind(articles.plan, articles.find),
    Kind(pages.plan),
    Kind(search.plan),
    Kind(notices.plan),
    Kind(listings.plan, listings.find),
    Kind(archives.plan, archives.find),
    Kind(indexes.plan),
    Kind(fronts.plan, fronts.find),
    Kind(redirects.plan),
    Kind(feeds.plan, feeds.find),
    *(Kind(unless_own(plan)) for plan in ROOT_FILES),
)
# Hosts last: they are told of all the others.
INDEXES: tuple[Index, ...] = (
    Index(sitemaps.plan, sitemaps.NAMES),
    Index(unless_own(hosts.plan), hosts.NAMES),
    Index(unless_own(vercel.plan), vercel.NAMES),
)
