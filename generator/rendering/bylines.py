"""Who did what, for layouts, feeds and structured data alike."""

from collections.abc import Sequence

from generator.model import Role
from generator.pages import Signature

Signatures = tuple[Signature, ...]


def by_role(signatures: Sequence[Signature]) -> tuple[tuple[Role, Signatures], ...]:
    """Group a byline by what its people did, in the order in which a byline names roles."""
    groups = ((role, tuple(each for each in signatures if each.role is role)) for role in Role)
    return tuple((role, group) for role, group in groups if group)


def writers(signatures: Sequence[Signature]) -> Signatures:
    """Return who reported, each once; everyone where nobody did, as in a photo essay."""
    reporters = [each for each in signatures if each.role is Role.REPORTING]
    people: dict[tuple[str, str], Signature] = {}
    for each in reporters or signatures:
        people.setdefault((each.name, each.url), each)
    return tuple(people.values())
