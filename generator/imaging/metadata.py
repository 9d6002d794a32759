"""What stands in a picture's file besides the picture, as it stands there, and what is private.

Everything here reads what anybody may have written. What cannot be read is silence, not an error.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PIL import Image

from generator.imaging.opening import BROKEN

IIM_BLOCK = 0x0404  # among the blocks that Photoshop writes into a JPEG
IIM_MARKER = 0x1C
IIM_HEADER = 5  # bytes: marker, record, number, and two of length
EXTENDED = 0x8000  # a length of more than two bytes; nobody writes them

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
GPS_LATITUDE, GPS_LONGITUDE, GPS_DEST_LATITUDE, GPS_DEST_LONGITUDE = 2, 4, 20, 22
POSITIONS = (GPS_LATITUDE, GPS_LONGITUDE, GPS_DEST_LATITUDE, GPS_DEST_LONGITUDE)
OWNER, BODY_NUMBER, LENS_NUMBER, DNG_NUMBER = 0xA430, 0xA431, 0xA435, 0xC62F
# Searched for in the bytes, so that they are found in a packet that cannot be parsed, too.
PRIVATE_XMP = re.compile(
    rb"\bGPS(Dest)?(Latitude|Longitude)\b|"
    # A lens without a number has one of zeros.
    rb"\b((Body|Lens|Camera)?SerialNumber|aux:OwnerName|CameraOwnerName)"
    rb"\s*(=\s*[\"']|>)\s*0*[^0\s\"'<]"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A file's metadata: an XMP packet, IPTC's fields by record and number, the tags of EXIF."""

    xmp: bytes = b""
    iim: Mapping[tuple[int, int], tuple[bytes, ...]] = field(default_factory=dict)
    exif: Mapping[int, object] = field(default_factory=dict)
    gps: Mapping[int, object] = field(default_factory=dict)


def metadata_of(image: Image.Image) -> Metadata:
    """Return what stands in a file; of a PNG all of it only once it was decoded."""
    xmp = image.info.get("xmp", b"")
    exif, gps = _exif(image)
    return Metadata(xmp if isinstance(xmp, bytes) else b"", _iim(image), exif, gps)


def is_private(metadata: Metadata) -> bool:
    """Whether a file tells a position on earth, a camera's number or its owner."""
    numbers = (metadata.exif.get(tag) for tag in (OWNER, BODY_NUMBER, LENS_NUMBER, DNG_NUMBER))
    return (
        any(tag in metadata.gps for tag in POSITIONS)
        or any(str(number or "").strip("\0 0") for number in numbers)
        or PRIVATE_XMP.search(metadata.xmp.replace(b"\0", b"")) is not None  # it may be UTF-16
    )


def _exif(image: Image.Image) -> tuple[dict[int, object], dict[int, object]]:
    """Return the tags of the first directory with those of its `Exif` part, and the position."""
    try:
        exif = image.getexif()
        return {**exif, **exif.get_ifd(EXIF_IFD)}, dict(exif.get_ifd(GPS_IFD))
    except BROKEN:
        return {}, {}


def _iim(image: Image.Image) -> dict[tuple[int, int], tuple[bytes, ...]]:
    blocks = image.info.get("photoshop")
    data = blocks.get(IIM_BLOCK) if isinstance(blocks, dict) else None
    fields: dict[tuple[int, int], tuple[bytes, ...]] = {}
    for name, value in _fields(data if isinstance(data, bytes) else b""):
        fields[name] = (*fields.get(name, ()), value)
    return fields


def _fields(data: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + IIM_HEADER <= len(data) and data[at] == IIM_MARKER:
        length = int.from_bytes(data[at + 3 : at + IIM_HEADER], "big")
        if length & EXTENDED:
            return
        start, name = at + IIM_HEADER, (data[at + 1], data[at + 2])
        at = start + length
        yield name, data[start:at]
