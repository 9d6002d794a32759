"""The line that a problem is about."""

from pathlib import Path

import pytest

from generator.errors import Problem
from generator.preview.excerpts import WIDTH, Excerpt, excerpt
from generator.project import Project
from tests.preview.small_site import write


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "site", tmp_path / "theme")


def at(path: str, line: int, column: int) -> Problem:
    return Problem(path, line, column, "", "expected something else")


def test_the_caret_stands_under_the_column(project: Project) -> None:
    write(project.root, "content/articles/a.md", "---\ntitle: A\ndate: yesterday\n---\n")
    found = excerpt(project, at("content/articles/a.md", 3, 7))
    assert found == Excerpt("date: yesterday", "      ^")


def test_tabs_and_a_mark_of_byte_order_do_not_move_the_caret(project: Project) -> None:
    write(project.root, "site.toml", '\ufeff\ttitle = "é"\n')
    assert excerpt(project, at("site.toml", 1, 3)) == Excerpt('\ttitle = "é"', "\t ^")


def test_of_a_long_line_the_part_around_the_place_is_shown(project: Project) -> None:
    write(project.root, "content/articles/a.md", "x" * 500 + "HERE" + "y" * 500)
    found = excerpt(project, at("content/articles/a.md", 1, 501))
    assert found
    assert len(found.text) == WIDTH + 4
    assert found.text.startswith("… x")
    assert found.text.endswith("y …")
    assert found.text[found.caret.index("^") :].startswith("HERE")


def test_a_layout_is_looked_for_in_the_site_and_then_in_the_theme(project: Project) -> None:
    write(project.theme, "page.html", "of the theme")
    problem = at("layouts/page.html", 1, 1)
    assert excerpt(project, problem) == Excerpt("of the theme", "^")
    write(project.root, "layouts/page.html", "of the site")
    assert excerpt(project, problem) == Excerpt("of the site", "^")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("content/articles/a.md", 0),
        ("content/articles/a.md", 9),
        ("content/articles/gone.md", 1),
        ("content/articles", 1),
        ("public/index.html", 1),
        ("the output feed.xml", 1),
        ("/etc/hostname", 1),
    ],
)
def test_what_has_no_line_has_no_excerpt(project: Project, path: str, line: int) -> None:
    write(project.root, "content/articles/a.md", "one line\n")
    assert excerpt(project, at(path, line, 1)) is None
