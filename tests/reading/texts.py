"""Sources as a test needs them: what it is about, with the rest filled in."""

from functools import cache

from generator.fields import Notes
from generator.model import Article, Body, Reading
from generator.paths import SourcePath
from generator.reading.articles import read_article
from generator.reading.markup import Markup, read_markup

ARTICLE = SourcePath("content/articles/2025/call.md")
FIELDS = {"title": "The call", "author": "Madison Reed", "date": "2025-11-28"}


def source(*lines: str, body: str = "Text.\n") -> bytes:
    """An article with these lines of front matter, and those required fields that they lack."""
    written = {line.partition(":")[0] for line in lines}
    missing = [f"{name}: {value}" for name, value in FIELDS.items() if name not in written]
    return "\n".join(["---", *lines, *missing, "---", body]).encode()


def read(*lines: str, body: str = "Text.\n") -> Reading:
    return read_article(ARTICLE, source(*lines, body=body))


def article(*lines: str, body: str = "Text.\n") -> Article:
    reading = read(*lines, body=body)
    assert reading.problems == ()
    assert isinstance(reading.content, Article)
    return reading.content


def told(reading: Reading) -> list[str]:
    """What is wrong with a file, without the file's name, which a test of one file knows."""
    return [str(problem).removeprefix(problem.path) for problem in reading.problems]


def convert(text: str, first_line: int = 1) -> Markup:
    """Convert a text that has no faults."""
    notes = Notes("text.md")
    markup = read_markup(text, first_line, notes)
    assert notes.problems == []
    assert markup is not None
    return markup


@cache
def html_of(text: str) -> str:
    return convert(text).html


def body_of(text: str, first_line: int = 1) -> Body:
    return convert(text, first_line).body


def faults(text: str, first_line: int = 1) -> list[str]:
    """What is wrong with a text, in reading order."""
    notes = Notes("text.md")
    read_markup(text, first_line, notes)
    found = sorted(notes.problems, key=lambda each: (each.line, each.column))
    return [str(problem).removeprefix("text.md:") for problem in found]
