"""Cards are composed for every headline, and never show what a font cannot set."""

import pickle
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageColor

from generator.imaging import typefaces
from generator.imaging.cards import HEIGHT, MARGIN, MEASURE, NAME, TITLE, WIDTH, NotAFont, card
from generator.imaging.headlines import Headline, Room, Words, fitted
from generator.imaging.typefaces import HAS_RAQM, Line, Typeface, is_rtl
from tests.imaging.block_font import block_font

FONTS = Path(__file__).parents[2] / "layouts" / "assets" / "fonts"
SERIF = (FONTS / "newsreader.woff2").read_bytes()
GROTESQUE = (FONTS / "public-sans.woff2").read_bytes()
PAPER, INK, ACCENT = "#fdfcf9", "#1c1a17", "#9c2f20"
SITE = "The Harbour Courier"

SHORT = "Ships leave the bay"
MIDDLE = "Central bank raises rates for the third time in a year as prices climb"
LONG = (
    "Leaked documents show how a dozen companies moved millions of dollars through three "
    "islands while regulators in two countries looked away"
)
SPANISH = "¿Quién apagó la luz? La isla vuelve a oscuras y el Gobierno señala a «la máquina»"
GERMAN = "Bundesverfassungsgericht kippt Geschwindigkeitsbegrenzung auf Autobahnen"
HEADLINES = (SHORT, MIDDLE, LONG, SPANISH, GERMAN)
# Blocks of different widths: two letters of each script, and what stands between words.
BLOCKS = {" ": 0, "A": 300, "B": 300, "א": 100, "ב": 600, "…": 900}
ALEF_BET = block_font(BLOCKS)

needs_raqm = pytest.mark.skipif(not HAS_RAQM, reason="FriBiDi is not on this system")


def made(
    title: str = SHORT, label: str = "World", site: str = SITE,
    fonts: tuple[bytes, bytes] = (SERIF, GROTESQUE),
    colors: tuple[str, str, str] = (PAPER, INK, ACCENT),
) -> bytes:  # fmt: skip
    paper, ink, accent = colors
    return card(label=label, title=title, site=site, fonts=fonts, paper=paper, ink=ink,
                accent=accent)  # fmt: skip


def shown(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def box_of(image: Image.Image, color: str) -> tuple[int, int, int, int] | None:
    """Where a colour is, pure."""
    plain = Image.new("RGB", image.size, color)
    red, green, blue = ImageChops.difference(image, plain).split()
    distance = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    return distance.point([255, *[0] * 255]).getbbox()


def colors_of(image: Image.Image) -> set[str]:
    found = image.getcolors(256) or []
    return {"#{:02x}{:02x}{:02x}".format(*color) for _, color in found if isinstance(color, tuple)}


def runs(image: Image.Image, top: int, bottom: int) -> list[tuple[int, int]]:
    """Where ink begins and ends, from left to right."""
    profile = image.crop((0, top, WIDTH, bottom)).convert("L").point([255] * 128 + [0] * 128)
    columns = profile.reduce((1, bottom - top)).point([0] + [255] * 255).tobytes()
    edges = [n for n in range(1, WIDTH) if columns[n] != columns[n - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def chunks(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        yield name
        at += length + 12


def headline(title: str, face: bytes = SERIF) -> Headline:
    typeface = Typeface(face, 600)
    return fitted(Words(typeface, typeface.settable(title)), TITLE)


def texts(found: Headline) -> list[str]:
    return [line.text for line in found.lines]


@pytest.mark.parametrize("title", HEADLINES)
def test_a_card_is_a_small_png_without_metadata(title: str) -> None:
    png = made(title)
    image = Image.open(BytesIO(png))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
    assert set(chunks(png)) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert len(png) < 30_000


@pytest.mark.parametrize(
    "colors",
    [(PAPER, INK, ACCENT), ("#17181a", "#e8e3d9", "#f0917e"), ("#ffffff", "#000000", "#0b6bcb")],
)
def test_a_card_is_paper_ink_and_accent(colors: tuple[str, str, str]) -> None:
    paper, ink, accent = colors
    image = shown(made(MIDDLE, colors=colors))
    assert image.getpixel((0, 0)) == image.getpixel((1199, 629)) == ImageColor.getrgb(paper)
    assert box_of(image, ink) is not None
    rule = box_of(image.crop((MARGIN, 0, WIDTH, 110)), accent)
    assert rule is not None
    assert rule[2:] == (72, rule[1] + 8)
    assert len(colors_of(image)) <= 31


@pytest.mark.parametrize("title", [*HEADLINES, "", "W" * 300, "word " * 300, "港" * 300])
def test_nothing_comes_near_the_edge(title: str) -> None:
    image = shown(made(title))
    drawn = ImageChops.difference(image, Image.new("RGB", image.size, PAPER)).getbbox()
    assert drawn is not None
    left, top, right, bottom = drawn
    assert left >= MARGIN - 4  # a letter may hang over
    assert top >= 80
    assert right <= WIDTH - MARGIN + 4
    assert bottom <= HEIGHT - 48


def test_the_same_card_has_the_same_bytes() -> None:
    first = made(SPANISH)
    typefaces._opened.cache_clear()
    assert made(SPANISH) == first


def test_a_font_is_opened_once() -> None:
    made(SPANISH)
    opened = typefaces._opened.cache_info().misses
    made(SPANISH, label="Política")
    assert typefaces._opened.cache_info().misses == opened


def test_a_short_headline_is_large_and_a_long_one_still_whole() -> None:
    assert [headline(title).size for title in (SHORT, MIDDLE)] == [104, 92]
    assert headline(LONG).size in {60, 56}  # without Raqm, letters stand a little wider
    for title in HEADLINES:
        assert " ".join(texts(headline(title))) == title


@pytest.mark.parametrize("title", HEADLINES)
def test_no_line_is_a_rest(title: str) -> None:
    found = headline(title)
    face = Typeface(SERIF, 600)
    widths = [face.width(line.text, line.size) for line in found.lines]
    assert min(widths) > 0.5 * max(widths)
    assert max(widths) <= MEASURE
    assert found.height <= TITLE.height


def test_a_headline_that_never_ends_is_cut_at_a_word() -> None:
    found = headline(" ".join([LONG] * 3))
    cut = " ".join(texts(found))
    assert cut.startswith(LONG)
    assert cut.endswith("…")
    assert cut.removesuffix("…").split() == " ".join([LONG] * 3).split()[: len(cut.split())]
    assert found.size == 44
    assert found.height <= TITLE.height


def test_an_ellipsis_stands_behind_no_comma() -> None:
    assert not any(mark in texts(headline("word, " * 200))[-1] for mark in (",…", ", …"))


def test_dots_alone_are_no_headline_but_no_fault() -> None:
    assert texts(headline("." * 2000)) == ["…"]


def test_a_word_wider_than_the_card_is_broken() -> None:
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    found = headline(word)
    assert "".join(texts(found)) == word
    assert len(found.lines) > 1
    assert found.size > 44


def test_a_short_word_beside_a_long_one_is_not_left_alone() -> None:
    assert texts(headline(GERMAN)) == [
        "Bundesverfassungsgericht kippt", "Geschwindigkeitsbegrenzung", "auf Autobahnen",
    ]  # fmt: skip


def test_a_word_is_not_broken_if_it_is_whole_at_a_smaller_size() -> None:
    title = "Präsident Donaudampfschifffahrtsgesellschaft verklagt"
    assert " ".join(texts(headline(title))) == title


def test_a_site_stands_in_the_place_of_a_headline_that_is_none() -> None:
    card_of_site = made("", label="")
    assert card_of_site == made(SITE, label="")
    assert box_of(shown(card_of_site).crop((0, 500, WIDTH, HEIGHT)), INK) is None
    assert card_of_site != made(SHORT, label="")


def test_a_name_stands_on_one_line() -> None:
    face = Typeface(SERIF, 600)
    assert len(fitted(Words(face, SITE), NAME).lines) == 1
    assert len(fitted(Words(face, "The Courier of the Harbour and the Bay"), NAME).lines) == 2


@pytest.mark.parametrize("title", ["السفن تغادر الخليج", "Корабли покидают", "港を出た", "Ships Ж"])
def test_a_headline_that_no_font_can_set_gives_way_to_the_site(title: str) -> None:
    assert made(title) == made("")


def test_a_label_that_no_font_can_set_is_left_out() -> None:
    assert made(label="Мир") == made(label="")


def test_where_nothing_can_be_set_a_rule_stands_on_paper() -> None:
    image = shown(made("Корабли", "Мир", "Вести"))
    assert colors_of(image) == {PAPER, ACCENT}
    rule = box_of(image, ACCENT)
    assert rule is not None
    assert (rule[0], rule[2] - rule[0], rule[3] - rule[1]) == (MARGIN, 72, 8)


def test_what_the_first_font_lacks_is_set_in_the_second() -> None:
    swapped = made("AB", "", "AB BA", fonts=(block_font({"Z": 500}), ALEF_BET))
    assert swapped == made("AB", "", "AB BA", fonts=(ALEF_BET, ALEF_BET))


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("🏆 Cubs win it all 🎉 again", "Cubs win it all again"),
        ("👨‍👩‍👧 Families wait", "Families wait"),
        ("❤️ Two 🇨🇺 cities 👍🏽", "Two cities"),
        ("1️⃣ Ships leave", "1 Ships leave"),
        ("Ships\xad leave\u2060 the\tbay\n", "Ships leave the bay"),
        ("Ships\u2003leave", "Ships leave"),
        ("Man\u0303ana\u0301", "Mañaná"),
        ("Ships\u202fleave", "Ships\xa0leave"),
    ],
)
def test_what_needs_no_letter_is_left_out(title: str, plain: str) -> None:
    assert made(title) == made(plain)
    assert made(plain) != made("")


def test_a_hyphen_that_a_font_lacks_becomes_a_plain_one() -> None:
    face = Typeface(block_font({"A": 300, "-": 200}), 600)
    assert face.settable("A\u2011A\u2010A") == "A-A-A"


def test_a_sign_that_is_part_of_what_is_said_is_not_left_out() -> None:
    face = Typeface(block_font({"A": 300, " ": 0}), 600)
    assert face.settable("A °") == face.settable("A № A") == face.settable("A €") == ""


@needs_raqm
def test_a_letter_is_put_together_from_what_the_font_has() -> None:
    assert Typeface(block_font({"e": 300, "\u0301": 50}), 600).settable("e\u0301") == "é"
    assert Typeface(block_font({"e": 300}), 600).settable("é") == ""


@needs_raqm
def test_what_is_written_from_the_right_begins_at_the_right() -> None:
    image = shown(made("אב", "ב", "אב", fonts=(ALEF_BET, ALEF_BET)))
    ink = box_of(image, INK)
    rule = box_of(image, ACCENT)
    assert ink is not None
    assert rule is not None
    assert WIDTH - MARGIN - 14 <= ink[2] <= WIDTH - MARGIN
    assert rule[2] == WIDTH - MARGIN
    (second, first) = runs(image, 250, 300)[-2:]
    assert first[1] - first[0] < second[1] - second[0]


@needs_raqm
def test_a_line_runs_as_its_headline_does_whatever_it_begins_with() -> None:
    face = Typeface(ALEF_BET, 600)
    places = []
    for is_rtl_ in (False, True):
        plate = Image.new("L", (WIDTH, HEIGHT), 255)
        inverse = Image.new("L", (WIDTH, HEIGHT))
        face.draw(inverse, (600, 300), Line("A ב", 100, is_rtl_), from_right=is_rtl_)
        places.append(runs(ImageChops.subtract(plate, inverse), 240, 290))
    (latin, hebrew), (hebrew_first, latin_last) = places
    assert latin[1] - latin[0] == latin_last[1] - latin_last[0] == 30
    assert hebrew[1] - hebrew[0] == hebrew_first[1] - hebrew_first[0] == 60


@pytest.mark.parametrize(
    ("text", "from_right"),
    [("אב A", True), ("2025: «אב»", True), ("A אב", False), ("2025", False), ("", False)],
)
def test_the_first_letter_tells_where_a_text_begins(text: str, *, from_right: bool) -> None:
    assert is_rtl(text) == from_right


def test_without_raqm_nothing_is_set_that_it_would_have_to_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    face = Typeface(block_font({**BLOCKS, "e": 300, "\u0301": 50}), 600)
    monkeypatch.setattr(typefaces, "HAS_RAQM", False)
    assert face.settable("אב") == face.settable("e\u0301") == face.settable("A\u200dB") == ""
    assert face.settable("A\u200bB") == "A\u200bB"
    assert face.width("A\u200bB", 100) == face.width("AB", 100)
    assert made("A B", "", "אב", fonts=(ALEF_BET, ALEF_BET)) == made(
        "A B", "אב", "אב", fonts=(ALEF_BET, ALEF_BET)
    )


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"\0" * 500, SERIF[:9000], ALEF_BET[:60]])
def test_what_is_no_font_is_told(data: bytes) -> None:
    for number, fonts in enumerate([(data, GROTESQUE), (SERIF, data)]):
        with pytest.raises(NotAFont) as told:
            made(fonts=fonts)
        assert str(told.value) == "expected a font file, got one that cannot be read as one"
        assert (told.value.hint, told.value.font) == ("use a .woff2, .ttf or .otf file", number)
        assert vars(pickle.loads(pickle.dumps(told.value))) == vars(told.value)


def test_a_font_with_letters_wider_than_a_line_is_told() -> None:
    with pytest.raises(NotAFont, match="letters wider than a line"):
        fitted(Words(Typeface(SERIF, 600), "W"), Room(width=20, height=100, sizes=(44,)))
