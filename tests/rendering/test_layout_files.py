"""Which files a layout is made of."""

from pathlib import Path

import pytest
from jinja2 import Environment, meta

from generator.rendering.layout_files import LayoutFiles, references_in
from tests.rendering.factories import THEME, written

REFERRING = [
    '{% extends "a" %}',
    "{%- extends 'a' -%}",
    '{%+ include "a" +%}',
    '{% include "a" ignore missing %}',
    '{% include "a" ignore missing with context %}',
    '{% include ["a", "b"] %}{% include ("c", "d",) ignore missing %}',
    '{% import "a" as b %}{% from "c" import d, e as f with context %}',
    '{%\n  include\n  "a"\n%}',
    "{% include page.layout %}",
    '{% include "a" if page else "b" %}',
    '{% extends "a" ~ "b" %}',
    '{% include ["a", name] %}',
    '{% for a in b %}{% include "a" %}{% endfor %}',
    "{{ page.title }}",
    '{% set include = "a" %}',
]


@pytest.mark.parametrize("source", REFERRING)
def test_references_are_those_that_jinja2_finds(source: str) -> None:
    found = list(meta.find_referenced_templates(Environment(autoescape=True).parse(source)))
    expected = None if None in found else sorted(filter(None, found))
    actual = references_in(source)
    assert (None if actual is None else sorted(actual)) == expected


@pytest.mark.parametrize("layout", sorted(THEME.glob("**/*.html")) + sorted(THEME.glob("*.xml")))
def test_no_reference_of_the_theme_is_overlooked(layout: Path) -> None:
    source = layout.read_text("utf-8")
    parsed = Environment(autoescape=True).parse(source)
    found = references_in(source)
    assert found is not None, "a name that is computed makes every layout stale at once"
    assert set(found) >= set(meta.find_referenced_templates(parsed))


def test_adjacent_strings_are_one_name_that_is_not_guessed() -> None:
    assert references_in('{% include "a" "b" %}') is None


def test_a_closure_holds_what_is_included_at_any_depth(tmp_path: Path) -> None:
    files = LayoutFiles(
        (
            written(
                tmp_path,
                {
                    "article.html": '{% extends "base.html" %}',
                    "base.html": '{% include "parts/head.html" %}{% import "article.html" as a %}',
                    "parts/head.html": "head",
                    "other.html": "other",
                },
            ),
        )
    )
    names = [name for name, _ in files.closure("article.html")]
    assert names == ["article.html", "base.html", "parts/head.html"]


def test_a_layout_that_is_missing_is_part_of_the_closure(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.html": '{% include "extra.html" ignore missing %}'})
    assert LayoutFiles((folder,)).closure("a.html")[1] == ("extra.html", None)


def test_a_computed_name_may_be_any_file(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.html": "{% include x %}", "icons/b.svg": "b"})
    names = [name for name, _ in LayoutFiles((folder,)).closure("a.html")]
    assert names == ["a.html", "icons/b.svg", "messages/en.toml"]


@pytest.mark.parametrize("name", ["../secret.html", "a/../../secret.html", "/secret.html", "..\\x"])
def test_a_layout_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "..\\x").write_text("secret")
    folder = tmp_path / "layouts"
    folder.mkdir()
    assert LayoutFiles((folder,)).read(name) is None


def test_a_link_is_no_layout(tmp_path: Path) -> None:
    folder = tmp_path / "layouts"
    (folder / "parts").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("secret")
    (folder / "parts" / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "elsewhere").symlink_to(tmp_path)
    files = LayoutFiles((folder,))
    assert files.names() == ()
    assert files.read("parts/link.html") is None
    assert files.read("elsewhere/secret.html") is None


def test_a_file_is_read_once_so_that_what_is_fresh_is_what_is_rendered(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.html": "first"})
    files = LayoutFiles((folder,))
    before = files.closure("a.html")
    (folder / "a.html").write_text("second")
    assert files.closure("a.html") == before
    assert files.read("a.html") == b"first"
