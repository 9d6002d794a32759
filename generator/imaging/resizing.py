"""The files that the site shows of a picture: cut, resized, and with nothing in them but words."""

from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from generator.imaging.films import film
from generator.imaging.masters import master_of
from generator.imaging.xmp import packet
from generator.pictures import Box, Format, Words

# How each format is written. Measured: AVIF at speed 6 takes four times as long for 8 % less.
SETTINGS: dict[Format, dict[str, object]] = {
    Format.AVIF: {"quality": 55, "speed": 8, "max_threads": 1},  # more threads, other bytes
    Format.WEBP: {"quality": 76, "method": 4},
    Format.JPEG: {"quality": 78, "progressive": True, "optimize": True},
    Format.PNG: {"optimize": True},
}
XMP_IN_PNG = "XML:com.adobe.xmp"


def resized(
    data: bytes,
    *,
    box: Box | None,
    width: int,
    height: int,
    format: Format,  # noqa: A002 - as everywhere
    words: Words,
    animated: bool,
) -> bytes:
    """Return a picture, or the part of it in `box`, at a size that is no larger than it is.

    With `animated`, WebP holds all frames; every other format shows the first one. Of the
    original's metadata nothing is kept: no place, no camera, no profile. Equal arguments give equal
    bytes. Raises `NotAPicture`.
    """
    if animated and format is Format.WEBP:
        return film(data, box, (width, height), packet(words))
    small = master_of(data).cut(box, (width, height))
    return _written(small, format, packet(words))


def _written(image: Image.Image, format_: Format, xmp: bytes) -> bytes:
    file = BytesIO()
    settings = SETTINGS[format_]
    if format_ is Format.JPEG:
        image = _on_white(image)
    if format_ is Format.PNG:  # Pillow takes `xmp` for it, and drops it without a word
        image.save(file, "PNG", pnginfo=_chunk(xmp), **settings)
    else:
        image.save(file, format_.name, xmp=xmp, **settings)
    return file.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image)
    return flat


def _chunk(xmp: bytes) -> PngInfo:
    info = PngInfo()
    if xmp:
        info.add_itxt(XMP_IN_PNG, xmp.decode())
    return info
