"""Lists of listings: all tags, all authors, all sections, the whole archive."""

from collections.abc import Iterable

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
from generator.planning.months import month_entries, months_of
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site

Groups = tuple[tuple[Entry, tuple[Entry, ...]], ...]


def plan(site: Site) -> Iterable[Output]:
    """Plan the indexes; one of sections only where the site has any."""
    tagged = (each for each in site.articles if each.tags)
    yield _index(site, IndexKind.TAGS, TAGS, tagged, entries=_tags(site))
    yield _index(site, IndexKind.AUTHORS, AUTHORS, site.articles, entries=_authors(site))
    if site.config.sections:
        sectioned = (each for each in site.articles if each.article.section)
        yield _index(site, IndexKind.SECTIONS, SECTIONS, sectioned, entries=_sections(site))
    yield _index(site, IndexKind.ARCHIVE, ARCHIVE, site.articles, groups=tuple(_archive(site)))


def _index(
    site: Site,
    kind: IndexKind,
    url: UrlPath,
    counted: Iterable[Placed],
    *,
    entries: Iterable[Entry] = (),
    groups: Groups = (),
) -> Output:
    """Plan an index; it last changed when the newest article that it counts was published."""
    newest = next(iter(counted), None)
    page = IndexPage(head(site, url, kind.value, ""), kind, tuple(entries), groups)
    return Output(
        path=output_of(url),
        recipe=Template("index.html", page),
        url=url,
        lastmod=newest.life.published.at if newest else None,
    )


def _tags(site: Site) -> Iterable[Entry]:
    for tag, articles in sorted(site.by_tag.items(), key=lambda pair: pair[0].slug):
        yield Entry(tag.name, tag_url(tag.slug), len(articles))


def _authors(site: Site) -> Iterable[Entry]:
    for slug, profile in site.profiles.items():
        card = profile.card
        yield Entry(card.name, card.url, len(site.by_author[slug]), card.role)


def _sections(site: Site) -> Iterable[Entry]:
    for section in site.config.sections:
        count = len(site.by_section.get(section.slug, ()))
        yield Entry(section.name, section_url(section.slug), count, section.description)


def _archive(site: Site) -> Iterable[tuple[Entry, tuple[Entry, ...]]]:
    for year in months_of(site):
        months = month_entries(site, year)
        count = sum(month.count for month in months)
        yield Entry(str(year), archive_url(year), count), months
