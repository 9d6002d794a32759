"""Pages that are no articles, and the page for addresses that do not exist."""

from collections.abc import Iterable

from generator.pages import NotFoundPage, StaticPage
from generator.paths import OutputPath, UrlPath, output_of
from generator.planning.heads import head, teasers
from generator.planning.placed import PlacedPage
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site

NOT_FOUND = OutputPath("404.html")
LATEST = 5


def plan(site: Site) -> Iterable[Output]:
    """Plan each page, and 404.html."""
    for placed in site.pages:
        yield Output(
            path=output_of(placed.url),
            recipe=Template("page.html", _page(site, placed)),
            source=placed.page.source,
            url=placed.url,
            lastmod=placed.updated.at if placed.updated else None,
        )
    title, url = site.info.title, UrlPath(f"/{NOT_FOUND}")
    missing = NotFoundPage(
        head(site, url, title, site.info.description, indexable=False),
        teasers(site.articles[:LATEST]),
    )
    yield Output(path=NOT_FOUND, recipe=Template("404.html", missing))


def _page(site: Site, placed: PlacedPage) -> StaticPage:
    page = placed.page
    return StaticPage(
        head=head(site, placed.url, page.title, page.summary or page.body.excerpt),
        body=placed.body,
        headings=page.body.headings,
        updated=placed.updated,
        language=page.language or site.info.language,
        state=placed.state,
    )
