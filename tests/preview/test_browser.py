"""What a reporter sees: a real browser in front of a real preview."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from generator.building.build import build
from generator.building.request import Request
from generator.project import Project
from tests.browsing import violations
from tests.preview.small_site import (
    HARBOUR,
    STARTED,
    THEME,
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
    shows(page.locator(".article .state"), "Draft")
    assert page.locator('meta[name="robots"]').get_attribute("content") == "noindex"


def test_a_preview_that_starts_broken_shows_the_site_once_it_is_mended(
    page: "Page", tmp_path: Path
) -> None:
    write(small_site(tmp_path), HARBOUR, article("Broken", date="yesterday"))
    with preview(tmp_path) as running:
        page.goto(running.address + ADDRESS)
        shows(page.locator("broadsheet-problems .place"), f"{HARBOUR}:5:7")
        write(tmp_path, HARBOUR, article("The harbour opens"))
        shows(page.locator("h1").first, "The harbour opens")


def test_a_page_left_open_finds_the_next_preview(page: "Page", tmp_path: Path) -> None:
    with preview(small_site(tmp_path)) as running:
        open_article(page, running)
        port = running.port
        assert running.stop() == 0
    write(tmp_path, HARBOUR, article("The harbour closes"))
    with preview(tmp_path, port=port):
        shows(page.locator("h1"), "The harbour closes")


def test_a_style_that_changed_is_exchanged_and_a_form_keeps_what_was_typed(
    page: "Page", running: Running
) -> None:
    write(running.root, "layouts/parts/footer.html", "<footer><input id='typed'></footer>")
    write(running.root, "layouts/assets/site.css", "h1 { color: rgb(9, 9, 9) }")
    open_article(page, running)
    page.wait_for_function("getComputedStyle(document.querySelector('h1')).color == 'rgb(9, 9, 9)'")
    page.wait_for_load_state("networkidle")
    page.fill("#typed", "half a sentence")
    loads = count_loads(page)
    write(running.root, "layouts/assets/site.css", "h1 { color: rgb(1, 2, 3) }")
    page.wait_for_function("getComputedStyle(document.querySelector('h1')).color == 'rgb(1, 2, 3)'")
    assert page.input_value("#typed") == "half a sentence"
    assert page.locator('head link[rel="stylesheet"]').count() == 1
    assert loads == []


def count_loads(page: "Page") -> list[str]:
    """Return a list to which each page is added that is loaded from now on."""
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    return loads


def test_a_save_changes_its_words_alone(page: "Page", running: Running) -> None:
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    write(running.root, HARBOUR, article("The harbour opens", long))
    open_article(page, running)
    shows(page.locator(".article-text"), "Paragraph 59 of many.")
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 900)")
    page.evaluate("window.first = document.querySelector('article p'); window.mark = 1")
    loads = count_loads(page)
    write(running.root, HARBOUR, article("The harbour opens", long.replace("59", "59 or 60")))
    shows(page.locator(".article-text"), "Paragraph 59 or 60 of many.")
    assert page.evaluate("[scrollY, window.mark, window.first.isConnected]") == [900, 1, True]
    assert loads == []


@pytest.mark.parametrize(
    "text",
    [
        "One.",
        "One.\n\nTwo.\n\nThree.",
        "## Heading\n\nOne.\n\n- a\n- b\n",
        "> Quoted\n\nOne *two* three.",
        "One.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "Zero.\n\nOne.",
        "Of[^1] notes.\n\n[^1]: A note.\n",
    ],
)
def test_a_page_that_was_changed_in_place_is_the_page_that_would_be_loaded(
    page: "Page", running: Running, text: str
) -> None:
    write(running.root, HARBOUR, article("The harbour opens", "One.\n\nTwo."))
    open_article(page, running)
    shows(page.locator(".article-text"), "Two.")
    html = "document.querySelector('main').innerHTML"
    before = page.evaluate(html)
    write(running.root, HARBOUR, article("The harbour opens", text, more="kicker: Sea\n"))
    page.wait_for_function(
        "before => document.querySelector('main').innerHTML != before", arg=before
    )
    page.wait_for_function("document.readyState == 'complete'")
    shown = page.evaluate(html)
    page.reload()
    assert shown == page.evaluate(html)


def test_what_a_script_of_the_site_has_changed_is_loaded_again(
    page: "Page", running: Running
) -> None:
    open_article(page, running)
    page.evaluate("document.querySelector('h1').textContent = 'of a script'")
    page.evaluate("window.mark = 1")
    write(running.root, HARBOUR, article("The harbour closes"))
    shows(page.locator("h1"), "The harbour closes")
    assert page.evaluate("window.mark") is None


def test_fifty_quick_saves_all_arrive(page: "Page", running: Running) -> None:
    open_article(page, running)
    for number in range(50):
        write(running.root, HARBOUR, article(f"Take {number}."))
        shows(page.locator("h1"), f"Take {number}.")


def test_of_two_browsers_the_one_that_shows_what_changed_is_changed(
    page: "Page", running: Running
) -> None:
    open_article(page, running)
    other = page.context.new_page()
    asked: list[str] = []
    other.goto(f"{running.address}/2025/11/pier/")
    other.wait_for_load_state("networkidle")
    other.on("request", lambda request: asked.append(request.url))
    write(running.root, HARBOUR, article("The harbour opens", "Other words entirely."))
    shows(page.locator(".article-text"), "Other words entirely.")
    assert asked == []
    write(running.root, "content/articles/pier.md", article("Mole", date="2025-11-29 10:00"))
    shows(other.locator("h1"), "Mole")


def test_files_that_come_go_and_move_are_shown(page: "Page", running: Running) -> None:
    page.goto(f"{running.address}/2025/11/new/")
    shows(page.locator("h1"), "not found")
    new = write(running.root, "content/articles/new.md", article("New"))
    shows(page.locator("h1"), "New")
    new = new.rename(new.with_name("newer.md"))
    shows(page.locator("h1"), "not found")
    page.goto(f"{running.address}/2025/11/newer/")
    shows(page.locator("h1"), "New")
    page.goto(running.address)
    shows(page.locator("main"), "New")
    new.unlink()
    page.wait_for_function("!document.querySelector('main').textContent.includes('New')")


def test_a_picture_that_is_replaced_is_shown(page: "Page", running: Running) -> None:
    picture = running.root / "content/images/ship.png"
    picture.parent.mkdir()
    Image.new("RGB", (40, 30), (200, 0, 0)).save(picture)
    with_picture = "image: ../images/ship.png\nimage_alt: A ship\nimage_credit: Ana\n"
    write(running.root, HARBOUR, article("The harbour opens", more=with_picture))
    open_article(page, running)
    image = page.locator("article img").first
    before = image.get_attribute("src")
    Image.new("RGB", (40, 30), (0, 0, 200)).save(picture)
    page.wait_for_function(
        "before => { const image = document.querySelector('article img');"
        " return image.getAttribute('src') != before && image.complete && image.naturalWidth; }",
        arg=before,
    )


def test_a_new_article_opens_itself(page: "Page", tmp_path: Path) -> None:
    with preview(small_site(tmp_path), flags=("follow",)) as running:
        open_article(page, running)
        page.wait_for_load_state("networkidle")
        write(tmp_path, "content/articles/new.md", article("New"))
        shows(page.locator("h1"), "New")


def test_a_problem_links_to_the_editor(page: "Page", running: Running) -> None:
    open_article(page, running)
    write(running.root, HARBOUR, article("Broken", date="yesterday"))
    link = page.locator("broadsheet-problems a.place")
    shows(link, f"{HARBOUR}:5:7")
    assert str(link.get_attribute("href")).startswith("vscode://file/")


def test_what_is_put_away_stays_away_until_something_else_is_wrong(
    page: "Page", running: Running
) -> None:
    open_article(page, running)
    overlay = page.locator("broadsheet-problems")
    write(running.root, HARBOUR, article("Broken", date="yesterday"))
    shows(overlay, "One problem")
    page.keyboard.press("Escape")
    gone(overlay)
    page.goto(f"{running.address}/2025/11/pier/")
    page.wait_for_load_state("networkidle")
    gone(overlay)
    write(running.root, "content/articles/pier.md", article("Broken too", date="never"))
    shows(overlay, "2 problems")


# -- the desk and the bar


def test_a_page_has_a_bar_that_leads_to_its_desk(page: "Page", running: Running) -> None:
    page.goto(f"{running.address}/2025/11/secret/")
    bar = page.locator("broadsheet-bar")
    shows(bar.locator(".state"), "Draft")
    bar.get_by_role("link", name="Desk").click()
    page.wait_for_url("**/_desk/content/articles/secret.md")
    shows(page.locator("h1"), "Nobody knows yet")


def test_the_bar_says_what_is_new_and_stays_as_it_was_folded(
    page: "Page", running: Running
) -> None:
    open_article(page, running)
    bar = page.locator("broadsheet-bar")
    shows(bar.locator(".state"), "Published")
    bar.get_by_role("button").click()
    assert not bar.get_by_role("link", name="Desk").is_visible()
    write(running.root, HARBOUR, article("The harbour opens", more="draft: true\n"))
    shows(bar.locator(".state"), "Draft")
    assert not bar.get_by_role("link", name="Desk").is_visible()
    assert page.locator("broadsheet-bar").count() == 1


def test_the_desk_is_fresh_with_every_save(page: "Page", running: Running) -> None:
    page.goto(f"{running.address}/_desk/")
    shows(page.locator("main"), "The harbour opens")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.mark = 1")
    write(running.root, HARBOUR, article("Another title"))
    shows(page.locator("main"), "Another title")
    write(running.root, "content/articles/new.md", article("New"))
    shows(page.locator("main"), "4 articles")
    assert page.evaluate("window.mark") == 1


@pytest.mark.parametrize("address", ["/_desk/", f"/_desk/{HARBOUR}", ADDRESS])
def test_the_desk_and_the_bar_break_no_rule_of_axe(
    chromium: "Browser", running: Running, address: str
) -> None:
    # axe copies the bar's style sheet into the page, which the desk's policy would forbid.
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(running.address + address)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    context.close()


def test_an_article_in_print_follows_a_save(page: "Page", running: Running) -> None:
    page.goto(f"{running.address}/_desk/{HARBOUR}")
    printed = page.frame_locator(".sheet iframe").get_by_role("heading", level=1)
    shows(printed, "The harbour opens")
    write(running.root, HARBOUR, article("Another title"))
    shows(printed, "Another title")


def test_a_bar_says_what_is_wrong_with_the_file_and_that_the_preview_has_ended(
    page: "Page", running: Running
) -> None:
    page.goto(f"{running.address}{ADDRESS}")
    bar = page.locator("broadsheet-bar")
    write(running.root, HARBOUR, article("Broken", date="yesterday"))
    shows(bar.get_by_role("link", name="1 error"), "1 error")
    ended = bar.get_by_text("The preview has ended")
    assert not ended.is_visible()
    running.stop()
    ended.wait_for()


def test_nothing_of_the_preview_is_built(page: "Page", running: Running) -> None:
    page.goto(f"{running.address}/2025/11/secret/")
    shows(page.locator("broadsheet-bar .state"), "Draft")
    project = Project(running.root, THEME)
    now = datetime.fromisoformat(STARTED)
    build(Request(project=project, now=now, clock_ns=0))
    built = b"".join(each[0] for each in tree(running.root / "public").values())
    for secret in (b"Nobody knows yet", b"broadsheet-bar", b"_desk", b"_preview", b"livereload"):
        assert secret not in built
