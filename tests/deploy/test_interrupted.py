"""A deploy that ends at any request: what readers see then, and what the next one makes of it."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from generator.deploy.record import HEAD, list_path
from generator.deploy.target import DeployFailed
from generator.errors import LockHeld
from generator.paths import OutputPath
from tests.deploy.fake_store import FakeStore, How, Killed
from tests.deploy.kit import (
    Newsroom,
    Site,
    assert_holds,
    broken,
    later_site,
    links_in,
    page,
    shown,
    small_site,
    told,
    without,
)

CLAIM = OutputPath(".broadsheet/claims/0123456789abcdef.json")
BEFORE = small_site()
AFTER = later_site()
FURTHER = {
    **without(AFTER, "2025/12/ferry/index.html", "media/ferry-2.jpg", "tags/sea/index.html"),
    "2025/11/call/index.html": page("/assets/site-2.css", text="Corrected."),
    "2025/12/zoo/index.html": page("/assets/site-2.css"),
    "index.html": page("/assets/site-2.css", "/2025/11/call/", "/2025/12/zoo/"),
}
NEXT = {"the same": AFTER, "back": BEFORE, "further": FURTHER}


def interrupted(folder: Path, how: How, before: Site, after: Site) -> Iterator[Newsroom]:
    """Yield newsrooms whose deploy of `after` was interrupted at each of its requests."""
    for number in count(1):
        room = Newsroom(folder / str(number), FakeStore())
        if before:
            room.deploy(before)
        room.store.requests, room.store.fail_at, room.store.how = 0, number, how
        try:
            room.deploy(after, yes=True)
        except (DeployFailed, Killed):
            room.store.fail_at = 0
            yield room
        else:
            assert number > len(AFTER)
            return


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("then", NEXT)
def test_after_any_interruption_the_next_deploy_leaves_what_is_wanted_and_nothing_else(
    how: How, then: str, tmp_path: Path
) -> None:
    for room in interrupted(tmp_path, how, BEFORE, AFTER):
        room.deploy(NEXT[then], yes=True)
        assert_holds(room.store, NEXT[then])
        assert room.deploy(NEXT[then]).changes.is_empty


@pytest.mark.parametrize("how", How)
def test_a_first_deploy_that_is_interrupted_leaves_nothing_that_is_not_wanted(
    how: How, tmp_path: Path
) -> None:
    for room in interrupted(tmp_path, how, {}, AFTER):
        room.deploy(FURTHER, yes=True)
        assert_holds(room.store, FURTHER)


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("then", NEXT)
def test_another_copy_of_the_site_finishes_what_was_interrupted_when_it_is_told_to(
    how: How, then: str, tmp_path: Path
) -> None:
    for room in interrupted(tmp_path, how, BEFORE, AFTER):
        room.forget()
        room.deploy(NEXT[then], yes=True, take_over=True)
        assert_holds(room.store, NEXT[then])


def test_a_claim_that_was_left_keeps_other_copies_away_until_one_is_told_to_take_over(
    tmp_path: Path,
) -> None:
    for room in interrupted(tmp_path, How.KILLED_AFTER, BEFORE, AFTER):
        if not any("claims" in path for path in room.store.files):
            continue
        other = Newsroom(tmp_path / "other", room.store)
        with pytest.raises(LockHeld) as found:
            other.deploy(FURTHER, yes=True)
        assert str(found.value) == (
            "somebody else is deploying to production since 2025-12-01 12:00 UTC: wait for the "
            "end; if it was interrupted, and will not go on where it began, "
            "broadsheet deploy --take-over finishes it from here"
        )


def test_a_claim_that_cannot_be_read_is_removed_by_the_next_deploy(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FakeStore())
    room.deploy(BEFORE)
    room.store.files[CLAIM] = b'{"at":'
    with pytest.raises(LockHeld, match=r"^somebody else is deploying to production: wait"):
        room.deploy(BEFORE)
    assert room.deploy(BEFORE, take_over=True).changes.is_empty
    assert_holds(room.store, BEFORE)


def test_a_host_that_fails_again_and_again_only_takes_more_attempts(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FakeStore())
    room.deploy(BEFORE)
    for site in (many(60, "old"), many(55, "new"), many(60, "newer")):
        for attempt in count(1):
            assert attempt < 8
            room.store.requests, room.store.fail_at, room.store.how = 0, 26, How.AFTER
            with suppress(DeployFailed):
                room.deploy(site, yes=True)
                break
        assert_holds(room.store, site)


@pytest.mark.parametrize("before", [{}, BEFORE])
def test_at_no_moment_readers_come_to_a_page_that_is_not_there_or_lacks_something(
    before: Site, tmp_path: Path
) -> None:
    room = Newsroom(tmp_path, FakeStore())
    if before:
        room.deploy(before)
    states = watched(room)
    room.deploy(AFTER, yes=True)
    room.deploy(FURTHER, yes=True)
    room.deploy(BEFORE, yes=True)
    assert len(states) > 45
    for state, known in states:
        assert broken(state, known) == []


def test_every_page_has_its_styles_and_pictures_at_any_moment(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FakeStore())
    states = watched(room)
    for site in (BEFORE, AFTER, FURTHER, BEFORE):
        room.deploy(site, yes=True)
    for state, _ in states:
        links = {link for path in state if path.endswith(".html") for link in links_in(state[path])}
        missing = links - state.keys()
        assert [link for link in missing if link.startswith(("assets/", "media/"))] == []


@pytest.mark.parametrize("how", [How.BEFORE, How.AFTER, How.KILLED_AFTER])
def test_readers_find_a_working_site_while_an_interrupted_deploy_is_made_right(
    how: How, tmp_path: Path
) -> None:
    for room in interrupted(tmp_path, how, BEFORE, AFTER):
        states = watched(room)
        room.deploy(AFTER, yes=True)
        for state, known in states:
            assert broken(state, known) == []


def watched(room: Newsroom) -> list[tuple[Site, list[str]]]:
    """Return what readers see between requests from now on, and the addresses they know then.

    Those are the pages of the deploy before, as far as they are there still, and the front page.
    """
    states: list[tuple[Site, list[str]]] = []

    def look() -> None:
        state = shown(room.store)
        held = told(room.store)[1].files if HEAD in room.store.files else {}
        states.append((state, [path for path in ("index.html", *held) if path in state]))

    room.store.watch = look
    return states


def many(number: int, text: str) -> dict[str, str]:
    """Return a site of that many pages, and some."""
    body = text * 50
    pages = {f"2025/{each:03}/index.html": page(text=f"{body}{each}") for each in range(number)}
    return {**BEFORE, **pages}


@pytest.mark.parametrize("number", range(5, 180, 19))
def test_what_arrived_is_not_sent_again(number: int, tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FakeStore())
    room.deploy(many(120, "old"))
    whole = Newsroom(tmp_path / "whole", FakeStore()).deploy(many(140, "new")).size
    room.store.requests, room.store.fail_at, room.store.how = 0, number, How.KILLED_AFTER
    room.store.sent = 0
    with suppress(Killed):
        room.deploy(many(140, "new"), yes=True)
    room.store.fail_at = 0
    room.deploy(many(140, "new"), yes=True)
    assert_holds(room.store, many(140, "new"))
    records = 8 * len(room.store.files[list_path(told(room.store)[0].list)])
    assert room.store.sent < 1.05 * whole + records


def test_what_arrived_before_another_took_over_is_sent_again(tmp_path: Path) -> None:
    for number, room in enumerate(interrupted(tmp_path, How.AFTER, BEFORE, AFTER)):
        other = Newsroom(tmp_path / f"other{number}", room.store)
        room.store.requests, room.store.fail_at = 0, 16
        with suppress(DeployFailed):
            other.deploy(FURTHER, yes=True, take_over=True)
        room.store.fail_at = 0
        room.deploy(AFTER, yes=True, take_over=True)
        assert_holds(room.store, AFTER)
