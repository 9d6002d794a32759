"""What a picture is: its size as shown, its main colour, whether it moves or shines through."""

import pickle
import re

import pytest
from PIL import Image

from generator.imaging.inspecting import NotAPicture, facts_of
from generator.pictures import LEVELS, TONES, Words
from tests.imaging.files import (
    FORMATS,
    blank,
    claiming_png,
    corners,
    exif,
    film,
    iim,
    saved,
    swapped_profile,
    with_iim,
    xmp,
)

GPS: dict[int, object] = {1: "N", 2: (23.0, 8.0, 12.5), 3: "W", 4: (82.0, 23.0, 0.0)}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_is_told_by_its_format_and_size(kind: str) -> None:
    facts = facts_of(blank(kind, (40, 20)))
    assert (facts.width, facts.height, facts.format) == (40, 20, kind)
    assert (facts.animated, facts.transparent, facts.private) == (False, False, False)
    assert (facts.tone, facts.words) == ("226", Words())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_size_is_as_shown_when_the_camera_was_turned(kind: str, orientation: int) -> None:
    facts = facts_of(blank(kind, exif=exif({0x0112: orientation})))
    assert (facts.width, facts.height) == ((20, 40) if orientation >= 5 else (40, 20))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_turns_nothing(orientation: int) -> None:
    facts = facts_of(blank("JPEG", exif=exif({0x0112: orientation})))
    assert (facts.width, facts.height) == (40, 20)


def test_an_orientation_in_xmp_turns_nothing_as_in_browsers() -> None:
    packet = xmp(attributes='xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"')
    assert facts_of(blank("JPEG", xmp=packet)).width == 40


def test_exif_data_that_is_broken_turns_nothing() -> None:
    data = blank("JPEG", exif=exif({0x0112: 6}))
    for broken in (
        data.replace(b"MM\0*", b"MMxx"),
        data.replace(b"\x01\x12\0\x03", b"\x01\x12\0\x07"),
    ):
        assert broken != data
        assert facts_of(broken).width == 40


def test_a_jpeg_with_more_pictures_behind_the_first_is_a_still_jpeg() -> None:
    first, second = Image.new("RGB", (40, 20)), Image.new("RGB", (8, 4))
    facts = facts_of(saved(first, "MPO", save_all=True, append_images=[second]))
    assert (facts.format, facts.width, facts.animated) == ("JPEG", 40, False)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_film_moves(kind: str) -> None:
    facts = facts_of(film(kind))
    assert (facts.format, facts.animated, facts.tone) == (kind, True, "d22")


def test_a_cover_before_a_film_is_no_frame_of_it() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "lime")]
    cover = Image.new("RGB", (8, 8), "blue")
    settings = {"save_all": True, "default_image": True}
    assert facts_of(saved(cover, "PNG", append_images=frames, **settings)).animated
    assert not facts_of(saved(cover, "PNG", append_images=frames[:1], **settings)).animated


def see_through(mode: str, alpha: int) -> Image.Image:
    image = Image.new("RGB", (40, 20), "red").convert(mode)
    image.putpixel((39, 19), (*colour_of(image), alpha))
    return image


def colour_of(image: Image.Image) -> tuple[int, ...]:
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel[:-1]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize(("alpha", "is_transparent"), [(255, False), (200, True), (0, True)])
def test_one_pixel_that_shines_through_makes_a_picture_transparent(
    kind: str, alpha: int, is_transparent: bool
) -> None:
    data = saved(see_through("RGBA", alpha), kind, lossless=True, quality=100)
    assert facts_of(data).transparent == is_transparent


def test_grey_with_alpha_and_a_palette_with_alpha_are_transparent() -> None:
    assert facts_of(saved(see_through("LA", 0), "PNG")).transparent
    assert not facts_of(saved(see_through("LA", 255), "PNG")).transparent
    palette = corners().quantize(4)
    assert facts_of(saved(palette, "PNG", transparency=0)).transparent
    assert facts_of(saved(palette, "PNG", transparency=bytes([255, 255, 7, 255]))).transparent
    assert facts_of(saved(palette, "GIF", transparency=0)).transparent
    assert not facts_of(saved(palette, "PNG", transparency=bytes([255] * 4))).transparent
    assert not facts_of(saved(palette, "PNG")).transparent


def test_a_colour_that_stands_for_transparency_makes_a_picture_transparent() -> None:
    assert facts_of(saved(corners(), "PNG", transparency=(255, 0, 0))).transparent
    assert not facts_of(saved(corners(), "PNG", transparency=(1, 2, 3))).transparent
    assert facts_of(
        saved(Image.new("I;16", (4, 4), 30_000), "PNG", transparency=30_000)
    ).transparent


def test_a_film_is_transparent_if_one_frame_is() -> None:
    frames = [Image.new("RGBA", (8, 8), (200, 0, 0, alpha)) for alpha in (255, 255, 0)]
    assert facts_of(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])).transparent


def test_there_are_sixty_four_tones() -> None:
    assert len(set(TONES)) == len(TONES) == 64
    assert all(re.fullmatch("[26ad]{3}", tone) for tone in TONES)
    assert LEVELS == "26ad"


@pytest.mark.parametrize(
    ("colour", "tone"),
    [("black", "222"), ("white", "ddd"), ("red", "d22"), ("lime", "2d2"), ("#666", "666"),
     ("#8a8a8a", "aaa"), ("#ffb000", "da2")],
)  # fmt: skip
def test_a_tone_is_what_is_nearest_to_the_colour(colour: str, tone: str) -> None:
    assert facts_of(saved(Image.new("RGB", (30, 20), colour), "PNG")).tone == tone


def test_a_tone_is_the_colour_of_the_largest_part() -> None:
    image = Image.new("RGB", (1000, 700), "white")
    image.paste("navy", (0, 0, 1000, 400))
    image.paste("red", (0, 400, 1000, 600))
    for kind in FORMATS:
        assert facts_of(saved(image, kind)).tone == "226"


def test_a_tone_is_of_the_colours_that_a_profile_means() -> None:
    red = Image.new("RGB", (8, 8), "red")
    assert facts_of(saved(red, "PNG", icc_profile=swapped_profile())).tone == "2d2"


def test_what_cannot_be_seen_has_no_tone() -> None:
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    assert facts_of(saved(image, "PNG")).tone == "ddd"
    image.paste((0, 0, 255, 255), (0, 0, 2, 1))
    assert facts_of(saved(image, "PNG")).tone == "22d"


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1)])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_may_be_a_pixel_or_a_line(kind: str, size: tuple[int, int]) -> None:
    facts = facts_of(blank(kind, size))
    assert (facts.width, facts.height, facts.tone) == (*size, "226")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_place_on_earth_is_private(kind: str) -> None:
    assert facts_of(blank(kind, exif=exif({}, gps=GPS))).private
    assert not facts_of(blank(kind, exif=exif({0x010F: "Camera"}, gps={29: "2025:11:28"}))).private


def png_with_xmp(packet: bytes) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return blank("PNG", pnginfo=info)


@pytest.mark.parametrize(
    "packet",
    [
        xmp("<exif:GPSLatitude>23,8.2N</exif:GPSLatitude>"),
        xmp(attributes='exif:GPSLongitude="82,23W"'),
        xmp(attributes='aux:SerialNumber="1234"'),
        xmp(attributes='exifEX:BodySerialNumber="1234"'),
        xmp("<exifEX:CameraOwnerName>Madison Reed</exifEX:CameraOwnerName>"),
        xmp(attributes='exif:GPSLongitude="82,23W"') + b"<broken",
        xmp(attributes='exif:GPSLongitude="82,23W"').decode().encode("utf-16"),
    ],
)
def test_a_place_or_a_camera_in_xmp_is_private(packet: bytes) -> None:
    assert facts_of(blank("JPEG", xmp=packet)).private
    assert facts_of(blank("WEBP", xmp=packet)).private
    assert facts_of(blank("AVIF", xmp=packet)).private


def test_a_place_in_a_pngs_xmp_is_private() -> None:
    assert facts_of(png_with_xmp(xmp(attributes='exif:GPSLatitude="23,8N"'))).private


def test_a_city_or_a_lens_without_a_number_is_not_private() -> None:
    assert not facts_of(blank("JPEG", xmp=xmp(attributes='photoshop:City="Boston"'))).private
    assert not facts_of(blank("JPEG", xmp=xmp(attributes='aux:LensSerialNumber="0000"'))).private
    assert not facts_of(blank("JPEG", exif=exif({}, camera={0xA435: "0000"}))).private


@pytest.mark.parametrize("tag", [0xA430, 0xA431, 0xA435])
def test_a_cameras_number_or_owner_in_exif_is_private(tag: int) -> None:
    assert facts_of(blank("JPEG", exif=exif({}, camera={tag: "SN-1234"}))).private


def test_the_words_are_read_with_the_rest() -> None:
    assert facts_of(with_iim((2, 80, b"Madison Reed"))).words.creator == "Madison Reed"
    assert len(iim((2, 80, b"x"))) % 2 == 0


def test_what_is_wrong_comes_back_whole_from_a_worker() -> None:
    with pytest.raises(NotAPicture) as caught:
        facts_of(claiming_png(8_000, 8_000))
    again = pickle.loads(pickle.dumps(NotAPicture("expected a, got b", "c")))
    assert (again.message, again.hint, str(again)) == (
        "expected a, got b", "c", "expected a, got b"
    )  # fmt: skip
    assert str(caught.value) == "expected at most 50 million pixels, got 8000 x 8000"
