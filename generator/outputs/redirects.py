"""Pages that send readers from an old address to the new one, on hosts that know no redirects."""

from collections.abc import Iterable

from generator.pages import RedirectPage
from generator.paths import OutputPath, SourcePath, UrlPath, output_of, url_of
from generator.planning.heads import head
from generator.planning.plan import Output, Template
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan a page for each alias of what is public, or was and is withdrawn."""
    for placed in site.articles:
        for alias in placed.article.aliases:
            yield _redirect(site, alias, placed.url, placed.teaser.title, placed.article.source)
    for notice in site.notices:
        for alias in notice.aliases:
            yield _redirect(site, alias, notice.url, site.info.title, notice.source)
    for each in site.pages:
        for alias in each.page.aliases:
            yield _redirect(site, alias, each.url, each.page.title, each.page.source)


def _redirect(site: Site, alias: str, target: UrlPath, title: str, source: SourcePath) -> Output:
    path = _path(alias)
    about = head(site, url_of(path), title, "", indexable=False)
    page = RedirectPage(about, target)
    return Output(path=path, recipe=Template("redirect.html", page), source=source)


def _path(alias: str) -> OutputPath:
    """Return the file of an alias: hosts offer a file without an ending for download."""
    is_file = alias.endswith(("/", ".html", ".htm"))
    return output_of(alias if is_file else f"{alias}/")
