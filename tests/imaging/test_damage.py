"""Damaged files are told or shown. They raise nothing else, and nobody waits for them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.imaging.inspecting import Facts, facts_of
from generator.imaging.opening import NotAPicture
from generator.pictures import Format
from tests.imaging.files import FORMATS, drawn, exif, film, gradient, saved, swapped_profile, xmp

WHOLE = {
    kind: saved(
        gradient((48, 32)), kind, icc_profile=swapped_profile(), exif=exif({0x0112: 6}),
        xmp=xmp("<dc:creator>Reed</dc:creator>"),
    )
    for kind in ("JPEG", "PNG", "WEBP", "AVIF")
}  # fmt: skip
WHOLE |= {
    "GIF": saved(gradient((48, 32)).quantize(8), "GIF"),
    "film": film(),
    "moving PNG": film("PNG"),
    "moving WebP": film("WEBP"),
    "progressive": saved(gradient((48, 32)), "JPEG", progressive=True),
    "CMYK": saved(gradient((48, 32)).convert("CMYK"), "JPEG"),
    "several": saved(gradient((48, 32)), "MPO", save_all=True, append_images=[gradient((8, 8))]),
    "palette": saved(gradient((48, 32)).quantize(8), "PNG", transparency=bytes([0, 9, 255])),
    "deep": saved(Image.new("I;16", (9, 9), 30_000), "PNG"),
    "alpha": saved(Image.new("LA", (9, 9), (9, 99)), "PNG"),
}
FILES = st.sampled_from(sorted(WHOLE)).map(WHOLE.__getitem__)
BEGINNINGS = (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF89a",
              b"RIFF\x40\0\0\0WEBPVP8X", b"\0\0\0\x20ftypavif")  # fmt: skip


def survive(data: bytes) -> bool:
    """Whether a file is shown; it raises nothing but `NotAPicture`."""
    try:
        facts = facts_of(data)
    except NotAPicture:
        return False
    assert isinstance(facts, Facts)
    try:
        drawn(data, 1, 1, Format.WEBP, animated=facts.animated)
    except NotAPicture:
        return False
    return True


@pytest.mark.parametrize("name", WHOLE)
def test_the_files_are_whole_to_begin_with(name: str) -> None:
    assert survive(WHOLE[name])


@settings(max_examples=150)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_bytes_at_random_are_no_picture(beginning: bytes, data: bytes) -> None:
    survive(beginning + data)


@settings(max_examples=300)
@given(FILES, st.floats(0, 1))
def test_a_file_that_was_cut_off_is_told_or_shown(data: bytes, share: float) -> None:
    survive(data[: int(len(data) * share)])


@settings(max_examples=500)
@given(FILES, st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=5))
def test_a_file_with_other_bytes_in_it_is_told_or_shown(
    data: bytes, changes: list[tuple[float, int]]
) -> None:
    changed = bytearray(data)
    for place, value in changes:
        changed[int(len(changed) * place)] = value
    survive(bytes(changed))


@settings(max_examples=200)
@given(FILES, st.floats(0, 0.999), st.binary(max_size=40))
def test_a_file_with_more_bytes_in_it_is_told_or_shown(
    data: bytes, place: float, more: bytes
) -> None:
    at = int(len(data) * place)
    survive(data[:at] + more + data[at:])


@pytest.mark.parametrize("kind", FORMATS)
def test_half_a_picture_is_never_shown(kind: str) -> None:
    data = saved(Image.effect_noise((64, 64), 90), kind)
    for length in range(0, len(data) * 9 // 10, max(1, len(data) // 60)):
        assert not survive(data[:length])
