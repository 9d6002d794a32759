"""Compiled layouts: kept, and never taken for those of another source."""

from pathlib import Path

import pytest

from generator.fingerprint import Fingerprint
from generator.planning.recipes import Template
from generator.rendering.compiled import Compiled
from generator.rendering.templates import Templates
from tests.rendering.factories import article_page, kept, site, written

FILES = {"it.html": "{% include 'part.html' %}{{ page.article.title }}", "part.html": "One: "}


def shown(layouts: Path, compiled: Compiled) -> str:
    templates = Templates((layouts,), site(), compiled)
    return templates.render(Template("it.html", article_page()), kept()).decode()


@pytest.fixture
def layouts(tmp_path: Path) -> Path:
    return written(tmp_path / "layouts", FILES)


@pytest.fixture
def compiled(tmp_path: Path) -> Compiled:
    return Compiled(tmp_path / "compiled", Fingerprint("one"))


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Name each layout that is compiled."""
    names: list[str] = []
    from jinja2 import Environment

    real = Environment.compile

    def compile_(self: Environment, source: str, name: str, *more: object) -> object:
        names.append(name)
        return real(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", compile_)
    return names


def test_what_was_compiled_once_is_not_compiled_again(
    layouts: Path, compiled: Compiled, compilations: list[str]
) -> None:
    first = shown(layouts, compiled)
    assert compilations == ["it.html", "part.html"]
    assert shown(layouts, compiled) == first
    assert compilations == ["it.html", "part.html"]


def test_an_edited_layout_alone_is_compiled_again_in_its_place(
    layouts: Path, compiled: Compiled, compilations: list[str]
) -> None:
    before = shown(layouts, compiled)
    (layouts / "part.html").write_text("Two: ")
    compilations.clear()
    assert shown(layouts, compiled) == before.replace("One", "Two")
    assert compilations == ["part.html"]
    assert len(list(compiled.folder.iterdir())) == 2


def test_other_code_compiles_anew(
    layouts: Path, compiled: Compiled, compilations: list[str]
) -> None:
    shown(layouts, compiled)
    compilations.clear()
    shown(layouts, Compiled(compiled.folder, Fingerprint("two")))
    assert compilations == ["it.html", "part.html"]


@pytest.mark.parametrize("at", [0, 16, 40])
def test_damage_costs_only_the_compiling(
    layouts: Path, compiled: Compiled, compilations: list[str], at: int
) -> None:
    before = shown(layouts, compiled)
    for file in compiled.folder.iterdir():
        data = bytearray(file.read_bytes())
        data[at] ^= 1
        file.write_bytes(data)
    compilations.clear()
    assert shown(layouts, compiled) == before
    assert compilations == ["it.html", "part.html"]


def test_a_disk_that_takes_nothing_costs_only_the_compiling(
    layouts: Path, compiled: Compiled
) -> None:
    compiled.folder.write_text("A file, where the folder is to be.")
    assert shown(layouts, compiled) == shown(layouts, compiled)


def test_a_mistake_in_a_kept_layout_is_told_at_its_line(layouts: Path, compiled: Compiled) -> None:
    (layouts / "part.html").write_text("\n\n{{ page.titel }}")
    for _ in range(2):
        with pytest.raises(Exception, match=r"layouts/part\.html:3:1: expected a field of Article"):
            shown(layouts, compiled)
