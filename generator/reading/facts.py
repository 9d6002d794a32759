"""What a text says, taken from its finished HTML: its first paragraph, its questions, its words.

The HTML is sanitised: attribute values hold no raw quotation mark and no ">", text no raw "<".
"""

import re
from collections.abc import Iterator
from html import unescape

from generator.fingerprint import digest
from generator.model import Body, Heading, Question, Ref
from generator.reading.apart import without_apart

_ANY_TAG = re.compile(r"<[^>]*>")
_NOTE_MARK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_QUESTIONS = re.compile(r'<section class="questions"[^>]*>(.*?)</section>', re.DOTALL)
_QUESTION = re.compile(r"<h3\b[^>]*>(.*?)</h3>", re.DOTALL)
_FOOTNOTES = re.compile(r'<div class="footnote">.*', re.DOTALL)


def facts_of(
    html: str, refs: tuple[Ref, ...], ids: tuple[str, ...], headings: tuple[Heading, ...]
) -> Body:
    """Return the facts of a text's finished HTML."""
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
    paragraphs = map(_inline, _PARAGRAPH.findall(without_apart(html)))
    return next(filter(None, paragraphs), "")


def _questions(html: str) -> Iterator[Question]:
    for section in _QUESTIONS.findall(html):
        _, *pairs = _QUESTION.split(section)
        for text, answer in zip(pairs[::2], pairs[1::2], strict=True):
            paragraphs = " ".join(filter(None, map(_inline, _PARAGRAPH.findall(answer))))
            yield Question(_inline(text), paragraphs or plain(answer))
