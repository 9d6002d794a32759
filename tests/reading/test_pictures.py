"""A picture's file becomes a value: what it is, what it says, and whether its name is true."""

import random
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from generator.fingerprint import digest
from generator.imaging.opening import MOST_PIXELS
from generator.imaging.xmp import packet
from generator.model import PictureFile
from generator.paths import SourcePath
from generator.pictures import Words
from generator.reading.pictures import is_picture, read_picture
from tests.reading.texts import told

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif",
         "gif": "image/gif"}  # fmt: skip
WORDS = Words('A ship, "Hope"', "It's leaving -- at last", "Reed/Agency", "M. O'Neil", "(c) 'Reed'",
              "https://example.org/it's--so")  # fmt: skip


def drawn(ending: str, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, FORMATS[ending], **options)
    return file.getvalue()


def path(ending: str) -> SourcePath:
    return SourcePath(f"content/images/ships.{ending}")


def picture(ending: str, data: bytes) -> PictureFile:
    reading = read_picture(path(ending), data)
    assert reading.problems == ()
    assert isinstance(reading.content, PictureFile)
    return reading.content


@pytest.mark.parametrize("ending", FORMATS)
def test_a_picture_is_told_by_its_size_its_type_and_its_tone(ending: str) -> None:
    data = drawn(ending)
    assert picture(ending, data) == PictureFile(
        path(ending), digest(data), 40, 20, TYPES[ending], tone="226"
    )


def test_a_jpeg_may_be_called_jpeg_and_shout() -> None:
    for ending in ("jpeg", "JPG", "JPEG"):
        assert picture(ending, drawn("jpg")).type == "image/jpeg"


def test_a_size_is_as_shown_when_the_camera_was_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = picture("jpg", drawn("jpg", exif=exif))
    assert (found.width, found.height) == (20, 40)


def test_a_film_moves() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    assert picture("gif", file.getvalue()).animated


def test_a_picture_that_shines_through_is_transparent() -> None:
    file = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 9)).save(file, "PNG")
    assert picture("png", file.getvalue()).transparent


def test_a_place_on_earth_makes_a_file_private() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (23.0, 8.0, 12.5)
    assert picture("jpg", drawn("jpg", exif=exif)).private
    assert not picture("jpg", drawn("jpg")).private


def test_the_words_in_a_file_are_set_as_those_in_front_matter() -> None:
    assert picture("jpg", drawn("jpg", xmp=packet(WORDS))).words == Words(
        "A ship, “Hope”", "It’s leaving – at last", "Reed/Agency", "M. O’Neil", "(c) ‘Reed’",
        "https://example.org/it's--so",
    )  # fmt: skip
    silent = replace(WORDS, alt="")
    assert picture("avif", drawn("avif", xmp=packet(silent))).words.alt == ""


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("length", [1, 4, 11])
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


def test_a_phones_picture_under_a_false_name_is_told() -> None:
    assert told(read_picture(path("jpg"), b"\0\0\0\x18ftypheic\0\0\0\0mif1")) == [
        ": expected a JPEG picture, got an HEIC picture\n  hint: export it as JPEG or PNG"
    ]


@pytest.mark.parametrize(("ending", "truth"), [("jpg", "png"), ("png", "webp"), ("webp", "gif")])
def test_a_picture_with_another_formats_name_is_told(ending: str, truth: str) -> None:
    assert told(read_picture(path(ending), drawn(truth))) == [
        f": expected a {FORMATS[ending]} picture, got {FORMATS[truth]}\n  hint: rename the file"
    ]


def test_a_picture_that_was_not_copied_whole_is_told() -> None:
    data = drawn("jpg", (400, 300))
    message = ": expected a whole picture, got one that is cut off or damaged"
    assert told(read_picture(path("jpg"), data[: len(data) // 2])) == [
        f"{message}\n  hint: export or copy it again"
    ]


def test_a_picture_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.imaging.opening.MILLION", 10)
    assert picture("png", drawn("png", (MOST_PIXELS, 10))).width == MOST_PIXELS
    assert told(read_picture(path("png"), drawn("png", (MOST_PIXELS, 11)))) == [
        ": expected at most 50 million pixels, got 50 x 11"
    ]


def test_a_file_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn("png")
    monkeypatch.setattr("generator.imaging.opening.LARGEST_FILE", len(data) - 1)
    assert told(read_picture(path("png"), data)) == [
        f": expected a file of at most 30 MB, got {len(data)} bytes"
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_damaged_picture_is_read_or_told(ending: str) -> None:
    chance = random.Random(1)
    whole = drawn(ending)
    for _ in range(100):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.2 else whole)
        for _ in range(min(3, len(data))):
            data[chance.randrange(min(len(data), 300))] = chance.randrange(256)
        reading = read_picture(path(ending), bytes(data))
        assert (reading.content is None) == bool(reading.problems)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.jpg", True), ("a.JPG", True), ("a.avif", True), ("a.svg", False), ("a.md", False),
     ("jpg", False), (".png", False), ("a.tiff", False)],
)  # fmt: skip
def test_a_picture_is_known_by_its_name(name: str, is_one: bool) -> None:
    assert is_picture(SourcePath(f"content/{name}")) == is_one
