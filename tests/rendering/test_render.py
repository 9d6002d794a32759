"""From an output to its bytes, whatever its recipe."""

from pathlib import Path
from typing import NoReturn

import pytest

from generator.errors import ProblemsFound
from generator.fingerprint import Digest, digest
from generator.pages import BodyHtml, ListingKind, Page
from generator.paths import OutputPath, SourcePath
from generator.planning.plan import Output
from generator.planning.recipes import Copy, FileOf, Template
from generator.rendering.render import bodies_of, render
from tests.rendering.factories import (
    article_page,
    author_card,
    feed_item,
    feed_page,
    kept,
    lines,
    listing_page,
    static_page,
    templates,
)

FILE = SourcePath("content/report.pdf")
PATH = OutputPath("report.pdf")


def never(_: SourcePath) -> NoReturn:
    raise AssertionError


def b(name: str) -> BodyHtml:
    return BodyHtml(Digest(name))


def test_a_page_is_put_through_its_layout(tmp_path: Path) -> None:
    made = templates(tmp_path, {"it.html": "{{ page.body|html }}"})
    output = Output(path=OutputPath("index.html"), recipe=Template("it.html", article_page()))
    assert render(output, made, kept(), never) == b"<p>The harbour is open.</p>\n"


def test_a_file_is_copied_byte_for_byte(tmp_path: Path) -> None:
    data = b"\x00\r\n\xff"
    output = Output(path=PATH, recipe=Copy(FileOf(FILE, digest(data))))
    assert render(output, templates(tmp_path, {}), {}, {FILE: data}.__getitem__) == data


def test_a_file_that_changed_since_the_plan_is_refused(tmp_path: Path) -> None:
    output = Output(path=PATH, recipe=Copy(FileOf(FILE, digest(b"before"))))
    with pytest.raises(ProblemsFound) as caught:
        render(output, templates(tmp_path, {}), {}, lambda _: b"after")
    (problem,) = caught.value.problems
    assert (problem.path, problem.hint) == (FILE, "build again")


def test_a_file_that_vanished_since_the_plan_is_a_problem(tmp_path: Path) -> None:
    def gone(source: SourcePath) -> bytes:
        return (tmp_path / source).read_bytes()

    output = Output(path=PATH, recipe=Copy(FileOf(FILE, digest(b""))))
    with pytest.raises(ProblemsFound) as caught:
        render(output, templates(tmp_path, {}), {}, gone)
    (problem,) = caught.value.problems
    assert problem.path == FILE
    assert "No such file" in problem.message


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            article_page(body=b("text"), authors=(author_card(body=b("bio")), author_card())),
            ("text", "bio"),
        ),
        (article_page(body=b("same"), authors=(author_card(body=b("same")),)), ("same",)),
        (static_page(body=b("about")), ("about",)),
        (listing_page(ListingKind.AUTHOR, author=author_card(body=b("bio"))), ("bio",)),
        (listing_page(ListingKind.AUTHOR, author=author_card()), ()),
        (listing_page(ListingKind.TAG), ()),
        (feed_page(feed_item(body=b("2")), feed_item(body=b("1"))), ("2", "1")),
        (lines("a"), ()),
    ],
)
def test_a_recipe_needs_the_bodies_that_its_page_shows(
    page: Page, expected: tuple[str, ...]
) -> None:
    assert bodies_of(Template("it.html", page)) == expected


def test_a_copy_needs_no_bodies() -> None:
    assert bodies_of(Copy(FileOf(FILE, digest(b"")))) == ()
