"""What a picture is: looked at once, when its file is read, and decoded for it.

Decoded, because a file that was cut off while it was copied has a perfect header.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache

from PIL import Image

from generator.imaging.masters import forget_master
from generator.imaging.metadata import is_private, metadata_of
from generator.imaging.opening import (
    NotAPicture,
    format_of,
    frame_count,
    moments,
    opened,
    size_of,
)
from generator.imaging.plain import ALPHA, STRIP, WITH_ALPHA, in_srgb, strips
from generator.imaging.rights import words_of
from generator.pictures import LEVELS, Words

__all__ = ["Facts", "NotAPicture", "facts_of"]

EMPTY = "ddd"  # the tone of a picture in which nothing can be seen
SAMPLE = 64  # pixels that a picture's longer side has while its main colour is looked for
JPEG_PART = 8  # JPEG decodes an eighth of the size in a third of the time
SEEN = 128  # the alpha from which on a pixel has a colour


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture is. Width and height are as shown.

    `tone` is its main colour, one of `pictures.TONES`. `transparent` is set only if something
    shines through. `private` is set if the file tells a place, a camera's number or its owner.
    """

    width: int
    height: int
    format: str
    animated: bool
    transparent: bool
    tone: str
    words: Words
    private: bool


def facts_of(data: bytes) -> Facts:
    """Return what a picture is. Raises `NotAPicture` at what is none, or too large to be shown."""
    forget_master()
    with opened(data) as image:
        width, height = size_of(image)
        if format_of(image) == "JPEG":
            image.draft(None, (image.width // JPEG_PART or 1, image.height // JPEG_PART or 1))
        profile = image.info.get("icc_profile")
        samples = [_sample(moment) for moment in moments(image, data)]
        metadata = metadata_of(image)
        return Facts(
            width, height, format_of(image),
            animated=frame_count(image, data) > 1,
            transparent=any(is_transparent for _, is_transparent in samples),
            tone=_tone(in_srgb(samples[0][0], profile)),
            words=words_of(metadata),
            private=is_private(metadata),
        )  # fmt: skip


def _sample(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return a picture very small, and whether something shines through it."""
    part = max(1, max(image.size) // SAMPLE)
    size = math.ceil(image.width / part), math.ceil(image.height / part)
    small: Image.Image | None = None
    is_transparent = False
    rows = part * math.ceil(STRIP / part)
    for top, strip in strips(image, rows):
        if strip.mode in WITH_ALPHA and not is_transparent:
            is_transparent = strip.getchannel(ALPHA).getextrema()[0] != 255
        small = small or Image.new(strip.mode, size)
        small.paste(strip.reduce(part), (0, top // part))
    assert small is not None
    return small, is_transparent


def _tone(image: Image.Image) -> str:
    """Return the tone that most pixels are nearest to."""
    *channels, alpha = (channel.tobytes() for channel in image.convert("RGBA").split())
    levels = _nearest_levels()
    pixels = zip(*(channel.translate(levels) for channel in channels), alpha, strict=True)
    counts = Counter(pixel[:3] for pixel in pixels if pixel[3] >= SEEN)
    main = max(sorted(counts), key=counts.__getitem__, default=None)
    return bytes(main).decode() if main else EMPTY


@cache
def _nearest_levels() -> bytes:
    """Return for each value of a channel the digit that is nearest to it."""
    values = {ord(level): int(level * 2, 16) for level in LEVELS}
    return bytes(min(values, key=lambda v: abs(values[v] - value)) for value in range(256))
