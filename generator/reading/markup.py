"""Markdown to HTML and facts, for one text at a time.

The HTML is sanitised last, after every extension, so that no article can run script. References to
other files stay unresolved: the HTML holds their numbers, `Body.refs` says what was written.
"""

import re
import unicodedata
import xml.etree.ElementTree as etree  # noqa: N813 - Python-Markdown's own name for it
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
from generator.slugs import slugify

SECONDS = 2.0  # of processor time for one text; the slowest real articles take 0.05
LARGEST_OUTPUT = 4 * 1024 * 1024  # characters
TOP_LEVEL = 2  # the page's h1 is the article's title

TAGS = frozenset(
    "a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl"
    " dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s"
    " samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var"
    " wbr".split()
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


def read_markup(text: str, first_line: int, notes: Notes) -> Markup | None:
    """Convert a text; None, with notes, where it cannot be converted within its limits."""
    for line, message, hint in block_faults(text):
        notes.add("", message, first_line + line - 1, 1, hint)
    found = _converted(text, first_line, notes)
    if found is None:
        return None
    html, headings = found
    places = _Places(text, first_line)
    html, refs, ids = _Collector(places, notes).collect(html)
    _check_headings(headings, places, notes)
    return Markup(html, _facts(html, refs, ids, headings))


def _converted(text: str, first_line: int, notes: Notes) -> tuple[str, tuple[Heading, ...]] | None:
    converter = _converter()
    try:
        with deadline(SECONDS):
            converter.reset()
            raw = converter.convert(text)
            _check_size(raw)
            html = _sanitised(raw)
    except DeadlineExceeded:
        notes.add("", "expected a text that can be converted in 2 seconds, got one that cannot",
                  first_line, 1, "look for long runs of brackets, quotes or backticks")  # fmt: skip
    except RecursionError:
        notes.add("", "expected simpler nesting, got lists or quotations too deep", first_line, 1)
    except OverflowError as error:
        notes.add("", str(error), first_line, 1)
    else:
        tokens: list[dict[str, Any]] = getattr(converter, "toc_tokens", [])
        return html, tuple(_headings(tokens))
    finally:
        if notes.problems:
            _converter.cache_clear()  # an interrupted converter may be left in any state
    return None


def _check_size(html: str) -> None:
    if len(html) > LARGEST_OUTPUT:
        message = f"expected at most 4 MiB of HTML, got {len(html):,} characters"
        raise OverflowError(message)


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
            NewsBlocks(), _Figures(),
        ],
        extension_configs={
            "footnotes": {"BACKLINK_TITLE": "↩ {}"},
            "toc": {"slugify": lambda text, _: slugify(text) or "part", "toc_depth": "2-4"},
        },
    )  # fmt: skip


class _Figures(Extension):
    """Makes a picture with a title a figure, and tables scroll in a box of their own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_FigureMaker(md), "figures", 1)


class _FigureMaker(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[place] = _scrolling(child)
                elif child.tag == "p" and _is_captioned(child):
                    parent[place] = _figure(child)


def _scrolling(table: etree.Element) -> etree.Element:
    """Wrap a table; alignment becomes a class, since a strict policy forbids style attributes."""
    for cell in table.iter():
        style = cell.attrib.pop("style", "")
        if style.startswith("text-align: "):
            cell.set("class", "align-" + style.removeprefix("text-align: ").rstrip(";"))
    box = etree.Element("div", {"class": "table", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


def _is_captioned(paragraph: etree.Element) -> bool:
    if len(paragraph) != 1 or (paragraph.text or "").strip():
        return False
    child = paragraph[0]
    return child.tag == "img" and "title" in child.attrib and not (child.tail or "").strip()


def _figure(paragraph: etree.Element) -> etree.Element:
    image = paragraph[0]
    figure = etree.Element("figure", {"class": "picture"})
    etree.SubElement(figure, "img", {k: v for k, v in image.attrib.items() if k != "title"})
    etree.SubElement(figure, "figcaption").text = image.attrib["title"]
    figure.tail = paragraph.tail
    return figure


class _Places:
    """Finds where something of the HTML was written: Python-Markdown keeps no lines."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._after: dict[str, int] = {}

    def of(self, written: str, before: str = "") -> tuple[int, int]:
        """Return the line and column of the next occurrence; the text's start where it has none."""
        needle = before + written
        offset = self._text.find(needle, self._after.get(needle, 0))
        if offset < 0:
            return self._first_line, 1
        self._after[needle] = offset + len(needle)
        start = offset + len(before)
        line = self._text.count("\n", 0, start)
        return self._first_line + line, start - (self._text.rfind("\n", 0, start) + 1) + 1


class _Collector:
    """Walks the tags of sanitised HTML once: takes out references, lists ids, notes faults."""

    def __init__(self, places: _Places, notes: Notes) -> None:
        self._places = places
        self._notes = notes
        self._refs: list[Ref] = []
        self._ids: list[str] = []
        self._fragments: list[str] = []

    def collect(self, html: str) -> tuple[str, tuple[Ref, ...], tuple[str, ...]]:
        result = _TAG.sub(self._tag, html)
        for repeated in sorted({each for each in self._ids if self._ids.count(each) > 1}):
            self._note(repeated, f'expected each id once, got "{repeated}" again')
        known = set(self._ids)
        for fragment in self._fragments:
            if unquote(fragment) not in known:
                message = f'expected a place in this text, got "#{fragment}", which is none'
                self._note(f"#{fragment}", message)
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
        if address.startswith("#"):
            self._fragments.append(address[1:])
            return escaped
        if _SCHEME.match(address):
            return escaped
        return self._ref(RefKind.LINK, address)

    def _picture(self, address: str) -> str:
        if _SCHEME.match(address):
            self._note(address, f'expected a picture of this site, got "{address}"',
                       "put the file beside the article and name it here")  # fmt: skip
        return self._ref(RefKind.PICTURE, address)

    def _ref(self, kind: RefKind, address: str) -> str:
        target, _, fragment = address.partition("#")
        target = unicodedata.normalize("NFC", unquote(target))
        line, column = self._found(address)
        self._refs.append(Ref(kind, target, unquote(fragment), line, column))
        return f"ref:{len(self._refs) - 1}"

    def _found(self, address: str) -> tuple[int, int]:
        for written in dict.fromkeys((address, unquote(address))):
            for before in ("](", "](<", ']: ', '="'):
                place = self._places.of(written, before)
                if place[1] > 1:
                    return place
        return self._places.of(address)

    def _note(self, written: str, message: str, hint: str = "") -> None:
        line, column = self._places.of(written)
        self._notes.add("", message, line, column, hint)


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], unescape(token["name"]))
        yield from _headings(token["children"])


def _check_headings(headings: tuple[Heading, ...], places: _Places, notes: Notes) -> None:
    """Keep the outline whole: it starts at the second level and skips none."""
    previous = TOP_LEVEL - 1
    for heading in headings:
        if heading.level < TOP_LEVEL or heading.level > previous + 1:
            right = min(max(heading.level, TOP_LEVEL), previous + 1)
            line, column = places.of("#" * heading.level + " ")
            message = f'expected a heading of level {right}, got level {heading.level}: "{heading.text}"'
            notes.add("", message, line, column, f"{'#' * right} {heading.text}")
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


