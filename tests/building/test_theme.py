"""The theme's files: which are taken, and every fault of a style sheet before anything is made."""

from pathlib import Path

import pytest

from generator.building.theme import theme_of
from generator.errors import ProblemsFound
from generator.planning.theme import DARK, LIGHT
from tests.site_kit import Files, site

ALONE = "expected an import on a line of its own"
HOW = '\n  hint: @import "styles/front.css" layer(front);'
THEME_TOML = '[light]\npaper = "#ffeedd"\n[dark]\n'


def assets(tmp_path: Path, files: Files) -> list[str]:
    written = {f"layouts/assets/{name}": data for name, data in files.items()}
    return [each.name for each in theme_of(site(tmp_path, written)).files]


def faults(tmp_path: Path, css: str | bytes, **files: str) -> list[str]:
    others = {f"{name}.css": text for name, text in files.items()}
    with pytest.raises(ProblemsFound) as caught:
        assets(tmp_path, {"site.css": css, **others})
    return [str(problem) for problem in caught.value.problems]


def test_what_editors_leave_behind_and_links_are_no_assets(tmp_path: Path) -> None:
    (tmp_path / "layouts" / "assets").mkdir(parents=True)
    (tmp_path / "layouts" / "assets" / "h.txt").symlink_to("/etc/hostname")
    files = {"site.css": "", "site.css~": "", "#x.css#": "", ".git/config": "", "a/b.svg": ""}
    assert assets(tmp_path, files) == ["a/b.svg", "site.css"]


def test_the_theme_says_its_own_colours_and_leaves_the_rest(tmp_path: Path) -> None:
    theme = theme_of(site(tmp_path, {"layouts/theme.toml": THEME_TOML}))
    assert (theme.light.paper, theme.light.ink, theme.dark) == ("#ffeedd", LIGHT.ink, DARK)


def test_a_fault_of_the_themes_settings_is_told_with_its_place(tmp_path: Path) -> None:
    project = site(tmp_path, {"layouts/theme.toml": '[light]\npaper = "white"\n[dark]\n'})
    with pytest.raises(ProblemsFound) as caught:
        theme_of(project)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.field) == ("layouts/theme.toml", 2, "light.paper")


def test_a_style_sheet_in_other_bytes_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, b"a {}\xe9") == [
        "layouts/assets/site.css: expected text in UTF-8, got other bytes"
    ]


def test_a_mark_at_the_start_of_a_style_sheet_hides_no_import(tmp_path: Path) -> None:
    css = b"\xef\xbb\xbf" + b'@import "b.css";\n'
    assert assets(tmp_path, {"site.css": css, "b.css": ""}) == ["b.css", "site.css"]


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ('a {}\n@import "nope.css";', ':2:1: expected a file of layouts/assets, got "nope.css"'),
        ('/* one\ntwo */\np { src: url("b.pngg") }',
         ':3:1: expected a file of layouts/assets, got "b.pngg"'),
        ('@import "b.css" screen;', f':1:1: {ALONE}, got @import "b.css" screen;{HOW}'),
        ('  @import "b.css";', f':1:1: {ALONE}, got @import "b.css";{HOW}'),
    ],
)  # fmt: skip
def test_what_a_style_sheet_names_and_does_not_get_is_told(
    tmp_path: Path, css: str, told: str
) -> None:
    (found,) = faults(tmp_path, css, b="")
    assert found.partition("site.css")[2].partition("\n  hint: did")[0] == told.replace(
        ":1:3", ":1:1"
    )


def test_what_is_elsewhere_is_not_looked_for(tmp_path: Path) -> None:
    css = 'a { src: url(https://x.org/a), url("data:x"), url(#b), url(/c) }\n@import "https://x.org/a";'
    assert assets(tmp_path, {"site.css": css}) == ["site.css"]
