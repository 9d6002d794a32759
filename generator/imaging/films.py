"""Pictures that move, as animated WebP: every frame, as long and as often as it was shown."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from generator.imaging.masters import Master, bounded, turned
from generator.imaging.opening import (
    format_of,
    moments,
    opened,
    orientation_of,
    size_of,
)
from generator.imaging.plain import in_srgb
from generator.pictures import Box

SETTINGS = {"quality": 76, "method": 4}
# Browsers show a frame of at most 10 ms for 100 ms: many GIFs have no times at all.
SHORTEST, INSTEAD = 10, 100  # milliseconds
FOREVER = 0
MOST_LOOPS = 65_535


@dataclass(frozen=True, slots=True)
class Film:
    """Frames, the time of each in milliseconds, and how often they are shown; 0 is forever."""

    frames: list[Image.Image]
    times: list[int]
    loops: int


def film(data: bytes, box: Box | None, size: tuple[int, int], xmp: bytes) -> bytes:
    """Return a moving picture, or the part of it in `box`, at a size."""
    found = _read(data, box, size)
    file = BytesIO()
    found.frames[0].save(
        file, "WEBP", save_all=True, append_images=found.frames[1:], duration=found.times,
        loop=found.loops, xmp=xmp, **SETTINGS,
    )  # fmt: skip
    return file.getvalue()


def _read(data: bytes, box: Box | None, size: tuple[int, int]) -> Film:
    frames: list[Image.Image] = []
    times: list[int] = []
    with opened(data) as image:
        full, canvas, orientation = size_of(image), image.size, orientation_of(image)
        profile = image.info.get("icc_profile")
        for moment in moments(image, data):
            # A GIF may draw outside of its first frame, and Pillow's picture then grows.
            frame = moment if moment.size == canvas else moment.crop((0, 0, *canvas))
            master = Master(turned(bounded(frame), orientation), full)
            frames.append(in_srgb(master.cut(box, size), profile))
            times.append(_time(moment))
        return Film(frames, times, _loops(image))


def _time(moment: Image.Image) -> int:
    time = round(moment.info.get("duration", 0))
    return time if time > SHORTEST else INSTEAD


def _loops(image: Image.Image) -> int:
    """Return how often a film is shown. A GIF says how often it is repeated, or nothing at all."""
    said = image.info.get("loop")
    if format_of(image) != "GIF":
        return int(said or FOREVER)
    if said is None:
        return 1
    return FOREVER if said == 0 else min(said + 1, MOST_LOOPS)
