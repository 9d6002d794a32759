"""Each article at its own address."""

from collections.abc import Iterable

from generator.pages import ArticlePage, Link
from generator.paths import output_of
from generator.planning.addresses import tag_url
from generator.planning.cards import article_preview
from generator.planning.heads import head
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan a page for each article, with its neighbours in the section."""
    for group in site.by_section.values():
        newer = (None, *group[:-1])
        older = (*group[1:], None)
        for each, after, before in zip(group, newer, older, strict=True):
            yield Output(
                path=output_of(each.url),
                recipe=Template("article.html", _page(site, each, after, before)),
                source=each.article.source,
                url=each.url,
                lastmod=each.life.modified.at,
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
        authors=tuple(site.cards[slug] for slug in placed.authors),
        newer=_link(newer),
        older=_link(older),
        words=article.body.words,
        related=site.related.get(article.source, ()),
    )


def _link(placed: Placed | None) -> Link | None:
    return Link(placed.teaser.title, placed.url) if placed else None
