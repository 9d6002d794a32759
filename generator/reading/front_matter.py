"""The block of YAML at the top of a source, read so strictly that nothing can be taken for granted.

python-frontmatter drives; the handler is ours. Scalars stay text, and the field decides what a text
means, so that `slug: 010` stays "010" and `draft: on` is a fault instead of a guess. Whatever could
make a reader see one thing and a parser another (anchors, aliases, tags, merge keys, duplicate
keys) is refused. Metadata that cannot be read with certainty means *not published*.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from generator.fields import Entries, Entry, Node, Notes

FENCE = "---"
LARGEST_FRONT_MATTER = 16 * 1024  # bytes
LARGEST_BODY = 256 * 1024  # bytes
DEEPEST = 8
MOST_NODES = 2000
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

# What decides whether an article is public. A disabled or misplaced one of these is never ignored.
VISIBILITY = "draft|drafts|embargo|expires|withdrawn|publish|published|status|unpublished"
_DISABLED = re.compile(rf"(?:^|[ \t])#[# \t]*(?P<key>{VISIBILITY})[ \t]*:", re.IGNORECASE)
_INDENTED = re.compile(rf"[ \t]+(?P<key>{VISIBILITY})[ \t]*:", re.IGNORECASE)
_MISPLACED = re.compile(rf"[ \t]*(?P<key>{VISIBILITY})[ \t]*:", re.IGNORECASE)
# Line breaks that YAML knows and editors do not show, and marks that reverse the reading order.
_INVISIBLE = re.compile(r"[\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A source's fields and its body; `body_line` is the file's line on which the body starts."""

    fields: Node
    body: str
    body_line: int


class _Fault(Exception):
    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        self.note = (line, column, message, hint)
        super().__init__(message)


def read_front_matter(data: bytes, notes: Notes) -> FrontMatter | None:
    """Split a source and read its fields; None, with notes, where that is not certain."""
    try:
        text = _decoded(data)
        handler = _StrictHandler(text)
        metadata, _ = frontmatter.parse(text, handler=handler)
    except _Fault as fault:
        line, column, message, hint = fault.note
        notes.add("", message, line, column, hint)
        return None
    entries = metadata[_StrictHandler.KEY]
    assert isinstance(entries, Entries)
    return FrontMatter(Node(entries, 1, 1), handler.body, handler.body_line)


class _StrictHandler(YAMLHandler):
    """Reads one document. It keeps the body itself, because python-frontmatter strips it."""

    KEY = "fields"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.body = ""
        self.body_line = 0

    def split(self, _: str) -> tuple[str, str]:
        lines = self._text.split("\n")
        _check_opening(lines)
        close = _closing_line(lines)
        self.body = "\n".join(lines[close + 1 :])
        self.body_line = close + 2
        _check_visibility(lines[1:close])
        _check_body(self.body, self.body_line)
        return "\n".join(lines[1:close]), self.body

    def load(self, fm: str, **_: object) -> dict[str, Entries]:
        return {self.KEY: _parse(fm)}


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"expected text in UTF-8, got the byte 0x{data[error.start]:02x}"
        raise _Fault(line, 1, message, "save the file as UTF-8") from None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = _CONTROL.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise _at(text, found.start(), f"expected text, got the control character {code}", "")
    return text


def _at(text: str, offset: int, message: str, hint: str, first_line: int = 1) -> _Fault:
    line = text.count("\n", 0, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1)
    return _Fault(first_line + line, column + 1, message, hint)


def _check_opening(lines: list[str]) -> None:
    if lines[0].rstrip() == FENCE:
        return
    got = f'"{lines[0][:40]}"' if lines[0].strip() else "an empty line"
    hint = "front matter stands between two lines of exactly ---, and nothing before it"
    raise _Fault(1, 1, f'expected "---" on the first line, got {got}', hint)


def _closing_line(lines: list[str]) -> int:
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            size = sum(len(each.encode()) + 1 for each in lines[1:number])
            if size > LARGEST_FRONT_MATTER:
                raise _Fault(1, 1, f"expected front matter of at most 16 KiB, got {size} bytes")
            return number
    hint = "put a line of exactly --- between the front matter and the text"
    raise _Fault(1, 1, 'expected a line "---" that closes the front matter, got none', hint)


def _check_visibility(lines: list[str]) -> None:
    """Refuse what decides whether an article is public where YAML would pass over it."""
    for number, line in enumerate(lines, 2):
        if found := _DISABLED.search(line):
            message = f'expected "{found["key"]}" to be set or left out, got it in a comment'
            hint = f"remove the comment, or the # before {found['key']}"
            raise _Fault(number, found.start("key") + 1, message, hint)
        if found := _INDENTED.match(line):
            message = f'expected "{found["key"]}" at the start of its line, got it indented'
            hint = f"remove the spaces before {found['key']}"
            raise _Fault(number, found.start("key") + 1, message, hint)


def _check_body(body: str, first_line: int) -> None:
    """Refuse what looks like fields that slipped out of the front matter."""
    size = len(body.encode())
    if size > LARGEST_BODY:
        raise _Fault(first_line, 1, f"expected a text of at most 256 KiB, got {size} bytes")
    lines = body.split("\n")
    rules = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    starts = [number for number, line in enumerate(lines) if line.strip()][:1]
    suspects = range(rules[0]) if rules else range(starts[0], starts[0] + 1) if starts else ()
    for number in suspects:
        found = _MISPLACED.match(lines[number])
        if found:
            message = f'expected text, got "{found["key"]}:", which looks like front matter'
            hint = "move it between the two --- lines at the top"
            raise _Fault(first_line + number, found.start("key") + 1, message, hint)


def _parse(text: str) -> Entries:
    found = _INVISIBLE.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise _at(text, found.start(), f"expected visible text, got {code}", "remove it", 2)
    try:
        return _document(iter(yaml.parse(text, Loader=LOADER)), text.split("\n"))
    except yaml.YAMLError as error:
        raise _yaml_fault(error) from None


def _yaml_fault(error: yaml.YAMLError) -> _Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    line, column = (mark.line + 2, mark.column + 1) if mark else (2, 1)
    hint = "put a value that holds a colon, a # or a quotation mark between quotation marks"
    if "\\t" in problem or "cannot start any token" in problem:
        hint = "use spaces, not a tab, and put a value with special signs between quotation marks"
    elif "did not find expected ',' or ']'" in problem:
        hint = "close the list with a ], or put a value that begins with [ between quotation marks"
    return _Fault(line, column, f"expected YAML, got a fault: {problem}", hint)


def _document(events: Iterator[yaml.Event], lines: list[str]) -> Entries:
    next(events)  # the stream starts
    event = next(events)
    if isinstance(event, yaml.StreamEndEvent):
        raise _Fault(1, 1, "expected fields, got empty front matter", "title: ...")
    if not isinstance(event, yaml.DocumentStartEvent) or event.explicit:
        raise _refused(event, "one plain block of fields", "a YAML directive")
    builder = _Builder(events, lines)
    root = builder.value(next(events), 1)
    if not isinstance(root.value, Entries):
        message = "expected fields such as `title: ...`, got no mapping"
        raise _Fault(root.line, root.column, message)
    next(events)  # the document ends
    event = next(events)
    if not isinstance(event, yaml.StreamEndEvent):
        raise _refused(event, "one block of fields", "a second document")
    return root.value


def _refused(event: yaml.Event, expected: str, got: str) -> _Fault:
    return _Fault(*_place(event), f"expected {expected}, got {got}")


def _place(event: yaml.Event) -> tuple[int, int]:
    """Return the file's line and column of an event; the front matter starts on the second."""
    mark = event.start_mark
    return (mark.line + 2, mark.column + 1) if mark else (2, 1)


def _check_characters(value: str, line: int, column: int) -> None:
    """Refuse what a YAML escape has put into a value; the text itself holds none of it."""
    found = _CONTROL.search(value) or _INVISIBLE.search(value)
    if found:
        raise _Fault(line, column, f"expected visible text, got U+{ord(found[0]):04X} in a value")


class _Builder:
    """Makes nodes from events. Depth and size are bounded, so no input can exhaust the machine."""

    def __init__(self, events: Iterator[yaml.Event], lines: list[str]) -> None:
        self._events = events
        self._lines = lines
        self._count = 0

    def value(self, event: yaml.Event, depth: int) -> Node:
        self._check(event, depth)
        line, column = _place(event)
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in NULLS
            _check_characters(event.value, line, column)
            self._check_cut(event)
            return Node(None if is_null else event.value, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(tuple(self._items(depth)), line, column)
        return Node(Entries(tuple(self._entries(depth))), line, column)

    def _check(self, event: yaml.Event, depth: int) -> None:
        self._count += 1
        if isinstance(event, yaml.AliasEvent):
            raise _refused(event, "a value", "an alias (*)")
        if getattr(event, "anchor", None) is not None:
            raise _refused(event, "a value", "an anchor (&)")
        if getattr(event, "tag", None) is not None:
            raise _refused(event, "a value", f"a YAML tag ({getattr(event, 'tag', '')})")
        if depth > DEEPEST or self._count > MOST_NODES:
            raise _refused(event, "simple front matter", "a structure too deep or too large")

    def _check_cut(self, event: yaml.ScalarEvent) -> None:
        """Refuse a comment behind a text: `Storm #2 is near` would lose its end in silence."""
        mark = event.end_mark
        if event.style or mark is None or mark.line >= len(self._lines):
            return
        rest = self._lines[mark.line][mark.column :]
        if rest.lstrip().startswith("#"):
            column = mark.column + 1 + len(rest) - len(rest.lstrip())
            message = "expected the value to end with its line, got a # that cuts it off"
            hint = "put the value between quotation marks, or the comment on a line of its own"
            raise _Fault(mark.line + 2, column, message, hint)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self.value(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[Entry]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            if key.key in seen:
                message = f'expected "{key.key}" once, got it again (first on line {seen[key.key]})'
                raise _Fault(key.line, key.column, message, "keep one of the two")
            seen[key.key] = key.line
            yield Entry(key.key, key.line, key.column, self.value(next(self._events), depth + 1))

    def _key(self, event: yaml.Event, depth: int) -> Entry:
        node = self.value(event, depth + 1)
        if not isinstance(node.value, str):
            raise _refused(event, "a name and a colon", "something else as a field's name")
        if node.value == "<<":
            raise _refused(event, "a field's name", "a merge key (<<)")
        return Entry(node.value, node.line, node.column, node)
