"""What has moved: the old addresses of what is public, and where each leads now.

All lead straight to what stands, never to another old address.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.paths import SourcePath, UrlPath
from generator.planning.fates import Fate
from generator.planning.site import Site
from generator.recorded import address_of


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address, what stands for it now, and the title of that; `source` is for messages."""

    old: UrlPath
    new: UrlPath
    title: str
    source: SourcePath


def redirects_of(site: Site) -> tuple[Redirect, ...]:
    """Return the aliases of what is public, or was and is withdrawn; then what was recorded.

    What is both is an alias: its front matter says where it leads.
    """
    aliases = tuple(_aliases(site))
    known = {each.old for each in aliases}
    return (*aliases, *(each for each in _recorded(site) if each.old not in known))


def _aliases(site: Site) -> Iterator[Redirect]:
    for standing in (each for each in site.register.shown if each.article.aliases):
        article = standing.article
        yield from _each(article.aliases, standing.url, article.title, article.source)
    for notice in site.notices:
        yield from _each(notice.aliases, notice.url, site.info.title, notice.source)
    for each in site.pages:
        yield from _each(each.page.aliases, each.url, each.page.title, each.page.source)


def _each(
    aliases: Iterable[str], new: UrlPath, title: str, source: SourcePath
) -> Iterator[Redirect]:
    return (Redirect(address_of(alias), new, title, source) for alias in aliases)


def _recorded(site: Site) -> Iterator[Redirect]:
    titles = {each.page.source: each.page.title for each in site.pages}
    for each in site.fates:
        if each.fate is Fate.REDIRECTED and each.to:
            placed = site.placed(each.source)
            title = placed.article.title if placed else titles.get(each.source, site.info.title)
            yield Redirect(each.recorded.address, each.to, title, each.source)


def spellings(old: UrlPath) -> tuple[UrlPath, ...]:
    """Return an old address with and without the slash at its end; some hosts tell them apart."""
    bare = old.rstrip("/")
    return tuple(dict.fromkeys(UrlPath(each) for each in (bare, old) if each))
