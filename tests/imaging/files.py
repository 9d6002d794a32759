"""Picture files as a test needs them, of few pixels and of any kind."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw

from generator.imaging.inspecting import Facts, facts_of
from generator.imaging.opening import NotAPicture
from generator.imaging.resizing import resized
from generator.pictures import Box, Format, Words

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
CORNERS = ("red", "lime", "blue", "yellow")  # from the top left, as one reads
SILENCE = Words()
XMP_SPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" '
    'xmlns:exifEX="http://cipa.jp/exif/1.0/" '
    'xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" '
    'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def blank(kind: str, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    return saved(Image.new("RGB", size, "navy"), kind, **options)


def corners(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """A picture with another colour in each corner."""
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    across, down = size[0] // 2, size[1] // 2
    for number, colour in enumerate(CORNERS):
        left, top = number % 2 * across, number // 2 * down
        draw.rectangle((left, top, left + across, top + down), fill=colour)
    return image


def gradient(size: tuple[int, int] = (96, 64)) -> Image.Image:
    grey = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", [grey, grey.transpose(Image.Transpose.ROTATE_180), grey])


def film(kind: str = "GIF", **options: object) -> bytes:
    """Three frames of 40 x 20: red, lime, blue."""
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "lime", "blue")]
    settings: dict[str, object] = {"duration": [100, 200, 300], "loop": 0, **options}
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], **settings)


def read(data: bytes) -> Image.Image:
    """A file that we drew, decoded."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def drawn(
    data: bytes, width: int, height: int, format_: Format = Format.PNG, *,
    box: Box | None = None, words: Words = SILENCE, animated: bool = False,
) -> bytes:  # fmt: skip
    return resized(
        data, box=box, width=width, height=height, format=format_, words=words, animated=animated
    )


def shown(data: bytes, width: int, height: int, format_: Format = Format.PNG, *,
          box: Box | None = None) -> Image.Image:  # fmt: skip
    """What a drawn file looks like."""
    return read(drawn(data, width, height, format_, box=box))


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def is_near(found: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 12) -> bool:
    return len(found) == len(wanted) and all(
        abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True)
    )


def told(data: bytes) -> str:
    """What is wrong with a file, with the hint behind it; empty if nothing is."""
    try:
        assert isinstance(facts_of(data), Facts)
    except NotAPicture as error:
        return f"{error.message} ({error.hint})" if error.hint else error.message
    return ""


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def claiming_png(width: int, height: int, *, depth: int = 8, kind: int = 2) -> bytes:
    """A PNG of a few bytes that says how large it is, and is not."""
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + data + chunk(b"IEND", b"")


def claiming_gif(width: int, height: int, frames: int, reach: tuple[int, int] = (1, 1)) -> bytes:
    """A GIF of frames that are black, or as good as nothing."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"," + struct.pack("<HHHHB", 0, 0, *reach, 0) + b"\x02\x02\x44\x01\x00"
    return screen + frame * frames + b";"


def xmp(properties: str = "", attributes: str = "") -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {XMP_SPACES}>'
        f'<rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def iim(*fields: tuple[int, int, bytes]) -> bytes:
    """IPTC's fields, as Photoshop's block in a JPEG has them."""
    data = b"".join(
        bytes([0x1C, record, number]) + struct.pack(">H", len(value)) + value
        for record, number, value in fields
    )
    data += b"\0" * (len(data) % 2)
    block = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(data)) + data
    return b"Photoshop 3.0\0" + block


def with_iim(*fields: tuple[int, int, bytes]) -> bytes:
    """A JPEG with IPTC's fields."""
    return with_segment(0xED, iim(*fields))


def with_segment(number: int, data: bytes) -> bytes:
    jpeg = blank("JPEG")
    return jpeg[:2] + bytes([0xFF, number]) + struct.pack(">H", len(data) + 2) + data + jpeg[2:]


def exif(tags: dict[int, object], *, camera: dict[int, object] | None = None,
         gps: dict[int, object] | None = None) -> bytes:  # fmt: skip
    found = Image.Exif()
    found.update(tags)
    found.get_ifd(0x8769).update(camera or {})
    found.get_ifd(0x8825).update(gps or {})
    return found.tobytes()


def swapped_profile() -> bytes:
    """A profile in which red means green, and green red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


def grey_profile() -> bytes:
    """A profile of greys, only in name: its colour space is all that is read."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:16] + b"GRAY" + profile[20:]
