"""Which reader a file goes to; what somebody means as text is never passed over in silence."""

from io import BytesIO

import pytest
from PIL import Image

from generator.model import Article, Author, OtherFile, Page, PictureFile
from generator.paths import SourcePath
from generator.reading.read import read
from tests.reading.texts import source, told

ARTICLE = source()
PAGE = b"---\ntitle: x\n---\n"
AUTHOR = b"---\nname: x\n---\n"


def png() -> bytes:
    file = BytesIO()
    Image.new("1", (1, 1)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("content/articles/a.md", ARTICLE, Article),
        ("content/articles/2025/11/a.md", ARTICLE, Article),
        ("content/pages/a.md", PAGE, Page),
        ("content/authors/a.md", AUTHOR, Author),
        ("content/images/a.png", png(), PictureFile),
        ("content/articles/a/b.PNG", png(), PictureFile),
        ("content/files/a.pdf", b"%PDF", OtherFile),
        ("content/articles/a.pdf", b"%PDF", OtherFile),
        ("content/articles/a.html", b"<script>", OtherFile),
        ("content/files/a.txt", b"a", OtherFile),
        ("content/files/a.svg", b"<svg/>", OtherFile),
        ("content/fonts/a.woff2", b"wOF2", OtherFile),
        ("content/articles/LICENSE", b"a", OtherFile),
    ],
)
def test_a_file_goes_to_its_reader(path: str, data: bytes, kind: type) -> None:
    reading = read(SourcePath(path), data)
    assert reading.problems == ()
    assert type(reading.content) is kind


@pytest.mark.parametrize("folder", ["articles", "pages", "authors"])
@pytest.mark.parametrize(
    "name", ["a.markdown", "a.MD", "a.Md", "a.mdx", "a.txt", "a.mdown", "a.mkd", "a.TEXT", "a.mdwn"]
)
def test_a_text_with_another_ending_is_told(folder: str, name: str) -> None:
    assert told(read(SourcePath(f"content/{folder}/{name}"), ARTICLE)) == [
        (
            f': expected a name that ends in .md, got "{name}"\n'
            "  hint: rename the file, or it is not published"
        )
    ]


@pytest.mark.parametrize("path", ["content/a.md", "content/images/a.md", "content/articles.md"])
def test_a_text_in_another_place_is_told(path: str) -> None:
    [problem] = told(read(SourcePath(path), ARTICLE))
    assert problem.startswith(": expected Markdown under content/articles/, content/pages/, ")
    assert problem.endswith("\n  hint: move the file")


def test_a_file_is_read_alike_every_time() -> None:
    path = SourcePath("content/articles/a.md")
    assert read(path, ARTICLE) == read(path, ARTICLE)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "files/a.svg",
            b"<svg><script/></svg>",
            "expected a drawing that only draws, got <script>",
        ),
        (
            "static/a.SVG",
            b"hola",
            "expected an SVG drawing, got a file that is none from line 1 on",
        ),
        (
            "files/a.HEIC",
            b"x",
            "expected a JPEG, PNG, WebP, AVIF or GIF, got a .heic file",
        ),
        ("fonts/a.woff2", b"\0\1\0\0", "expected a WOFF2 font, got a file of another kind"),
    ],
)
def test_what_a_browser_would_run_or_could_not_use_is_told(
    name: str, data: bytes, message: str
) -> None:
    (problem,) = read(SourcePath(f"content/{name}"), data).problems
    assert problem.message == message
