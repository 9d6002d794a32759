"""Markdown to HTML and facts, for one text at a time.

The HTML is sanitised last, after every extension, so that no article can run script. References to
other files stay unresolved: the HTML holds their numbers, `Body.refs` says what was written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

from markdown import Markdown

from generator.fields import Notes
from generator.model import Body, Heading
from generator.reading.blocks import NewsBlocks, block_faults
from generator.reading.collecting import Collector
from generator.reading.deadline import DeadlineExceeded, deadline
from generator.reading.facts import facts_of
from generator.reading.figures import Figures
from generator.reading.places import Places
from generator.reading.sanitising import TooMuch, refused_tags, sanitised
from generator.reading.swift import Swift
from generator.slugs import slugify

SECONDS = 2.0  # of processor time for one text; the slowest real articles take 0.05
TOP_LEVEL = 2  # the page's h1 is the article's title


@dataclass(frozen=True, slots=True)
class Markup:
    """A text's HTML and its facts."""

    html: str
    body: Body


def read_markup(text: str, first_line: int, notes: Notes) -> Markup | None:
    """Convert a text; None, with notes, where it cannot be converted within its limits."""
    try:
        with deadline(SECONDS):
            return _read(text, first_line, notes)
    except DeadlineExceeded:
        notes.add("", "expected a text that can be converted in 2 seconds, got one that cannot",
                  first_line, 1, "look for long runs of brackets, quotes or backticks")  # fmt: skip
    except RecursionError:
        notes.add("", "expected simpler nesting, got lists or quotations too deep", first_line, 1)
    except TooMuch as error:
        notes.add("", str(error), first_line, 1)
    _converter.cache_clear()  # an interrupted converter may be left in any state
    return None


def _read(text: str, first_line: int, notes: Notes) -> Markup:
    for line, message, hint in block_faults(text):
        notes.add("", message, first_line + line - 1, 1, hint)
    converter = _converter()
    converter.reset()
    raw = converter.convert(text)
    tokens: list[dict[str, Any]] = getattr(converter, "toc_tokens", [])
    headings = tuple(_headings(tokens))
    places = Places(text, first_line)
    for name in refused_tags(raw):
        message = f"expected HTML that a text may have, got <{name}>"
        notes.add("", message, *places.of_tag(name), "for the sign itself, write &lt;")
    collected = Collector(places, notes).collect(sanitised(raw))
    _check_headings(headings, places, notes)
    return Markup(collected.html, facts_of(collected, headings, places))


@cache
def _converter() -> Markdown:
    """Return this process's converter; it is reset before each text."""
    return Markdown(
        extensions=[
            "tables", "footnotes", "attr_list", "def_list", "abbr", "fenced_code", "smarty", "toc",
            "sane_lists",  # a list that is written from 3 on counts from 3 on
            NewsBlocks(), Figures(), Swift(),
        ],
        extension_configs={
            "footnotes": {"BACKLINK_TITLE": "↩ {}"},
            "toc": {"slugify": lambda text, _: slugify(text) or "part", "toc_depth": "1-6"},
        },
    )  # fmt: skip


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], unescape(token["name"]))
        yield from _headings(token["children"])


def _check_headings(headings: tuple[Heading, ...], places: Places, notes: Notes) -> None:
    """Keep the outline whole: it starts at the second level and skips none."""
    rights = tuple(_right_levels(headings))
    if all(heading.level == right for heading, right in zip(headings, rights, strict=True)):
        return
    for heading, right in zip(headings, rights, strict=True):
        place = places.of_heading(heading.level)
        if heading.level != right:
            message = (
                f'expected a heading of level {right}, got level {heading.level}: "{heading.text}"'
            )
            notes.add("", message, *place, f"{'#' * right} {heading.text}")


def _right_levels(headings: tuple[Heading, ...]) -> Iterator[int]:
    """Yield the level that each heading should have."""
    previous = TOP_LEVEL - 1
    for heading in headings:
        yield min(max(heading.level, TOP_LEVEL), previous + 1)
        previous = max(heading.level, TOP_LEVEL)
