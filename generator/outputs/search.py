"""Where readers search. The index itself is made from the finished pages, when all are there."""

from collections.abc import Iterable

from generator.pages import SearchPage
from generator.paths import output_of
from generator.planning.addresses import SEARCH
from generator.planning.heads import head
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the page, where the site has a search; in a preview it says that there is none."""
    if site.config.search:
        about = head(site, SEARCH, site.info.title, "", indexable=False)
        yield Output(path=output_of(SEARCH), recipe=Template("search.html", SearchPage(about)),
                     url=SEARCH)  # fmt: skip
