"""A card for each article without a picture, and one for the site."""

from collections.abc import Iterable, Iterator

from generator.paths import SourcePath
from generator.planning.cards import card, card_of, card_path
from generator.planning.plan import Output
from generator.planning.recipes import Card
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the cards; articles of one title share theirs."""
    done = set()
    for made, source in _cards(site):
        path = card_path(made)
        if path not in done:
            done.add(path)
            yield Output(path=path, recipe=made, source=source)


def _cards(site: Site) -> Iterator[tuple[Card, SourcePath | None]]:
    for placed in site.articles:
        made = None if placed.teaser.picture else card_of(site, placed.teaser)
        if made:
            yield made, placed.article.source
    whole = None if site.whole.picture else card(site, "", site.info.title)
    if whole:
        yield whole, None
