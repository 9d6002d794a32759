"""A card for each article without a picture, and one for the site."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from generator.paths import OutputPath
from generator.planning.cards import CARDS, card, card_of, card_path
from generator.planning.placed import Placed
from generator.planning.plan import Output, each_once
from generator.planning.revising import Revision
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the cards; articles of one title share theirs."""
    return each_once(chain(_of_articles(site, site.articles), _of_site(site)))


def find(site: Site, path: OutputPath) -> Iterable[Output]:
    """Plan one card, looking first at what was placed already: a page is shown before its card."""
    if not path.startswith(CARDS):
        return ()
    parts = (site.placed_already, site.articles)
    cards = chain(_of_site(site), *(_of_articles(site, articles) for articles in parts))
    return islice((output for output in cards if output.path == path), 1)


def touched(revision: Revision) -> Iterable[OutputPath]:
    """Return the cards that edited articles had, and those that they have."""
    cards = (_of_articles(side.site, (side.placed,)) for side in revision.sides)
    return (each.path for each in chain.from_iterable(cards))


def _of_articles(site: Site, articles: Iterable[Placed]) -> Iterator[Output]:
    for placed in articles:
        made = None if placed.teaser.picture else card_of(site, placed.teaser)
        if made:
            yield Output(path=card_path(made), recipe=made, source=placed.source)


def _of_site(site: Site) -> Iterator[Output]:
    made = None if site.whole.picture else card(site, "", site.info.title)
    if made:
        yield Output(path=card_path(made), recipe=made)
