"""What the desk's form offers: each choice with its name, and always the one that was made."""

from dataclasses import dataclass

from generator.desk.overview import Overview
from generator.desk.query import ANY_PROBLEM, NO_PROBLEM, DeskQuery, Order
from generator.errors import Severity

Choice = tuple[str, str]  # as in the address, as in the form
COLUMNS = (
    (Order.STATE, "State"),
    (Order.TITLE, "Headline"),
    (Order.SECTION, "Section"),
    (Order.BYLINE, "Byline"),
    (Order.WORDS, "Length"),
    (Order.PUBLISHED, "Published"),
    (Order.CHANGED, "Last change"),
    (Order.PROBLEMS, "To mend"),
)
_ORDERS = (
    ("published", "Newest first"),
    ("-published", "Oldest first"),
    ("changed", "Last changed first"),
    ("-changed", "Longest untouched first"),
    ("problems", "Most to mend first"),
    ("-problems", "Least to mend first"),
    ("words", "Longest first"),
    ("-words", "Shortest first"),
    ("title", "Headline, A to Z"),
    ("-title", "Headline, Z to A"),
    ("section", "Section, A to Z"),
    ("-section", "Section, Z to A"),
    ("byline", "Byline, A to Z"),
    ("-byline", "Byline, Z to A"),
    ("state", "State, draft to withdrawn"),
    ("-state", "State, withdrawn to draft"),
)
_WEIGHTS = (
    (ANY_PROBLEM, "Something to mend"),
    (Severity.ERROR.value, "Errors"),
    (Severity.WARNING.value, "Warnings"),
    (NO_PROBLEM, "Nothing to mend"),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in each field of the form."""

    sections: tuple[Choice, ...]
    bylines: tuple[str, ...]
    problems: tuple[Choice, ...]
    orders: tuple[Choice, ...] = _ORDERS


def choices(known: Overview, query: DeskQuery) -> Choices:
    """Return what can be chosen, with what was chosen even where no article has it."""
    sections = tuple((name, name) for name in known.sections)
    kinds = tuple((name, name.replace("_", " ")) for name, _ in known.kinds)
    return Choices(
        sections=(("", "All"), *_with(query.section, sections)),
        bylines=known.bylines,
        problems=(("", "All"), *_with(query.problem, (*_WEIGHTS, *kinds))),
    )


def _with(chosen: str, known: tuple[Choice, ...]) -> tuple[Choice, ...]:
    if not chosen or chosen in dict(known):
        return known
    return (*known, (chosen, chosen))
