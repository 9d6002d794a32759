"""Markdown to HTML and facts, for one text at a time.

The HTML is sanitised last, after every extension, so that no article can run script. References to
other files stay unresolved: the HTML holds their numbers, `Body.refs` says what was written.
"""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from generator.errors import Problem
from generator.fields import Notes
from generator.fingerprint import digest
from generator.model import Body, Heading, Question, Ref, RefKind
from generator.reading.blocks import NewsBlocks, block_faults
from generator.reading.deadline import DeadlineExceeded, deadline
from generator.reading.places import Place, Places
from generator.slugs import slugify

SECONDS = 2.0  # of processor time for one text; the slowest real articles take 0.05
LARGEST_OUTPUT = 4 * 1024 * 1024  # characters
DEEPEST = 256  # elements open at once; nh3 takes quadratic time, and cannot be interrupted
TOP_LEVEL = 2  # the page's h1 is the article's title

TAGS = frozenset(
    [
        "a",
        "abbr",
        "aside",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"class", "id", "lang", "dir", "title"},
    "a": {"href", "rel"},
    "div": {"tabindex"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

# What nh3 writes: attribute values never hold a raw quotation mark, text never a raw "<".
_TAG = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [^\s=">]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' (?P<name>[^\s=">]+)="(?P<value>[^"]*)"')
_ANY_TAG = re.compile(r"<[^>]*>")
_BOUNDARY = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)")
# Elements that hold nothing, and those that HTML closes by itself.
_UNCOUNTED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "dd",
        "dt",
        "li",
        "option",
        "p",
        "rp",
        "rt",
        "td",
        "th",
        "tr",
    ]
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_SET_APART = re.compile(r"<(aside|section|figure|table|div)\b.*?</\1>", re.DOTALL)
_NOTE_MARK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_QUESTIONS = re.compile(r'<section class="questions"[^>]*>(.*?)</section>', re.DOTALL)
_QUESTION = re.compile(r"<h3\b[^>]*>(.*?)</h3>", re.DOTALL)
_FOOTNOTES = re.compile(r'<div class="footnote">.*', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Markup:
    """A text's HTML and its facts."""

    html: str
    body: Body


class _TooMuch(Exception):
    """Raised where a text's HTML is beyond a limit, with a sentence that says which."""


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
    except _TooMuch as error:
        notes.add("", str(error), first_line, 1)
    _converter.cache_clear()  # an interrupted converter may be left in any state
    return None


def _read(text: str, first_line: int, notes: Notes) -> Markup:
    for line, message, hint in block_faults(text):
        notes.add("", message, first_line + line - 1, 1, hint)
    converter = _converter()
    converter.reset()
    raw = converter.convert(text)
    _check_size(raw)
    tokens: list[dict[str, Any]] = getattr(converter, "toc_tokens", [])
    headings = tuple(_headings(tokens))
    places = Places(text, first_line)
    html, refs, ids = _Collector(places, notes).collect(_sanitised(raw))
    _check_headings(headings, places, notes)
    return Markup(html, _facts(html, refs, ids, headings))


def _check_size(html: str) -> None:
    if len(html) > LARGEST_OUTPUT:
        raise _TooMuch(f"expected at most 4 MiB of HTML, got {len(html):,} characters")
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _BOUNDARY.finditer(html):
        name = tag["name"].lower()
        if name in _UNCOUNTED or (tag["end"] and not opened[name]):
            continue
        step = -1 if tag["end"] else 1
        opened[name] += step
        depth += step
        if depth > DEEPEST:
            raise _TooMuch(f"expected at most {DEEPEST} elements in each other, got more")


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        link_rel=None,
    )


@cache
def _converter() -> Markdown:
    """Return this process's converter; it is reset before each text."""
    return Markdown(
        extensions=[
            "tables", "footnotes", "attr_list", "def_list", "abbr", "fenced_code", "smarty", "toc",
            "sane_lists",  # a list that is written from 3 on counts from 3 on
            NewsBlocks(), _Figures(),
        ],
        extension_configs={
            "footnotes": {"BACKLINK_TITLE": "↩ {}"},
            "toc": {"slugify": lambda text, _: slugify(text) or "part", "toc_depth": "1-6"},
        },
    )  # fmt: skip


class _Figures(Extension):
    """Makes a picture with a title a figure, and tables scroll in a box of their own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_FigureMaker(md), "figures", 1)


class _FigureMaker(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[place] = _scrolling(child)
                elif child.tag == "p" and _is_captioned(child):
                    parent[place] = _figure(child)


def _scrolling(table: ET.Element) -> ET.Element:
    """Wrap a table; alignment becomes a class, since a strict policy forbids style attributes."""
    for cell in table.iter():
        style = cell.attrib.pop("style", "")
        if style.startswith("text-align: "):
            cell.set("class", "align-" + style.removeprefix("text-align: ").rstrip(";"))
    box = ET.Element("div", {"class": "table", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


def _is_captioned(paragraph: ET.Element) -> bool:
    if len(paragraph) != 1 or (paragraph.text or "").strip():
        return False
    child = paragraph[0]
    return child.tag == "img" and "title" in child.attrib and not (child.tail or "").strip()


def _figure(paragraph: ET.Element) -> ET.Element:
    image = paragraph[0]
    figure = ET.Element("figure", {"class": "picture"})
    ET.SubElement(figure, "img", {k: v for k, v in image.attrib.items() if k != "title"})
    ET.SubElement(figure, "figcaption").text = image.attrib["title"]
    figure.tail = paragraph.tail
    return figure


class _Collector:
    """Walks the tags of sanitised HTML once: takes out references, lists ids, notes faults."""

    def __init__(self, places: Places, notes: Notes) -> None:
        self._places = places
        self._notes = notes
        self._refs: list[Ref] = []
        self._ids: list[str] = []
        self._fragments: list[tuple[str, Place]] = []

    def collect(self, html: str) -> tuple[str, tuple[Ref, ...], tuple[str, ...]]:
        result = _TAG.sub(self._tag, html)
        for name, times in Counter(self._ids).items():
            if times > 1:
                self._note(self._places.of_id(name), f'expected each id once, got "{name}" again')
        known = set(self._ids)
        for fragment, place in self._fragments:
            if unquote(fragment) not in known:
                message = f'expected a place in this text, got "#{fragment}", which is none'
                self._note(place, message)
        return result, tuple(self._refs), tuple(dict.fromkeys(self._ids))

    def _tag(self, match: re.Match[str]) -> str:
        name = match["name"]
        attributes = dict(_ATTRIBUTE.findall(match["attributes"]))
        if "id" in attributes:
            self._ids.append(unescape(attributes["id"]))
        if name == "a" and "href" in attributes:
            attributes["href"] = self._link(unescape(attributes["href"]), attributes["href"])
        elif name == "img":
            if "src" not in attributes:
                return ""
            attributes["src"] = self._picture(unescape(attributes["src"]))
        else:
            return match[0]
        return f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + ">"

    def _link(self, address: str, escaped: str) -> str:
        if _SCHEME.match(address):
            return escaped
        place = self._places.of_address(address)
        if address.startswith("#"):
            self._fragments.append((address[1:], place))
            return escaped
        return self._ref(RefKind.LINK, address, place)

    def _picture(self, address: str) -> str:
        place = self._places.of_address(address)
        if _SCHEME.match(address):
            self._note(place, f'expected a picture of this site, got "{address}"',
                       "put the file beside the article and name it here")  # fmt: skip
        return self._ref(RefKind.PICTURE, address, place)

    def _ref(self, kind: RefKind, address: str, place: Place) -> str:
        target, _, fragment = address.partition("#")
        target = unicodedata.normalize("NFC", unquote(target))
        self._refs.append(Ref(kind, target, unquote(fragment), *place))
        return f"ref:{len(self._refs) - 1}"

    def _note(self, place: Place, message: str, hint: str = "") -> None:
        self._notes.add("", message, *place, hint)


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], unescape(token["name"]))
        yield from _headings(token["children"])


def _check_headings(headings: tuple[Heading, ...], places: Places, notes: Notes) -> None:
    """Keep the outline whole: it starts at the second level and skips none."""
    previous = TOP_LEVEL - 1
    for heading in headings:
        place = places.of_heading(heading.level)
        if heading.level < TOP_LEVEL or heading.level > previous + 1:
            right = min(max(heading.level, TOP_LEVEL), previous + 1)
            message = (
                f'expected a heading of level {right}, got level {heading.level}: "{heading.text}"'
            )
            notes.add("", message, *place, f"{'#' * right} {heading.text}")
        previous = max(heading.level, TOP_LEVEL)


def _facts(
    html: str, refs: tuple[Ref, ...], ids: tuple[str, ...], headings: tuple[Heading, ...]
) -> Body:
    return Body(
        digest=digest(html.encode()),
        refs=refs,
        headings=headings,
        ids=ids,
        questions=tuple(_questions(html)),
        excerpt=_excerpt(html),
        words=len(plain(_FOOTNOTES.sub("", html)).split()),
    )


def plain(html: str) -> str:
    """Return the text of some HTML, on one line."""
    return " ".join(unescape(_ANY_TAG.sub(" ", _NOTE_MARK.sub("", html))).split())


def _inline(html: str) -> str:
    """Return the text of inline HTML: here a tag is no space."""
    return " ".join(unescape(_ANY_TAG.sub("", _NOTE_MARK.sub("", html))).split())


def _excerpt(html: str) -> str:
    paragraphs = map(_inline, _PARAGRAPH.findall(_SET_APART.sub("", html)))
    return next(filter(None, paragraphs), "")


def _questions(html: str) -> Iterator[Question]:
    for section in _QUESTIONS.findall(html):
        _, *pairs = _QUESTION.split(section)
        for text, answer in zip(pairs[::2], pairs[1::2], strict=True):
            paragraphs = " ".join(filter(None, map(_inline, _PARAGRAPH.findall(answer))))
            yield Question(_inline(text), paragraphs or plain(answer))


def problems_of(notes: Notes) -> tuple[Problem, ...]:
    """Return a file's problems in reading order."""
    return tuple(sorted(notes.problems, key=lambda each: (each.line, each.column, each.message)))
