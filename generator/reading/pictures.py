"""A picture's facts, read from its header: nothing is decoded here."""

import struct
import warnings
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image

from generator.errors import Problem
from generator.fingerprint import digest
from generator.model import PictureFile, Reading
from generator.paths import SourcePath

# What a file may be called, and what must then be inside.
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF",
           ".gif": "GIF"}  # fmt: skip
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif",
         "GIF": "image/gif"}  # fmt: skip
# A JPEG file with more pictures behind the first, as many cameras write it.
SEVERAL_JPEGS = "MPO"
LARGEST_FILE = 30 * 1024 * 1024  # bytes
MOST_PIXELS = 50_000_000
ORIENTATION = 0x0112  # the EXIF tag; from 5 to 8, width and height are swapped when shown
FIRST_TURNED, LAST_TURNED = 5, 8
# What Pillow raises at a file that is no picture, and at EXIF data that is none.
UNREADABLE = (OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError)
BAD_EXIF = (OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error)


def is_picture(path: SourcePath) -> bool:
    """Whether a file is a picture by its name."""
    return PurePosixPath(path).suffix.lower() in FORMATS


def read_picture(path: SourcePath, data: bytes) -> Reading:
    """Read a picture's format and its size as shown."""
    expected = FORMATS[PurePosixPath(path).suffix.lower()]
    if len(data) > LARGEST_FILE:
        return _fault(path, f"expected a file of at most 30 MB, got {len(data):,} bytes")
    try:
        width, height, found = _header(data)
    except UNREADABLE:
        return _fault(path, f"expected a {expected} picture, got a file that cannot be read as one")
    if found != expected:
        return _fault(path, f"expected a {expected} picture, got {found}", "rename the file")
    if width * height > MOST_PIXELS:
        return _fault(path, f"expected at most 50 million pixels, got {width} x {height}")
    return Reading(PictureFile(path, digest(data), width, height, TYPES[found]))


def _header(data: bytes) -> tuple[int, int, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about sizes, for which we have a limit, and EXIF data
        with Image.open(BytesIO(data), formats=tuple(TYPES)) as image:
            width, height = image.size
            if _is_turned(image.info.get("exif", b"")):
                width, height = height, width
            return width, height, "JPEG" if image.format == SEVERAL_JPEGS else str(image.format)


def _is_turned(data: bytes) -> bool:
    """Whether EXIF data say so. Not by `getexif`, which decodes a PNG in search of them."""
    exif = Image.Exif()
    try:
        exif.load(data)
        orientation = exif.get(ORIENTATION)
    except BAD_EXIF:
        return False  # as browsers see it
    return isinstance(orientation, int) and FIRST_TURNED <= orientation <= LAST_TURNED


def _fault(path: SourcePath, message: str, hint: str = "") -> Reading:
    return Reading(None, problems=(Problem(path, 0, 0, "", message, hint),))
