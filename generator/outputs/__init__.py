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
ROOT_FILES: tuple[Kind, ...] = tuple(
    map(unless_own, (robots.plan, opml.plan, texts.plan, nginx.plan, caddy.plan, apache.plan))
)
KINDS: tuple[Kind, ...] = (
    assets.plan,
    unless_own(icons.plan),
    media.plan,
    cards.plan,
    articles.plan,
    pages.plan,
    search.plan,
    notices.plan,
    listings.plan,
    archives.plan,
    indexes.plan,
    fronts.plan,
    redirects.plan,
    feeds.plan,
    *ROOT_FILES,
)
# Hosts last: they are told of all the others.
INDEXES: tuple[Index, ...] = (sitemaps.plan, unless_own(hosts.plan), unless_own(vercel.plan))
