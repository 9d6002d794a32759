"""Checks of words: headlines, summaries, first paragraphs, quotation marks."""

from collections.abc import Iterator

from generator.checks.finding import Finding, Text, in_field
from generator.checks.lengths import seen_length
from generator.model import Article
from generator.planning.placed import Placed
from generator.planning.site import Site
from generator.reading.quotations import lacks_a_mark

# Nobody promises a length, and all count pixels. As measured by many: search results show about 60
# characters of a headline, cards on X 70, on Facebook 88. A longer one is whole nowhere.
LONGEST_TITLE = 90
LONGEST_SUMMARY = 160  # characters: search results show 155 to 160
# Handbooks of journalism want 25 to 40 words; nobody defends more than this.
LONGEST_START = 60
SHOWN = 60  # characters of a paragraph in a message

UNPAIRED = "expected quotation marks in pairs, got one that lacks its other half"


def long_title(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find a headline that search results and cards for links all cut off."""
    length = seen_length(placed.article.title)
    if length > LONGEST_TITLE:
        message = (
            f"expected at most {LONGEST_TITLE} characters, which cards for links show, got {length}"
        )
        yield in_field(placed.article, "title", message)


def no_summary(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find an article without a summary: its first paragraph stands in, and was not written so."""
    if not placed.article.summary:
        message = "expected what search results, cards and lists say of the article, got none"
        yield in_field(placed.article, "summary", message, "summary: One or two sentences.")


def long_summary(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find a summary that search results cut off."""
    length = seen_length(placed.article.summary)
    if length > LONGEST_SUMMARY:
        message = (
            f"expected at most {LONGEST_SUMMARY} characters, which search results show, "
            f"got {length}"
        )
        yield in_field(placed.article, "summary", message)


def long_start(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find a first paragraph too long to start with.

    Words are what spaces part: of languages that have none, nothing is told.
    """
    body = placed.article.body
    words = len(body.excerpt.split())
    if words > LONGEST_START:
        message = f"expected a first paragraph of at most {LONGEST_START} words, got {words}"
        yield Finding(placed.article.source, *body.start, "", message, "make two paragraphs of it")


def unpaired_in_fields(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find quotation marks without their other half in what stands above the text."""
    article: Article = placed.article
    for field in ("title", "summary"):
        if lacks_a_mark(getattr(article, field)):
            yield in_field(article, field, UNPAIRED)


def unpaired_in_text(text: Text) -> Iterator[Finding]:
    """Find paragraphs with quotation marks that lack their other half.

    What this does not see, `generator.reading.quotations` says.
    """
    for each in text.body.unpaired:
        start = each.text if len(each.text) <= SHOWN else each.text[:SHOWN] + "…"
        message = f"{UNPAIRED}, in the paragraph: {start}"
        yield Finding(text.source, each.line, each.column, "", message)
