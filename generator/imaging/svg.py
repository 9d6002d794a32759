"""An SVG drawing, made fit for being drawn here: alone, in light colours, without surprises.

The library that draws it opens any file that an image in it names, has no typefaces, knows neither
media queries nor variables, and takes the whole program down with it where elements are nested
deeply. So all of that is settled before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

LARGEST = 2 * 1024 * 1024  # bytes
MOST_RULES = 50
DEEPEST = 40  # elements inside each other, with those that are used from elsewhere

_PICTURE = re.compile("data:image/(png|jpe?g|gif|webp)[;,]")
_OWN = re.compile(r"^\s*#(.+?)\s*$|url\(\s*[\"']?#([^)\"']+)")
_ENDLESS = re.compile(r"\d[eE]\+?\d\d")  # a line so long that its dashes never end
_NAMES = frozenset({"id", "class"})
_TEXTS = frozenset({"text"})
_PROGRAMS = frozenset({"script", "foreignobject", "handler", "iframe"})
_CALLS = re.compile(r"\s*javascript:", re.IGNORECASE)
_PLAIN = "export it as plain SVG"

_BLOCK = r"\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}"
_DARK = re.compile(rf"@media(?![^{{]*\bnot\b)[^{{]*prefers-color-scheme\s*:\s*dark[^{{]*{_BLOCK}")
_LIGHT = re.compile(rf"@media(?![^{{]*\bnot\b)[^{{]*prefers-color-scheme\s*:\s*light[^{{]*{_BLOCK}")
_DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;{}\"']+)")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_PAIR = re.compile(r"light-dark\(\s*([^,()]*(?:\([^()]*\))?)\s*,[^()]*(?:\([^()]*\)[^()]*)?\)")
_LEVELS = 4  # of variables that are set by other variables


class NotADrawing(Exception):
    """Raised at a file that is no drawing, or does more than draw: what is wrong, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(message, hint)  # both, so that it comes back whole from a worker

    def __str__(self) -> str:
        return self.message


def drawable(data: bytes) -> str:
    """Return a drawing that depends on nothing but itself, not even on the machine's typefaces."""
    text = _decoded(data)
    _check(text, _Tree(is_drawn_here=True))
    return in_light(text)


def check_drawing(data: bytes) -> None:
    """Raise at what a browser would do more with than draw it, or at what is no drawing."""
    _check(_decoded(data), _Tree(is_drawn_here=False))


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise NotADrawing(f"expected a drawing of at most 2 MB, got {len(data):,} bytes", _PLAIN)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotADrawing("expected an SVG drawing in UTF-8, got other bytes", _PLAIN) from error


def in_light(text: str) -> str:
    """Return a drawing with the colours that it has in a light scheme, without variables."""
    if text.count("@media") > MOST_RULES:
        raise NotADrawing(f"expected at most {MOST_RULES} media rules, got more", _PLAIN)
    text = _LIGHT.sub(r"\1", _DARK.sub("", text))
    values: dict[str, str] = dict(_DEFINED.findall(text))
    for _ in range(_LEVELS):
        text = _USED.sub(lambda used: values.get(used[1], used[2] or "").strip(), text)
        if len(text) > LARGEST:
            raise NotADrawing("expected fewer variables, got some that make each other longer")
    return _PAIR.sub(r"\1", text)


@dataclass(slots=True)
class _Element:
    """An element: what it holds, and the ids of what it uses."""

    children: list["_Element"] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    height: int | None = None  # of what is in it; 0 while it is being measured


class _Tree:
    """The elements of a drawing, taken as they are read.

    One that is drawn here, and not by a browser, can have no texts, and no filters: these may take
    hours.
    """

    def __init__(self, *, is_drawn_here: bool) -> None:
        self._is_drawn_here = is_drawn_here
        self.root = _Element()
        self.ids: dict[str, _Element] = {}
        self._open = [self.root]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if len(self._open) == 1 and local != "svg":
            raise NotADrawing(f"expected an SVG drawing, got <{local}>")
        if local.lower() in _PROGRAMS:
            raise NotADrawing(f"expected a drawing that only draws, got <{local}>", _PLAIN)
        if local == "filter" and self._is_drawn_here:
            raise NotADrawing("expected plain shapes, got <filter>", "draw it without effects")
        if local in _TEXTS and self._is_drawn_here:
            message = f"expected shapes, got <{local}>, which looks different on every machine"
            raise NotADrawing(message, "turn text into paths")
        if len(self._open) > DEEPEST:
            raise _too_deep()
        element = _Element(used=[used for each in attributes.values() for used in _uses(each)])
        self._open[-1].children.append(element)
        self._open.append(element)
        self.ids.setdefault(attributes.get("id", ""), element)
        for key, value in attributes.items():
            _check_call(key, value)
            if local != "a":
                _check_attribute(key, value)

    def end(self, _: str) -> None:
        self._open.pop()


def _check(text: str, tree: _Tree) -> None:
    parser = expat.ParserCreate("utf-8")  # whatever it says of itself: it has been decoded
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.ParseFile(BytesIO(text.encode()))
    except expat.ExpatError as error:
        message = f"expected an SVG drawing, got a file that is none from line {error.lineno} on"
        raise NotADrawing(message) from error
    _measure(tree.root, tree.ids, 0)


def _refuse_entities(*_: object) -> None:
    raise NotADrawing("expected plain SVG, got an entity that is declared in it", _PLAIN)


def _check_call(name: str, value: str) -> None:
    if name.lower().startswith("on") or _CALLS.match(value):
        raise NotADrawing(f'expected a drawing that only draws, got {name}="..."', _PLAIN)


def _check_attribute(name: str, value: str) -> None:
    address = value.strip()
    if name.rpartition(":")[2] == "href":
        if not address.startswith("#") and not _PICTURE.match(address):
            message = f'expected all in one file, got a reference to "{address[:60]}"'
            raise NotADrawing(message, "embed it in the drawing")
    elif name not in _NAMES and not {"#", ":"} & {*name, *value} and _ENDLESS.search(value):
        raise NotADrawing(f'expected numbers below a billion, got {name}="{address[:60]}"', _PLAIN)


def _uses(value: str) -> Iterator[str]:
    return (found[0] or found[1] for found in _OWN.findall(value))


def _measure(element: _Element, ids: dict[str, _Element], level: int) -> int:
    """Return how high an element is, with what it uses. A circle counts once, as it is drawn."""
    if element.height is None:
        if level > DEEPEST:
            raise _too_deep()
        element.height = 0
        below = [*element.children, *(ids[used] for used in element.used if used in ids)]
        element.height = 1 + max((_measure(each, ids, level + 1) for each in below), default=0)
    if level + element.height > DEEPEST + 1:
        raise _too_deep()
    return element.height


def _too_deep() -> NotADrawing:
    return NotADrawing(f"expected at most {DEEPEST} elements inside each other, got more", _PLAIN)
