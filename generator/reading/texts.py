"""Reading a Markdown file of any kind: its fields, its text, and every problem of both at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.fields import Entries, Field, Node, Notes, Values, read_fields
from generator.model import Content, Faulty, Reading
from generator.paths import SourcePath
from generator.reading.front_matter import read_front_matter
from generator.reading.markup import read_markup
from generator.slugs import slugify

FieldPlaces = dict[str, tuple[int, int]]  # each field's line and column
_DATED_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of Markdown file: its fields, and how they become a value.

    `prepare` completes the values and notes what is wrong with them together; `build` makes the
    value, and is called only where nothing is wrong.
    """

    fields: Sequence[Field]
    synonyms: Mapping[str, str]
    prepare: Callable[[Values, FieldPlaces, Notes], None]
    build: Callable[..., Content]


def read_text(path: SourcePath, data: bytes, shape: Shape) -> Reading:
    """Read a file of a shape."""
    notes = Notes(path)
    source = read_front_matter(data, notes)
    if source is None:
        return Reading(None, problems=notes.in_order())
    values = read_fields(source.fields, shape.fields, notes, synonyms=shape.synonyms)
    places = _places(source.fields)
    shape.prepare(values, places, notes)
    markup = read_markup(source.body, source.body_line, notes)
    if notes.problems or markup is None:
        section, place = values.get("section", ""), places.get("section", (0, 0))
        faulty = Faulty(path, markup.body.refs if markup else (), section, place)
        return Reading(None, problems=notes.in_order(), faulty=faulty)
    return Reading(shape.build(source=path, body=markup.body, places=places, **values), markup.html)


def slug_from_name(notes: Notes) -> str:
    """Return the slug that a file's name gives: its folder's name for an index.md, no date."""
    file = PurePosixPath(notes.path)
    name = file.parent.name if file.stem == "index" else file.stem
    slug = slugify(_DATED_NAME.sub("", name))
    if not slug:
        message = f'expected a file name with letters or digits, got "{name}"'
        notes.add("slug", message, 0, 0, "give the article a slug of its own: `slug: the-call`")
    return slug


def _places(fields: Node) -> FieldPlaces:
    assert isinstance(fields.value, Entries)
    return {entry.key: (entry.node.line, entry.node.column) for entry in fields.value.entries}
