"""A picture is refused by its header: what is none, and what would not fit into the memory."""

import time
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.imaging import opening
from generator.imaging.gif import gif_frames
from tests.imaging.files import (
    FORMATS,
    blank,
    claiming_gif,
    claiming_png,
    exif,
    film,
    saved,
    told,
)

UNKNOWN = "expected a picture, got a file that cannot be read as one"
DAMAGED = "expected a whole picture, got one that is cut off or damaged (export or copy it again)"
EXPORT = "(export it as JPEG or PNG)"


@pytest.mark.parametrize("kind", FORMATS)
def test_each_of_the_five_formats_is_a_picture(kind: str) -> None:
    assert told(blank(kind)) == ""


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO", "TGA", "PCX", "PDF"])
def test_no_other_format_is_opened(kind: str) -> None:
    assert told(blank(kind)).startswith("expected a picture, got ")


@pytest.mark.parametrize(
    ("data", "got"),
    [
        (b"", "an empty file"),
        (b"<html></html>", "a file that cannot be read as one"),
        (b"\0" * 100, "a file that cannot be read as one"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a file that cannot be read as one"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", f"an HEIC picture {EXPORT}"),
        (b"\0\0\0\x18ftypisom\0\0\0\0mif1", f"a video {EXPORT}"),
        (b"II*\0\x08\0\0\0", f"a TIFF or raw picture {EXPORT}"),
        (b"8BPS\0\x01", f"a Photoshop file {EXPORT}"),
        (b"%PDF-1.7", f"a PDF file {EXPORT}"),
        (b'<?xml version="1.0"?><SVG></SVG>', "an SVG drawing (export it as PNG)"),
    ],
)
def test_what_is_no_picture_is_told_by_its_name(data: bytes, got: str) -> None:
    assert told(data) == f"expected a picture, got {got}"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_without_its_header_is_no_picture(kind: str) -> None:
    assert told(blank(kind)[:11]) == UNKNOWN


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_a_picture_that_was_cut_off_is_told(kind: str, share: float) -> None:
    data = saved(Image.effect_noise((300, 200), 80), kind)
    assert told(data[: int(len(data) * share)]) in {DAMAGED, UNKNOWN}


@pytest.mark.parametrize(
    ("size", "got"),
    [((7_072, 7_072), "7072 x 7072"), ((3_000, 16_700), "3000 x 16700"),
     ((13_000, 13_000), "169,000,000"), ((30_000, 30_000), "900,000,000"),
     ((50_000_001, 1), "50000001 x 1")],
)  # fmt: skip
def test_a_bomb_is_told_by_its_header(size: tuple[int, int], got: str) -> None:
    assert told(claiming_png(*size)) == f"expected at most 50 million pixels, got {got}"


def test_a_bomb_that_moves_is_told() -> None:
    assert told(claiming_gif(3_000, 3_000, 40)) == (
        "expected at most 50 million pixels, got 40 frames of 3000 x 3000 (make a video)"
    )


def test_a_frame_among_others_must_be_smaller() -> None:
    assert told(claiming_gif(5_000, 4_000, 2)) == (
        "expected at most 16 million pixels in a frame, got 5000 x 4000 (make a video)"
    )


def test_a_film_of_too_many_frames_is_told_however_small_they_are() -> None:
    assert told(claiming_gif(1, 1, 2_000)) == ""
    assert (
        told(claiming_gif(1, 1, 2_001)) == "expected at most 2,000 frames, got more (make a video)"
    )


def test_a_frame_that_is_larger_than_its_film_counts() -> None:
    small = claiming_gif(10, 10, 1)[:-1]
    large = claiming_gif(10, 10, 1, (9_000, 9_000))[19:]
    assert told(small + large).startswith("expected at most 50 million pixels, got 2 frames")


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_what_takes_four_times_its_size_to_decode_must_be_smaller(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MILLION", 10)
    assert told(blank(kind, (25, 10))) == ""
    assert told(blank(kind, (26, 10))) == (
        f"expected at most 25 million pixels in {kind}, got 26 x 10"
    )
    assert told(blank("PNG", (50, 10))) == ""


def test_a_side_that_a_format_could_not_hold_is_told() -> None:
    assert told(claiming_png(65_001, 1)) == (
        "expected a picture at most 65,000 pixels wide, got 65,001"
    )
    assert told(claiming_png(1, 16_384)) == (
        "expected a picture at most 16,383 pixels high, got 16,384"
    )


def test_a_height_is_meant_as_shown() -> None:
    turned = exif({0x0112: 6})
    assert told(blank("PNG", (16_384, 1), exif=turned)).startswith(
        "expected a picture at most 16,3"
    )
    assert told(blank("PNG", (1, 16_384), exif=turned)) == ""


@pytest.mark.parametrize(
    "bomb",
    [claiming_png(30_000, 30_000), claiming_png(13_000, 13_000, depth=1, kind=0),
     claiming_gif(65_535, 65_535, 2), claiming_gif(3_000, 3_000, 40)],
    ids=["png", "1 bit", "gif", "film"],
)  # fmt: skip
def test_a_bomb_takes_neither_time_nor_memory(bomb: bytes) -> None:
    told(bomb)  # the formats are imported by now
    tracemalloc.start()
    start = time.perf_counter()
    assert told(bomb).startswith("expected at most 50 million pixels")
    assert time.perf_counter() - start < 0.1
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_a_file_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = blank("PNG")
    monkeypatch.setattr(opening, "LARGEST_FILE", len(data))
    assert told(data) == ""
    assert told(data + b"\0") == f"expected a file of at most 30 MB, got {len(data) + 1} bytes"


@pytest.mark.parametrize("frames", [1, 2, 7])
def test_the_frames_of_a_gif_are_counted_as_pillow_counts_them(frames: int) -> None:
    pictures = [Image.new("RGB", (9, 5), (20 * n, 0, 200)) for n in range(frames)]
    data = saved(pictures[0], "GIF", save_all=True, append_images=pictures[1:], comment=b"A film",
                 loop=0)  # fmt: skip
    assert gif_frames(data, 100) == [(9, 5)] * frames
    assert getattr(Image.open(BytesIO(data)), "n_frames", 0) == frames
    assert len(gif_frames(data, 2)) == min(frames, 2)


@given(st.binary(max_size=200))
def test_whatever_follows_a_header_is_counted_without_an_error(tail: bytes) -> None:
    assert len(gif_frames(film()[:40] + tail, 5)) <= 5
    assert gif_frames(tail[:10], 5) == []
