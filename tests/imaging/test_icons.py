"""Icons are drawn from one SVG at each size, alone, in light colours, and safe from being cut."""

import base64
import pickle
import struct
from io import BytesIO
from math import hypot
from pathlib import Path

import pytest
from PIL import Image

from generator.imaging.icons import icon
from generator.imaging.svg import DEEPEST, LARGEST, NotADrawing, check_drawing, drawable, in_light

THEME = (Path(__file__).parents[2] / "layouts" / "assets" / "icon.svg").read_bytes()
RED, LIME, NONE = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 0, 0)
SQUARE = '<rect width="10" height="10" fill="red"/>'
DIAMOND = '<path fill="red" d="M5 0l5 5-5 5-5-5z"/>'
ROUND = '<circle cx="5" cy="5" r="5" fill="red"/>'


def svg(content: str, view: str = "0 0 10 10") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{content}</svg>'.encode()


def png(data: bytes, size: int = 32, paper: str = "") -> Image.Image:
    drawn = Image.open(BytesIO(icon(data, sizes=(size,), paper=paper)))
    assert (drawn.format, drawn.size) == ("PNG", (size, size))
    return drawn


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(NotADrawing) as told:
        icon(data, sizes=(32,))
    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)
    return told.value.message, told.value.hint


def entries(ico: bytes) -> list[tuple[int, ...]]:
    reserved, kind, count = struct.unpack_from("<HHH", ico)
    assert (reserved, kind) == (0, 1)
    return [struct.unpack_from("<BBBBHHII", ico, 6 + 16 * n) for n in range(count)]


def chunks(file: bytes) -> set[bytes]:
    found, at = set(), 8
    while at < len(file):
        length, name = struct.unpack_from(">I4s", file, at)
        found.add(name)
        at += length + 12
    return found


@pytest.mark.parametrize("size", [16, 180, 192, 512])
def test_one_size_makes_a_png(size: int) -> None:
    drawn = png(svg(SQUARE), size)
    assert drawn.mode == "RGBA"
    assert drawn.getcolors() == [(size * size, RED)]


def test_several_sizes_make_an_ico() -> None:
    ico = icon(THEME, sizes=(16, 32, 48))
    end = 6 + 3 * 16
    for size, (width, height, colors, _, planes, bits, length, offset) in zip(
        (16, 32, 48), entries(ico), strict=True
    ):
        assert (width, height, colors, planes, bits) == (size, size, 0, 1, 32)
        assert offset == end
        end += length
        inside = Image.open(BytesIO(ico[offset:end]))
        assert (inside.format, inside.mode, inside.size) == ("PNG", "RGBA", (size, size))
        assert inside.tobytes() == png(THEME, size).tobytes()
    assert end == len(ico) < 2_000


def test_a_size_of_256_is_written_as_nought() -> None:
    assert [entry[:2] for entry in entries(icon(svg(SQUARE), sizes=(16, 256)))] == [
        (16, 16), (0, 0),
    ]  # fmt: skip


def test_each_size_is_drawn_anew() -> None:
    half = svg('<path d="M0 0h5v10H0z" fill="red"/>')
    for size in (16, 32, 48):
        assert sorted(png(half, size).getcolors() or []) == sorted([
            (size * size // 2, RED), (size * size // 2, NONE),
        ])  # fmt: skip


def test_an_icon_carries_no_metadata_and_is_the_same_each_time() -> None:
    first = icon(THEME, sizes=(192,))
    assert chunks(first) == {b"IHDR", b"IDAT", b"IEND"}
    assert icon(THEME, sizes=(192,)) == first
    assert icon(THEME, sizes=(16, 32)) == icon(THEME, sizes=(16, 32))


@pytest.mark.parametrize(
    ("view", "inside", "outside"),
    [
        ("0 0 10 5", (16, 16), (16, 4)),
        ("0 0 5 10", (16, 16), (4, 16)),
        ("0 0 10 1", (16, 16), (16, 11)),
    ],
)
def test_a_drawing_that_is_not_square_stands_in_the_middle(
    view: str, inside: tuple[int, int], outside: tuple[int, int]
) -> None:
    drawn = png(svg(SQUARE, view))
    assert drawn.getpixel(inside) == RED
    assert drawn.getpixel(outside) == NONE
    assert drawn.getpixel((31 - outside[0], 31 - outside[1])) == NONE


@pytest.mark.parametrize("content", [DIAMOND, ROUND, '<path fill="red" d="M0 0h10L0 10z"/>'])
@pytest.mark.parametrize("size", [180, 192, 512])
def test_with_paper_it_fills_its_square_and_is_safe_in_a_circle(content: str, size: int) -> None:
    drawn = png(svg(content), size, "#00ff00")
    assert drawn.mode == "RGB"
    middle = (size - 1) / 2
    pixels = drawn.load()
    assert pixels
    inked = [
        hypot(x - middle, y - middle)
        for x in range(size)
        for y in range(size)
        if pixels[x, y] != LIME[:3]
    ]
    assert 0.36 * size < max(inked) <= 0.4 * size
    assert drawn.getpixel((0, 0)) == drawn.getpixel((size - 1, size - 1)) == LIME[:3]


def test_a_drawing_with_room_around_it_is_not_made_smaller_still() -> None:
    small = svg('<circle cx="5" cy="5" r="2" fill="red"/>')
    assert png(small, 200, "#00ff00").getcolors() == png(
        svg('<rect width="10" height="10" fill="lime"/><circle cx="5" cy="5" r="2" fill="red"/>'),
        200,
    ).convert("RGB").getcolors()  # fmt: skip


@pytest.mark.parametrize(
    "style",
    [
        "rect{fill:lime}@media (prefers-color-scheme: dark){rect{fill:red}}",
        "rect{fill:red}@media screen and (prefers-color-scheme:light){rect{fill:lime}}",
        "rect{fill:light-dark(lime, red)}",
        "rect{fill:light-dark(rgb(0, 255, 0), rgb(255, 0, 0))}",
        ":root{--a:lime}rect{fill:var(--a)}@media (prefers-color-scheme: dark){:root{--a:red}}",
        ":root{--a:var(--b);--b:light-dark(lime,red)}rect{fill:var(--a, red)}",
        "rect{fill:var(--missing, lime)}",
        "@import url(other.css);rect{fill:lime}",
    ],
)
def test_colours_are_those_of_a_light_scheme(style: str) -> None:
    drawn = png(svg(f'<style>{style}</style><rect width="10" height="10"/>'))
    assert drawn.getcolors() == [(1024, LIME)]


def test_a_query_that_is_turned_round_stays_as_it_is() -> None:
    style = "@media not (prefers-color-scheme: light) { rect { fill: red } }"
    assert in_light(style) == style


def test_a_picture_of_the_machine_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    Image.new("RGB", (4, 4), "red").save(path)
    for address in (str(path), path.as_uri(), "secret.png", "https://example.org/a.png"):
        image = f'<image xlink:href="{address}" width="10" height="10"/>'
        data = svg(image).replace(b"<svg", b'<svg xmlns:xlink="http://www.w3.org/1999/xlink"')
        message = f'expected all in one file, got a reference to "{address[:60]}"'
        assert refusal(data) == (message, "embed it in the drawing")


def test_a_drawing_in_the_drawing_is_not_opened_either() -> None:
    inner = base64.b64encode(svg('<image href="/etc/hostname"/>')).decode()
    image = f'<image href="data:image/svg+xml;base64,{inner}" width="10" height="10"/>'
    assert refusal(svg(image))[1] == "embed it in the drawing"


def test_a_picture_that_is_embedded_is_drawn() -> None:
    file = BytesIO()
    Image.new("RGB", (4, 4), "lime").save(file, "PNG")
    address = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    drawn = png(svg(f'<image href="{address}" width="10" height="10"/>'))
    assert drawn.getpixel((16, 16)) == LIME


def test_a_link_may_lead_anywhere() -> None:
    assert png(svg(f'<a href="https://example.org/">{SQUARE}</a>')).getpixel((9, 9)) == RED


def test_text_is_refused_for_it_needs_the_fonts_of_a_machine() -> None:
    assert refusal(svg(f"{SQUARE}<text>A</text>")) == (
        "expected shapes, got <text>, which looks different on every machine",
        "turn text into paths",
    )


def nested(depth: int) -> str:
    return '<g opacity=".99">' * depth + SQUARE + "</g>" * depth


def used(count: int) -> str:
    groups = (f'<g id="a{n}"><use href="#a{n - 1}"/></g>' for n in range(1, count))
    return f'<g id="a0">{SQUARE}</g>{"".join(groups)}<use href="#a{count - 1}"/>'


def masked(count: int) -> str:
    masks = (f'<mask id="a{n}"><g mask="url(#a{n - 1})"/></mask>' for n in range(1, count))
    return f'<mask id="a0"/>{"".join(masks)}<g mask="url(#a{count - 1})">{SQUARE}</g>'


@pytest.mark.parametrize(
    "content", [nested(1000), nested(DEEPEST), used(1000), used(25), masked(50)]
)
def test_what_is_nested_so_deeply_that_drawing_would_crash_is_refused(content: str) -> None:
    message, hint = refusal(svg(content))
    assert message == f"expected at most {DEEPEST} elements inside each other, got more"
    assert hint == "export it as plain SVG"


@pytest.mark.parametrize("content", [nested(DEEPEST - 3), used(12), SQUARE * 3000])
def test_what_drawings_really_have_is_drawn(content: str) -> None:
    assert png(svg(content)).getpixel((16, 16)) != NONE


def test_what_uses_itself_is_left_out() -> None:
    assert png(svg(f'{SQUARE}<g id="a"><use href="#a"/></g>')).getpixel((9, 9)) == RED


def test_a_line_whose_dashes_would_never_end_is_refused() -> None:
    data = svg('<path d="M0 0A9 11e90 0 0 1 9 9" stroke="red" stroke-dasharray="1 2"/>')
    assert refusal(data)[0] == 'expected numbers below a billion, got d="M0 0A9 11e90 0 0 1 9 9"'
    assert png(svg(f'<g id="1e99" fill="#11e901">{SQUARE}</g>')).getpixel((9, 9)) == RED


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected an SVG drawing, got a file that is none from line 1 on"),
        (b"hello", "expected an SVG drawing, got a file that is none from line 1 on"),
        (b"<svg>\n<rect", "expected an SVG drawing, got a file that is none from line 2 on"),
        (b"<html><body/></html>", "expected an SVG drawing, got <html>"),
        (b"\x89PNG\r\n\x1a\n", "expected an SVG drawing in UTF-8, got other bytes"),
        (b"\xff\xfe<\0s\0v\0g\0", "expected an SVG drawing in UTF-8, got other bytes"),
        (svg(""), "expected a drawing, got one that shows nothing"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
         "expected plain SVG, got an entity that is declared in it"),
        (svg("<x:rect/>"), ("expected an SVG drawing, got one that cannot be drawn: an unknown "
                            "namespace prefix 'x' at 1:62")),
        (b" " * (LARGEST + 1), "expected a drawing of at most 2 MB, got 2,097,153 bytes"),
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_told(data: bytes, message: str) -> None:
    assert refusal(data)[0] == message


def test_a_drawing_may_begin_with_a_mark_a_declaration_and_a_doctype() -> None:
    beginning = '\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE svg><!-- é -->'
    assert png(beginning.encode() + svg(SQUARE)).getpixel((9, 9)) == RED


def test_a_drawing_with_a_ground_of_its_own_fills_the_square_with_that() -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
        b'<rect width="16" height="16" rx="4" fill="#0a64c8"/>'
        b'<path fill="#fff" d="M5 5h6v6H5z"/></svg>'
    )
    with Image.open(BytesIO(icon(svg, sizes=(100,), paper="#ffeedd"))) as image:
        shown = image.convert("RGB")
        colors = [shown.getpixel(place) for place in ((0, 0), (99, 50), (20, 20), (50, 50))]
    assert colors == [(10, 100, 200)] * 3 + [(255, 255, 255)]


@pytest.mark.parametrize(
    ("content", "got"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject>A</foreignObject>", "<foreignObject>"),
        ('<g onload="alert(1)"/>', 'onload="..."'),
        ('<a href=" JavaScript:alert(1)"/>', 'href="..."'),
        ('<image href="https://t.example/p.gif"/>', 'a reference to "https://t.example/p.gif"'),
        ("<g></svg>", "a file that is none from line 1 on"),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused_wherever_it_is_shown(
    content: str, got: str
) -> None:
    for check in (check_drawing, drawable):
        with pytest.raises(NotADrawing) as caught:
            check(svg(content))
        assert caught.value.message.endswith(f"got {got}")


def test_a_drawing_that_is_only_shown_may_have_texts() -> None:
    check_drawing(svg("<text>The Courier</text>"))
