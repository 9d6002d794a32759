"""addresses.toml: every address that was published, and what it belonged to.

One line an address, in the order of the addresses: a new article is one new line, and where two
branches changed the file, the lines of both are right. A line stays when nothing stands at its
address any more; that is what the file is for.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from generator.dates import EXPECTED as A_DATE
from generator.errors import ProblemsFound
from generator.fields import (
    FLAG,
    SITE_ADDRESS,
    Entries,
    Entry,
    Field,
    Node,
    Notes,
    matching,
    read_fields,
)  # fmt: skip
from generator.fingerprint import Digest
from generator.paths import SourcePath, UrlPath, output_of, path_fault, url_of
from generator.toml_nodes import read_toml

ADDRESSES_FILE = "addresses.toml"
NO_FILE = SourcePath("")
NO_DIGEST = Digest("")
DIGITS = 16  # of a text's digest: enough to know the text again
HEADER = """\
# Every address that was published, and what it belonged to. Keep this file with the sources.
# `broadsheet addresses --record` writes it, and keeps no other comments. By hand, a line may end in
# gone = true, where nothing is to stand any more, or in to = "/new/place/", which stands for it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An address that was published, and the file that stood there, with what to know it by.

    `gone` and `to` are an editor's word on what becomes of the address; with them there may be no
    file. `line` and `column` are for messages.
    """

    address: UrlPath
    source: SourcePath = NO_FILE
    title: str = ""
    date: str = ""  # as `When` has it
    digest: Digest = NO_DIGEST  # the start of the text's
    gone: bool = False
    to: UrlPath | None = None
    line: int = 0
    column: int = 1


_DATE = r"\d{4}-\d{2}-\d{2}(?:T[\d:.+-]+)?"
_DIGEST = rf"[0-9a-f]{{{DIGITS}}}"
_FIELDS = (
    Field("source", matching("a file under content/", r"content/.+"), "The file that stood there."),
    Field("title", matching("text", r"\S(?:.*\S)?"), "Its title."),
    Field("date", matching(A_DATE, _DATE), "Its date, as its front matter has it."),
    Field("digest", matching(f"{DIGITS} digits", _DIGEST), "What its text is known by."),
    Field("gone", FLAG, "That nothing is to stand there any more."),
    Field("to", SITE_ADDRESS, "The address that stands for it now."),
)

# A line as it is written here. A file of such lines needs no TOML parser, which takes half a second
# for ten thousand of them; any other goes through the parser, which can say what is wrong.
_TEXT = r'(?=\S)((?:[^"\\\x00-\x1f\x7f]|\\["\\])+)(?<=\S)'
_ADDRESS = r'(/[^\s?#\\"]*)'
_VALUES = {
    "source": rf'"(?=content/.){_TEXT}"',
    "title": f'"{_TEXT}"',
    "date": f'"({_DATE})"',
    "digest": f'"({_DIGEST})"',
    "gone": "(true)",
    "to": f'"{_ADDRESS}"',
}
_PAIRS = "".join(rf"(?:{name} = {v}(?:, (?!\}})| (?=\}})))?" for name, v in _VALUES.items())
_LINE = re.compile(rf'"{_ADDRESS}" = \{{ {_PAIRS}\}}')
_ESCAPED = re.compile(r"\\(.)")


def read_recorded(data: bytes) -> tuple[Recorded, ...]:
    """Read addresses.toml, in the order of the addresses; raise `ProblemsFound` with all faults."""
    found = _quickly(data)
    return _sorted(_strictly(data) if found is None else found)


def _sorted(entries: Iterable[Recorded]) -> tuple[Recorded, ...]:
    return tuple(sorted(entries, key=lambda each: unquote(each.address)))


def address_of(text: str) -> UrlPath:
    """Return an address in its one spelling.

    One without an ending stands for a folder: hosts offer such a file for download.
    """
    is_file = text.endswith(("/", ".html", ".htm"))
    return url_of(output_of(text if is_file else f"{text}/"))


# -- as it was written here


def _quickly(data: bytes) -> list[Recorded] | None:
    """Return what a file holds that is as it was written here; None for any other."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return None
    found: dict[UrlPath, Recorded] = {}
    for number, line in enumerate(lines, 1):
        text = line.removesuffix("\r")
        if text and not text.startswith("#"):
            match = _LINE.fullmatch(text)
            each = _matched(match.groups(default=""), number) if match else None
            if each is None or _fault(each) or found.setdefault(each.address, each) is not each:
                return None
    return list(found.values())


def _matched(groups: tuple[str, ...], line: int) -> Recorded:
    address, source, title, date, digest, gone, to = groups
    return Recorded(
        address=address_of(address),
        source=SourcePath(_ESCAPED.sub(r"\1", source)),
        title=_ESCAPED.sub(r"\1", title),
        date=date,
        digest=Digest(digest),
        gone=bool(gone),
        to=address_of(to) if to else None,
        line=line,
    )


def _fault(recorded: Recorded) -> str:
    """Say what is wrong with an entry as a whole, as the second half of a message."""
    if recorded.gone and recorded.to:
        return "one of gone and to, got both"
    if not (recorded.source or recorded.gone or recorded.to):
        return "a source, to or gone, got none of them"
    fault = "" if recorded.source else path_fault(output_of(recorded.address))
    return f"an address that every system can store, got {fault}" if fault else ""


# -- as anybody may write it


def _strictly(data: bytes) -> list[Recorded]:
    notes = Notes(ADDRESSES_FILE, assign=" = ")
    _note_merge(data, notes)
    root = None if notes.problems else read_toml(data, notes)
    found: dict[UrlPath, Recorded] = {}
    for entry in root.value.entries if root and isinstance(root.value, Entries) else ():
        each = _read_entry(entry, notes)
        if each and found.setdefault(each.address, each) is not each:
            _note_second(entry.key, found[each.address].line, entry.line, notes)
    if notes.problems:
        raise ProblemsFound(notes.in_order())
    return list(found.values())


def _note_merge(data: bytes, notes: Notes) -> None:
    """Note what a merge leaves behind, before a parser says something less to the point."""
    first: dict[bytes, int] = {}
    for number, line in enumerate(data.splitlines(), 1):
        if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
            message = "expected an address, got a mark of an unfinished merge"
            notes.add("", message, number, 1, "keep the lines of both sides, and remove the marks")
        elif key := re.match(rb'"([^"\\]*)" *=', line):
            known = first.setdefault(key[1], number)
            if known != number:
                _note_second(key[1].decode(errors="replace"), known, number, notes)


def _note_second(key: str, first: int, line: int, notes: Notes) -> None:
    message = f"expected each address once, got one that stands in line {first} as well"
    notes.add(key, message, line, 1, "keep one of the two lines")


def _read_entry(entry: Entry, notes: Notes) -> Recorded | None:
    key = Node(entry.key, entry.line, entry.column)
    address = SITE_ADDRESS.read(key, entry.key, notes)
    if not isinstance(entry.node.value, Entries):
        example = 'such as { source = "content/articles/call.md" } or { to = "/new/place/" }'
        notes.expected(entry.key, "what stood there", entry.node, example)
        return None
    before = len(notes.problems)
    values = read_fields(entry.node, _FIELDS, notes, prefix=f"{entry.key}.")
    if address is None or len(notes.problems) > before:
        return None
    made = _made(address, values, entry)
    fault = _fault(made)
    if fault:
        hint = 'gone = true where nothing is to stand any more, or to = "/new/place/"'
        notes.add(entry.key, f"expected {fault}", entry.line, entry.column, hint)
    return None if fault else made


def _made(address: str, values: dict[str, Any], entry: Entry) -> Recorded:
    to = values.pop("to", None)
    return Recorded(
        address=address_of(address),
        to=address_of(to) if to else None,
        line=entry.line,
        column=entry.column,
        **values,
    )


# -- writing


def written(entries: Iterable[Recorded]) -> str:
    """Return addresses.toml: equal entries make equal bytes, in whatever order they come."""
    lines = (_line(each) for each in _sorted(entries))
    return "\n".join([HEADER, *lines, ""])


def _line(recorded: Recorded) -> str:
    return f"{_quoted(readable(recorded.address))} = {{ {', '.join(_pairs(recorded))} }}"


def _pairs(recorded: Recorded) -> Iterator[str]:
    for name in ("source", "title", "date", "digest"):
        value = getattr(recorded, name)
        if value:
            yield f"{name} = {_quoted(value)}"
    if recorded.gone:
        yield "gone = true"
    if recorded.to:
        yield f"to = {_quoted(readable(recorded.to))}"


def readable(address: UrlPath) -> str:
    """Return an address as a person writes it, where that can be read back."""
    text = unquote(address)
    is_plain = text.isprintable() and re.fullmatch(_ADDRESS, text)
    return text if is_plain and address_of(text) == address else address


def _quoted(text: str) -> str:
    """Return a text as TOML has it on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
