"""What a text says, taken from its finished HTML: its first paragraph, its questions, its words.

The HTML is sanitised: attribute values hold no raw quotation mark and no ">", text no raw "<".
"""

import re
from collections.abc import Iterator

from generator.fingerprint import digest
from generator.model import Body, Heading, Mention, Question
from generator.reading.apart import without_apart
from generator.reading.collecting import Collected
from generator.reading.places import Places
from generator.reading.plain_text import inline, plain
from generator.reading.quotations import unpaired

_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_QUESTIONS = re.compile(r'<section class="questions"[^>]*>(.*?)</section>', re.DOTALL)
_QUESTION = re.compile(r"<h3\b[^>]*>(.*?)</h3>", re.DOTALL)
_FOOTNOTES = re.compile(r'<div class="footnote">.*', re.DOTALL)


def facts_of(collected: Collected, headings: tuple[Heading, ...], places: Places) -> Body:
    """Return the facts of a text's finished HTML."""
    html, excerpt = collected.html, _excerpt(collected.html)
    return Body(
        digest=digest(html.encode()),
        refs=collected.refs,
        headings=headings,
        ids=collected.ids,
        questions=tuple(_questions(html)),
        excerpt=excerpt,
        words=len(plain(_FOOTNOTES.sub("", html)).split()),
        start=places.of_words(excerpt),
        unpaired=tuple(Mention(text, *places.of_words(text)) for text in unpaired(html)),
        addresses=collected.addresses,
    )


def _excerpt(html: str) -> str:
    paragraphs = map(inline, _PARAGRAPH.findall(without_apart(html)))
    return next(filter(None, paragraphs), "")


def _questions(html: str) -> Iterator[Question]:
    for section in _QUESTIONS.findall(html):
        _, *pairs = _QUESTION.split(section)
        for text, answer in zip(pairs[::2], pairs[1::2], strict=True):
            paragraphs = " ".join(filter(None, map(inline, _PARAGRAPH.findall(answer))))
            yield Question(inline(text), paragraphs or plain(answer))
