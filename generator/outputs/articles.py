"""Each article at its own address."""

from collections.abc import Iterable

from generator.pages import ArticlePage, Link
from generator.paths import OutputPath, output_of, url_of
from generator.planning.addresses import tag_url
from generator.planning.cards import article_preview
from generator.planning.heads import head
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.register import place_in
from generator.planning.related import REACH
from generator.planning.revising import Revision
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan a page for each article, with its neighbours in the section."""
    return (_output(site, each) for row in site.by_section.values() for each in row)


def find(site: Site, path: OutputPath) -> Iterable[Output]:
    """Plan the article at an address; several, where they are at fault."""
    return (_output(site, placed) for placed in site.placed_at(url_of(path)))


def touched(revision: Revision) -> Iterable[OutputPath]:
    """Return the articles that were edited, and those that may name them as near."""
    own = (side.placed.url for side in revision.sides)
    return (output_of(url) for url in dict.fromkeys((*own, *revision.near(REACH))))


def _output(site: Site, placed: Placed) -> Output:
    row = site.by_section[placed.article.section]
    place = place_in(row.group, placed.standing)
    newer = row[place - 1] if place > 0 else None
    older = row[place + 1] if place + 1 < len(row) else None
    return Output(
        path=output_of(placed.url),
        recipe=Template("article.html", _page(site, placed, newer, older)),
        source=placed.source,
        url=placed.url,
        lastmod=placed.life.modified.at,
    )


def _page(site: Site, placed: Placed, newer: Placed | None, older: Placed | None) -> ArticlePage:
    article, teaser = placed.article, placed.teaser
    return ArticlePage(
        head=head(
            site,
            placed.url,
            article.title,
            teaser.summary,
            picture=article_preview(site, teaser),
            trail=(teaser.section,) if teaser.section else (),
            canonical=article.canonical,
        ),
        article=teaser,
        standfirst=article.summary,
        body=placed.body,
        dateline=article.dateline,
        updated=placed.life.updated,
        corrections=placed.life.notes,
        headings=article.body.headings,
        questions=article.body.questions,
        tags=tuple(Link(tag.name, tag_url(tag.slug)) for tag in placed.tags),
        authors=tuple(site.card(slug) for slug in placed.authors),
        newer=_link(newer),
        older=_link(older),
        words=article.body.words,
        related=site.related(placed),
    )


def _link(placed: Placed | None) -> Link | None:
    return Link(placed.article.title, placed.url) if placed else None
