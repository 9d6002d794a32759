"""The pages of the sample site, as readers have them: in a real browser, by sight and by keyboard.

Every page is served with the site's own headers, so that a breach of its security policy fails.
"""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Watched, served
from tests.strict_html import read_html
from tests.whole_sites import Built, sample_site

pytestmark = pytest.mark.browser

LEAD = "2025/11/trump-maduro-call/"
# One page of each kind.
KINDS = {
    "the front": "",
    "an article": LEAD,
    "an article with a gallery": "GALLERY",
    "a section": "sections/military/",
    "a tag": "TAG",
    "an author": "authors/madison-pena/",
    "a month": "archive/2025/11/",
    "a year": "archive/2025/",
    "an index": "tags/",
    "the archive": "archive/",
    "a page": "about/",
    "the search": "search/",
    "what is missing": "404.html",
}
ARTICLE_WEIGHT = 20 * 1024  # bytes of HTML and CSS, as a host sends them
FONTS_WEIGHT = 70 * 1024
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample site below a path."""
    folder = tmp_path_factory.mktemp("below")
    return sample_site(folder, base_url="https://host.example/repo")


def address(sample: Built, kind: str) -> str:
    """Return where a page of a kind lies."""
    if KINDS[kind] == "GALLERY":
        return next(
            path
            for path in pages_of(sample)
            if 'class="gallery"' in sample.text(f"{path}index.html")
        )
    if KINDS[kind] == "TAG":
        return next(
            path for path in pages_of(sample) if path.startswith("tags/") and path != "tags/"
        )
    return KINDS[kind]


def pages_of(built: Built) -> list[str]:
    """Return the addresses of all pages that stay; a redirect leads on by itself."""
    return [
        path.removesuffix("index.html")
        for path, data in built.files.items()
        if path.endswith(".html") and b'http-equiv="refresh' not in data
    ]


OWN_LOOK = """
[theme]
accent = "#0b5f3a"
logo = "images/logo.png"

[theme.light]
paper = "#f4f8ff"

[theme.fonts]
headline = "monospace"
"""


@contextmanager
def window(
    chromium: Browser,
    built: Built,
    *,
    width: int = 1280,
    scheme: str = "light",
    scripts: bool = True,
) -> Iterator[tuple[Watched, str]]:
    """Open a window on a site; fail where anything went wrong in it."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
    )
    with served(built) as front, context:
        watched = Watched(context, front)
        yield watched, front
        assert watched.faults == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_between_a_page_and_any_reader(
    chromium: Browser, sample: Built, scheme: str, width: int
) -> None:
    with window(chromium, sample, width=width, scheme=scheme) as (watched, front):
        for kind in KINDS:
            if kind != "what is missing":
                watched.open(f"{front}/{address(sample, kind)}")
            assert watched.violations() == [], kind


def test_every_page_fits_the_narrowest_screen_and_says_all_without_scripts(
    chromium: Browser, sample: Built, below: Built
) -> None:
    """With scripts at the root of a host; without them, and dark, below a path."""
    texts: dict[str, dict[str, str]] = {}
    papers = set()
    for built, scheme, scripts in ((sample, "light", True), (below, "dark", False)):
        with window(chromium, built, width=320, scheme=scheme, scripts=scripts) as (watched, front):
            for path in pages_of(built):
                said = watched.open(f"{front}/{path}")
                assert len(said) > 100, path
                assert watched.window.evaluate(OVERFLOW) <= 0, path
                if path != "search/":
                    texts.setdefault(path, {})[scheme] = said
            papers.add(watched.window.evaluate(PAPER))
    assert len(papers) == 2
    assert len(texts) > 40
    for path, said_in in texts.items():
        assert said_in["light"] == said_in["dark"], path


def test_an_article_is_light(sample: Built) -> None:
    page = read_html(sample.text(f"{LEAD}index.html"))[0]
    (style,) = (each.get("href") for each in page.all("link") if each.get("rel") == "stylesheet")
    sent = [sample.files[f"{LEAD}index.html"], sample.files[style.lstrip("/")]]
    assert sum(len(gzip.compress(data, mtime=0)) for data in sent) <= ARTICLE_WEIGHT
    fonts = {path: data for path, data in sample.files.items() if path.endswith(".woff2")}
    assert fonts
    assert sum(map(len, fonts.values())) <= FONTS_WEIGHT


def test_nothing_moves_while_a_page_loads(chromium: Browser, sample: Built) -> None:
    observe = """() => new Promise(done => {
        let moved = 0;
        new PerformanceObserver(list => {
            for (const entry of list.getEntries()) moved += entry.value;
        }).observe({type: "layout-shift", buffered: true});
        document.fonts.ready.then(() => setTimeout(() => done(moved), 200));
    })"""
    for width in (360, 1280):
        with window(chromium, sample, width=width) as (watched, front):
            for path in ("", LEAD):
                watched.open(f"{front}/{path}")
                assert watched.window.evaluate(observe) <= 0.01, (path, width)


def test_a_redirect_leads_a_reader_on(chromium: Browser, sample: Built, below: Built) -> None:
    for built in (sample, below):
        with window(chromium, built) as (watched, front):
            watched.window.goto(f"{front}/news/land-targets/")
            watched.window.wait_for_url(f"{front}/2025/11/land-targets/")
            assert "on Venezuelan land" in watched.window.title()


def test_the_keyboard_goes_straight_to_the_text(chromium: Browser, sample: Built) -> None:
    with window(chromium, sample) as (watched, front):
        watched.open(f"{front}/{LEAD}")
        watched.window.keyboard.press("Tab")
        focused = watched.window.locator(":focus")
        assert focused.inner_text() == "Skip to the main text"
        assert focused.is_visible()
        watched.window.keyboard.press("Enter")
        assert watched.window.evaluate("document.activeElement.id") == "bs-main"


def test_the_keyboard_goes_through_a_gallery(chromium: Browser, sample: Built) -> None:
    with window(chromium, sample, width=360) as (watched, front):
        watched.open(f"{front}/{address(sample, 'an article with a gallery')}")
        row = watched.window.locator(".gallery ul")
        assert row.locator("img").count() >= 3
        row.focus()
        assert row.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
        assert row.evaluate("each => each.scrollLeft") == 0
        for _ in range(4):
            watched.window.keyboard.press("ArrowRight")
        expect(row.locator("li").nth(1)).to_be_in_viewport(ratio=0.5)


def test_a_browser_takes_the_smallest_picture_that_will_do(
    chromium: Browser, sample: Built
) -> None:
    taken = {}
    for width in (360, 1280):
        with window(chromium, sample, width=width) as (watched, front):
            watched.open(f"{front}/{LEAD}")
            lead = watched.window.locator(".lead-picture img")
            taken[width] = lead.evaluate("each => each.currentSrc")
            assert lead.evaluate("each => each.complete && each.naturalWidth > 0")
    found = {width: re.search(r"-(\d+)\.avif$", url) for width, url in taken.items()}
    sizes = {width: int(match[1]) for width, match in found.items() if match}
    assert sizes[360] == 640 or sizes[360] == 320
    assert sizes[1280] > sizes[360]


def test_a_printed_article_has_its_address_and_no_navigation(
    chromium: Browser, sample: Built
) -> None:
    with window(chromium, sample) as (watched, front):
        watched.open(f"{front}/{LEAD}")
        watched.window.emulate_media(media="print")
        shown = watched.window.locator("body").inner_text()
        assert f"https://cubaheadlines.example/{LEAD}" in shown
        assert not watched.window.locator("nav").first.is_visible()
        assert "© X" in shown


def test_a_newsroom_has_its_own_look_from_its_settings_alone(
    chromium: Browser, tmp_path: Path
) -> None:
    own = sample_site(tmp_path, settings=OWN_LOOK)
    with window(chromium, own) as (watched, front):
        watched.open(f"{front}/{LEAD}")
        look = "each => getComputedStyle(each)"
        logo = watched.window.get_by_role("banner").get_by_alt_text("CubaHeadlines")
        assert logo.evaluate("each => each.naturalWidth") == 1024
        assert watched.window.evaluate(PAPER) == "rgb(244, 248, 255)"
        kicker = watched.window.locator(".kicker").first
        assert kicker.evaluate(f"{look}.color") == "rgb(11, 95, 58)"
        headline = watched.window.get_by_role("heading", level=1)
        assert headline.evaluate(f"{look}.fontFamily") == "monospace"
        assert watched.violations() == []
