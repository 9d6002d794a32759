"""Which articles to read next: near in subject and in time.

An article's candidates are its neighbours in the listing of each of its tags, and of its section:
a few older, fewer newer. So the work grows with the archive and not with its square, and a new
article can appear only on the pages of those that were newest under one of its tags.
"""

from collections import Counter
from collections.abc import Iterable

from generator.pages import Teaser
from generator.planning.placed import Placed, Row
from generator.planning.register import place_in

OLDER, NEWER = 6, 2  # candidates from each listing
REACH = OLDER + NEWER + 1  # how far from an article its coming or going is felt
SHOWN = 3
FOR_TAG, FOR_SECTION = 2, 1  # what each thing in common weighs


def related(placed: Placed, of_tags: Iterable[Row], of_section: Row | None) -> tuple[Teaser, ...]:
    """Return what is related to an article, nearest first; of equals the newest first."""
    scores: Counter[Placed] = Counter()
    for row in of_tags:
        scores.update(dict.fromkeys(_near(row, placed), FOR_TAG))
    if of_section:
        scores.update(dict.fromkeys(_near(of_section, placed), FOR_SECTION))
    newest_first = sorted(scores, key=lambda each: each.standing.order, reverse=True)
    best = sorted(newest_first, key=lambda each: -scores[each])
    return tuple(each.in_passing for each in best[:SHOWN])


def _near(row: Row, placed: Placed) -> Iterable[Placed]:
    place = place_in(row.group, placed.standing)
    yield from row[max(0, place - NEWER) : place]
    yield from row[place + 1 : place + 1 + OLDER]
