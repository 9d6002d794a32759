"""The last step of every text: HTML in which nothing can run, load or nest beyond measure."""

import re
from collections import Counter
from collections.abc import Mapping

import nh3

LARGEST = 4 * 1024 * 1024  # characters of one text's HTML
DEEPEST = 256  # elements open at once; nh3 takes quadratic time, and cannot be interrupted

TAGS = frozenset(
    """
    a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 - a list of sixty lines is harder to read
)
ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"class", "id", "lang", "dir", "title"},
    "a": {"href", "rel"},
    "div": {"tabindex", "role", "aria-label"},
    "img": {"src", "alt"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "section": {"aria-label"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "ul": {"tabindex"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style"},
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=SCHEMES,
    link_rel=None,
)
_BOUNDARY = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)")
# Elements that hold nothing, and those that HTML closes by itself.
_UNCOUNTED = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    dd dt li option p rp rt td th tr
    """.split()  # noqa: SIM905
)


class TooMuch(Exception):
    """Raised where a text's HTML is beyond a limit, with a sentence that says which."""


def refused_tags(html: str) -> tuple[str, ...]:
    """Return the names in HTML that no text may use as tags; without a word, they would vanish.

    Among them is what was meant as text: `pays <in full>` would lose the rest of its paragraph.
    """
    names = (tag["name"].lower() for tag in _BOUNDARY.finditer(html) if not tag["end"])
    return tuple(dict.fromkeys(name for name in names if name not in TAGS))


def sanitised(html: str) -> str:
    """Return HTML without anything that could run or load; raise `TooMuch` beyond the limits."""
    _check_size(html)
    return _CLEANER.clean(html)


def _check_size(html: str) -> None:
    if len(html) > LARGEST:
        raise TooMuch(f"expected at most 4 MiB of HTML, got {len(html):,} characters")
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _BOUNDARY.finditer(html):
        name = tag["name"].lower()
        if name in _UNCOUNTED or (tag["end"] and not opened[name]):
            continue
        step = -1 if tag["end"] else 1
        opened[name] += step
        depth += step
        if depth > DEEPEST:
            raise TooMuch(f"expected at most {DEEPEST} elements in each other, got more")
