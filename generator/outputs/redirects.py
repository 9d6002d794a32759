"""Pages that send readers from an old address to the new one, on hosts that know no redirects."""

from collections.abc import Iterable

from generator.pages import RedirectPage
from generator.paths import output_of
from generator.planning.heads import head
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.redirects import redirects_of
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan a page at each old address."""
    for each in redirects_of(site):
        about = head(site, each.old, each.title, "", indexable=False)
        yield Output(
            path=output_of(each.old),
            recipe=Template("redirect.html", RedirectPage(about, each.new)),
            source=each.source,
        )
