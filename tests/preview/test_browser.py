"""What a reporter sees: a real browser in front of a real preview."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.preview.small_site import (
    HARBOUR,
    Running,
    article,
    preview,
    small_site,
    tree,
    write,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
ADDRESS = "/2025/11/harbour/"


@pytest.fixture
def page(chromium: "Browser") -> "Iterator[Page]":
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    faults: list[Any] = []
    page.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108 - it must be a function
    yield page
    context.close()
    assert not faults


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with preview(small_site(tmp_path)) as running:
        yield running


def shows(locator: "Locator", text: str) -> None:
    from playwright.sync_api import expect

    expect(locator).to_contain_text(text, timeout=30_000)


def gone(locator: "Locator") -> None:
    from playwright.sync_api import expect

    expect(locator).to_have_count(0, timeout=30_000)


def open_article(page: "Page", running: Running, host: str = "127.0.0.1") -> None:
    page.goto(f"http://{host}:{running.port}{ADDRESS}")
    shows(page.locator("h1"), "The harbour opens")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_save_is_shown_without_a_touch(page: "Page", running: Running, host: str) -> None:
    before = tree(write(running.root, "public/index.html", "as it was").parent)
    open_article(page, running, host)
    write(running.root, HARBOUR, article("The harbour closes"))
    shows(page.locator("h1"), "The harbour closes")
    assert tree(running.root / "public") == before


def test_the_last_of_ten_quick_saves_is_shown(page: "Page", running: Running) -> None:
    open_article(page, running)
    for number in range(1, 11):
        write(running.root, HARBOUR, article(f"Take {number}."))
        page.wait_for_timeout(30)
    shows(page.locator("h1"), "Take 10.")


def test_problems_stand_over_the_last_good_page_until_they_are_mended(
    page: "Page", running: Running
) -> None:
    open_article(page, running)
    overlay = page.locator("broadsheet-problems")
    write(running.root, HARBOUR, article("<b>Broken", date="yesterday"))
    shows(overlay.locator(".place"), f"{HARBOUR}:5:7")
    shows(overlay.locator("pre"), "date: yesterday\n      ^")
    shows(overlay.locator(".hint"), "date:")
    shows(page.locator("h1").first, "The harbour opens")

    page.reload()
    shows(overlay.locator(".place"), f"{HARBOUR}:5:7")
    page.goto(f"{running.address}/nothing/")
    shows(overlay.locator(".place"), f"{HARBOUR}:5:7")

    write(running.root, HARBOUR, article("The harbour opens"))
    gone(overlay)


def test_what_an_article_says_is_shown_as_text(page: "Page", running: Running) -> None:
    open_article(page, running)
    hostile = "<img src=x onerror=document.title='owned'>"
    write(running.root, HARBOUR, article("Broken", date=hostile))
    shows(page.locator("broadsheet-problems pre"), hostile)
    assert page.locator("broadsheet-problems img").count() == 0
    assert page.title() != "owned"


def test_the_overlay_can_be_put_aside(page: "Page", running: Running) -> None:
    open_article(page, running)
    overlay = page.locator("broadsheet-problems")
    for way in ("Hide", "Escape"):
        write(running.root, HARBOUR, article("Broken", date="yesterday"))
        shows(overlay, "One problem")
        if way == "Hide":
            overlay.get_by_role("button", name=way).click()
        else:
            page.keyboard.press(way)
        gone(overlay)
        write(running.root, HARBOUR, article("The harbour opens"))
        running.hear("Mended")


def test_a_broken_layout_is_shown_by_its_line(page: "Page", running: Running) -> None:
    open_article(page, running)
    write(running.root, "layouts/parts/footer.html", "<footer>\n{{ nothing }}\n</footer>\n")
    overlay = page.locator("broadsheet-problems")
    shows(overlay.locator(".place").first, "layouts/parts/footer.html:2")
    shows(overlay.locator("pre").first, "{{ nothing }}")
    write(running.root, "layouts/parts/footer.html", "<footer>The end</footer>\n")
    shows(page.get_by_role("contentinfo"), "The end")
    gone(overlay)


def test_a_draft_is_marked_and_hidden_from_search(page: "Page", running: Running) -> None:
    page.goto(f"{running.address}/2025/11/secret/")
    shows(page.locator(".state"), "Draft")
    assert page.locator('meta[name="robots"]').get_attribute("content") == "noindex"


def test_a_preview_that_starts_broken_shows_the_site_once_it_is_mended(
    page: "Page", tmp_path: Path
) -> None:
    write(small_site(tmp_path), HARBOUR, article("Broken", date="yesterday"))
    with preview(tmp_path) as running:
        page.goto(running.address + ADDRESS)
        shows(page.locator("broadsheet-problems .place"), f"{HARBOUR}:5:7")
        write(tmp_path, HARBOUR, article("The harbour opens"))
        shows(page.locator("h1"), "The harbour opens")


def test_a_page_left_open_finds_the_next_preview(page: "Page", tmp_path: Path) -> None:
    with preview(small_site(tmp_path)) as running:
        open_article(page, running)
        port = running.port
        assert running.stop() == 0
    write(tmp_path, HARBOUR, article("The harbour closes"))
    with preview(tmp_path, port=port):
        shows(page.locator("h1"), "The harbour closes")


def test_a_style_that_changed_is_shown(page: "Page", running: Running) -> None:
    open_article(page, running)
    write(running.root, "layouts/assets/site.css", "h1 { color: rgb(1, 2, 3) }")
    page.wait_for_function("getComputedStyle(document.querySelector('h1')).color == 'rgb(1, 2, 3)'")
