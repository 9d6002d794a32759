"""The front page: a lead, some seconds, the river."""

from collections.abc import Iterable, Iterator
from itertools import islice

from generator.pages import FrontPage
from generator.paths import INDEX, OutputPath, output_of
from generator.planning.heads import HOME, head, teasers
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.revising import Revision
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the front page: the line-up of site.toml, then what is featured, then the newest."""
    seconds_end = 1 + site.config.front.seconds
    order = tuple(islice(_in_order(site), seconds_end + site.config.front.river))
    page = FrontPage(
        head=head(site, HOME, site.info.title, site.info.description),
        lead=order[0].teaser if order else None,
        seconds=teasers(order[1:seconds_end]),
        river=teasers(order[seconds_end:]),
    )
    yield Output(
        path=output_of(HOME),
        recipe=Template("front.html", page),
        url=HOME,
        lastmod=max((each.life.modified.at for each in order), default=None),
    )


def find(site: Site, path: OutputPath) -> Iterable[Output]:
    """Plan the front page, if that is asked for."""
    return plan(site) if path == INDEX else ()


def touched(revision: Revision) -> Iterable[OutputPath]:
    """Return the front page, which shows teasers alone."""
    return (OutputPath(INDEX),) if revision.loud else ()


def _in_order(site: Site) -> Iterator[Placed]:
    line_up = [each for each in map(site.placed, site.line_up) if each]
    first = dict.fromkeys(line_up or _featured(site))
    yield from first
    yield from (each for each in site.articles if each not in first)


def _featured(site: Site) -> Iterator[Placed]:
    """Yield the newest article that is to stand first, if there is any."""
    featured = (each for each in site.register.shown if each.article.featured)
    yield from (found for each in islice(featured, 1) if (found := site.placed(each.source)))
