"""What a newsroom may write, as tables of typed fields.

Front matter and site.toml are read by one mechanism. A `Kind` knows how to read a value, how to say
what it expected, and its JSON Schema; a `Field` gives it a name. So the reader, the messages, the
schema for editors and the tests cannot drift apart. All faults of a file are noted, not the first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from generator.dates import EXPECTED as A_DATE
from generator.dates import WHEN_PATTERN, When, parse_when, zone_named
from generator.errors import Problem, Severity, did_you_mean, nearest

T = TypeVar("T")
Schema = Mapping[str, Any]
Values = dict[str, Any]  # what a table read, by field; it never leaves the function that reads


@dataclass(frozen=True, slots=True)
class Node:
    """A value as written: a scalar, a tuple of nodes, or a tuple of entries; and where it stands.

    A scalar is text in front matter and typed in TOML. None stands for a key without a value.
    """

    value: "str | int | float | bool | tuple[Node, ...] | Entries | None"
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value; line and column are the key's."""

    key: str
    line: int
    column: int
    node: Node


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping as written, in order."""

    entries: tuple[Entry, ...]


@dataclass(slots=True)
class Notes:
    """Collects the problems of one file."""

    path: str
    assign: str = ": "  # what stands between a name and its value, for hints
    problems: list[Problem] = field(default_factory=list)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems in reading order."""
        return tuple(sorted(self.problems, key=lambda p: (p.line, p.column, p.message)))

    def example(self, name: str, value: str) -> str:
        """Return a line as it could be written where the field stands."""
        own_name = re.sub(r"\[\d+\]$", "", name).rpartition(".")[2]
        if self.assign == " = " and value[0] not in '"[' and value != "true":
            value = f'"{value}"'
        return f"{own_name}{self.assign}{value}"

    def expected(self, name: str, what: str, node: Node, hint: str = "") -> None:
        """Note a value that is not what its field takes."""
        self.add(name, f"expected {what}, got {shown(node)}", node.line, node.column, hint)

    def add(self, name: str, message: str, line: int, column: int, hint: str = "") -> None:
        """Note an error at a place."""
        self.problems.append(Problem(self.path, line, column, name, message, hint, Severity.ERROR))


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of value. `read` returns None, with a note, where the value is not of the kind."""

    expected: str
    read: Callable[[Node, str, Notes], T | None]
    schema: Schema


@dataclass(frozen=True, slots=True)
class Field:
    """A named field of a table."""

    name: str
    kind: Kind[Any]
    help: str
    required: bool = False
    example: str = ""


def shown(node: Node) -> str:
    """Say what a value is, for the second half of `expected ..., got ...`."""
    match node.value:
        case None:
            return "nothing"
        case bool():
            return str(node.value).lower()
        case str():
            text = node.value if len(node.value) <= 60 else node.value[:57] + "..."
            return f'"{text}"'
        case tuple():
            return "a list" if node.value else "an empty list"
        case Entries():
            return "a mapping"
        case _:
            return str(node.value)


def scalar(expected: str, parse: Callable[[str], T], schema: Schema, hint: str = "") -> Kind[T]:
    """Return the kind of texts that `parse` accepts; it raises `ValueError` at any other."""

    def read(node: Node, name: str, notes: Notes) -> T | None:
        if isinstance(node.value, str) and node.value.strip():
            try:
                return parse(node.value.strip())
            except ValueError:
                pass
        advice = hint
        if node.value is None and not hint:
            advice = "write a value, or remove the line"
        notes.expected(name, expected, node, notes.example(name, hint) if hint else advice)
        return None

    return Kind(expected, read, schema)


def matching(expected: str, pattern: str, hint: str = "") -> Kind[str]:
    """Return the kind of texts that match a pattern as a whole."""
    compiled = re.compile(pattern)

    def parse(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(text)
        return text

    return scalar(expected, parse, {"type": "string", "pattern": f"^(?:{pattern})$"}, hint)


def choice(options: Sequence[str]) -> Kind[str]:
    """Return the kind of one word out of several."""
    expected = "one of " + ", ".join(options)

    def read(node: Node, name: str, notes: Notes) -> str | None:
        if isinstance(node.value, str) and node.value in options:
            return node.value
        guess = did_you_mean(node.value, options) if isinstance(node.value, str) else ""
        notes.expected(name, expected, node, guess)
        return None

    return Kind(expected, read, {"enum": list(options)})


def whole_number(least: int, most: int) -> Kind[int]:
    """Return the kind of whole numbers between two bounds, both included."""
    expected = f"a whole number from {least} to {most}"

    def read(node: Node, name: str, notes: Notes) -> int | None:
        value = node.value
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value, re.ASCII):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        notes.expected(name, expected, node)
        return None

    return Kind(expected, read, {"type": "integer", "minimum": least, "maximum": most})


def list_of(
    kind: Kind[T], *, one_will_do: bool = False, example: str = "[..., ...]"
) -> Kind[tuple[T, ...]]:
    """Return the kind of lists; with `one_will_do`, a single value stands for a list of one."""
    expected = f"a list, each item {kind.expected}"
    if one_will_do:
        expected = f"{kind.expected}; or a list of them"

    def read(node: Node, name: str, notes: Notes) -> tuple[T, ...] | None:
        items = node.value
        if not isinstance(items, tuple):
            if not one_will_do:
                notes.expected(name, expected, node, notes.example(name, example))
                return None
            one = kind.read(node, name, notes)
            return None if one is None else (one,)
        found = [kind.read(item, f"{name}[{n}]", notes) for n, item in enumerate(items, 1)]
        return tuple(item for item in found if item is not None)

    many: Schema = {"type": "array", "items": kind.schema}
    return Kind(expected, read, {"anyOf": [kind.schema, many]} if one_will_do else many)


def table(fields: Sequence[Field], build: Callable[[Values], T], expected: str) -> Kind[T]:
    """Return the kind of mappings with these fields, made into a value by `build`."""

    def read(node: Node, name: str, notes: Notes) -> T | None:
        if not isinstance(node.value, Entries):
            names = ", ".join(each.name for each in fields)
            notes.expected(name, expected, node, f"its fields are {names}")
            return None
        before = len(notes.problems)
        values = read_fields(node, fields, notes, prefix=f"{name}.")
        return build(values) if len(notes.problems) == before else None

    return Kind(expected, read, schema_of(fields))


def either(simple: Kind[T], mapping: Kind[T]) -> Kind[T]:
    """Return the kind that reads a mapping as one kind and everything else as another."""

    def read(node: Node, name: str, notes: Notes) -> T | None:
        return (mapping if isinstance(node.value, Entries) else simple).read(node, name, notes)

    schema: Schema = {"anyOf": [simple.schema, mapping.schema]}
    return Kind(f"{simple.expected}, or {mapping.expected}", read, schema)


def mapping_of(kind: Kind[T], expected: str) -> Kind[tuple[tuple[str, T], ...]]:
    """Return the kind of mappings from names of the writer's choice, in the order written."""

    def read(node: Node, name: str, notes: Notes) -> tuple[tuple[str, T], ...] | None:
        if not isinstance(node.value, Entries):
            notes.expected(name, expected, node)
            return None
        found = [
            (entry.key, kind.read(entry.node, f"{name}.{entry.key}", notes))
            for entry in node.value.entries
        ]
        return tuple((key, value) for key, value in found if value is not None)

    return Kind(expected, read, {"type": "object", "additionalProperties": kind.schema})


def read_fields(
    node: Node,
    fields: Sequence[Field],
    notes: Notes,
    *,
    prefix: str = "",
    synonyms: Mapping[str, str] | None = None,
) -> Values:
    """Read a mapping's fields; note what is unknown, missing or wrong; return the rest."""
    assert isinstance(node.value, Entries)
    known = {each.name: each for each in fields}
    values: Values = {}
    present: set[str | None] = set()
    for entry in node.value.entries:
        if entry.key not in known:
            meant = (synonyms or {}).get(entry.key.casefold()) or nearest(entry.key, known)
            _note_unknown(entry, prefix, meant, known, notes)
            present.add(meant)  # misspelt, it is not missing as well
            continue
        present.add(entry.key)
        value = known[entry.key].kind.read(entry.node, prefix + entry.key, notes)
        if value == () == entry.node.value and known[entry.key].required:
            notes.expected(prefix + entry.key, known[entry.key].kind.expected, entry.node)
        elif value is not None:
            values[entry.key] = value
    for each in fields:
        if each.required and each.name not in present:
            message = f"expected {each.kind.expected}, got no such field"
            hint = notes.example(each.name, each.example) if each.example else ""
            notes.add(prefix + each.name, message, node.line, node.column, hint)
    return values


def _note_unknown(
    entry: Entry, prefix: str, meant: str | None, known: Mapping[str, Field], notes: Notes
) -> None:
    message = "expected a field that exists, got an unknown one"
    hint = f'did you mean "{meant}"?' if meant else "the fields are " + ", ".join(known)
    notes.add(prefix + entry.key, message, entry.line, entry.column, hint)


def schema_of(fields: Sequence[Field]) -> Schema:
    """Return the JSON Schema of a table, for completion and checking in editors."""
    properties = {each.name: {"description": each.help, **each.kind.schema} for each in fields}
    schema: Values = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [each.name for each in fields if each.required]
    return {**schema, "required": required} if required else schema


def _flag(node: Node, name: str, notes: Notes) -> bool | None:
    words = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(node.value, bool):
        return node.value
    if isinstance(node.value, str) and node.value.casefold() in words:
        return words[node.value.casefold()]
    notes.expected(name, "true or false", node, notes.example(name, "true"))
    return None


def _time_zone(text: str) -> str:
    if zone_named(text) is None:
        raise ValueError(text)
    return text


TEXT = scalar("text", lambda text: " ".join(text.split()), {"type": "string"})
FLAG: Kind[bool] = Kind("true or false", _flag, {"type": "boolean"})
WHEN: Kind[When] = scalar(
    A_DATE, parse_when, {"type": "string", "pattern": f"^{WHEN_PATTERN}$"}, "2025-11-28 09:30"
)
WEB_ADDRESS = matching(
    "an address that starts with https:// or http://",
    r"https?://[^\s\"<>]+",
    "https://example.com/",
)
LANGUAGE = matching(
    "a language tag such as en or es-419", r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "en"
)
TIME_ZONE = scalar(
    "a time zone such as America/New_York", _time_zone, {"type": "string"}, "America/New_York"
)
LOCAL_PATH = matching("a path inside the site", r"(?![a-z]+:)[^\\\s][^\\\n]*")
SITE_ADDRESS = matching(
    "an address of this site such as /old/place/", r"/[^\s?#\\]*", "/old/place/"
)
