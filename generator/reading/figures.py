"""Pictures that stand alone become figures, a gallery's a row, and tables scroll in a box.

What is said of a picture stays in its `alt` and `title`, from where it is collected as facts: a
figure here is a place, and pages fill it in.
"""

import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

WORD = "word:"  # before the key of a message, where the site's language is needed


class Figures(Extension):
    """Registers the maker of figures with Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register it last, when references and attributes are in the tree."""
        md.treeprocessors.register(_FigureMaker(md), "figures", 1)


class _FigureMaker(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[place] = _scrolling(child)
                elif child.tag == "section" and child.get("class") == "gallery":
                    _arrange(child)
                elif child.tag == "p" and _is_picture(child):
                    parent[place] = _figure(child[0], child.tail)


def _scrolling(table: ET.Element) -> ET.Element:
    """Wrap a table; alignment becomes a class, since a strict policy forbids style attributes."""
    for cell in table.iter():
        style = cell.attrib.pop("style", "")
        if style.startswith("text-align: "):
            cell.set("class", "align-" + style.removeprefix("text-align: ").rstrip(";"))
    box = ET.Element("div", {"class": "table", "tabindex": "0", "role": "region",
                             "aria-label": f"{WORD}table"})  # fmt: skip
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


def _is_picture(paragraph: ET.Element) -> bool:
    if len(paragraph) != 1 or (paragraph.text or "").strip():
        return False
    child = paragraph[0]
    return child.tag == "img" and not (child.tail or "").strip()


def _figure(image: ET.Element, tail: str | None = None) -> ET.Element:
    figure = ET.Element("figure", {"class": "picture"})
    figure.append(image)
    image.tail, figure.tail = None, tail
    return figure


def _arrange(gallery: ET.Element) -> None:
    """Make a gallery's pictures a row; whatever else stands in it stays below, to be seen."""
    row = ET.Element("ul", {"tabindex": "0"})
    for parent in list(gallery.iter()):
        for image in parent.findall("img"):
            _take(parent, image)
            ET.SubElement(row, "li").append(_figure(image))
    for child in list(gallery):
        if child.tag == "p" and not len(child) and not (child.text or "").strip():
            gallery.remove(child)
    gallery.insert(1 if len(gallery) and gallery[0].get("class") == "gallery-title" else 0, row)


def _take(parent: ET.Element, image: ET.Element) -> None:
    """Take a picture out of its paragraph, and leave the text behind it there."""
    place = list(parent).index(image)
    if image.tail and image.tail.strip():
        before = parent[place - 1] if place else None
        if before is None:
            parent.text = (parent.text or "") + image.tail
        else:
            before.tail = (before.tail or "") + image.tail
    parent.remove(image)
