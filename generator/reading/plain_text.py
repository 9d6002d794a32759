"""The words of sanitised HTML, without its tags."""

import re
from html import unescape

_ANY_TAG = re.compile(r"<[^>]*>")
_NOTE_MARK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)


def plain(html: str) -> str:
    """Return the text of some HTML, on one line."""
    return _without_tags(html, " ")


def inline(html: str) -> str:
    """Return the text of inline HTML: here a tag is no space."""
    return _without_tags(html, "")


def _without_tags(html: str, instead: str) -> str:
    if "<" in html:
        html = _ANY_TAG.sub(instead, _NOTE_MARK.sub("", html))
    return " ".join(unescape(html).split())
