"""Which output answers a request: only what the site has is ever sent.

An address is looked up as a key, never joined to a folder, so no spelling of it leads elsewhere.
"""

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from generator.media_types import served_as
from generator.paths import INDEX, OutputPath, UrlPath, url_of

HTML = served_as(".html")
HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """What to send. `headers` are only those that depend on the answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


NO_PAGE = Response(404, b"There is no such page.\n", {"Content-Type": served_as(".txt")})


@dataclass(frozen=True, slots=True)
class Answer:
    """The output to send, or the address to go to instead; neither if there is no such address."""

    path: OutputPath | None = None
    moved_to: UrlPath | None = None


NOTHING = Answer()


def look_up(address: str, outputs: Container[OutputPath]) -> Answer:
    """Return what answers an address, as a request spells it, without its query."""
    try:
        decoded = unquote_to_bytes(address.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return NOTHING
    key = unicodedata.normalize("NFC", decoded)
    if not key.startswith("/"):
        return NOTHING  # "http://other.example/", "*"
    path = OutputPath(key[1:])
    if not path or path.endswith("/"):  # which no output is, and to find out would take long
        index = OutputPath(path + INDEX)
        return Answer(index) if index in outputs else NOTHING
    if path in outputs:
        return Answer(path)
    folder = OutputPath(f"{path}/{INDEX}")
    return Answer(moved_to=url_of(folder)) if folder in outputs else NOTHING


def into_head(page: bytes, scripts: bytes) -> bytes:
    """Return a page with scripts at the end of its head; at its own end where it has none."""
    end = HEAD_END.search(page)
    place = end.start() if end else len(page)
    return page[:place] + scripts + page[place:]
