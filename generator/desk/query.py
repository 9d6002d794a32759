"""What an editor asks the desk for, as it stands in an address.

Nothing there can fail: what makes no sense is passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from generator.errors import Severity
from generator.pages import State

CORRECTED = "corrected"
ANY_PROBLEM = "any"
NO_PROBLEM = "none"
# What an article may be asked to be: in a state, or corrected, which a public one is besides.
STATES = (*(state.value for state in State), CORRECTED)
SEVERITIES = tuple(severity.value for severity in Severity)
LONGEST = 200  # characters of a value
MOST_FIELDS = 50
LAST_PAGE = 1_000_000


class Order(StrEnum):
    """By what the articles are sorted."""

    PUBLISHED = "published"
    CHANGED = "changed"
    TITLE = "title"
    SECTION = "section"
    BYLINE = "byline"
    STATE = "state"
    WORDS = "words"
    PROBLEMS = "problems"

    @property
    def is_downward(self) -> bool:
        """Whether the latest or largest stands first unless it is asked for otherwise."""
        return self in (Order.PUBLISHED, Order.CHANGED, Order.WORDS, Order.PROBLEMS)


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """Which articles to show, in which order. Empty texts ask for nothing.

    `problem` is "any", "none", a severity, or what a problem is about: a field's name.
    """

    text: str = ""
    state: str = ""
    section: str = ""
    byline: str = ""
    problem: str = ""
    order: Order = Order.PUBLISHED
    is_reversed: bool = False
    page: int = 1

    @property
    def sort(self) -> str:
        """The order as an address names it: "-title" from the last to the first."""
        return f"-{self.order}" if self.is_reversed else self.order.value

    @property
    def is_filtering(self) -> bool:
        """Whether it asks for some articles only."""
        return any((self.text, self.state, self.section, self.byline, self.problem))

    def sorted_by(self, order: Order) -> "DeskQuery":
        """Return the query of a column's heading: a second click turns the order round."""
        turned = order is self.order and not self.is_reversed
        return replace(self, order=order, is_reversed=turned, page=1)

    def with_state(self, state: str) -> "DeskQuery":
        """Return the same query for another state."""
        return replace(self, state=state, page=1)

    def at_page(self, page: int) -> "DeskQuery":
        """Return the same query for another page."""
        return replace(self, page=page)


NOTHING = DeskQuery()


def read_query(text: str) -> DeskQuery:
    """Read the part of an address behind its question mark."""
    given = _values(text)
    order, is_reversed = _order(given.get("sort", ""))
    state = given.get("state", "")
    return DeskQuery(
        text=given.get("q", ""),
        state=state if state in STATES else "",
        section=given.get("section", ""),
        byline=given.get("byline", ""),
        problem=given.get("problem", ""),
        order=order,
        is_reversed=is_reversed,
        page=_page(given.get("page", "")),
    )


def written(query: DeskQuery) -> str:
    """Return a query as it stands behind the desk's address; what is not asked for is left out."""
    fields = {
        "q": query.text, "state": query.state, "section": query.section, "byline": query.byline,
        "problem": query.problem, "sort": "" if query.sort == NOTHING.sort else query.sort,
        "page": "" if query.page == 1 else str(query.page),
    }  # fmt: skip
    text = urlencode([(name, value) for name, value in fields.items() if value])
    return f"?{text}" if text else ""


def _values(text: str) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(text, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError:
        return {}
    return {name: _plain(value) for name, value in pairs}


def _plain(value: str) -> str:
    """Return a value on one line, without what cannot be shown."""
    line = " ".join(value[:LONGEST].split())
    return "".join(character for character in line if character.isprintable())


def _order(text: str) -> tuple[Order, bool]:
    name = text.removeprefix("-")
    return (Order(name), name != text) if name in set(Order) else (NOTHING.order, False)


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE))
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1
