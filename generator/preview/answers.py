"""Which output answers a request: only what the site has is ever sent.

An address is looked up as a key, never joined to a folder, so no spelling of it leads elsewhere.
"""

import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from generator.paths import INDEX, OutputPath, UrlPath, url_of


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
    if path in outputs:
        return Answer(path)
    if not path or path.endswith("/"):
        index = OutputPath(path + INDEX)
        return Answer(index) if index in outputs else NOTHING
    folder = OutputPath(f"{path}/{INDEX}")
    return Answer(moved_to=url_of(folder)) if folder in outputs else NOTHING
