"""The words that a picture's file says of it: what it shows, who made it, whose it is.

XMP is believed first, then IPTC's older fields, then EXIF, each word for itself: in this order
search engines and agencies read them. Broken metadata are silence.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from generator.imaging.metadata import Metadata
from generator.imaging.texts import LONGEST, LONGEST_ALT, UTF_8_OF_IIM, caption, clean, decoded
from generator.imaging.xmp import DC, IPTC, PHOTOSHOP, RDF, RIGHTS, XML
from generator.pictures import Words

PADDING = b"\0 \t\r\n"
LARGEST_XMP = 256 * 1024  # bytes
BY_LINE, CREDIT, COPYRIGHT, CAPTION, ENCODING = (2, 80), (2, 110), (2, 116), (2, 120), (1, 90)
IMAGE_DESCRIPTION, ARTIST, COPYRIGHT_TAG = 0x010E, 0x013B, 0x8298
ADDRESS = re.compile(r'https?://[^\s<>"\\^`{|}]+', re.IGNORECASE)


def words_of(metadata: Metadata) -> Words:
    """Return what a file says of its picture."""
    return _of_xmp(metadata.xmp).over(_of_iim(metadata)).over(_of_exif(metadata))


def _of_xmp(packet: bytes) -> Words:
    descriptions = _descriptions(packet)
    license_ = clean(_first(descriptions, RIGHTS, "WebStatement"), LONGEST + 1)
    return Words(
        alt=clean(_first(descriptions, IPTC, "AltTextAccessibility"), LONGEST_ALT),
        caption=caption(_first(descriptions, DC, "description")),
        credit=clean(_first(descriptions, PHOTOSHOP, "Credit")),
        creator=_joined(_values(descriptions, DC, "creator")),
        copyright=clean(_first(descriptions, DC, "rights")),
        license=license_ if ADDRESS.fullmatch(license_) and len(license_) <= LONGEST else "",
    )


def _of_iim(metadata: Metadata) -> Words:
    fields = metadata.iim
    is_utf_8 = UTF_8_OF_IIM in fields.get(ENCODING, ())

    def texts(name: tuple[int, int]) -> list[str]:
        # Fields have a length in bytes: one that was cut may end within a character.
        return [v.decode("utf-8", "ignore") if is_utf_8 else decoded(v)
                for v in fields.get(name, ())]  # fmt: skip

    return Words(
        caption=caption("".join(texts(CAPTION)[:1])),
        credit=clean("".join(texts(CREDIT)[:1])),
        creator=_joined(texts(BY_LINE)),
        copyright=clean("".join(texts(COPYRIGHT)[:1])),
    )


def _of_exif(metadata: Metadata) -> Words:
    def text(tag: int) -> str:
        value = metadata.exif.get(tag, "")
        if isinstance(value, str):  # Pillow takes the bytes for Latin-1, whatever they are
            value = value.encode("latin-1", "ignore")
        return decoded(value) if isinstance(value, bytes) else ""

    return Words(
        caption=caption(text(IMAGE_DESCRIPTION)),
        creator=clean(text(ARTIST)),
        copyright=clean(text(COPYRIGHT_TAG)),
    )


def _joined(names: Iterable[str]) -> str:
    """Return names as one text; each once."""
    return ", ".join(dict.fromkeys(filter(None, map(clean, names))))[:LONGEST]


def _descriptions(packet: bytes) -> list[Element]:
    """Return the elements whose properties are the picture's own.

    Deeper ones are of pictures that it was made of.
    """
    if not 0 < len(packet) <= LARGEST_XMP:
        return []
    try:
        root: Element = fromstring(_trimmed(packet), forbid_dtd=True)
    except (ParseError, ValueError, LookupError):  # also what defusedxml refuses
        return []
    return [each for rdf in root.iter(f"{{{RDF}}}RDF") for each in rdf]


def _trimmed(packet: bytes) -> bytes:
    """Return a packet without its padding, unless each of its letters has a zero."""
    return packet if packet.startswith((BOM_UTF16_BE, BOM_UTF16_LE)) else packet.strip(PADDING)


def _first(descriptions: list[Element], space: str, name: str) -> str:
    return next(iter(_values(descriptions, space, name)), "")


def _values(descriptions: list[Element], space: str, name: str) -> list[str]:
    """Return a property's values, the one in the default language first."""
    tag = f"{{{space}}}{name}"
    for description in descriptions:
        if tag in description.attrib:
            return [description.attrib[tag]]
        element = description.find(tag)
        if element is not None:
            return _texts(element)
    return []


def _texts(element: Element) -> list[str]:
    """Return the texts of a property: of a list, a text, or an address as RDF may have it."""
    items = list(element.iter(f"{{{RDF}}}li"))
    if items:
        items.sort(key=lambda item: item.get(f"{{{XML}}}lang") != "x-default")
        return ["".join(item.itertext()) for item in items]
    resource = element.get(f"{{{RDF}}}resource")
    return [resource if resource is not None else "".join(element.itertext())]
