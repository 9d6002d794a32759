"""Opening a picture, within bounds that its header must keep before anything is decoded.

A picture comes from anybody, and a few thousand bytes may claim to be a billion pixels. So only
five formats are ever tried, and what would not fit into half a gigabyte of memory is refused.
"""

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

# Pillow knows two of the formats only when asked, or else looks for them in forty modules.
import PIL.AvifImagePlugin
import PIL.WebPImagePlugin  # noqa: F401
from PIL import Image

from generator.imaging.gif import gif_frames
from generator.imaging.guessing import name_of

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
SEVERAL_JPEGS = "MPO"  # a JPEG file with more pictures behind the first, as many cameras write it

LARGEST_FILE = 30 * 1024 * 1024  # bytes
MILLION = 1_000_000
MOST_PIXELS = 50  # million, of all frames together
# The decoders of these two hold a picture four times, so a frame of theirs must be smaller.
MOST_PIXELS_OF = {"WEBP": 25, "AVIF": 25}  # million
MOST_PIXELS_MOVING = 16  # million, of a frame among others, as two of them are held
MOST_FRAMES = 2_000  # of however few pixels: each takes its time
WIDEST = 65_000  # pixels; what JPEG and AVIF can hold
HIGHEST = 16_383  # pixels; what WebP can hold. Widths are always reduced, heights are not

ORIENTATION = 0x0112  # the EXIF tag
ORIENTATIONS = range(1, 9)
UPRIGHT = 1
FIRST_SIDEWAYS = 5  # from here on, width and height change places
# What Pillow raises at data that are none, or no more. Also its warning of a bomb, made an error.
BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError,
    RuntimeError, SystemError, MemoryError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotAPicture(Exception):
    """Raised at a file that is no picture, or none that can be shown: what is wrong, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(message, hint)  # both, so that it comes back whole from a worker

    def __str__(self) -> str:
        return self.message


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Open a picture that keeps all bounds, at its first frame, not decoded yet.

    What Pillow raises while the picture is used, because its data are damaged, is `NotAPicture`.
    """
    if len(data) > LARGEST_FILE:
        raise NotAPicture(f"expected a file of at most 30 MB, got {len(data):,} bytes")
    with _quiet(), _header(data) as image:
        try:
            _check(image, data)
            yield image
        except BROKEN as error:
            message = "expected a whole picture, got one that is cut off or damaged"
            raise NotAPicture(message, "export or copy it again") from error


def format_of(image: Image.Image) -> str:
    """Return which of the five formats a picture has."""
    return "JPEG" if image.format == SEVERAL_JPEGS else str(image.format)


def frame_count(image: Image.Image, data: bytes) -> int:
    """Return how many frames a picture moves through; 1 if it stands still."""
    found = format_of(image)
    if found == "JPEG":
        return 1
    if found == "GIF":  # not by Pillow, which would read a million frames before it tells
        return max(1, len(gif_frames(data, MOST_FRAMES + 1)))
    count = int(getattr(image, "n_frames", 1))
    return count - 1 if has_cover(image) else count


def has_cover(image: Image.Image) -> bool:
    """Whether the first frame is for programs that cannot move it, as a PNG may have one."""
    return bool(getattr(image, "default_image", False)) and getattr(image, "n_frames", 1) > 1


def orientation_of(image: Image.Image) -> int:
    """Return how the camera was held: 1 to 8, as EXIF has it.

    Only what stands before the picture's data counts, and only EXIF: so browsers see it. Pillow's
    own `getexif` also believes XMP, and decodes a PNG in search of more.
    """
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif", b""))
        found = exif.get(ORIENTATION)
    except BROKEN:
        return UPRIGHT
    return found if isinstance(found, int) and found in ORIENTATIONS else UPRIGHT


def size_of(image: Image.Image) -> tuple[int, int]:
    """Return a picture's width and height as shown."""
    across, down = image.size
    return (down, across) if orientation_of(image) >= FIRST_SIDEWAYS else (across, down)


def moments(image: Image.Image, data: bytes) -> Iterator[Image.Image]:
    """Yield a picture at each of its frames in turn, decoded: always the same object."""
    first = int(has_cover(image))
    for number in range(first, first + frame_count(image, data)):
        if number:
            image.seek(number)
        image.load()
        yield image


@contextmanager
def _quiet() -> Iterator[None]:
    """Let no warning of Pillow's out: of odd EXIF data it warns, and of what we refuse anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _header(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except BOMB as error:
        # Pillow says how many pixels, and nothing else does: there is no picture to ask.
        count = re.search(r"\d+", str(error))
        got = f"{int(count[0]):,}" if count else "more"
        raise NotAPicture(_too_many(MOST_PIXELS, got)) from error
    except BROKEN as error:
        got, hint = name_of(data)
        raise NotAPicture(f"expected a picture, got {got}", hint) from error


def _check(image: Image.Image, data: bytes) -> None:
    """Refuse what is too large, by what the header says."""
    found = format_of(image)
    width, height = size_of(image)
    still = MOST_PIXELS_OF.get(found, MOST_PIXELS)
    if width * height > still * MILLION:
        kind = f" in {found}" if found in MOST_PIXELS_OF else ""
        raise NotAPicture(_too_many(still, f"{width} x {height}", kind))
    if width > WIDEST:
        raise NotAPicture(f"expected a picture at most {WIDEST:,} pixels wide, got {width:,}")
    if height > HIGHEST:
        raise NotAPicture(f"expected a picture at most {HIGHEST:,} pixels high, got {height:,}")
    _check_frames(image, data, found)


def _check_frames(image: Image.Image, data: bytes, found: str) -> None:
    count = frame_count(image, data)
    if count > MOST_FRAMES:
        raise NotAPicture(f"expected at most {MOST_FRAMES:,} frames, got more", "make a video")
    width, height = image.size
    if found == "GIF":  # a frame may be larger than the first, and Pillow's picture then grows
        ends = gif_frames(data, MOST_FRAMES)
        width = max((width, *(end[0] for end in ends)))
        height = max((height, *(end[1] for end in ends)))
    hint = "make a video" if count > 1 else ""
    if width * height * count > MOST_PIXELS * MILLION:
        got = f"{count} frames of {width} x {height}" if count > 1 else f"{width} x {height}"
        raise NotAPicture(_too_many(MOST_PIXELS, got), hint)
    if count > 1 and width * height > MOST_PIXELS_MOVING * MILLION:
        got = f"{width} x {height}"
        raise NotAPicture(_too_many(MOST_PIXELS_MOVING, got, " in a frame"), hint)


def _too_many(most: int, got: str, kind: str = "") -> str:
    return f"expected at most {most} million pixels{kind}, got {got}"
