"""Pictures are known by their headers: format, size as shown, and nothing is decoded for it."""

import random
import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from generator.fingerprint import digest
from generator.model import PictureFile
from generator.paths import SourcePath
from generator.reading import pictures
from generator.reading.pictures import is_picture, read_picture
from tests.reading.texts import told

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif",
         "gif": "image/gif"}  # fmt: skip


def drawn(ending: str, size: tuple[int, int] = (40, 20), orientation: int | None = None) -> bytes:
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    file = BytesIO()
    options = {} if orientation is None or ending == "gif" else {"exif": exif}
    Image.new("RGB", size, "navy").save(file, FORMATS[ending], **options)
    return file.getvalue()


def path(ending: str) -> SourcePath:
    return SourcePath(f"content/images/ships.{ending}")


def facts(ending: str, data: bytes) -> tuple[int, int, str]:
    reading = read_picture(path(ending), data)
    assert reading.problems == ()
    assert isinstance(reading.content, PictureFile)
    assert reading.content.digest == digest(data)
    return reading.content.width, reading.content.height, reading.content.type


@pytest.mark.parametrize("ending", FORMATS)
def test_a_picture_has_a_size_and_a_type(ending: str) -> None:
    assert facts(ending, drawn(ending)) == (40, 20, TYPES[ending])
    assert facts(ending, drawn(ending, (1, 300))) == (1, 300, TYPES[ending])


def test_a_jpeg_may_be_called_jpeg_and_shout() -> None:
    for ending in ("jpeg", "JPG", "JPEG"):
        assert facts(ending, drawn("jpg")) == (40, 20, "image/jpeg")


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_size_is_as_shown_when_the_camera_was_turned(ending: str, orientation: int) -> None:
    shown = (20, 40) if orientation >= 5 else (40, 20)
    assert facts(ending, drawn(ending, orientation=orientation))[:2] == shown


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_turns_nothing(orientation: int) -> None:
    assert facts("jpg", drawn("jpg", orientation=orientation))[:2] == (40, 20)


def test_exif_data_that_is_broken_turns_nothing() -> None:
    data = drawn("jpg", orientation=6)
    for broken in (
        data.replace(b"MM\0*", b"MMxx"),
        data.replace(b"\x01\x12\0\x03", b"\x01\x12\0\x07"),
    ):
        assert broken != data
        assert facts("jpg", broken)[:2] == (40, 20)


def test_a_jpeg_with_more_pictures_behind_the_first_is_a_jpeg() -> None:
    file = BytesIO()
    first = Image.new("RGB", (40, 20))
    first.save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 4))])
    assert facts("jpg", file.getvalue()) == (40, 20, "image/jpeg")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("length", [0, 1, 4, 11, 20])
def test_a_picture_without_its_header_is_told(ending: str, length: int) -> None:
    assert told(read_picture(path(ending), drawn(ending)[:length])) == [
        f": expected a {FORMATS[ending]} picture, got a file that cannot be read as one"
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_no_picture_is_told(ending: str) -> None:
    for data in (b"<html></html>" * 10, b"\0" * 100, b"%!PS-Adobe-3.0 EPSF-3.0\n" * 5):
        assert told(read_picture(path(ending), data)) == [
            f": expected a {FORMATS[ending]} picture, got a file that cannot be read as one"
        ]


@pytest.mark.parametrize(("ending", "truth"), [("jpg", "png"), ("png", "webp"), ("webp", "gif")])
def test_a_picture_with_another_formats_name_is_told(ending: str, truth: str) -> None:
    assert told(read_picture(path(ending), drawn(truth))) == [
        f": expected a {FORMATS[ending]} picture, got {FORMATS[truth]}\n  hint: rename the file"
    ]


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_a_format_that_browsers_do_not_share_is_never_tried(kind: str) -> None:
    file = BytesIO()
    Image.new("RGB", (16, 16)).save(file, kind)
    assert told(read_picture(path("png"), file.getvalue())) == [
        ": expected a PNG picture, got a file that cannot be read as one"
    ]


def huge(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge, and whose data would fill the memory."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(7_072, 7_072), (13_000, 13_000), (50_000_001, 1)])
def test_a_bomb_is_told_by_its_header(width: int, height: int) -> None:
    assert told(read_picture(path("png"), huge(width, height))) == [
        f": expected at most 50 million pixels, got {width} x {height}"
    ]


def test_a_bomb_beyond_pillows_own_limit_is_told() -> None:
    assert told(read_picture(path("png"), huge(60_000, 60_000))) == [
        ": expected a PNG picture, got a file that cannot be read as one"
    ]


def test_fifty_million_pixels_are_allowed() -> None:
    assert facts("png", huge(10_000, 5_000))[:2] == (10_000, 5_000)


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_is_decoded(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn(ending, (200, 100))

    def refuse(_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", refuse)
    assert facts(ending, data)[:2] == (200, 100)


def test_a_bomb_takes_no_memory() -> None:
    data = huge(13_000, 13_000)
    tracemalloc.start()
    read_picture(path("png"), data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_file_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn("png")
    monkeypatch.setattr(pictures, "LARGEST_FILE", len(data))
    assert facts("png", data)[:2] == (40, 20)
    assert told(read_picture(path("png"), data + b"\0")) == [
        f": expected a file of at most 30 MB, got {len(data) + 1} bytes"
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_damaged_picture_is_read_or_told(ending: str) -> None:
    chance = random.Random(1)
    whole = drawn(ending, orientation=6)
    for _ in range(300):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.2 else whole)
        for _ in range(min(3, len(data))):
            data[chance.randrange(min(len(data), 300))] = chance.choice(
                [0, 255, chance.randrange(256)]
            )
        reading = read_picture(path(ending), bytes(data))
        assert (reading.content is None) == bool(reading.problems)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.jpg", True), ("a.JPG", True), ("a.avif", True), ("a.svg", False), ("a.md", False),
     ("jpg", False), (".png", False), ("a.tiff", False)],
)  # fmt: skip
def test_a_picture_is_known_by_its_name(name: str, is_one: bool) -> None:
    assert is_picture(SourcePath(f"content/{name}")) == is_one
