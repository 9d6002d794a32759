"""site.toml as nodes with their places.

`tomllib` says what a file means and not where; a light scan of the lines finds the keys. A place is
for messages only: where the scan cannot tell, a value has the place of what it stands in.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time

from generator.fields import Entries, Entry, Node, Notes

Path = tuple[str | int, ...]
Places = dict[Path, tuple[int, int, int]]  # line, the key's column, the value's column

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_TABLE = re.compile(rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<name>{_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"(?P<indent>[ \t]*)(?P<name>{_DOTTED})[ \t]*=[ \t]*")
_AT = re.compile(r"^(?P<message>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|.*)\)$")


def read_toml(data: bytes, notes: Notes) -> Node | None:
    """Return a TOML file's root; None, with a note, where it is no TOML."""
    try:
        text = data.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        notes.add("", "expected text in UTF-8, got other bytes", 1, 1)
    except tomllib.TOMLDecodeError as error:
        found = _AT.match(str(error))
        line, column = (found["line"], found["column"]) if found else (None, None)
        line = line or data.count(b"\n") + 1  # the parser says "at end of document"
        reason = found["message"] if found else str(error)
        quotes = 'a text stands in quotation marks: title = "The Courier"'
        hint = quotes if reason.startswith("Invalid value") else ""
        notes.add("", f"expected TOML, got a fault: {reason}", int(line), int(column or 1), hint)
    else:
        return _node(values, (), _places(text), (1, 1))
    return None


def _places(text: str) -> Places:
    places: Places = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if opening := _TABLE.match(line):
            table = _parts(opening["name"])
            if opening["open"] == "[[":
                places.setdefault(
                    table, (number, opening.start("name") + 1, opening.start("name") + 1)
                )
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            column = opening.start("name") + 1
            places.setdefault(table, (number, column, column))
        elif key := _KEY.match(line):
            path = (*table, *_parts(key["name"]))
            places.setdefault(path, (number, len(key["indent"]) + 1, key.end() + 1))
    return places


def _parts(name: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_NAME, name))


def _node(value: object, path: Path, places: Places, around: tuple[int, int]) -> Node:
    line, _, column = places.get(path, (around[0], 0, around[1]))
    here = (line, column)
    if isinstance(value, Mapping):
        entries = [_entry(key, item, (*path, key), places, here) for key, item in value.items()]
        return Node(Entries(tuple(entries)), *here)
    if isinstance(value, list):
        items = (_node(item, (*path, n), places, here) for n, item in enumerate(value))
        return Node(tuple(items), *here)
    if isinstance(value, datetime | date | time):
        return Node(value.isoformat(), *here)
    assert isinstance(value, str | int | float)
    return Node(value, *here)


def _entry(key: str, value: object, path: Path, places: Places, around: tuple[int, int]) -> Entry:
    line, column, _ = places.get(path, (around[0], around[1], around[1]))
    return Entry(key, line, column, _node(value, path, places, around))
