"""Quotation marks that lack their other half.

Marks are counted, not their directions: Markdown guesses which way a straight mark is to turn, and
languages turn them each in their own way (“en”, „de“, ”sv”, «es», »da«). A paragraph with an odd
number of one kind lacks one, unless the quotation goes on: newspapers open each of its paragraphs
and close only the last. A mark that may be something else, such as inches, says nothing.

Not seen: two that are missing in one paragraph; a mark that is turned the wrong way; one that is
missing where the next paragraph opens with one; single marks, which are apostrophes as well; what
is set apart from the text, such as tables and captions; code, and straight marks in raw HTML.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.reading.apart import without_apart
from generator.reading.plain_text import inline

KINDS = ("“”„‟", "«»", "「」", "『』")

_CODE = re.compile(r"<(?P<name>code|pre|kbd|samp)\b.*?</(?P=name)>", re.DOTALL)
_BLOCK = re.compile(
    r"<(?P<end>/?)(?P<name>p|ul|ol|li|blockquote|h[1-6]|hr|dl|dt|dd|details|summary|caption)\b[^>]*>"
)
# Inches; ditto marks; a single arrow in the words of a link, as in "Next »".
_DOUBTFUL = re.compile(r"(?<=\d)[“”„‟]|(?<!\S)[“”„‟](?!\S)|\A[^«»]*»\s*\Z|\A\s*»[^«»]*\Z")
_BEFORE = " \u00a0\u202f([{—–-…*"  # what may stand before the mark that opens a paragraph


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    is_item: bool

    def count(self, kind: str) -> int:
        return sum(map(self.text.count, kind))

    def is_opened_by(self, kind: str) -> bool:
        return self.text.lstrip(_BEFORE).startswith(tuple(kind))


def lacks_a_mark(line: str) -> bool:
    """Whether a line of text has quotation marks that do not come in pairs."""
    paragraph = _Paragraph(line, is_item=False)
    return any(paragraph.count(kind) % 2 for kind in KINDS) and not _DOUBTFUL.search(line)


def unpaired(html: str) -> Iterator[str]:
    """Yield the paragraphs of a text's sanitised HTML that lack a quotation mark, as plain text."""
    if not any(mark in html for kind in KINDS for mark in kind):
        return
    paragraphs = list(_paragraphs(_CODE.sub(" ", without_apart(html))))
    found = {each.text: each for kind in KINDS for each in _unpaired(paragraphs, kind)}
    yield from (each.text for each in paragraphs if each.text in found)


def _paragraphs(html: str) -> Iterator[_Paragraph]:
    depth = place = 0
    for tag in _BLOCK.finditer(html):
        if text := inline(html[place : tag.start()]):
            yield _Paragraph(text, is_item=depth > 0)
        place = tag.end()
        if tag["name"] == "li":
            depth += -1 if tag["end"] else 1
    if text := inline(html[place:]):
        yield _Paragraph(text, is_item=depth > 0)


def _unpaired(paragraphs: Sequence[_Paragraph], kind: str) -> Iterator[_Paragraph]:
    """Yield what lacks a mark of a kind and does not go on in the next paragraph."""
    waiting: _Paragraph | None = None
    for each in paragraphs:
        count = each.count(kind)
        if waiting and each.is_item and not count:
            continue  # a quotation may run through a list
        is_odd = count % 2 == 1
        if waiting and is_odd and not each.is_opened_by(kind):
            waiting = None  # closed here
            continue
        if waiting and not each.is_opened_by(kind):
            yield waiting
        waiting = each if is_odd and not _DOUBTFUL.search(each.text) else None
    if waiting:
        yield waiting
