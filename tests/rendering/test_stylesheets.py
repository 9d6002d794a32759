"""Style sheets of several files become one, with the addresses of what they use."""

import pytest

from generator.fingerprint import Digest
from generator.paths import SourcePath, UrlPath
from generator.planning.recipes import FileOf, Stylesheet
from generator.rendering.stylesheets import uses, whole

FONT = UrlPath("/assets/fonts/serif.0123.woff2")


def sheet(texts: dict[str, str], settings: str = "", **urls: str) -> str:
    parts = tuple((name, FileOf(SourcePath(name), Digest("0"))) for name in texts)
    given = tuple((name, UrlPath(url)) for name, url in urls.items())
    return whole(Stylesheet(parts, (("fonts/serif.woff2", FONT), *given), settings), texts)


def test_an_import_is_put_in_its_place_and_layer() -> None:
    made = sheet({
        "site.css": '@layer base, front;\n@import "styles/front.css" layer(front);\na {}',
        "styles/front.css": "b { color: blue }\n",
    })  # fmt: skip
    assert made == "@layer base, front;\n@layer front {\nb { color: blue }\n}\na {}\n"


def test_an_import_without_a_layer_is_put_in_as_it_is() -> None:
    made = sheet(
        {"site.css": '@import "a.css";\n', "a.css": '@import "b/c.css";', "b/c.css": "i {}"}
    )
    assert made == "i {}\n"


def test_an_address_counts_from_the_file_that_it_stands_in_and_is_relative_to_the_whole() -> None:
    made = sheet({
        "site.css": '@import "styles/fonts.css";\nq { src: url(fonts/serif.woff2) }',
        "styles/fonts.css": 'p { src: url("../fonts/serif.woff2") format("woff2") }',
    })  # fmt: skip
    address = 'url("fonts/serif.0123.woff2")'
    assert made == f'p {{ src: {address} format("woff2") }}\nq {{ src: {address} }}\n'


def test_a_style_sheet_in_a_folder_finds_the_same_file() -> None:
    made = sheet({"css/site.css": "p { src: url(../fonts/serif.woff2) }"})
    assert made == 'p { src: url("../fonts/serif.0123.woff2") }\n'


@pytest.mark.parametrize(
    "css",
    [
        "p { src: url(https://example.com/a.woff2) }",
        'p { src: url("data:image/gif;base64,AA==") }',
        "p { fill: url(#part) }",
        "p { src: url(unknown.woff2) }",
        '@import "unknown.css";',
        '@import url("https://example.com/a.css");',
        'p::before { content: "/* no comment */ @import" }',
    ],
)
def test_what_is_no_file_of_the_theme_stays(css: str) -> None:
    assert sheet({"site.css": css}) == f"{css}\n"


def test_comments_stay_behind() -> None:
    made = sheet({"site.css": "/* one\n@import 'a.css'; */\np { color: red } /* two */\n\n\nq {}"})
    assert made == "p { color: red }\nq {}\n"


def test_the_settings_of_the_site_stand_in_for_their_file() -> None:
    css = '@import "settings.css" layer(settings);\np {}'
    assert sheet({"site.css": css}, ":root { --ink: red }\n") == (
        "@layer settings {\n:root { --ink: red }\n}\np {}\n"
    )


def test_sheets_that_import_each_other_end() -> None:
    texts = {"site.css": '@import "a.css";\np {}', "a.css": '@import "site.css";\nq {}'}
    assert sheet(texts) == '@import "site.css";\nq {}\np {}\n'


def test_what_a_sheet_uses_is_named_from_the_assets() -> None:
    css = """
@import "b.css" layer(b);
@import url('../c.css'); /* as
@import "no.css"; was before */
p { src: url( "../fonts/a.woff2" ), url(d.svg#part), url(data:x), url(https://e.org/f) }
"""
    assert uses("styles/a.css", css) == ("styles/b.css", "c.css", "fonts/a.woff2")
