"""Icons from one drawing, and the manifest that lists them."""

import json
from typing import Any

from generator.config import ThemeConfig
from generator.fingerprint import digest
from generator.model import OtherFile
from generator.paths import SourcePath
from generator.planning.plan import Plan
from generator.planning.recipes import Copy, FileOf, Icon
from generator.planning.theme import Theme, ThemeFile
from tests.outputs.hosted import text
from tests.planning.newsroom import Untyped, output, plan, problems

NAMES = ("icon.svg", "favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png",
         "icon-maskable-512.png", "manifest.webmanifest")  # fmt: skip
SOURCE = SourcePath("layouts/assets/icon.svg")
THEME = Theme((ThemeFile("icon.svg", SOURCE, digest(b"theme")),))
PAPER = THEME.light.paper


def drawing(path: str) -> OtherFile:
    return OtherFile(SourcePath(f"content/{path}"), digest(path.encode()))


def sources(made: Plan) -> set[str]:
    recipes = [output(made, name).recipe for name in NAMES[:-1]]
    return {each.file.source for each in recipes if isinstance(each, Copy | Icon)}


def manifest(**settings: Untyped) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(plan(theme=THEME, **settings), "manifest.webmanifest"))
    return found


def test_every_icon_is_made_from_the_drawing_of_the_theme() -> None:
    made = plan(theme=THEME)
    file = FileOf(SOURCE, digest(b"theme"))
    assert {name: output(made, name).recipe for name in NAMES[:-1]} == {
        "icon.svg": Copy(file),
        "favicon.ico": Icon(file, (16, 32, 48)),
        "apple-touch-icon.png": Icon(file, (180,), PAPER),
        "icon-192.png": Icon(file, (192,)),
        "icon-512.png": Icon(file, (512,)),
        "icon-maskable-512.png": Icon(file, (512,), PAPER),
    }


def test_a_theme_without_a_drawing_has_no_icons_and_no_manifest() -> None:
    assert not set(NAMES) & set(plan().outputs)


def test_the_drawing_of_site_toml_comes_before_all_others() -> None:
    own, fixed = drawing("images/mark.svg"), drawing("static/icon.svg")
    settings = ThemeConfig(icon="images/mark.svg")
    assert sources(plan(own, theme=THEME, theme_=settings)) == {own.source}
    assert sources(plan(own, theme_=settings)) == {own.source}
    assert sources(plan(fixed, theme=THEME)) == {fixed.source}


def test_an_icon_that_is_no_drawing_is_told() -> None:
    settings = ThemeConfig(icon="images/marc.svg")
    assert problems(drawing("images/mark.svg"), theme=THEME, theme_=settings) == [
        (
            'site.toml: theme.icon: expected an .svg file under content/, got "images/marc.svg", '
            "which is none"
        )
    ]
    (problem,) = plan(drawing("images/mark.svg"), theme=THEME, theme_=settings).problems
    assert problem.hint == 'did you mean "images/mark.svg"?'
    assert (
        len(problems(drawing("images/mark.png"), theme_=ThemeConfig(icon="images/mark.png"))) == 1
    )


def test_the_manifest_says_how_the_site_is_installed() -> None:
    assert manifest(title="Le Journal d’Été") == {
        "name": "Le Journal d’Été",
        "short_name": "Le Journal",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "lang": "en",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": "/icon-192.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": "/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": "/icon-maskable-512.png", "sizes": "512x512", "type": "image/png",
             "purpose": "maskable"},
        ],
    }  # fmt: skip


def test_the_manifest_of_a_site_below_the_root_carries_the_base_path() -> None:
    found = manifest(base_url="https://example.com/repo")
    assert (found["id"], found["start_url"], found["scope"]) == ("/repo/", "/repo/", "/repo/")
    assert {icon["src"].rpartition("/")[0] for icon in found["icons"]} == {"/repo"}


def test_a_name_that_is_too_long_for_an_icon_is_cut_between_words_or_left_whole() -> None:
    assert manifest(title="Twelve signs")["short_name"] == "Twelve signs"
    assert manifest(title="The Example Courier")["short_name"] == "The Example"
    assert manifest(title="Hamburger-Tageblätter")["short_name"] == "Hamburger-Tageblätter"


def test_quotes_in_a_title_stay_json() -> None:
    assert manifest(title='The "Post" \\ Mail')["name"] == 'The "Post" \\ Mail'
