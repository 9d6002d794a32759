"""Tags and their articles. Two spellings of one address are a fault, and counted as one."""

from collections.abc import Iterable, Mapping

from generator.errors import Problem
from generator.planning.register import Group
from generator.planning.standing import Standing, Tag, newest_first

Groups = Mapping[Tag, Group]


def spelled_once(groups: Groups) -> Groups:
    """Merge the groups of what has one address, under the spelling of the first file."""
    by_slug = _by_slug(groups)
    if len(by_slug) == len(groups):
        return groups
    return dict(_merged(tags, groups) for tags in by_slug.values())


def spelling_problems(groups: Groups) -> Iterable[Problem]:
    """Find every tag that is spelled otherwise than in the first file that has it."""
    for tags in _by_slug(groups).values():
        if len(tags) > 1:
            known, group = _merged(tags, groups)
            first = _first(group)
            for tag in (tag for tag in tags if tag != known):
                yield from (_problem(each, tag, known, first) for each in groups[tag])


def _by_slug(groups: Groups) -> dict[str, list[Tag]]:
    by_slug: dict[str, list[Tag]] = {}
    for tag in groups:
        by_slug.setdefault(tag.slug, []).append(tag)
    return by_slug


def _merged(tags: list[Tag], groups: Groups) -> tuple[Tag, Group]:
    if len(tags) == 1:
        return tags[0], groups[tags[0]]
    first = min(tags, key=lambda tag: _place(tag, groups))
    merged = {each.source: each for tag in tags for each in groups[tag]}
    return first, newest_first(merged.values())


def _place(tag: Tag, groups: Groups) -> tuple[str, int]:
    """Return where a tag first stands: the file, and the place in its list."""
    standing = _first(groups[tag])
    return standing.source, standing.tags.index(tag)


def _first(group: Group) -> Standing:
    return min(group, key=lambda each: each.source)


def _problem(standing: Standing, tag: Tag, known: Tag, first: Standing) -> Problem:
    line, column = standing.article.places.get("tags", (0, 0))
    message = (
        f'expected "{known.name}" as in {first.source}, got "{tag.name}", '
        "which has the same address"
    )
    return Problem(standing.source, line, column, "tags", message)
