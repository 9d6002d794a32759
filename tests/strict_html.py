"""A strict reader of HTML: it accepts what the standard calls valid of our markup, and no more.

Browsers and lxml mend what is wrong without a word; this one says where it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What may not stand inside a paragraph or a heading: a browser would close it.
BLOCKS = {"article", "aside", "blockquote", "div", "dl", "figure", "footer", "h1", "h2", "h3", "h4",
          "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table",
          "ul"}  # fmt: skip
CLOSED_BY_BLOCKS = frozenset(("p", *HEADINGS))
LABELLED = ("aria-label", "aria-labelledby")


@dataclass
class Element:
    """An element: its attributes, what it holds, and the line on which it starts."""

    tag: str
    attributes: dict[str, str]
    line: int
    parent: "Element | None" = None
    content: "list[Element | str]" = field(default_factory=list)

    @property
    def children(self) -> "list[Element]":
        return [each for each in self.content if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """All text inside, on one line."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for each in self.content:
            if isinstance(each, Element):
                yield from each._texts()
            else:
                yield each

    def walk(self) -> "Iterator[Element]":
        """Yield this element and all below, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str) -> "list[Element]":
        return [each for each in self.walk() if each.tag in tags]

    def one(self, tag: str) -> "Element":
        (found,) = self.all(tag)
        return found

    def ancestors(self) -> "Iterator[Element]":
        parent = self.parent
        while parent:
            yield parent
            parent = parent.parent

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.root = Element("#document", {}, 0)
        self._open = self.root

    def _fault(self, message: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {message}")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html" or self.root.children:
            self._fault(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self._fault(f"<{tag}> has an attribute twice")
        if tag in BLOCKS and self._open.tag in CLOSED_BY_BLOCKS:
            self._fault(f"<{tag}> inside <{self._open.tag}>")
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, self.getpos()[0], self._open)
        self._open.content.append(element)
        if tag not in VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._fault(f"<{tag}/>")
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag != self._open.tag:
            self._fault(f"</{tag}> where <{self._open.tag}> of line {self._open.line} is open")
        if self._open.parent and tag == self._open.tag:
            self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.content.append(data)
        if data.strip() and self._open.tag in ("#document", "html", "head", "ul", "ol", "table"):
            self._fault(f"text inside <{self._open.tag}>: {data.strip()!r}")

    def handle_comment(self, data: str) -> None:
        self._fault(f"<!--{data}-->")

    def finish(self) -> None:
        self.close()
        if self._open is not self.root:
            self._fault(f"<{self._open.tag}> of line {self._open.line} is never closed")


def read_html(text: str) -> tuple[Element, list[str]]:
    """Return a document's root, and everything that is wrong with it."""
    reader = _Reader()
    if not text.startswith("<!doctype html>\n"):
        reader.faults.append("line 1: no doctype")
    reader.feed(text)
    reader.finish()
    checks = (_ids, _headings, _pictures, _landmarks, _names, _code)
    return reader.root, [*reader.faults, *(f for check in checks for f in check(reader.root))]


def _ids(root: Element) -> Iterator[str]:
    ids = [each.get("id") for each in root.walk() if "id" in each.attributes]
    for repeated in sorted({each for each in ids if ids.count(each) > 1}):
        yield f"the id {repeated!r} stands twice"
    for each in root.walk():
        if "id" in each.attributes and (
            not each.get("id") or any(map(str.isspace, each.get("id")))
        ):
            yield f"line {each.line}: the id {each.get('id')!r}"
        for name in ("aria-labelledby", "aria-describedby"):
            for wanted in each.get(name).split():
                if wanted not in ids:
                    yield f"line {each.line}: {name} of {wanted!r}, which is none"


def _headings(root: Element) -> Iterator[str]:
    found = root.all(*HEADINGS)
    if [each.tag for each in found].count("h1") != 1:
        yield f"expected one h1, got {[each.tag for each in found]}"
    previous = 0
    for each in found:
        level = int(each.tag[1])
        if level > previous + 1:
            yield f"line {each.line}: {each.tag} after h{previous}"
        if not each.text:
            yield f"line {each.line}: an empty {each.tag}"
        previous = level


def _pictures(root: Element) -> Iterator[str]:
    for each in root.all("img"):
        missing = {"alt", "src", "width", "height"} - each.attributes.keys()
        if missing:
            yield f"line {each.line}: an img without {', '.join(sorted(missing))}"
        if each.get("loading") == "lazy" and "fetchpriority" in each.attributes:
            yield f"line {each.line}: an img that is both late and urgent"


def _landmarks(root: Element) -> Iterator[str]:
    for tag in ("main", "title", "body", "head"):
        found = [each for each in root.all(tag) if not _is_drawn(each)]
        if len(found) != 1:
            yield f"expected one {tag}, got {len(found)}"
    names = [_name(root, each) for each in root.all("nav")]
    if len(names) > 1 and (len(set(names)) != len(names) or "" in names):
        yield f"navigations that are named {names}"
    for each in root.all("section"):
        if not any(each.get(name) for name in LABELLED) and not each.all(*HEADINGS):
            yield f"line {each.line}: a section without a heading"


def _is_drawn(element: Element) -> bool:
    """Whether an element is part of an SVG, which has titles of its own."""
    return any(above.tag == "svg" for above in element.ancestors())


def _name(root: Element, element: Element) -> str:
    by = element.get("aria-labelledby")
    labels = [each.text for each in root.walk() if by and each.get("id") == by]
    return element.get("aria-label") or " ".join(labels)


def _names(root: Element) -> Iterator[str]:
    for each in root.all("a", "button"):
        pictures = "".join(picture.get("alt") for picture in each.all("img"))
        if not (each.text or pictures or each.get("aria-label")):
            yield f"line {each.line}: a link that says nothing"
    for each in root.all("a"):
        if any(above.tag == "a" for above in each.ancestors()):
            yield f"line {each.line}: a link inside a link"


def _code(root: Element) -> Iterator[str]:
    """Find what a strict content policy would block."""
    for each in root.walk():
        handlers = [name for name in each.attributes if name.startswith("on") or name == "style"]
        is_code = each.tag == "script" and each.get("type") != "application/ld+json"
        if handlers or each.tag == "style" or (is_code and "src" not in each.attributes):
            yield f"line {each.line}: <{each.tag} {' '.join(handlers)}> is inline code"
