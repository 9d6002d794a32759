"""How the site looks: the theme's colours and type, and what site.toml sets in their place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Face, Scheme, ThemeConfig
from generator.fingerprint import digest
from generator.model import OtherFile
from generator.pages import ArticlePage
from generator.paths import SourcePath, output_of
from generator.pictures import Format
from generator.planning.changes import Audience
from generator.planning.colors import EASILY, READABLE, contrast, readable_on
from generator.planning.recipes import Card, Copy, Resize, Stylesheet
from generator.planning.site import assemble
from generator.planning.theme import Theme, ThemeFile
from generator.project import read_config
from tests.planning.newsroom import NOW, article, image, page_at, picture, plan, site

HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def asset(name: str, *uses: str) -> ThemeFile:
    return ThemeFile(name, SourcePath(f"layouts/assets/{name}"), digest(name.encode()), uses)


STYLE = asset("site.css", "styles/a.css", "settings.css", "fonts/serif.woff2")
SERIF, PART, LENS = asset("fonts/serif.woff2"), asset("styles/a.css", "lens.svg"), asset("lens.svg")
THEME = Theme(
    files=(SERIF, LENS, STYLE, PART),
    light=Scheme("#fffef8", "#111111", "#9c2f20"),
    dark=Scheme("#17181a", "#eeeeee", "#f0917e"),
    headline=Face("Serif", "fonts/serif.woff2"),
)
FONT = OtherFile(SourcePath("content/fonts/own.woff2"), digest(b"own"))


# Colours


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == expected


@given(HEX, HEX)
def test_every_colour_has_a_neighbour_that_can_be_read(paper: str, color: str) -> None:
    found = readable_on(paper, color)
    assert contrast(found, paper) >= READABLE
    assert found == color or contrast(color, paper) < READABLE


def test_a_readable_neighbour_keeps_its_hue() -> None:
    assert readable_on("#17181a", "#a3122f") == "#df535e"


def test_what_site_toml_leaves_open_is_the_themes() -> None:
    made = site(theme=THEME, theme_=ThemeConfig(light=Scheme(paper="#ffffff")))
    assert made.whole.look.light == Scheme("#ffffff", "#111111", "#9c2f20")
    assert made.whole.look.dark == THEME.dark
    assert (made.info.colors.paper_light, made.info.colors.paper_dark) == ("#ffffff", "#17181a")


def test_an_accent_for_light_is_lightened_for_dark() -> None:
    made = site(theme=THEME, theme_=ThemeConfig(light=Scheme(accent="#0b3d91")))
    assert made.problems == ()
    assert made.whole.look.light.accent == "#0b3d91"
    assert made.whole.look.dark.accent == readable_on("#17181a", "#0b3d91", EASILY) != "#0b3d91"
    assert "--accent-light: #0b3d91;" in made.whole.look.css


def test_a_colour_that_nobody_can_read_is_told_with_one_that_can_be_read() -> None:
    made = site(theme=THEME, theme_=ThemeConfig(light=Scheme(accent="#ffcc00")))
    (problem,) = made.problems
    assert (problem.field, problem.message) == (
        "theme.light.accent",
        "expected a colour with a contrast of 4.5 to 1 on #fffef8, got #ffcc00 with 1.5",
    )
    assert problem.hint.startswith('accent = "#')


def test_a_theme_that_nobody_can_read_is_blamed_itself() -> None:
    pale = replace(THEME, light=Scheme("#ffffff", "#111111", "#ffcc00"))
    assert [problem.path for problem in site(theme=pale).problems] == ["layouts/theme.toml"]
    own = ThemeConfig(light=Scheme(paper="#eeeeee"))
    assert [problem.path for problem in site(theme=pale, theme_=own).problems] == ["site.toml"]


# Type


def test_a_typeface_is_set_with_its_file() -> None:
    face = Face('"Own Serif", serif', "fonts/own.woff2")
    made = site(FONT, theme=THEME, theme_=ThemeConfig(text=face))
    assert ':root { --text: "Own Serif", serif; }' in made.whole.look.css
    address = f"../files/own.{FONT.digest[:12]}.woff2"
    assert '@font-face { font-family: "Own Serif"; font-style: normal; ' in made.whole.look.css
    assert f'src: url("{address}") format("woff2"); }}' in made.whole.look.css
    assert FONT.source in made.needed


def test_a_typeface_whose_file_is_missing_is_a_problem() -> None:
    made = site(theme=THEME, theme_=ThemeConfig(text=Face("Own", "fonts/own.woff2")))
    assert [problem.message for problem in made.problems] == [
        'expected a font file under content/, got "fonts/own.woff2", which is none'
    ]


def test_cards_are_set_in_the_sites_own_type() -> None:
    own = ThemeConfig(headline=Face("Own", "fonts/own.woff2"))
    fonts = site(FONT, theme=THEME, theme_=own).whole.look.fonts
    assert fonts is not None
    assert [font.source for font in fonts] == [FONT.source, FONT.source]
    assert site(theme=Theme()).whole.look.fonts is None


# Assets


def test_a_style_sheet_is_one_file_with_what_it_imports() -> None:
    made = {each.name: each.recipe for each in site(theme=THEME).whole.assets}
    assert list(made) == ["fonts/serif.woff2", "lens.svg", "site.css"]
    assert made["lens.svg"] == Copy(LENS.file)
    style = made["site.css"]
    assert isinstance(style, Stylesheet)
    assert style.parts == (("site.css", STYLE.file), ("styles/a.css", PART.file))
    assert [name for name, _ in style.urls] == ["lens.svg", "fonts/serif.woff2"]
    assert "--paper-light: #fffef8;" in style.settings


def test_a_style_sheet_is_named_after_all_that_it_is_made_of() -> None:
    other = ThemeFile(PART.name, PART.source, digest(b"edited"), PART.uses)
    themes = (
        THEME,
        Theme((SERIF, LENS, STYLE, other)),
        Theme((ThemeFile(SERIF.name, SERIF.source, digest(b"x")), LENS, STYLE, PART)),
        Theme(THEME.files, light=Scheme("#ffffff", "#000000", "#550000")),
    )
    paths = {dict(site(theme=theme).info.assets)["site.css"] for theme in themes}
    assert len(paths) == 4


# Cards


def test_an_article_without_a_picture_gets_a_card_and_the_site_another() -> None:
    made = plan(article(section="harbour"), theme=THEME)
    cards = [each.recipe for each in made.outputs.values() if isinstance(each.recipe, Card)]
    assert [(card.label, card.title, card.site) for card in cards] == [
        ("Harbour", "The call", "The Example"),
        ("", "The Example", "The Example"),
    ]
    shown = page_at(made, "2025/11/call/index.html", ArticlePage).head.picture
    assert shown is not None
    assert (shown.width, shown.height, shown.type, shown.alt) == (
        1200,
        630,
        "image/png",
        "The call",
    )
    assert shown.url.removeprefix("/") in made.outputs


def test_two_articles_of_one_title_share_a_card() -> None:
    made = plan(article("a", title="One"), article("b", title="One"), theme=THEME)
    assert made.problems == ()
    assert len([path for path in made.outputs if path.startswith("media/card.")]) == 2


def test_a_site_may_want_no_cards() -> None:
    made = plan(article(), theme=THEME, theme_=ThemeConfig(cards=False))
    assert not [path for path in made.outputs if path.startswith("media/")]


def test_a_picture_one_can_see_through_has_no_colour_behind_it() -> None:
    page = page_at(
        plan(article(image=image()), replace(picture(), transparent=True, tone="d22")),
        "2025/11/call/index.html",
        ArticlePage,
    )
    assert page.article.picture is not None
    assert page.article.picture.tone == ""


def test_a_picture_that_moves_has_a_still_for_those_who_want_none_of_that() -> None:
    made = plan(article(image=image()), replace(picture(), animated=True))
    shown = page_at(made, "2025/11/call/index.html", ArticlePage).article.picture
    assert shown is not None
    assert shown.still is not None
    assert [each.type for each in shown.renditions] == ["image/webp"]
    recipe = made.outputs[output_of(shown.still.url)].recipe
    assert isinstance(recipe, Resize)
    assert (recipe.width, recipe.height, recipe.format, recipe.animated) == (
        960, 540, Format.JPEG, False,
    )  # fmt: skip


def test_the_picture_of_the_site_is_drawn_for_links_alone() -> None:
    made = plan(picture("card.png"), image="images/card.png")
    assert sorted(path.rpartition("-")[2] for path in made.outputs if "media/" in path) == [
        "16x9.jpg", "1x1.jpg", "4x3.jpg", "640.jpg",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ('accent = "#ffcc00"', "theme.accent"),
        ('[theme.light]\naccent = "#ffcc00"', "theme.light.accent"),
    ],
)
def test_an_unreadable_accent_is_told_where_it_was_given(toml: str, place: str) -> None:
    required = "title = 'x'\ndescription = 'x'\nbase_url = 'https://x.org'\nlanguage = 'en'\n"
    text = f"{required}time_zone = 'UTC'\n[theme]\n{toml}\n"
    config = read_config(text.encode())
    (problem,) = assemble((), THEME, config, now=NOW, audience=Audience.PUBLIC).problems
    assert (problem.field, problem.line) == (place, text.count("\n"))
