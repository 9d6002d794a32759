"""The files of a picture: their size, their colours, their words, and nothing else in them."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from generator.imaging import masters
from generator.imaging.inspecting import facts_of
from generator.imaging.opening import NotAPicture
from generator.imaging.resizing import resized
from generator.pictures import CROPS, Box, Focus, Format, Words, crop_box, crop_size
from tests.imaging.files import (
    CORNERS,
    FORMATS,
    blank,
    claiming_png,
    colour,
    corners,
    drawn,
    exif,
    film,
    gradient,
    grey_profile,
    is_near,
    read,
    saved,
    shown,
    swapped_profile,
    xmp,
)

ROOT = Path(__file__).parents[2]
RGB = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
WORDS = Words("A ship", "A ship leaves — at last.", "Reed/Agency", "José Peña", "© Reed",
              "https://example.org/l")  # fmt: skip
# By the place where a corner is found upright: the corner of the file that is there.
UPRIGHT = {
    1: (0, 1, 2, 3), 2: (1, 0, 3, 2), 3: (3, 2, 1, 0), 4: (2, 3, 0, 1),
    5: (0, 2, 1, 3), 6: (2, 0, 3, 1), 7: (3, 1, 2, 0), 8: (1, 3, 0, 2),
}  # fmt: skip


def corners_of(image: Image.Image) -> list[tuple[int, ...]]:
    right, below = image.width - 3, image.height - 3
    return [colour(image, x, y)[:3] for x, y in ((2, 2), (right, 2), (2, below), (right, below))]


def has_corners(image: Image.Image, order: tuple[int, ...] = (0, 1, 2, 3)) -> bool:
    wanted = [RGB[CORNERS[number]] for number in order]
    return all(is_near(*pair, 60) for pair in zip(corners_of(image), wanted, strict=True))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("format_", Format)
def test_any_format_becomes_any_other(kind: str, format_: Format) -> None:
    image = shown(saved(corners((120, 60)), kind, quality=95), 60, 30, format_)
    assert (image.format, image.size, image.mode) == (format_.name, (60, 30), "RGB")
    assert has_corners(image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(kind: str, orientation: int) -> None:
    data = saved(corners((64, 32)), kind, quality=95, exif=exif({0x0112: orientation}))
    facts = facts_of(data)
    image = shown(data, facts.width, facts.height)
    assert image.size == (facts.width, facts.height)
    assert has_corners(image, UPRIGHT[orientation])
    assert image.getexif().get(0x0112) is None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_is_cut_from_the_picture_as_shown(orientation: int) -> None:
    data = saved(corners((64, 32)), "PNG", exif=exif({0x0112: orientation}))
    facts = facts_of(data)
    right, down = facts.width // 2, facts.height // 2
    for number, place in enumerate(((0, 0), (right, 0), (0, down), (right, down))):
        part = shown(data, 4, 4, box=Box(*place, right, down))
        wanted = RGB[CORNERS[UPRIGHT[orientation][number]]]
        assert is_near(colour(part, 1, 1), wanted)
        assert is_near(colour(part, 2, 2), wanted)


@pytest.mark.parametrize("format_", Format)
def test_every_file_carries_the_words_and_nothing_else(format_: Format) -> None:
    image = read(drawn(saved(corners(), "JPEG"), 32, 16, format_, words=WORDS))
    assert facts_of(drawn(saved(corners(), "JPEG"), 32, 16, format_, words=WORDS)).words == WORDS
    assert set(image.info) <= {
        "xmp", "XML:com.adobe.xmp", "loop", "background", "timestamp", "duration",
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
    }  # fmt: skip


@pytest.mark.parametrize("format_", Format)
def test_without_words_there_is_no_metadata(format_: Format) -> None:
    assert "xmp" not in read(drawn(blank("PNG"), 20, 10, format_)).info


SECRETS = (b"SN-98765", b"Nikon", b"secret", b"GPS", b"adobe:ns", b"ICC_PROFILE", b"Exif")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("format_", Format)
def test_nothing_of_the_originals_metadata_is_kept(kind: str, format_: Format) -> None:
    options: dict[str, object] = {"comment": b"secret"}
    if kind != "GIF":
        options = {
            "exif": exif({0x010F: "Nikon", 0x010E: "secret"}, camera={0xA431: "SN-98765"},
                         gps={2: (23.0, 8.0, 12.5), 4: (82.0, 23.0, 0.0)}),
            "xmp": xmp(attributes='exif:GPSLatitude="23,8N" photoshop:Credit="secret"'),
            "icc_profile": swapped_profile(),
            "comment": b"secret",
        }  # fmt: skip
    data = saved(corners(), kind, **options)
    assert any(secret in data for secret in SECRETS)
    file = drawn(data, 32, 16, format_)
    assert not [secret for secret in SECRETS if secret in file]
    assert not facts_of(file).private
    image = read(file)
    assert not image.getexif()
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_colours_are_those_that_a_profile_means(kind: str) -> None:
    data = saved(corners(), kind, quality=95, icc_profile=swapped_profile())
    image = shown(data, 64, 32)
    assert is_near(colour(image, 5, 5), RGB["lime"], 40)
    assert is_near(colour(image, 60, 5), RGB["red"], 40)
    assert is_near(colour(image, 5, 28), RGB["blue"], 40)


def test_a_profile_changes_no_alpha() -> None:
    image = corners().convert("RGBA")
    image.putalpha(90)
    again = shown(saved(image, "PNG", icc_profile=swapped_profile()), 64, 32)
    assert colour(again, 5, 5) == (0, 255, 0, 90)


@pytest.mark.parametrize(
    "profile", [b"none", swapped_profile()[:200], grey_profile(), b"\0" * 600], ids=len
)
def test_a_profile_that_is_broken_or_of_other_colours_is_ignored(profile: bytes) -> None:
    assert has_corners(shown(saved(corners(), "PNG", icc_profile=profile), 64, 32))


def test_cmyk_becomes_rgb() -> None:
    ink = {"red": (0, 255, 255, 0), "white": (0, 0, 0, 0), "black": (0, 0, 0, 255)}
    for name, parts in ink.items():
        image = Image.new("CMYK", (32, 32), parts)
        for options in ({}, {"icc_profile": swapped_profile()}):
            found = shown(saved(image, "JPEG", quality=95, **options), 16, 16)
            wanted = Image.new("RGB", (1, 1), name)
            assert found.mode == "RGB"
            assert is_near(colour(found, 8, 8), colour(wanted, 0, 0))


def test_sixteen_bits_of_grey_keep_their_greys() -> None:
    image = Image.new("I;16", (4, 1))
    for x, value in enumerate((0, 20_000, 40_000, 65_535)):
        image.putpixel((x, 0), value)
    found = shown(saved(image, "PNG"), 4, 1)
    assert [colour(found, x, 0) for x in range(4)] == [
        (0, 0, 0), (78, 78, 78), (156, 156, 156), (255, 255, 255)
    ]  # fmt: skip


def test_sixteen_bits_of_colour_keep_their_colours() -> None:
    # Pillow writes none. One filter byte, then two pixels of three times two bytes.
    import struct
    import zlib

    from tests.imaging.files import chunk

    rows = b"\0" + struct.pack(">6H", 65_535, 32_768, 0, 0, 0, 65_535)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 16, 2, 0, 0, 0))
    for key in (b"", chunk(b"tRNS", struct.pack(">3H", 65_535, 32_768, 0))):
        file = data + key + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
        found = shown(file, 2, 1)
        assert [colour(found, x, 0) for x in (0, 1)] == [(255, 128, 0), (0, 0, 255)]


def test_a_key_in_sixteen_bits_of_grey_shines_through() -> None:
    image = Image.new("I;16", (2, 1), 30_000)
    image.putpixel((1, 0), 30_001)
    found = shown(saved(image, "PNG", transparency=30_000), 2, 1)
    assert [colour(found, x, 0)[3] for x in (0, 1)] == [0, 255]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "PA"])
def test_other_modes_are_shown_in_their_colours(mode: str) -> None:
    image = corners().convert("L").point(lambda v: 255 if v > 100 else 0)
    data = saved(image.convert("P" if mode == "PA" else mode), "PNG")
    found = shown(data, 64, 32)
    assert [each[0] for each in corners_of(found)] == [0, 255, 0, 255]
    assert found.mode == "RGB"


def test_a_palette_is_not_resized_as_numbers() -> None:
    stripes = Image.new("P", (40, 40))
    stripes.putpalette([0, 0, 0, 255, 0, 0, 255, 255, 255])
    for x in range(0, 40, 2):
        stripes.paste(2, (x, 0, x + 1, 40))
    assert is_near(colour(shown(saved(stripes, "PNG"), 10, 10), 5, 5), (128, 128, 128))


def transparent(mode: str) -> Image.Image:
    """Red on the left, nothing on the right."""
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 20, 20))
    return image.convert(mode)


@pytest.mark.parametrize("format_", [Format.AVIF, Format.WEBP, Format.PNG])
def test_transparency_is_kept(format_: Format) -> None:
    palette = transparent("RGBA").quantize(4)
    for data in (
        saved(transparent("RGBA"), "PNG"),
        saved(transparent("RGBA"), "WEBP", lossless=True),
        saved(palette, "PNG"),
        saved(transparent("RGBA"), "GIF"),
    ):
        found = shown(data, 20, 10, format_)
        assert found.mode == "RGBA"
        assert is_near(colour(found, 2, 5), (255, 0, 0, 255))
        assert colour(found, 17, 5)[3] < 8


def test_grey_with_alpha_keeps_it() -> None:
    found = shown(saved(transparent("LA"), "PNG"), 20, 10)
    assert colour(found, 2, 5) == (76, 76, 76, 255)
    assert colour(found, 17, 5)[3] == 0


def test_what_is_transparent_is_white_in_a_jpeg() -> None:
    found = shown(saved(transparent("RGBA"), "PNG"), 40, 20, Format.JPEG)
    assert is_near(colour(found, 35, 10), (255, 255, 255))
    assert is_near(colour(found, 5, 10), (255, 0, 0), 20)


def test_the_colour_of_what_is_transparent_does_not_bleed() -> None:
    image = Image.new("RGBA", (40, 20), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 20, 20))
    found = shown(saved(image, "PNG"), 10, 5)
    assert all(colour(found, x, 2)[1] < 3 for x in range(10) if colour(found, x, 2)[3] > 8)


def test_an_alpha_channel_in_which_nothing_shines_through_is_dropped() -> None:
    assert shown(saved(corners().convert("RGBA"), "PNG"), 20, 10).mode == "RGB"


@pytest.mark.parametrize("format_", Format)
@pytest.mark.parametrize(
    ("size", "small"),
    [((1, 1), (1, 1)), ((1, 4000), (1, 4000)), ((4000, 1), (320, 1)), ((3, 900), (2, 600))],
)
def test_a_picture_may_be_a_pixel_or_a_line(
    size: tuple[int, int], small: tuple[int, int], format_: Format
) -> None:
    found = shown(blank("PNG", size), *small, format_)
    assert found.size == small
    assert is_near(colour(found, 0, 0), (0, 0, 128), 20)


def test_a_progressive_jpeg_and_one_of_several_pictures_are_read() -> None:
    assert has_corners(shown(saved(corners(), "JPEG", progressive=True, quality=95), 32, 16))
    several = saved(corners(), "MPO", quality=95, save_all=True,
                    append_images=[Image.new("RGB", (8, 8))])  # fmt: skip
    assert has_corners(shown(several, 32, 16))


def test_a_picture_is_never_enlarged() -> None:
    data = blank("PNG", (40, 20))
    for width, height, box in ((41, 20, None), (40, 21, None), (11, 10, Box(0, 0, 10, 10))):
        with pytest.raises(AssertionError):
            drawn(data, width, height, box=box)


@pytest.mark.parametrize("ratio", CROPS)
@pytest.mark.parametrize("focus", [Focus(), Focus(0, 0), Focus(100, 100)])
def test_a_crop_lies_where_it_was_planned(ratio: tuple[int, int], focus: Focus) -> None:
    image = Image.new("RGB", (301, 203), "navy")
    box = crop_box(image.size, ratio, focus)
    image.paste("red", (box.left, box.top, box.left + box.width, box.top + box.height))
    found = shown(saved(image, "PNG"), *crop_size(box), box=box)
    assert found.getcolors() == [(found.width * found.height, (255, 0, 0))]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_cut_where_a_small_one_would_be(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = saved(corners((640, 320)), kind, quality=95)
    monkeypatch.setattr(masters, "LARGEST", 8_000)
    monkeypatch.setattr(masters, "SHORTEST", 40)
    monkeypatch.setattr(masters, "STRIP", 64)
    masters.forget_master()
    assert masters.master_of(data).image.size == ((80, 40) if kind == "JPEG" else (126, 63))
    assert has_corners(shown(data, 60, 30))
    for number, place in enumerate(((0, 0), (320, 0), (0, 160), (320, 160))):
        part = shown(data, 80, 40, box=Box(*place, 320, 160))
        assert is_near(colour(part, 20 + 40 * (1 - number % 2), 20), RGB[CORNERS[number]], 30)
    masters.forget_master()


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P"])
def test_a_picture_reduced_in_strips_is_the_one_reduced_at_once(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import ImageChops

    from generator.imaging.plain import plain

    image = gradient((300, 211)).convert(mode)
    monkeypatch.setattr(masters, "LARGEST", 16_000)
    monkeypatch.setattr(masters, "STRIP", 32)
    in_strips = masters.bounded(image)
    at_once = plain(image).resize(in_strips.size, Image.Resampling.LANCZOS)
    difference = ImageChops.difference(in_strips.convert("RGBA"), at_once.convert("RGBA"))
    assert in_strips.size == (150, 106)
    assert max(high for _, high in difference.getextrema()) <= 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("size", "part"),
    [((4000, 3000), 1), ((3839, 3839), 1), ((3840, 3840), 2), ((6000, 4000), 2), ((7680, 7680), 4),
     ((13_000, 3_000), 2), ((30_000, 500), 1), ((1, 1), 1)],
)  # fmt: skip
def test_a_jpeg_is_decoded_no_larger_than_needed(size: tuple[int, int], part: int) -> None:
    assert masters._part_of(size) == part


def every_file(data: bytes) -> list[bytes]:
    box = Box(10, 0, 200, 120)
    return [
        *(drawn(data, 60, 40, format_, words=WORDS) for format_ in Format),
        *(drawn(data, 200, 120, format_, box=box) for format_ in Format),
    ]


def test_equal_arguments_give_equal_bytes_whatever_was_drawn_before() -> None:
    data = saved(gradient((300, 200)), "JPEG", exif=exif({0x0112: 3}))
    first = every_file(data)
    masters.forget_master()
    drawn(blank("PNG"), 20, 10)
    assert [*reversed(every_file(data))] == [*reversed(first)]


def test_another_process_gives_equal_bytes() -> None:
    program = (
        "import sys, hashlib\n"
        "sys.path.insert(0, '.')\n"
        "from tests.imaging.test_resizing import every_file\n"
        "from tests.imaging.files import film, gradient, saved\n"
        "for file in every_file(saved(gradient((300, 200)), 'PNG')):\n"
        "    print(hashlib.sha256(file).hexdigest())\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    here = [
        hashlib.sha256(file).hexdigest() for file in every_file(saved(gradient((300, 200)), "PNG"))
    ]
    assert said == here


def test_an_original_is_decoded_once_for_all_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []
    make = masters._made

    def noted(data: bytes) -> masters.Master:
        made.append(data)
        return make(data)

    monkeypatch.setattr(masters, "_made", noted)
    masters.forget_master()
    first, second = blank("PNG"), blank("JPEG")
    for data in (first, bytearray(first), first, second, first):
        drawn(bytes(data), 20, 10)
    assert made == [first, second, first]


def test_a_still_of_a_film_is_its_first_frame() -> None:
    for kind in ("GIF", "PNG", "WEBP", "AVIF"):
        for format_ in (Format.PNG, Format.JPEG, Format.AVIF):
            file = resized(film(kind), box=None, width=20, height=10, format=format_,
                           words=Words(), animated=True)  # fmt: skip
            found = read(file)
            assert getattr(found, "n_frames", 1) == 1
            assert is_near(colour(found, 10, 5), (255, 0, 0), 20)


def test_what_is_no_picture_is_told() -> None:
    for data in (b"", claiming_png(30_000, 30_000), blank("PNG")[:60]):
        with pytest.raises(NotAPicture):
            drawn(data, 1, 1)


def test_a_jpeg_is_progressive_and_without_fine_colour() -> None:
    found = read(drawn(saved(gradient(), "PNG"), 48, 32, Format.JPEG))
    assert found.info["progressive"] == 1
    assert getattr(found, "layer", [])[0][1:3] == (2, 2)
