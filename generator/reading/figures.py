"""Pictures with a caption become figures, and tables scroll in a box of their own."""

import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


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
