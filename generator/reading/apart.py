"""What is set apart in a text: where an element of sanitised HTML ends, whatever is in it."""

import re

_OPENING = re.compile(r"\s*<(?P<name>aside|div|figure|section|table)\b(?P<attributes>[^>]*)>")
_TAGS = {
    name: re.compile(rf"<(?P<end>/?){name}\b[^>]*>")
    for name in ("aside", "div", "figure", "section", "table")
}
_KEY_POINTS = 'class="key-points"'


def after_openers(html: str) -> int:
    """Return where a text starts, behind the key points and figures that open it."""
    place = 0
    while found := _OPENING.match(html, place):
        is_text = found["name"] == "table"
        if is_text or (found["name"] == "div" and _KEY_POINTS not in found["attributes"]):
            break
        place = _end(html, found)
    spaces = re.compile(r"\s*").match(html, place)
    return spaces.end() if spaces and place else place


def without_apart(html: str) -> str:
    """Return a text without all that is set apart from it."""
    kept, place = [], 0
    while found := _OPENING.search(html, place):
        kept.append(html[place : found.start()])
        place = _end(html, found)
    return "".join((*kept, html[place:]))


def _end(html: str, opening: re.Match[str]) -> int:
    """Return where an element ends, counting those of its name that are in it."""
    depth = 1
    for tag in _TAGS[opening["name"]].finditer(html, opening.end()):
        depth += -1 if tag["end"] else 1
        if depth == 0:
            return tag.end()
    return len(html)
