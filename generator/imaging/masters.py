"""The master of a picture: upright, in sRGB, and not larger than all files of it need.

It is made of the data alone. So a file cut out of it has the same bytes whichever was made before,
and the master can be kept while the dozen files of one picture are made, and no longer.
"""

import math
from dataclasses import dataclass

from PIL import Image

from generator.imaging.opening import format_of, opened, orientation_of, size_of
from generator.imaging.plain import STRIP, in_srgb, plain
from generator.pictures import Box

LARGEST = 16_000_000  # pixels of a master: 64 MB
SHORTEST = 1_920  # pixels; below this no side is halved
HALVE_ALWAYS = 32_000_000  # pixels; from here on a JPEG is decoded at half its size, at any shape
# While reducing by more than this, whole pixels are averaged first: twice as fast, and no eye sees.
GAP = 3.0
SUPPORT = 3  # pixels of the result that LANCZOS looks at, to each side
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Master:
    """A picture to cut from: its pixels, and the size that it has in full, as shown."""

    image: Image.Image
    size: tuple[int, int]

    def cut(self, box: Box | None, size: tuple[int, int]) -> Image.Image:
        """Return a part of the picture, or all of it, at a size that is no larger."""
        part = box or Box(0, 0, *self.size)
        assert size[0] <= part.width
        assert size[1] <= part.height
        across, down = self.image.size
        right, below = part.left + part.width, part.top + part.height
        # Multiplied first, so that the last corner lies on the edge and not a hair outside.
        area = (part.left * across / self.size[0], part.top * down / self.size[1],
                right * across / self.size[0], below * down / self.size[1])  # fmt: skip
        return self.image.resize(size, Image.Resampling.LANCZOS, area, GAP)


@dataclass(frozen=True, slots=True)
class _Raw:
    """A picture that is to become a master: its colours and its orientation are the file's."""

    image: Image.Image
    size: tuple[int, int]
    orientation: int
    profile: bytes | None


# The last master, by its data. Not `lru_cache`, which keeps the old one while it makes the new.
_last: dict[bytes, Master] = {}


def master_of(data: bytes) -> Master:
    """Return the master of a picture; of one that moves, that of its first frame."""
    master = _last.get(data)
    if master is None:
        forget_master()
        master = _last[data] = _made(data)
    return master


def forget_master() -> None:
    """Make room before another picture is decoded."""
    _last.clear()


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """Return a picture upright."""
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def bounded(image: Image.Image) -> Image.Image:
    """Return a picture plain, and reduced to the largest size that a master may have."""
    scale = math.sqrt(image.width * image.height / LARGEST)
    if scale <= 1:
        return plain(image)
    width, height = (max(1, math.floor(side / scale)) for side in image.size)
    bounded: Image.Image | None = None
    rows = math.ceil(STRIP / scale)
    for top in range(0, height, rows):
        strip = _strip(image, (width, height), top, min(rows, height - top))
        bounded = bounded or Image.new(strip.mode, (width, height))
        bounded.paste(strip, (0, top))
    assert bounded is not None
    return bounded


def _made(data: bytes) -> Master:
    raw = _raw(data)  # by now the decoder is gone, and what it held
    return Master(turned(in_srgb(raw.image, raw.profile), raw.orientation), raw.size)


def _raw(data: bytes) -> _Raw:
    with opened(data) as image:
        size, orientation = size_of(image), orientation_of(image)
        if format_of(image) == "JPEG":
            part = _part_of(image.size)
            image.draft(None, (image.width // part, image.height // part))
        image.load()
        return _Raw(bounded(image), size, orientation, image.info.get("icc_profile"))


def _part_of(size: tuple[int, int]) -> int:
    """Return by what a JPEG's size may be divided while it is decoded: 1, 2, 4 or 8."""
    part = 1
    while part < 8 and (
        min(size) >= 2 * part * SHORTEST or size[0] * size[1] > HALVE_ALWAYS * part * part
    ):
        part *= 2
    return part


def _strip(image: Image.Image, size: tuple[int, int], top: int, rows: int) -> Image.Image:
    """Return some rows of a picture reduced to a size, as if it had been reduced in one go.

    In one go there would have to be a second copy of the whole, with its alpha multiplied in.
    """
    scale = image.height / size[1]
    first, last = top * scale, min((top + rows) * scale, image.height)
    above = max(0, math.floor(first - SUPPORT * scale))
    below = min(image.height, math.ceil(last + SUPPORT * scale))
    part = plain(image.crop((0, above, image.width, below)))
    box = (0, first - above, image.width, last - above)
    return part.resize((size[0], rows), Image.Resampling.LANCZOS, box)
