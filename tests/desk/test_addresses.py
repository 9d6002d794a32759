"""Addresses of the desk, its own files, and links into editors."""

from pathlib import Path

import pytest

from generator.desk import assets
from generator.desk.addresses import article_address, editor_link, source_at
from generator.desk.assets import NAMES, asset
from generator.paths import SourcePath

HARD = SourcePath("content/articles/2025/¿Qué? 100% #1.md")


def test_an_article_has_one_address() -> None:
    assert article_address(SourcePath("content/articles/a.md")) == "/_desk/content/articles/a.md"
    address = article_address(HARD)
    assert address == "/_desk/content/articles/2025/%C2%BFQu%C3%A9%3F%20100%25%20%231.md"
    assert source_at(address) == HARD
    assert source_at(f"{address}?from=bar") == HARD


@pytest.mark.parametrize(
    "address",
    ["/_desk/", "/_desk/assets/base.css", "/content/articles/a.md", "/_desk/site.toml", ""],
)
def test_what_is_no_article_has_no_source(address: str) -> None:
    assert source_at(address) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("vscode://file/n/{path}:{line}:{column}", "vscode://file/n/content/a%20b.md:4:9"),
        ("editor://open?file={path}", "editor://open?file=content/a%20b.md"),
        ("", ""),
        ("javascript:alert('{path}')", ""),
        (" JavaScript:alert(1)", ""),
        ("data:text/html,{path}", ""),
    ],
)
def test_an_editor_opens_a_place(pattern: str, expected: str) -> None:
    assert editor_link(pattern, "content/a b.md", 4, 9) == expected


def test_a_file_as_a_whole_opens_at_its_beginning() -> None:
    assert editor_link("e://{path}:{line}:{column}", "a.md") == "e://a.md:1:1"


def test_a_name_in_a_path_is_no_pattern() -> None:
    assert editor_link("e://{path}:{line}", "{line}.md", 7) == "e://%7Bline%7D.md:7"


def test_the_desk_has_its_own_files_and_no_others() -> None:
    kinds = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
    for file in Path(assets.__file__).with_name("assets").iterdir():
        assert asset(file.name) == (file.read_bytes(), kinds[file.suffix])
        assert file.name in NAMES
    for name in ("", "../pages.py", "desk.html", "/etc/hosts", "base.css/"):
        assert asset(name) is None
