"""The front page: a lead, some seconds, the river."""

from collections.abc import Iterable, Iterator

from generator.pages import FrontPage
from generator.paths import output_of
from generator.planning.heads import HOME, head, teasers
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the front page: the line-up of site.toml, then what is featured, then the newest."""
    order = tuple(_in_order(site))
    seconds_end = 1 + site.config.front.seconds
    river_end = seconds_end + site.config.front.river
    page = FrontPage(
        head=head(site, HOME, site.info.title, site.info.description),
        lead=order[0].teaser if order else None,
        seconds=teasers(order[1:seconds_end]),
        river=teasers(order[seconds_end:river_end]),
    )
    yield Output(
        path=output_of(HOME),
        recipe=Template("front.html", page),
        url=HOME,
        lastmod=max((each.life.modified.at for each in order[:river_end]), default=None),
    )


def _in_order(site: Site) -> Iterator[Placed]:
    by_source = {each.article.source: each for each in site.articles}
    line_up = [by_source.get(source) for source in site.line_up]
    featured = [each for each in site.articles if each.article.featured][:1]
    first = [each for each in line_up if each] or featured
    yield from dict.fromkeys((*first, *site.articles))
