"""The desk and the bar in a real browser, under the strict policies that they are sent with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal, TypedDict, Unpack
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from generator.desk.assets import asset
from generator.desk.bar import bar
from generator.desk.pages import POLICY, article_page, desk_page
from generator.desk.query import read_query
from generator.desk.values import Desk
from generator.media_types import served_as
from generator.pages import State
from generator.paths import UrlPath
from generator.pictures import Rendition
from tests.browsing import Watched
from tests.desk.newsroom import UNREADABLE, article, article_desk, desk, newsroom
from tests.site_kit import png

pytestmark = pytest.mark.browser

ORIGIN = "http://desk.test"
DESK = f"{ORIGIN}/_desk/"
ARTICLE = f"{DESK}content/articles/grid.md"
PAGE = f"{ORIGIN}/2025/11/grid/"
SITE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SITE_CSS = """
:is(aside, a, button, p) { color: white; background: white; font-size: 40px; }
broadsheet-bar { display: none !important; opacity: 0; }
@media screen { .paper-only { display: none; } }
@media print { nav { display: none; } body { color: rgb(1, 2, 3); } }
"""
PICTURE = Rendition(UrlPath("/grid-16x9.png"), 1200, 675, "image/png", "A substation at night")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Answer = tuple[str, bytes, str]  # media type, body, policy
Scheme = Literal["light", "dark"]


def site_page() -> bytes:
    """Return a page of the site as the preview sends it, with the bar."""
    own = bar(
        State.SCHEDULED, "The grid", desk=urlsplit(ARTICLE).path, source="vscode://file/grid.md",
        errors=1, warnings=2, notes=("goes live Monday 09:00",),
    )  # fmt: skip
    lines = "<p>A line of the text.</p>" * 60
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The grid</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icon.png"><link rel="stylesheet" href="/site.css"></head>
<body><nav aria-label="Sections"><a href="/">Front</a></nav>
<main><h1>The grid</h1><p class="paper-only">On paper.</p>{lines}<p id="end">The end.</p></main>
{own}</body></html>""".encode()


class Options(TypedDict, total=False):
    """What a window can be besides wide."""

    color_scheme: Scheme
    java_script_enabled: bool
    bypass_csp: bool


class Newsroom:
    """What the preview would answer; a test may put another desk into it."""

    def __init__(self, shown: Desk) -> None:
        self.shown = shown
        self.questions: list[str] = []

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        kind, body, policy = self._find(unquote(address.path), address.query)
        headers = {"Content-Type": kind, "Content-Security-Policy": policy}
        route.fulfill(body=body, headers=headers)

    def _find(self, path: str, query: str) -> Answer:
        if path == "/_desk/":
            self.questions.append(query)
            return served_as(".html"), desk_page(self.shown, read_query(query)), POLICY
        if found := asset(path.removeprefix("/_desk/assets/")):
            return found[1], found[0], POLICY
        if path.startswith("/_desk/"):
            return served_as(".html"), article_page(article_desk(PICTURE)), POLICY
        if path.endswith(".png"):
            return "image/png", png(width=1200), SITE_POLICY
        if path == "/site.css":
            return served_as(".css"), SITE_CSS.encode(), SITE_POLICY
        return served_as(".html"), site_page(), SITE_POLICY


@pytest.fixture
def room() -> Newsroom:
    return Newsroom(newsroom(250))


@contextmanager
def window(
    chromium: Browser, room: Newsroom, *, width: int = 1280, **options: Unpack[Options]
) -> Iterator[Watched]:
    """Open a window on a desk; fail where anything went wrong in it."""
    context: BrowserContext
    with chromium.new_context(viewport={"width": width, "height": 800}, **options) as context:
        context.route("**/*", room.answer)
        watched = Watched(context, ORIGIN)
        yield watched
        assert watched.faults == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_between_the_desk_and_any_editor(
    chromium: Browser, room: Newsroom, scheme: Scheme, width: int
) -> None:
    with window(chromium, room, width=width, color_scheme=scheme) as watched:
        for address in (DESK, f"{DESK}?problem=any", ARTICLE):
            watched.open(address)
            for each in watched.window.locator("details").all():
                each.evaluate("each => each.open = true")
            if address == ARTICLE:  # what is in the frame is the site's, and axe cannot enter it
                watched.window.locator("iframe").evaluate("each => each.remove()")
            assert watched.violations() == [], address


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 1920])
def test_every_screen_is_wide_enough(chromium: Browser, room: Newsroom, width: int) -> None:
    with window(chromium, room, width=width) as watched:
        for address in (DESK, f"{DESK}?problem=any", ARTICLE, PAGE):
            watched.open(address)
            assert watched.window.evaluate(OVERFLOW) <= 0, address


def test_the_desk_works_without_scripts(chromium: Browser, room: Newsroom) -> None:
    with window(chromium, room, java_script_enabled=False) as watched:
        page = watched.window
        watched.open(DESK)
        assert not page.locator("#keys").is_visible()
        page.get_by_label("Search").fill("harbour")
        page.get_by_label("Order").select_option("words")
        page.get_by_role("button", name="Show").click()
        assert "q=harbour" in page.url
        found = page.locator("#list .headline").all_inner_texts()
        assert found
        assert all(title.startswith("Harbour") for title in found)
        page.get_by_role("columnheader", name="Length").get_by_role("link").click()
        assert "sort=-words" in page.url
        watched.open(f"{DESK}?page=2")
        page.get_by_role("link", name="Next").click()
        assert page.locator("#found").inner_text() == "201–250 of 250 articles"
        watched.open(ARTICLE)
        assert page.get_by_role("link", name="the page", exact=True).is_visible()


def test_the_list_follows_what_is_typed(chromium: Browser, room: Newsroom) -> None:
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        page.evaluate("window.isTheSamePage = true")
        page.get_by_label("Search").press_sequentially("grid counts")
        expect(page.locator("#list .headline").first).to_contain_text("grid counts")
        expect(page).to_have_url(f"{DESK}?q=grid+counts")
        page.get_by_role("combobox", name="To mend").select_option("any")
        expect(page).to_have_url(f"{DESK}?q=grid+counts&problem=any")
        page.get_by_label("Search").fill("")
        page.get_by_role("combobox", name="To mend").select_option("")
        expect(page.locator("#found")).to_have_text("1–100 of 250 articles")
        expect(page).to_have_url(DESK)
        assert page.evaluate("window.isTheSamePage")


def test_an_answer_that_comes_too_late_is_dropped(chromium: Browser, room: Newsroom) -> None:
    slow: list[Callable[[], None]] = []

    def answer(route: Route) -> None:
        if route.request.url.endswith("?q=harbour"):
            slow.append(lambda: room.answer(route))
        else:
            room.answer(route)

    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        page.context.route("**/*", answer)
        with page.expect_request("**/?q=harbour"):
            page.get_by_label("Search").fill("harbour")
        page.get_by_label("Search").fill("theatre")
        first = page.locator("#list .headline").first
        expect(first).to_contain_text("theatre")
        with page.expect_response("**/?q=harbour"):
            slow.pop()()
        page.evaluate("fetch('/_desk/').then(answer => answer.text())")  # as long as it takes
        expect(first).to_contain_text("theatre")
        expect(page).to_have_url(f"{DESK}?q=theatre")


def test_the_keyboard_goes_through_the_rows(chromium: Browser, room: Newsroom) -> None:
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        titles = page.locator("#list .headline").all_inner_texts()

        def focused() -> str:
            return page.locator(":focus").inner_text()

        for key, expected in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("ArrowDown", 2),
                              ("ArrowUp", 1), ("ArrowUp", 0), ("k", 0)):  # fmt: skip
            page.keyboard.press(key)
            assert focused() == titles[expected], key
        page.keyboard.press("Tab")  # and the way out is the one that everybody knows
        assert focused() != titles[0]
        page.locator("#list .headline").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/_desk/content/**")


def test_a_slash_leads_to_the_search_and_escape_out_of_it(
    chromium: Browser, room: Newsroom
) -> None:
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        search = page.get_by_label("Search")
        page.keyboard.press("/")
        expect(search).to_be_focused()
        page.keyboard.type("j/k")
        expect(search).to_have_value("j/k")
        page.keyboard.press("Escape")
        expect(search).not_to_be_focused()
        page.keyboard.press("Control+j")
        expect(page.locator("#list :focus")).to_have_count(0)


def test_who_wants_no_keys_is_left_alone(chromium: Browser, room: Newsroom) -> None:
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        button = page.get_by_role("button", name="Keys")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
        watched.open(DESK)
        page.keyboard.press("/")
        expect(page.get_by_label("Search")).not_to_be_focused()
        page.get_by_role("button", name="Keys").click()
        page.keyboard.press("/")
        expect(page.get_by_label("Search")).to_be_focused()


def test_times_are_told_anew_and_everything_stays_where_it_was(
    chromium: Browser, room: Newsroom
) -> None:
    with window(chromium, room) as watched:
        page = watched.window
        page.clock.install()
        watched.open(DESK)
        row = page.locator("#list .headline").nth(3)
        title = row.inner_text()
        page.locator("#later").evaluate("each => each.open = true")
        row.focus()
        later = room.shown.now + timedelta(minutes=1)
        room.shown = desk(*room.shown.articles, now=later, changes=room.shown.changes)
        page.clock.fast_forward(61_000)
        expect(page.locator("#clock")).to_contain_text("11:06")
        expect(page.locator(":focus")).to_have_text(title)
        expect(page.locator("#later")).to_have_attribute("open", "")


def test_a_save_is_shown_in_its_place(chromium: Browser, room: Newsroom) -> None:
    news = "path => new window.LiveReloadPluginDesk().reload(path)"
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        page.evaluate("window.isTheSamePage = true")
        page.get_by_label("Search").fill("grid")
        expect(page).to_have_url(f"{DESK}?q=grid")
        room.shown = desk(article("The grid again"))
        assert page.evaluate(news, "*")
        expect(page.locator("#list .headline")).to_have_text(["The grid again"])
        expect(page.get_by_label("Search")).to_be_focused()
        room.shown = desk(article("The grid again"), problems=(UNREADABLE,))
        assert page.evaluate(news, "/_preview/state.json")
        expect(page.get_by_role("heading", name="Other files to mend")).to_be_visible()
        assert page.evaluate("window.isTheSamePage")


def test_news_does_not_lose_a_question_that_is_on_its_way(
    chromium: Browser, room: Newsroom
) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        if route.request.url.endswith("?q=grid") and not held:
            held.append(route)
        else:
            room.answer(route)

    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        page.context.route("**/*", answer)
        with page.expect_request("**/?q=grid"):
            page.get_by_label("Search").fill("grid")
        page.evaluate("new window.LiveReloadPluginDesk().reload('*')")
        expect(page).to_have_url(f"{DESK}?q=grid")
        expect(page.locator("#list .headline").first).to_contain_text("grid")
        room.answer(held.pop())


def test_an_article_is_shown_as_it_is_printed(chromium: Browser, room: Newsroom) -> None:
    with window(chromium, room, color_scheme="dark") as watched:
        watched.open(ARTICLE)
        sheet = watched.window.frame_locator(".sheet iframe")
        expect(sheet.get_by_text("On paper.")).to_be_visible()
        expect(sheet.locator("nav")).to_be_hidden()
        expect(sheet.locator("broadsheet-bar")).to_have_count(0)
        expect(sheet.locator("body")).to_have_css("color", "rgb(1, 2, 3)")
        expect(watched.window.get_by_role("button", name="Print")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_bar_stands_on_every_page_whatever_its_style(
    chromium: Browser, room: Newsroom, *, scripts: bool
) -> None:
    with window(chromium, room, java_script_enabled=scripts) as watched:
        page = watched.window
        watched.open(PAGE)
        own = page.get_by_role("complementary", name="Preview")
        for text in ("Scheduled", "goes live Monday 09:00", "1 error, 2 warnings"):
            expect(own.get_by_text(text)).to_be_visible()
        expect(own.get_by_text("Scheduled")).to_have_css("font-size", "13px")
        expect(own.get_by_role("link", name="Edit")).to_have_attribute(
            "href", "vscode://file/grid.md"
        )
        own.get_by_role("link", name="Desk").click()
        page.wait_for_url(ARTICLE)


def test_the_bar_hides_nothing_and_is_not_printed(chromium: Browser, room: Newsroom) -> None:
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(PAGE)
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        end = page.locator("#end").bounding_box()
        own = page.get_by_role("complementary", name="Preview")
        above = own.bounding_box()
        assert end
        assert above
        assert end["y"] + end["height"] <= above["y"]
        assert above["y"] + above["height"] == 800
        assert above["height"] < 48
        page.emulate_media(media="print")
        expect(own).to_be_hidden()


def test_the_bar_is_folded_for_the_whole_visit(chromium: Browser, room: Newsroom) -> None:
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(PAGE)
        button = page.get_by_role("button", name="Preview")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(page.get_by_role("link", name="Desk")).to_be_hidden()
        watched.open(PAGE)
        expect(page.get_by_role("link", name="Desk")).to_be_hidden()
        page.get_by_role("button", name="Preview").press("Enter")
        expect(page.get_by_role("link", name="Desk")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_stands_between_the_bar_and_any_editor(
    chromium: Browser, room: Newsroom, width: int
) -> None:
    # axe copies the bar's style sheet into the page, which the policy would forbid.
    with window(chromium, room, width=width, bypass_csp=True) as watched:
        watched.open(PAGE)
        faults = [each for each in watched.violations() if "broadsheet-bar" in each]
        assert faults == []


def test_the_desk_of_ten_thousand_articles_is_filtered_as_it_is_typed(chromium: Browser) -> None:
    room = Newsroom(newsroom(10_000))
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        expect(page.locator("#found")).to_have_text("1–100 of 10,000 articles")
        page.get_by_label("Search").press_sequentially("story-4321.md", delay=5)
        expect(page.locator("#found")).to_have_text("1 article")


def test_what_a_newsroom_writes_runs_nowhere(chromium: Browser) -> None:
    room = Newsroom(desk(article("<img src=x onerror=alert(1)>")))
    with window(chromium, room) as watched:
        page = watched.window
        watched.open(DESK)
        page.get_by_label("Search").fill("<img")
        expect(page).to_have_url(f"{DESK}?q=%3Cimg")
        expect(page.locator("#list .headline")).to_have_text("<img src=x onerror=alert(1)>")
        assert page.locator("img").count() == 0
