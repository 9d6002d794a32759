"""What stands where a withdrawn article was: that it was withdrawn, and nothing of it."""

from collections.abc import Iterable

from generator.pages import NoticePage
from generator.paths import output_of
from generator.planning.heads import head
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan a notice for each withdrawn article. Search engines are told to forget the address."""
    for notice in site.notices:
        about = head(site, notice.url, site.info.title, "", indexable=False)
        yield Output(
            path=output_of(notice.url),
            recipe=Template("notice.html", NoticePage(about, notice.date, notice.text)),
            source=notice.source,
        )
