"""Icons: the site's drawing as PNG files and as favicon.ico, at each size drawn anew."""

import struct
from collections.abc import Sequence
from io import BytesIO
from math import hypot

import resvg_py
from PIL import Image

from generator.imaging.svg import NotADrawing, drawable

__all__ = ["NotADrawing", "icon"]

# A system may cut off all but a circle of four fifths of the width (W3C's manifest, "maskable").
SAFE = 0.4  # of the width, from the middle
PROBE = 64  # pixels; at which it is seen how far a drawing reaches
SOLID = 255
GROUNDED = 0.8  # of the width, for a drawing that stands on a ground of its own
VISIBLE = 32  # of 255; a shadow fainter than this may be cut off


def icon(svg: bytes, *, sizes: tuple[int, ...], paper: str = "") -> bytes:
    """Return a drawing as a PNG file of one size, or as an ICO file of several.

    With a paper it fills its square, and the drawing stands where no system cuts it off. A drawing
    with a ground of its own fills the square with that.
    """
    drawing = drawable(svg)
    share, filling = _filling(drawing, paper) if paper else (1.0, "")
    images = [_image(drawing, size, share, filling) for size in sizes]
    return _png(images[0]) if len(images) == 1 else _ico(images)


def _image(drawing: str, size: int, share: float, paper: str) -> Image.Image:
    side = round(size * share)
    side -= (size - side) % 2  # or it could not stand in the middle
    drawn = _drawn(drawing, max(1, side))
    image = Image.new("RGBA", (size, size), paper or (0, 0, 0, 0))
    image.alpha_composite(drawn, ((size - drawn.width) // 2, (size - drawn.height) // 2))
    return image.convert("RGB") if paper else image


def _drawn(drawing: str, side: int) -> Image.Image:
    """Draw into a square of a side, keeping the drawing's shape."""
    try:
        # Without the machine's fonts; a drawing with text has been refused.
        data = resvg_py.svg_to_bytes(drawing, width=side, height=side, skip_system_fonts=True)
    except ValueError as error:
        message = f"expected an SVG drawing, got one that cannot be drawn: {error}"
        raise NotADrawing(message) from error
    drawn = Image.open(BytesIO(data), formats=("PNG",)).convert("RGBA")
    if not drawn.getchannel("A").getbbox():
        raise NotADrawing("expected a drawing, got one that shows nothing", "set its viewBox")
    return drawn


def _filling(drawing: str, paper: str) -> tuple[float, str]:
    """Return how much of a filled square a drawing takes, and the colour behind it."""
    ground = _ground(drawing)
    return (GROUNDED, ground) if ground else (_share(drawing), paper)


def _ground(drawing: str) -> str:
    """Return the colour of the square that a drawing stands on; "" where it stands on none.

    It is looked for in the middle of each side, and near the corners, which may be rounded.
    """
    drawn = _drawn(drawing, PROBE)
    half, last, near, far = PROBE // 2, PROBE - 1, PROBE // 8, PROBE - 1 - PROBE // 8
    if drawn.size != (PROBE, PROBE):
        return ""
    sides = [(half, 0), (half, last), (0, half), (last, half)]
    corners = [(near, near), (near, far), (far, near), (far, far)]
    found = {drawn.getpixel(place) for place in (*sides, *corners)}
    color = found.pop()
    if found or not isinstance(color, tuple) or color[3] != SOLID:
        return ""
    return "#" + "".join(f"{channel:02x}" for channel in color[:3])


def _share(drawing: str) -> float:
    """Return how much of a square a drawing may take so that all of it is safe."""
    probe = Image.new("L", (PROBE, PROBE))
    drawn = _drawn(drawing, PROBE).getchannel("A")
    probe.paste(drawn, ((PROBE - drawn.width) // 2, (PROBE - drawn.height) // 2))
    half = (PROBE - 1) / 2
    corners = (
        (abs(at % PROBE - half) + 0.5, abs(at // PROBE - half) + 0.5)
        for at, alpha in enumerate(probe.tobytes())
        if alpha >= VISIBLE
    )
    farthest = max((hypot(across, down) for across, down in corners), default=half)
    return min(1, SAFE * PROBE / farthest)


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _ico(images: Sequence[Image.Image]) -> bytes:
    """Return an ICO file that holds PNG files, as all systems since Windows Vista read them."""
    files = [_png(image.convert("RGBA")) for image in images]  # Windows knows no other kind
    offset = 6 + 16 * len(files)
    parts = [struct.pack("<HHH", 0, 1, len(files))]
    for image, file in zip(images, files, strict=True):
        side = image.width % 256  # 0 stands for 256
        parts.append(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(file), offset))
        offset += len(file)
    return b"".join((*parts, *files))
