"""An article's front matter beside what the generator took it for.

Names, kinds and explanations come from the table that the reader itself uses, so that the desk
cannot tell another story than the build.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from textwrap import dedent
from typing import Any

from generator.dates import When, lenient_instant
from generator.desk.moments import in_full
from generator.desk.values import FieldLine, FrontMatterTable, zone_of
from generator.fields import Entries, Entry, Field, Notes
from generator.model import Correction, Credit, ImageUse, Role, Withdrawal
from generator.pages import Time
from generator.paths import SourcePath
from generator.pictures import MIDDLE, Focus
from generator.reading.articles import ARTICLE
from generator.reading.front_matter import read_front_matter

LONGEST_SHOWN = 600  # characters of a field as written
UNKNOWN = "no field of this name"
PICTURE_WORDS = ("alt", "caption", "credit", "license")


def front_matter_table(path: SourcePath, data: bytes, now: datetime) -> FrontMatterTable:
    """Read a file's fields once more, each by itself: one that is wrong hides no other."""
    notes = Notes(path)
    source = read_front_matter(data, notes)
    if source is None:
        faults = (FieldLine("", "", (), each.line, each.message) for each in notes.in_order())
        return FrontMatterTable(tuple(faults))
    assert isinstance(source.fields.value, Entries)
    entries = source.fields.value.entries
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    known = {field.name: field for field in ARTICLE.fields}
    shown = tuple(
        _line(entry, known.get(entry.key), _written(lines, entry, end), now)
        for entry, end in _with_ends(entries, source.body_line - 1)
    )
    used = {entry.key for entry in entries}
    unused = ((field.name, field.help) for field in ARTICLE.fields if field.name not in used)
    return FrontMatterTable(shown, tuple(unused))


def _with_ends(entries: tuple[Entry, ...], fence: int) -> Iterator[tuple[Entry, int]]:
    """Yield each field with the line on which the next one starts."""
    starts = [entry.line for entry in entries]
    for entry, (_, end) in zip(entries, pairwise([*starts, fence]), strict=True):
        yield entry, end


def _written(lines: list[str], entry: Entry, end: int) -> str:
    """Return a field's value as it stands in the file, over as many lines as it takes."""
    first, *rest = lines[entry.line - 1 : max(end - 1, entry.line)]
    below = dedent("\n".join(line for line in rest if not line.startswith("#")))
    text = f"{first.partition(':')[2].strip()}\n{below}".strip()
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _line(entry: Entry, field: Field | None, text: str, now: datetime) -> FieldLine:
    if field is None:
        return FieldLine(entry.key, text, (), entry.line, UNKNOWN)
    notes = Notes("")
    value = field.kind.read(entry.node, entry.key, notes)
    fault = "; ".join(problem.message for problem in notes.in_order())
    understood = () if value is None else tuple(_said(value, now))
    return FieldLine(entry.key, text, understood, entry.line, fault)


def _said(value: Any, now: datetime) -> Iterator[str]:  # noqa: ANN401 - as the field's kind has it
    """Yield what a value means, a line for each part of it."""
    match value:
        case bool():
            yield "yes" if value else "no"
        case When():
            yield _moment(value, now)
        case tuple():
            for each in value:
                yield from _said(each, now)
        case Credit():
            yield value.name if value.role is Role.REPORTING else f"{value.name}, {value.role}"
        case Correction():
            yield f"{_moment(value.date, now)}: {value.text}"
        case Withdrawal():
            yield "yes" if value.date is None else f"since {_moment(value.date, now)}"
            yield from filter(None, [value.text])
        case ImageUse():
            yield from _picture(value)
        case Focus():
            yield _focus(value)
        case _:
            yield str(value)


def _moment(when: When, now: datetime) -> str:
    at = lenient_instant(when, zone_of(now))
    shown = in_full(Time(at, when.has_time), now)
    return shown if when.has_time else f"{shown}, without an hour"


def _picture(image: ImageUse) -> Iterator[str]:
    yield image.src
    for name in PICTURE_WORDS:
        if text := getattr(image.words, name):
            yield f"{name}: {text}"
    if image.focus != MIDDLE:
        yield _focus(image.focus)


def _focus(focus: Focus) -> str:
    return f"{focus.x}% across, {focus.y}% down"
