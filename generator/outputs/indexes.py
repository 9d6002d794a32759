"""Lists of listings: all tags, all authors, all sections, the whole archive."""

from collections.abc import Iterable
from datetime import datetime

from generator.pages import Entry, IndexKind, IndexPage
from generator.paths import UrlPath, output_of
from generator.planning.addresses import (
    ARCHIVE,
    AUTHORS,
    SECTIONS,
    TAGS,
    archive_url,
    section_url,
    tag_url,
)  # fmt: skip
from generator.planning.heads import head
from generator.planning.plan import Output, Template
from generator.planning.site import Placed, Site, grouped

Groups = tuple[tuple[Entry, tuple[Entry, ...]], ...]


def plan(site: Site) -> Iterable[Output]:
    """Plan the four indexes."""
    yield _index(site, IndexKind.TAGS, TAGS, _tags(site))
    yield _index(site, IndexKind.AUTHORS, AUTHORS, _authors(site))
    yield _index(site, IndexKind.SECTIONS, SECTIONS, _sections(site))
    yield _index(site, IndexKind.ARCHIVE, ARCHIVE, (), tuple(_archive(site)))


def _index(
    site: Site, kind: IndexKind, url: UrlPath, entries: Iterable[Entry], groups: Groups = ()
) -> Output:
    about = head(site, url, kind.value, "")
    page = IndexPage(about, kind, tuple(entries), groups)
    lastmod = site.articles[0].life.published.at if site.articles else None
    return Output(
        path=output_of(url), recipe=Template("index.html", page), url=url, lastmod=lastmod
    )


def _tags(site: Site) -> Iterable[Entry]:
    for tag, articles in sorted(site.by_tag.items(), key=lambda pair: pair[0].slug):
        yield Entry(tag.name, tag_url(tag.slug), len(articles))


def _authors(site: Site) -> Iterable[Entry]:
    for slug, card in sorted(site.cards.items()):
        yield Entry(card.name, card.url, len(site.by_author[slug]), card.role)


def _sections(site: Site) -> Iterable[Entry]:
    for section in site.config.sections:
        count = len(site.by_section.get(section.slug, ()))
        yield Entry(section.name, section_url(section.slug), count, section.description)


def _archive(site: Site) -> Iterable[tuple[Entry, tuple[Entry, ...]]]:
    for year, articles in grouped(site.articles, _year).items():
        months = grouped(articles, _month)
        entry = Entry(str(year), archive_url(year), len(articles))
        yield entry, tuple(
            Entry(f"{year}-{month:02}", archive_url(year, month), len(of_month),
                  month=datetime(year, month, 1, tzinfo=site.config.zone))
            for month, of_month in months.items()
        )  # fmt: skip


def _year(placed: Placed) -> tuple[int]:
    return (placed.life.published.at.year,)


def _month(placed: Placed) -> tuple[int]:
    return (placed.life.published.at.month,)
