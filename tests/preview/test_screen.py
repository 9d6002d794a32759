"""What a browser is told after each change, and what it is sent: without a server."""

import gc
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.building.lock import site_lock
from generator.building.request import Request
from generator.errors import LockHeld
from generator.paths import SourcePath
from generator.planning.changes import Audience
from generator.preview.editors import NO_EDITOR, Editor
from generator.preview.news import News
from generator.preview.screen import Screen
from generator.preview.showing import Shown
from generator.project import Project
from tests.preview.small_site import HARBOUR, THEME, article, small_site, write

CLIENT = "/livereload.js?host=localhost&port=8000"
PAGE = "/2025/11/harbour/"
PIER = "content/articles/pier.md"
OTHER = "/2025/11/pier/"
NOW = datetime(2025, 12, 1, 11, tzinfo=UTC)


def asked(root: Path, audience: Audience = Audience.PREVIEW, now: datetime = NOW) -> Request:
    project = Project(root, THEME)
    return Request(project=project, now=now, clock_ns=0, audience=audience, base_url="http://x")


def screen_of(root: Path, audience: Audience = Audience.PREVIEW) -> Screen:
    screen = Screen(asked(root, audience), NO_EDITOR)
    screen.open()
    inspect(screen)
    return screen


def inspect(screen: Screen) -> None:
    while not screen.is_inspected:
        screen.inspect()


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return screen_of(small_site(tmp_path))


def save(screen: Screen, name: str, text: str) -> frozenset[SourcePath]:
    write(root_of(screen), name, text)
    fresh = screen.take([name])
    inspect(screen)
    return fresh


def root_of(screen: Screen) -> Path:
    return screen._project.root


def state(screen: Screen, address: str = PAGE, shows: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(screen.state(address, shows))
    return found


def text(screen: Screen, address: str) -> str:
    return screen.respond(address, CLIENT).body.decode()


def problems(screen: Screen) -> list[str]:
    return [str(each).partition("\n")[0] for each in screen.problems]


# -- what is made


def test_a_page_is_made_when_it_is_asked_for_and_once(screen: Screen) -> None:
    assert screen.made == 0
    assert "The harbour opens" in text(screen, PAGE)
    text(screen, PAGE)
    assert screen.made == 1


def test_after_a_save_one_page_is_made_anew(screen: Screen) -> None:
    for address in (PAGE, OTHER, "/", "/tags/"):
        text(screen, address)
    made = screen.made
    save(screen, HARBOUR, article("The harbour opens", "Other words."))
    for address in (PAGE, OTHER, "/", "/tags/"):
        text(screen, address)
    assert screen.made == made + 1


def test_while_somebody_waits_for_an_answer_one_article_is_inspected_at_a_time(
    tmp_path: Path,
) -> None:
    screen = Screen(asked(small_site(tmp_path)), NO_EDITOR)
    screen.open()
    assert screen.inspection
    articles = screen.inspection.left
    assert articles > 2
    with screen._asked:
        screen.inspect()
    assert screen.inspection.left == articles - 1
    screen.inspect()
    assert screen.inspection.left == 0


def test_a_page_that_comes_back_as_it_was_is_made_again_only_if_it_was_another(
    screen: Screen,
) -> None:
    text(screen, OTHER)
    save(screen, HARBOUR, article("Another title"))
    save(screen, HARBOUR, article("The harbour opens"))
    made = screen.made
    text(screen, OTHER)
    assert screen.made == made


# -- what is told


def test_a_page_is_told_what_it_was_and_what_it_is(screen: Screen) -> None:
    text(screen, PAGE)
    shows = state(screen)["shows"]
    assert state(screen, shows=shows).keys() == {"shows", "problems", "bar"}
    assert save(screen, HARBOUR, article("Another title")) == {HARBOUR}
    told = state(screen, shows=shows)
    assert told["shows"] != shows
    assert ("The harbour opens" in told["was"], "Another title" in told["is"]) == (True, True)
    assert "/_preview/" not in told["was"] + told["is"]


def test_a_page_of_another_preview_is_told_only_that_it_is_another(screen: Screen) -> None:
    told = state(screen, shows="of another run")
    assert "was" not in told
    assert told["shows"]


def test_a_page_that_is_not_there_is_told_when_it_is(screen: Screen) -> None:
    response = screen.respond("/2025/11/new/", CLIENT)
    assert response.status == 404
    shows = state(screen, "/2025/11/new/")["shows"]
    save(screen, "content/articles/new.md", article("New"))
    assert state(screen, "/2025/11/new/", shows)["shows"] != shows
    assert screen.respond("/2025/11/new/", CLIENT).status == 200


# -- what changes


def test_a_file_that_is_renamed_moves(screen: Screen) -> None:
    root = root_of(screen)
    (root / PIER).rename(root / "content/articles/mole.md")
    screen.take([PIER, "content/articles/mole.md"])
    assert screen.respond(OTHER, CLIENT).status == 404
    assert "The pier closes" in text(screen, "/2025/11/mole/")


def test_a_folder_that_comes_goes_and_moves_takes_its_files_along(screen: Screen) -> None:
    root = root_of(screen)
    write(root, "content/articles/more/a.md", article("A"))
    screen.take(["content/articles/more"])
    assert screen.respond("/2025/11/a/", CLIENT).status == 200
    (root / "content/articles/more").rename(root / "content/articles/other")
    assert screen.take(["content/articles/more", "content/articles/other"]) == {
        "content/articles/more/a.md", "content/articles/other/a.md",
    }  # fmt: skip
    assert screen.respond("/2025/11/a/", CLIENT).status == 200
    (root / "content/articles/other/a.md").unlink()
    (root / "content/articles/other").rmdir()
    screen.take(["content/articles/other"])
    assert screen.respond("/2025/11/a/", CLIENT).status == 404


def test_what_nobody_told_of_is_found_by_a_look_at_everything(screen: Screen) -> None:
    root = root_of(screen)
    write(root, HARBOUR, article("Another title"))
    write(root, "content/articles/new.md", article("New"))
    (root / PIER).unlink()
    assert screen.take(None) == {HARBOUR, "content/articles/new.md", PIER}


def test_a_save_that_changes_nothing_is_none(screen: Screen) -> None:
    assert save(screen, HARBOUR, article("The harbour opens")) == frozenset()


def test_site_toml_takes_effect_at_once(screen: Screen) -> None:
    settings = (root_of(screen) / "site.toml").read_text("utf-8")
    save(screen, "site.toml", settings.replace("The Harbour News", "The Other News"))
    assert "The Other News" in text(screen, PAGE)
    save(screen, "site.toml", 'permalink = "/{slug}/"\n' + settings)
    assert screen.respond("/harbour/", CLIENT).status == 200
    assert screen.respond(PAGE, CLIENT).status == 404


def test_a_layout_takes_effect_at_once(screen: Screen) -> None:
    text(screen, PAGE)
    save(screen, "layouts/parts/footer.html", "<footer>The end</footer>")
    assert "The end" in text(screen, PAGE)


def test_the_time_of_a_release_changes_the_page(tmp_path: Path) -> None:
    write(small_site(tmp_path), HARBOUR, article("Soon", date="2025-12-01 12:00"))
    screen = screen_of(tmp_path)
    address = "/2025/12/harbour/"
    before = screen.page(address)
    assert screen.next_change == NOW + timedelta(hours=1)
    screen.turn(asked(tmp_path, now=NOW + timedelta(hours=1)))
    after = screen.page(address)
    assert before is not None
    assert after is not None
    assert before.digest != after.digest


# -- what is wrong


def test_a_fault_leaves_the_last_good_page(screen: Screen) -> None:
    save(screen, HARBOUR, article("Broken", date="yesterday"))
    assert "The harbour opens" in text(screen, PAGE)
    assert [each["place"] for each in state(screen)["problems"]] == [f"{HARBOUR}:5:7"]
    save(screen, HARBOUR, article("The harbour opens"))
    assert problems(screen) == []


def test_a_fault_in_one_file_holds_no_other_up(screen: Screen) -> None:
    save(screen, HARBOUR, article("Broken", date="yesterday"))
    save(screen, PIER, article("Another pier", date="2025-11-29 10:00"))
    assert "Another pier" in text(screen, OTHER)


def test_a_file_that_was_broken_from_the_start_appears_when_it_is_mended(tmp_path: Path) -> None:
    write(small_site(tmp_path), HARBOUR, article("Broken", date="yesterday"))
    screen = screen_of(tmp_path)
    assert screen.respond(PAGE, CLIENT).status == 404
    save(screen, HARBOUR, article("The harbour opens"))
    assert screen.respond(PAGE, CLIENT).status == 200


def test_the_front_does_not_say_that_it_was_updated_in_the_future(screen: Screen) -> None:
    said = re.search('class="site-date">(.*?)<', text(screen, "/"))
    save(screen, "content/articles/later.md", article("Later", date="2031-01-05 09:00"))
    front = text(screen, "/")
    assert "2031" in front
    again = re.search('class="site-date">(.*?)<', front)
    assert said
    assert again
    assert again[1] == said[1]


def test_settings_at_fault_leave_the_last_good_ones(screen: Screen) -> None:
    save(screen, "site.toml", "title = [")
    assert [each.partition(":")[0] for each in problems(screen)] == ["site.toml"]
    assert "The Harbour News" in text(screen, PAGE)


def test_two_articles_at_one_address_are_told_of_until_one_moves(screen: Screen) -> None:
    save(screen, "content/articles/twin.md", article("Twin", more="slug: harbour\n"))
    assert any("expected an address of its own" in each for each in problems(screen))
    save(screen, "content/articles/twin.md", article("Twin", more="slug: twin\n"))
    assert problems(screen) == []


@pytest.mark.parametrize("target", ["pier.md", "/2025/11/pier/"])
def test_a_dead_link_is_told_of_until_its_target_is_back(screen: Screen, target: str) -> None:
    save(screen, HARBOUR, article("The harbour opens", f"See [the pier]({target})."))
    assert problems(screen) == []
    (root_of(screen) / PIER).unlink()
    screen.take([PIER])
    inspect(screen)
    assert [each.partition(": ")[0] for each in problems(screen)] == [f"{HARBOUR}:9:16"]
    save(screen, PIER, article("The pier closes", date="2025-11-29 10:00"))
    assert problems(screen) == []


def test_the_first_problems_are_told_where_there_are_hundreds(tmp_path: Path) -> None:
    small_site(tmp_path)
    for number in range(60):
        write(tmp_path, f"content/articles/bad-{number}.md", article("Bad", date="never"))
    screen = screen_of(tmp_path)
    assert len(screen.problems) == 60
    assert len(state(screen)["problems"]) == 50


def test_problems_lead_to_the_editor(tmp_path: Path) -> None:
    write(small_site(tmp_path), HARBOUR, article("Broken", date="yesterday"))
    screen = Screen(asked(tmp_path), Editor("my://{path}?{line}-{column}"))
    screen.open()
    [problem] = state(screen)["problems"]
    assert problem["editor"] == f"my://{(tmp_path / HARBOUR).as_posix()[1:]}?5-7"


# -- the store


def test_what_was_read_is_remembered_for_the_next_start(tmp_path: Path) -> None:
    screen = screen_of(small_site(tmp_path))
    save(screen, HARBOUR, article("Another title", "Of other things."))
    screen.following.remember()
    again = Screen(asked(tmp_path), NO_EDITOR)
    again.open()
    assert "Of other things." in text(again, PAGE)


def test_a_text_that_the_store_has_lost_is_read_again(screen: Screen) -> None:
    screen.following.texts._store.keep_only_bodies([])
    assert "The harbour is open." in text(screen, PAGE)


def test_a_build_that_is_running_is_waited_for(tmp_path: Path) -> None:
    small_site(tmp_path)
    screen = Screen(asked(tmp_path), NO_EDITOR)
    with site_lock(tmp_path / ".broadsheet"), pytest.raises(LockHeld):
        screen.open()
    screen.open()
    assert screen.respond(PAGE, CLIENT).status == 200


# -- what the terminal says


def test_the_terminal_is_told_each_problem_in_a_line_and_once(screen: Screen) -> None:
    news = News()
    assert list(news.of_problems(screen.problems)) == []
    save(screen, HARBOUR, article("Broken", date="yesterday"))
    assert news.has_new(screen.errors)
    [line] = news.of_problems(screen.problems)
    assert line.startswith(f"{HARBOUR}:5:7: date: expected a date")
    assert "; hint: " in line
    assert list(news.of_problems(screen.problems)) == []
    save(screen, HARBOUR, article("The harbour opens"))
    assert list(news.of_problems(screen.problems)) == ["Mended"]


def test_nothing_is_called_mended_before_everything_was_looked_at(screen: Screen) -> None:
    news = News()
    save(screen, HARBOUR, article("Broken", date="yesterday"))
    broken = screen.problems
    assert len(list(news.of_problems(broken))) == 1
    assert list(news.of_problems((), are_all=False)) == []
    assert list(news.of_problems((), are_all=True)) == ["Mended"]
    assert list(news.of_problems((), are_all=True)) == []


def test_the_terminal_is_told_what_changed() -> None:
    changed = [SourcePath(f"content/{name}.md") for name in "edcba"]
    assert list(News().of_change(changed, [], 0.0123)) == [
        "content/a.md, content/b.md, content/c.md and 2 more: shown after 12 ms"
    ]
    assert list(News().of_change(changed[:1], changed[1:2], 0.0123)) == [
        "content/e.md: shown after 12 ms", "content/d.md: gone after 12 ms",
    ]  # fmt: skip
    assert list(News().of_change([], [], 1)) == []


# -- the disk


def test_a_folder_that_cannot_be_read_is_a_problem_and_no_end(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def refuse(path: Any) -> Any:  # noqa: ANN401 - as the library's
        if str(path).endswith("articles"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert screen.take(None) == frozenset()
    assert problems(screen) == ["content/articles: could not be read: Permission denied"]
    assert "The harbour opens" in text(screen, PAGE)
    monkeypatch.setattr(os, "scandir", real)
    screen.take(None)
    assert problems(screen) == []


def test_what_was_made_is_kept_as_far_as_there_is_room(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.preview.showing.MOST", 20_000)
    for address in (PAGE, OTHER, "/", "/tags/", "/authors/", "/archive/", PAGE):
        text(screen, address)
    kept = screen._kept
    assert kept.size == sum(len(each.body) for each in kept.last.values()) <= 20_000
    assert len(kept.last) < kept.made
    held = [each for each in gc.get_objects() if isinstance(each, Shown)]
    assert sum(len(each.body) for each in held) <= 20_000


def test_a_name_in_other_code_points_is_told_as_by_a_build(screen: Screen) -> None:
    root = root_of(screen)
    write(root, "content/articles/caf\u00e9.md", article("One"))
    screen.take(["content/articles/caf\u00e9.md"])
    try:
        write(root, "content/articles/cafe\u0301.md", article("Other"))
    except OSError:
        pytest.skip("this file system has no such names")
    if len({each.name for each in (root / "content/articles").glob("caf*")}) < 2:
        pytest.skip("this file system takes them for one")
    screen.take(["content/articles/cafe\u0301.md"])
    assert any("two that differ in their code points" in each for each in problems(screen))


def test_a_look_at_everything_that_finds_nothing_new_makes_nothing_anew(screen: Screen) -> None:
    text(screen, PAGE)
    made, inspection = screen.made, screen.inspection
    assert screen.take(None) == frozenset()
    text(screen, PAGE)
    assert screen.made == made
    assert screen.inspection is not None
    assert inspection is not None
    assert screen.inspection.left == 0
    assert screen.showing is not None
    assert screen.showing.site.register.standings == inspection._finder.site.register.standings


def test_a_change_of_site_toml_has_everything_looked_at_again(screen: Screen) -> None:
    settings = (root_of(screen) / "site.toml").read_text("utf-8")
    write(root_of(screen), "site.toml", settings.replace("The Harbour News", "Other"))
    screen.take(["site.toml"])
    assert screen.inspection is not None
    assert screen.inspection.left == 3


def test_a_page_that_was_never_good_is_not_loaded_again_and_again(tmp_path: Path) -> None:
    write(small_site(tmp_path), "layouts/article.html", "{% if %}")
    screen = screen_of(tmp_path)
    sent = text(screen, PAGE)
    shows = sent.partition("shows=")[2].partition('"')[0]
    assert state(screen, shows=shows)["shows"] == shows == screen.shown_at(PAGE)


def test_a_fault_of_a_layout_is_told_until_it_is_mended(screen: Screen) -> None:
    save(screen, "layouts/parts/footer.html", "<footer>{{ nothing }}</footer>")
    assert problems(screen)[0].startswith("layouts/parts/footer.html:1")
    save(screen, HARBOUR, article("Another title"))
    assert problems(screen)[0].startswith("layouts/parts/footer.html:1")
    save(screen, "layouts/parts/footer.html", "<footer>The end</footer>")
    assert problems(screen) == []
