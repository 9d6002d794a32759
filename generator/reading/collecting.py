"""References and ids, taken out of sanitised HTML in one walk over its tags."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from generator.fields import Notes
from generator.model import Mention, Ref, RefKind
from generator.pictures import NO_WORDS, Words
from generator.reading.places import Place, Places
from generator.reading.typography import typeset_line

# What nh3 writes: attribute values never hold a raw quotation mark, text never a raw "<".
_TAG = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [^\s=">]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' (?P<name>[^\s=">]+)="(?P<value>[^"]*)"')
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Collected:
    """HTML with numbers for references, the references, the ids, and links to other sites."""

    html: str
    refs: tuple[Ref, ...]
    ids: tuple[str, ...]
    addresses: tuple[Mention, ...]


class Collector:
    """Walks the tags of sanitised HTML once: takes out references, lists ids, notes faults."""

    def __init__(self, places: Places, notes: Notes) -> None:
        self._places = places
        self._notes = notes
        self._refs: list[Ref] = []
        self._ids: list[str] = []
        self._addresses: list[Mention] = []
        self._fragments: list[tuple[str, Place]] = []
        self._lost = False  # whether a link had an address that no text may have

    def collect(self, html: str) -> Collected:
        """Return what the HTML holds, and the HTML without it."""
        result = _TAG.sub(self._tag, html)
        for name, times in Counter(self._ids).items():
            if times > 1:
                self._note(self._places.of_id(name), f'expected each id once, got "{name}" again')
        if self._lost:
            message = "expected a link to this site, the web, an e-mail or telephone, got another"
            self._note(self._places.of_refused_link(), message)
        known = set(self._ids)
        for fragment, place in self._fragments:
            if unquote(fragment) not in known:
                message = f'expected a place in this text, got "#{fragment}", which is none'
                self._note(place, message)
        ids = tuple(dict.fromkeys(self._ids))
        return Collected(result, tuple(self._refs), ids, tuple(self._addresses))

    def _tag(self, match: re.Match[str]) -> str:
        name = match["name"]
        attributes = dict(_ATTRIBUTE.findall(match["attributes"]))
        if "id" in attributes:
            self._ids.append(unescape(attributes["id"]))
        if name == "a" and "href" in attributes:
            attributes["href"] = self._link(unescape(attributes["href"]), attributes["href"])
        elif name == "a" and "id" not in attributes:
            self._lost = True
            return match[0]
        elif name == "img":
            if "src" not in attributes:
                return ""
            place = self._picture(attributes)
            return f'<img src="{place}">' if place else ""
        else:
            return match[0]
        return f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + ">"

    def _link(self, address: str, escaped: str) -> str:
        if _SCHEME.match(address) and not _WEB.match(address):
            return escaped
        place = self._places.of_address(address)
        if _WEB.match(address):
            self._addresses.append(Mention(address, *place))
            return escaped
        if address.startswith("#"):
            self._fragments.append((address[1:], place))
            return escaped
        return self._ref(RefKind.LINK, address, place)

    def _picture(self, attributes: Mapping[str, str]) -> str:
        """Take a picture out: its address, and what is said of it; "" for one of another site."""
        written = (unescape(attributes.get(name, "")) for name in ("src", "alt", "title"))
        address, alt, title = written
        place = self._places.of_address(address)
        if _SCHEME.match(address):
            self._note(place, f'expected a picture of this site, got "{address}"',
                       "put the file beside the article and name it here")  # fmt: skip
            return ""
        caption, bar, credit = title.rpartition("|")
        caption, credit = (caption, credit) if bar else (title, "")
        words = Words(typeset_line(alt), typeset_line(caption), typeset_line(credit))
        return self._ref(RefKind.PICTURE, address, place, words)

    def _ref(self, kind: RefKind, address: str, place: Place, words: Words = NO_WORDS) -> str:
        target, _, fragment = address.partition("#")
        target = unicodedata.normalize("NFC", unquote(target))
        self._refs.append(Ref(kind, target, unquote(fragment), *place, words))
        return f"ref:{len(self._refs) - 1}"

    def _note(self, place: Place, message: str, hint: str = "") -> None:
        self._notes.add("", message, *place, hint)
