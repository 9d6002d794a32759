"""Checks of a site's own layouts: what is used by nothing is told, with what it was meant to be."""

from pathlib import Path

import pytest

from generator.config import Check
from generator.rendering.layout_files import LayoutFiles
from tests.checks.looking import told_of
from tests.planning.newsroom import site
from tests.site_kit import THEME, write

EXTENDS = '{% extends "base.html" %}{% include "parts/extra.html" %}'
UNUSED = "expected a file that a layout uses, or one that stands for the theme's, got neither"
UNASKED = "expected a message that the theme has or that a layout asks for, got neither"


def layouts(root: Path, **files: str) -> LayoutFiles:
    """Return layouts of a site's own over the theme's; `parts__x_html` is parts/x.html."""
    own = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    write(root, own)
    return LayoutFiles((root, THEME))


def unused(found: LayoutFiles, language: str = "en") -> list[str]:
    made = site(language=language)
    return [each.partition(": ")[0] for each in told_of(Check.UNUSED_LAYOUT, made, found)]


def unasked(found: LayoutFiles, language: str = "en") -> list[str]:
    return told_of(Check.UNUSED_MESSAGE, site(language=language), found)


def test_a_misspelt_layout_is_told(tmp_path: Path) -> None:
    found = layouts(tmp_path, parts__foter_html="<footer></footer>")
    assert told_of(Check.UNUSED_LAYOUT, site(), found) == [
        f"layouts/parts/foter.html: warning: {UNUSED}"
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"parts__footer_html": "<footer></footer>"},
        {"article_html": EXTENDS, "parts__extra_html": "x"},
        {"assets__extra_css": "a {}", "parts__footer_html": "{{ asset('extra.css') }}"},
        {"messages__fr_toml": ""},
        {"README_md": "Ours."},
        {"_DS_Store": ""},
        {"assets__fonts__OFL_txt": "The licence of our type."},
        {},
    ],
    ids=",".join,
)
def test_what_stands_for_the_themes_or_is_used_is_let_be(
    tmp_path: Path, files: dict[str, str]
) -> None:
    assert unused(layouts(tmp_path, **files), language="fr") == []


def test_an_asset_and_a_language_that_nothing_uses_are_told(tmp_path: Path) -> None:
    found = layouts(tmp_path, assets__stile_css="a {}", messages__de_toml="")
    assert unused(found) == ["layouts/assets/stile.css", "layouts/messages/de.toml"]


def test_where_a_layout_computes_what_it_includes_nothing_is_told(tmp_path: Path) -> None:
    computing = "{% include 'parts/' ~ page.kind ~ '.html' %}"
    found = layouts(tmp_path, parts__footer_html=computing, parts__special_html="x")
    assert unused(found) == []


def test_an_asset_whose_name_is_joined_of_parts_is_let_be(tmp_path: Path) -> None:
    joining = "{{ asset('flags/' ~ page.section ~ '.svg') }}"
    found = layouts(tmp_path, parts__footer_html=joining, assets__flags__news_svg="<svg/>")
    assert unused(found) == []


def test_a_misspelt_message_is_told_with_its_place(tmp_path: Path) -> None:
    found = layouts(tmp_path, messages__en_toml='skip = "Skip"\n\nlatset = "New"\n')
    assert unasked(found) == [f"layouts/messages/en.toml:3:1: warning: latset: {UNASKED}"]


@pytest.mark.parametrize(
    "key", ["latest", "articles_count_few", "own_words", "mood_glad", "glad_mood", "own_count_one"]
)
def test_a_message_of_the_theme_or_that_a_layout_asks_for_is_let_be(
    tmp_path: Path, key: str
) -> None:
    asking = (
        "It's {{ t('own_words') }}, isn't it? {{ t('mood_' ~ page.mood) }}"
        "{{ t(page.mood ~ '_mood') }}{% set x = t('own_count', count=2) %}"
    )
    found = layouts(tmp_path, parts__footer_html=asking, messages__en_toml=f'{key} = "x"\n')
    assert unasked(found) == []


def test_messages_of_a_region_are_looked_at_and_those_of_other_languages_not(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"messages/es-419.toml": 'latset = "x"\n', "messages/en.toml": 'nwe = "x"\n'})
    (found,) = unasked(LayoutFiles((tmp_path, THEME)), language="es-419")
    assert found.startswith("layouts/messages/es-419.toml:1:1: ")


def test_a_theme_of_its_own_stands_for_no_other(tmp_path: Path) -> None:
    layouts(tmp_path, article_html="x", messages__en_toml='own = "x"\n')
    alone = LayoutFiles((tmp_path,))
    assert (unused(alone), unasked(alone)) == ([], [])
