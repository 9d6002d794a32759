"""What is wrong is found again whenever what it depends on is another."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.memory.store import Store
from generator.fingerprint import Fingerprint
from generator.preview.editors import NO_EDITOR
from generator.preview.screen import Screen
from tests.preview.small_site import HARBOUR, article, small_site, write
from tests.preview.test_screen import (
    OTHER,
    PAGE,
    asked,
    inspect,
    problems,
    root_of,
    save,
    screen_of,
    text,
)

PIER = "content/articles/pier.md"
PAGE_FILE = "---\ntitle: About\n---\n\nWho we are.\n"
AUTHOR_FILE = "---\nname: Bo\n---\n\nBo reports.\n"


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return screen_of(small_site(tmp_path))


def linking(to: str) -> str:
    return article("The harbour opens", body=f"See [there]({to}).")


@pytest.mark.parametrize(
    ("to", "name", "saved"),
    [
        ("/about/", "content/pages/about.md", PAGE_FILE),
        ("/tags/ships/", PIER, article("The pier closes", more="tags: [Ships]\n")),
        ("/files.txt", "content/static/files.txt", "Nothing."),
        ("../authors/bo.md", PIER, article("The pier").replace("Ana Pérez", "Bo")),
    ],
)
def test_a_link_is_looked_at_again_when_what_it_leads_to_comes_or_goes(
    screen: Screen, to: str, name: str, saved: str
) -> None:
    write(root_of(screen), "content/authors/bo.md", AUTHOR_FILE)
    before = (root_of(screen) / name).read_text() if name == PIER else None
    save(screen, "content/authors/bo.md", AUTHOR_FILE)
    save(screen, HARBOUR, linking(to))
    assert len(problems(screen)) == 1
    save(screen, name, saved)
    assert problems(screen) == []
    if before is None:
        (root_of(screen) / name).unlink()
        screen.take([name])
        inspect(screen)
    else:
        save(screen, name, before)
    assert len(problems(screen)) == 1


def problems_of_a_fresh_start(screen: Screen) -> list[str]:
    fresh = Screen(asked(root_of(screen)), NO_EDITOR)
    fresh.open()
    inspect(fresh)
    return problems(fresh)


def test_an_alias_at_the_address_of_an_article_is_told_as_at_a_start(screen: Screen) -> None:
    for alias in ("aliases: [/2025/11/harbour/]\n", ""):
        save(screen, PIER, article("The pier", more=alias, date="2025-11-29 10:00"))
        assert problems(screen) == problems_of_a_fresh_start(screen)


def test_an_article_that_is_looked_at_again_keeps_its_error_meanwhile(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(screen, HARBOUR, linking("/none/"))
    told = problems(screen)
    assert len(told) == 1
    inspection = screen.inspection
    assert inspection
    real, seen = type(inspection)._of_article, []

    def slow(self: object, source: object) -> object:
        screen._last_found = (((), -1), (), ())  # so that it is found out anew
        seen.append(problems(screen))
        return real(self, source)  # type: ignore[arg-type]

    monkeypatch.setattr(type(inspection), "_of_article", slow)
    save(screen, HARBOUR, linking("/none/") + "\nMore.\n")
    assert seen
    assert set(map(tuple, seen)) == {tuple(told)}
    assert problems(screen) == told


def test_articles_that_are_gone_are_not_counted(screen: Screen) -> None:
    for name in (HARBOUR, PIER):
        (root_of(screen) / name).unlink()
    screen.take([HARBOUR, PIER])
    assert screen.inspection
    assert screen.inspection.left == 0


def test_a_fault_of_the_start_goes_when_it_is_mended(tmp_path: Path) -> None:
    link = small_site(tmp_path) / "content/link.md"
    link.symlink_to(tmp_path / "site.toml")
    screen = screen_of(tmp_path)
    assert len(problems(screen)) == 1
    link.unlink()
    screen.take(None)
    assert problems(screen) == []


def test_a_broken_file_changes_no_page_that_leads_to_it(screen: Screen) -> None:
    save(screen, HARBOUR, linking("pier.md"))
    before = text(screen, PAGE)
    assert f'href="{OTHER}"' in before
    save(screen, PIER, "---\ntitle: [\n---\n\nText.\n")
    assert problems(screen)
    assert text(screen, PAGE) == before


# -- the disk


def test_layouts_that_cannot_be_read_are_a_problem_and_no_end(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> str:
        raise PermissionError(13, "Permission denied", str(root_of(screen) / "layouts/base.html"))

    monkeypatch.setattr("generator.preview.screen.layouts_version", refused)
    screen.take(["layouts/base.html"])
    assert problems(screen) == ["layouts/base.html: could not be read: Permission denied"]
    monkeypatch.undo()
    screen.take(["layouts/base.html"])
    assert problems(screen) == []


def test_what_old_code_has_read_does_not_enter_the_store_of_new_code(screen: Screen) -> None:
    path = root_of(screen) / ".broadsheet/store.sqlite"
    with closing(Store(path)) as store:
        store.begin(Fingerprint("other code"))
        store.commit()
    save(screen, HARBOUR, article("Read by the code of yesterday"))
    screen.following.remember()
    with closing(Store(path)) as store:
        assert store.readings() == {}


def test_a_store_that_somebody_else_uses_is_missed_for_that_moment_alone(screen: Screen) -> None:
    store = screen.following.texts._store
    store._db.execute("PRAGMA busy_timeout = 1")
    path = root_of(screen) / ".broadsheet/store.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "The harbour is open." in text(screen, PAGE)  # its file was read again
        other.execute("ROLLBACK")
    assert store.notices == []
    assert store.readings()


# -- the desk


def desk(screen: Screen, address: str = "/_desk/") -> str:
    response = screen.desk(address, "", "/client.js")
    assert response.status == 200
    return response.body.decode()


def test_the_desk_has_the_names_of_sections_and_people_as_they_are_now(screen: Screen) -> None:
    assert "Latest" not in desk(screen)
    toml = (root_of(screen) / "site.toml").read_text()
    save(screen, "site.toml", toml.replace('news = "News"', 'news = "Latest"'))
    assert "Latest" in desk(screen)
    assert "Ana P." not in desk(screen)
    save(screen, "content/authors/ana-perez.md", AUTHOR_FILE.replace("name: Bo", "name: Ana P."))
    assert "Ana P." in desk(screen)


def test_an_article_whose_file_cannot_be_read_has_a_page_on_the_desk_that_says_so(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> bytes:
        raise PermissionError(13, "Permission denied", "harbour.md")

    monkeypatch.setattr(screen.following, "read", refused)
    assert "could not be read: Permission denied" in desk(screen, f"/_desk/{HARBOUR}")


def test_the_site_is_looked_at_again_when_a_day_begins(screen: Screen) -> None:
    assert screen.next_day == datetime(2025, 12, 2, tzinfo=UTC)
