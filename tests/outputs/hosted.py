"""What hosts read of a planned site, as lines."""

from generator.pages import TextPage
from generator.planning.plan import Plan
from tests.planning.newsroom import page_at


def lines(made: Plan, path: str) -> tuple[str, ...]:
    return page_at(made, path, TextPage).lines


def text(made: Plan, path: str) -> str:
    return "\n".join(lines(made, path))


def headers_of(made: Plan) -> dict[str, dict[str, str]]:
    """Return the headers of `_headers` by pattern."""
    blocks: dict[str, dict[str, str]] = {}
    block: dict[str, str] = {}
    for line in lines(made, "_headers"):
        if line.startswith("/"):
            block = blocks[line] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            block[name] = value
    return blocks
