"""The news blocks of a text: key points, pull quotes, questions and answers, galleries.

All look alike, in the block syntax of pymdown-extensions:

    /// pull-quote | Attribution
    Text.
    ///
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from generator.errors import did_you_mean
from generator.reading.figures import WORD
from generator.reading.places import without_code

_OPENING = re.compile(r" {0,3}(?P<fence>/{3,})[ ]*(?P<name>[\w-]+)[ ]*(?:\|.*)?$")
_CLOSING = re.compile(r" {0,3}(?P<fence>/{3,})[ ]*$")
_PICTURE = re.compile(r"!\[|<img\b")
_NO_OPTIONS = re.compile(r"(?!)")


class KeyPoints(Block):  # type: ignore[misc]  # the library has no types
    """What to know, as a list, set apart from the text."""

    NAME = "key-points"
    ARGUMENT = None

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Return the note, with a heading where one is given. Reader modes drop an aside."""
        note = ET.SubElement(parent, "div", {"class": "key-points", "role": "note"})
        if self.argument:
            ET.SubElement(note, "h2").text = self.argument
        return note


class PullQuote(Block):  # type: ignore[misc]  # the library has no types
    """Words of the article, pulled out and set large; the argument is who said them."""

    NAME = "pull-quote"
    ARGUMENT = None

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Return the figure with the quotation and its attribution."""
        figure = ET.SubElement(parent, "figure", {"class": "pull-quote"})
        ET.SubElement(figure, "blockquote")
        if self.argument:
            ET.SubElement(figure, "figcaption").text = self.argument
        return figure

    def on_add(self, block: ET.Element) -> ET.Element:
        """Put the text into the quotation."""
        return block[0]


class Questions(Block):  # type: ignore[misc]  # the library has no types
    """Questions as headings of the third level, each followed by its answer."""

    NAME = "questions"
    ARGUMENT = None

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Return the section, with its heading."""
        section = ET.SubElement(parent, "section", {"class": "questions"})
        if self.argument:
            ET.SubElement(section, "h2").text = self.argument
        return section


class Gallery(Block):  # type: ignore[misc]  # the library has no types
    """Pictures in a row; the argument is what they show together."""

    NAME = "gallery"
    ARGUMENT = None

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Return the section, with its title. Its pictures are found when texts have been read."""
        label = self.argument or f"{WORD}gallery"
        section = ET.SubElement(parent, "section", {"class": "gallery", "aria-label": label})
        if self.argument:
            ET.SubElement(section, "p", {"class": "gallery-title"}).text = self.argument
        return section


BLOCKS: tuple[type[Block], ...] = (KeyPoints, PullQuote, Questions, Gallery)
NAMES = tuple(block.NAME for block in BLOCKS)


class NewsBlocks(BlocksExtension):  # type: ignore[misc]  # the library has no types
    """Registers the news blocks with Python-Markdown."""

    def extendMarkdownBlocks(  # noqa: N802 - the library's name
        self,
        md: Markdown,  # noqa: ARG002
        block_mgr: BlocksProcessor,
    ) -> None:
        """Register each block, without the library's options: their YAML is not read strictly."""
        block_mgr.yaml_line = _NO_OPTIONS
        for block in BLOCKS:
            block_mgr.register(block, self.getConfigs())


def block_faults(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, message, hint) for each block that does not exist, open or close as it should.

    The library prints a misspelt block as text and closes a forgotten one at the end of the
    document; both would be published.
    """
    if "///" not in text:
        return
    opened: list[tuple[str, int, str]] = []
    lines = without_code(text).split("\n")
    for number, line in enumerate(lines, 1):
        closing, opening = _CLOSING.match(line), _OPENING.match(line)
        if closing and opened and opened[-1][0] == closing["fence"]:
            _, start, name = opened.pop()
            if name == Gallery.NAME and not _PICTURE.search("".join(lines[start : number - 1])):
                yield start, "expected pictures in the gallery, got none", "![What it shows](a.jpg)"
        elif closing:
            yield number, "expected a block to close here, got none of this length", ""
        elif opening and opening["name"] not in NAMES:
            message = f'expected one of {", ".join(NAMES)}, got "{opening["name"]}"'
            yield number, message, did_you_mean(opening["name"], NAMES)
        if opening:
            opened.append((opening["fence"], number, opening["name"]))
    for fence, number, name in opened:
        yield number, f'expected "{fence}" to close the block {name}, got none', f"add {fence}"
