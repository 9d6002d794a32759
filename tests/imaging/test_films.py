"""A picture that moves becomes animated WebP: every frame, its time, and how often."""

from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from generator.imaging.inspecting import facts_of
from generator.pictures import Box, Format, Words
from tests.imaging.files import SILENCE, blank, colour, drawn, film, is_near, saved

WORDS = Words(alt="A ship", creator="Reed", license="https://example.org/l")


def moved(data: bytes, width: int = 20, height: int = 10, *, box: Box | None = None,
          words: Words = SILENCE) -> bytes:  # fmt: skip
    return drawn(data, width, height, Format.WEBP, box=box, words=words, animated=True)


def frames_of(data: bytes) -> list[tuple[tuple[int, ...], int]]:
    """The colour in the middle of each frame, and its time."""
    image = Image.open(BytesIO(data))
    assert image.format == "WEBP"
    return [
        (colour(frame.convert("RGBA"), frame.width // 2, frame.height // 2), frame.info["duration"])
        for frame in ImageSequence.Iterator(image)
    ]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_every_frame_is_kept_with_its_time(kind: str) -> None:
    frames = frames_of(moved(film(kind)))
    assert [time for _, time in frames] == [100, 200, 300]
    wanted = ((255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255))
    assert all(is_near(found, each, 20) for (found, _), each in zip(frames, wanted, strict=True))


def test_a_film_is_resized_and_cut() -> None:
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (20, 0, 40, 20))
    other = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    data = saved(image, "GIF", save_all=True, append_images=[other], duration=100)
    assert facts_of(moved(data, 20, 10)).width == 20
    frames = frames_of(moved(data, 10, 10, box=Box(20, 0, 20, 20)))
    assert is_near(frames[0][0], (0, 0, 255, 255), 20)
    assert is_near(frames[1][0], (255, 0, 0, 255), 20)


@pytest.mark.parametrize(
    ("kind", "options", "loops"),
    [("GIF", {"loop": 0}, 0), ("GIF", {"loop": None}, 1), ("GIF", {"loop": 4}, 5),
     ("PNG", {"loop": 0}, 0), ("PNG", {"loop": 4}, 4), ("WEBP", {"loop": 3}, 3),
     ("WEBP", {"loop": 0}, 0), ("AVIF", {}, 0)],
)  # fmt: skip
def test_a_film_is_shown_as_often_as_before(
    kind: str, options: dict[str, object], loops: int
) -> None:
    assert Image.open(BytesIO(moved(film(kind, **options)))).info["loop"] == loops


def test_a_frame_without_a_time_is_shown_as_long_as_browsers_show_it() -> None:
    frames = frames_of(moved(film(duration=[0, 10, 20])))
    assert [time for _, time in frames] == [100, 100, 20]


def test_what_a_frame_leaves_behind_is_kept_or_cleared_as_it_says() -> None:
    frames = []
    for x in (0, 20):
        frame = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
        frame.paste((255, 0, 0, 255), (x, 0, x + 20, 20))
        frames.append(frame)

    def alpha_of_the_left(disposal: int) -> list[int]:
        data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100,
                     disposal=disposal)  # fmt: skip
        image = Image.open(BytesIO(moved(data)))
        return [colour(f.convert("RGBA"), 4, 5)[3] for f in ImageSequence.Iterator(image)]

    assert alpha_of_the_left(2) == [255, 0]  # cleared
    assert alpha_of_the_left(1) == [255, 255]  # kept


def test_a_frame_that_reaches_outside_of_its_film_is_cut() -> None:
    inside, outside = blank("GIF", (10, 10)), blank("GIF", (30, 30))
    data = inside.removesuffix(b";") + outside[outside.index(b",\0\0\0\0\x1e") :]
    file = moved(data, 10, 10)
    assert facts_of(data).animated
    assert (facts_of(file).width, facts_of(file).height) == (10, 10)


def test_a_film_carries_its_words() -> None:
    assert facts_of(moved(film(), words=WORDS)).words == WORDS
    assert b"XMP " not in moved(film())


def test_a_cover_before_a_film_is_not_shown() -> None:
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "lime")]
    data = saved(Image.new("RGB", (40, 20), "blue"), "PNG", append_images=frames, save_all=True,
                 default_image=True, duration=[100, 200])  # fmt: skip
    assert [is_near(found, (0, 0, 255, 255), 20) for found, _ in frames_of(moved(data))] == [
        False, False
    ]  # fmt: skip


def test_a_film_of_one_frame_is_a_picture() -> None:
    assert not facts_of(moved(blank("GIF"))).animated


def test_a_film_is_never_enlarged() -> None:
    with pytest.raises(AssertionError):
        moved(film(), 41, 20)


def test_equal_films_have_equal_bytes() -> None:
    assert moved(film(), words=WORDS) == moved(film(), words=WORDS)
