"""Pictures as numbers that mean the same everywhere: 8 bits a channel, no palette, and sRGB.

What fits into no memory twice is worked through in strips, each a few hundred rows high.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms

STRIP = 512  # rows
ALPHA = "A"
WITH_ALPHA = frozenset({"LA", "RGBA"})
DEEP = frozenset({"I", "I;16", "I;16B"})  # 16 bits of grey
DEEP_RANGE = 65_536
# The colours that a profile is about, by Pillow's name of the mode.
SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


def strips(image: Image.Image, rows: int = STRIP) -> Iterator[tuple[int, Image.Image]]:
    """Yield a picture from top to bottom: where each strip begins, and the strip, plain."""
    for top in range(0, image.height, rows):
        yield top, plain(image.crop((0, top, image.width, min(top + rows, image.height))))


def plain(image: Image.Image) -> Image.Image:
    """Return a picture in one of the modes L, LA, RGB, RGBA and CMYK, and nothing but its pixels.

    A palette is resolved, and a colour that stands for transparency becomes an alpha channel.
    """
    if image.mode in DEEP:
        found = _without_depth(image)
    elif image.mode in {"LA", "RGBA", "CMYK"}:
        found = image.copy()
    elif _has_key(image):
        found = image.convert("LA" if image.mode in {"1", "L"} else "RGBA")
    elif image.mode in {"1", "L"}:
        found = image.convert("L")
    else:
        found = image.convert("RGBA" if image.mode in {"PA", "RGBa"} else "RGB")
    found.info = {}  # Pillow writes some of it into new files: a profile, a comment
    return found


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a plain picture as RGB or RGBA, with the colours that its profile means.

    Without a profile, or with one that cannot be used, the numbers are taken for sRGB.
    """
    alpha = image.getchannel(ALPHA) if image.mode in WITH_ALPHA else None
    colours = image if alpha is None else image.convert(image.mode[:-1])
    transform = _transform(profile, colours.mode) if profile else None
    if transform is None:
        found = colours.convert("RGB")
    else:
        found = ImageCms.applyTransform(colours, transform) or colours
    if alpha is not None and alpha.getextrema()[0] != 255:
        found.putalpha(alpha)
    found.info = {}  # Pillow puts the profile of sRGB there
    return found


def _has_key(image: Image.Image) -> bool:
    """Whether one of the colours stands for transparency, as Pillow can resolve it."""
    key = image.info.get("transparency")
    if image.mode == "RGB":  # of 16 bits a channel, Pillow keeps 8 of the colour but 16 of the key
        return isinstance(key, tuple) and max(key) < 256
    return key is not None


def _without_depth(image: Image.Image) -> Image.Image:
    """Return 16 bits of grey as 8. Pillow's `convert` would cut off what is above 255: white."""
    deep = image.convert("I")
    grey = deep.point(_scale(), "L")
    key = image.info.get("transparency")
    if not isinstance(key, int) or not 0 <= key < DEEP_RANGE:
        return grey
    opaque = [255] * DEEP_RANGE
    opaque[key] = 0
    grey.putalpha(deep.point(opaque, "L"))
    return grey


@cache
def _scale() -> list[int]:
    return [round(value / 257) for value in range(DEEP_RANGE)]


def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip() != SPACES.get(mode):
            return None
        return ImageCms.buildTransform(source, _srgb(), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
