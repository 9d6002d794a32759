"""Checks of tags: those that lead to one article only, and those that are spelt almost alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from generator.checks.finding import Finding, in_field
from generator.planning.placed import Placed
from generator.planning.site import Site
from generator.planning.standing import Tag

# How many articles must have come after the one with a tag before the tag is thought to be of no
# use. On a young site almost every tag is used once, and so is that of a story of this week.
SINCE = 50
SHORTEST_STEM = 4  # letters: news is not the plural of new
# Letters of a word. Shorter ones that differ in a letter are mostly two words, and many are names:
# football and footfall, Iceland and Ireland. Letters doubled or exchanged are slips much sooner.
LONG, VERY_LONG = 7, 10
PLURALS = ("s", "es")  # of English and its neighbours, as slugs have them

Tagged = tuple[Tag, Sequence[Placed]]


def used_once(site: Site) -> Iterator[Finding]:
    """Find tags of one article which many that came after it could have had, and have not."""
    recent = {each.article.source for each in site.articles[:SINCE]}
    for tag, articles in site.by_tag.items():
        if len(articles) == 1 and articles[0].article.source not in recent:
            message = f'expected a tag of several articles, got "{tag.name}", which no other has'
            yield in_field(articles[0].article, "tags", message, "use a wider one, or remove it")


def similar(site: Site) -> Iterator[Finding]:
    """Find tags that are one to a reader: but for spaces, a plural, or a slip in one used once.

    Not seen: other words for one thing; a slip in a short word; and a slip at the start or the end
    of a word, because María is not Mario and Austria is not Austrian.
    """
    tagged = sorted(site.by_tag.items(), key=lambda each: each[0].slug)
    told: set[frozenset[str]] = set()
    for pair in (*_of_one_stem(tagged), *_slips(tagged)):
        names = frozenset(tag.slug for tag, _ in pair)
        if names not in told:
            told.add(names)
            yield _finding(*pair)


def _finding(first: Tagged, second: Tagged) -> Finding:
    """Blame the rarer of two tags, in the newest article that has it."""
    (tag, articles), (other, others) = sorted((first, second), key=lambda each: len(each[1]))
    count = f"{len(others)} article{'s' * (len(others) != 1)}"
    message = (
        f'expected one spelling for one subject, got "{tag.name}" here and "{other.name}" '
        f"in {count}"
    )
    return in_field(articles[0].article, "tags", message, f"write {other.name}, or {tag.name}")


def _of_one_stem(tagged: Iterable[Tagged]) -> Iterator[tuple[Tagged, Tagged]]:
    """Yield pairs that differ in their spaces and signs, or in a plural."""
    by_letters: dict[str, list[Tagged]] = {}
    for each in tagged:
        by_letters.setdefault(each[0].slug.replace("-", ""), []).append(each)
    for letters, group in by_letters.items():
        yield from combinations(group, 2)
        for ending in PLURALS:
            stem = letters.removesuffix(ending)
            if stem != letters and len(stem) >= SHORTEST_STEM:
                yield from ((group[0], each) for each in by_letters.get(stem, ()))


def _slips(tagged: Iterable[Tagged]) -> Iterator[tuple[Tagged, Tagged]]:
    """Yield pairs of long tags that are one slip apart, where one of them is used once.

    Two words one slip apart have a letter each without which they are equal: looking these up
    takes a time that grows with the tags, not with their pairs.
    """
    long = [each for each in tagged if len(each[0].slug) >= LONG]
    shortened = _by_shortened(long)
    for each in long:
        slug = each[0].slug
        near = {o[0].slug: o for short in _shortened(slug) for o in shortened.get(short, ())}
        for other in near.values():
            is_rare = min(len(each[1]), len(other[1])) == 1
            if is_rare and slug < other[0].slug and _is_slip(slug, other[0].slug):
                yield each, other


def _by_shortened(tagged: Iterable[Tagged]) -> Mapping[str, list[Tagged]]:
    found: dict[str, list[Tagged]] = {}
    for each in tagged:
        for short in _shortened(each[0].slug):
            found.setdefault(short, []).append(each)
    return found


def _shortened(slug: str) -> set[str]:
    """Return a slug, and what is left of it without one of its letters."""
    return {slug, *(slug[:place] + slug[place + 1 :] for place in range(len(slug)))}


def _is_slip(one: str, other: str) -> bool:
    """Whether two slugs differ inside one long word, by a letter or by two that changed places."""
    start = _shared(one, other)
    end = min(_shared(one[::-1], other[::-1]), min(len(one), len(other)) - start)
    first, second = (slug[start : len(slug) - end] for slug in (one, other))
    before = one[:start].rpartition("-")[2]
    after = one[len(one) - end :].partition("-")[0]
    is_exchanged = len(first) == 2 and first == second[::-1]
    is_doubled = {first, second} in ({"", before[-1:]}, {"", after[:1]})
    is_small = len(first) <= 1 >= len(second)
    shortest = LONG if is_exchanged or is_doubled else VERY_LONG
    is_inside = before.isalpha() and after.isalpha() and (first + second).isalpha()
    length = len(before + after) + min(len(first), len(second))
    return (is_small or is_exchanged) and is_inside and length >= shortest


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other)))  # fmt: skip
