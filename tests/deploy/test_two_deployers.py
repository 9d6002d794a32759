"""Two who deploy to one store at once, request by request in an order that is chosen."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from generator.deploy.target import TargetMoved
from generator.errors import BroadsheetError, LockHeld
from generator.paths import OutputPath
from tests.deploy.fake_store import FakeStore
from tests.deploy.kit import Newsroom, Site, assert_holds, later_site, page, shown, small_site

ONE = {**small_site(), "one/index.html": page(text="One"), "index.html": page(text="One")}
TWO = {**small_site(), "two/index.html": page(text="Two"), "index.html": page(text="Two")}


# Requests between the last look at the head and the new one: a plain store cannot compare and swap.
UNGUARDED = (17, 18)


class Turns:
    """Lets one of two threads go on at a time, up to its next request or sleep."""

    def __init__(self, choose: Callable[[], int]) -> None:
        self._choose = choose
        self._changed = threading.Condition()
        self._waiting: dict[int, bool] = {}  # who waits, and whether they may go
        self._alive = 2

    def wait(self, me: int) -> None:
        with self._changed:
            self._waiting[me] = False
            self._let_go()
            self._changed.wait_for(lambda: self._waiting[me])
            del self._waiting[me]

    def end(self) -> None:
        with self._changed:
            self._alive -= 1
            self._let_go()

    def _let_go(self) -> None:
        """Choose who goes on, once all who are alive wait."""
        if self._alive and len(self._waiting) == self._alive and not any(self._waiting.values()):
            chosen = self._choose()
            self._waiting[chosen if chosen in self._waiting else next(iter(self._waiting))] = True
            self._changed.notify_all()


def raced(
    rooms: tuple[Newsroom, Newsroom], choose: Callable[[], int], *, take_over: bool = False
) -> list[BroadsheetError | None]:
    """Deploy `ONE` and `TWO` at once; return what was raised."""
    turns = Turns(choose)
    found: list[BroadsheetError | None] = [None, None]
    files = rooms[0].store.files
    threads = [
        threading.Thread(target=run, args=(turns, me, room, files, site, found, take_over))
        for me, (room, site) in enumerate(zip(rooms, (ONE, TWO), strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def run(
    turns: Turns,
    me: int,
    room: Newsroom,
    files: dict[OutputPath, bytes],
    site: Site,
    found: list[BroadsheetError | None],
    take_over: bool,
) -> None:
    store = FakeStore(files, watch=lambda: turns.wait(me))
    own = Newsroom(room.folder, store, sleep=lambda _: turns.wait(me))
    try:
        own.deploy(site, yes=True, take_over=take_over)
    except BroadsheetError as error:
        found[me] = error
    finally:
        turns.end()


def orders() -> Iterator[Callable[[], int]]:
    """Yield ways to take turns: in blocks of each length, and at random."""
    for length in range(1, 15):
        for first in (0, 1):
            yield blocks(length, first)
    for seed in range(60):
        yield at_random(random.Random(seed))


def at_random(chance: random.Random) -> Callable[[], int]:
    bias = chance.random()
    return lambda: int(chance.random() < bias)


def blocks(length: int, first: int) -> Callable[[], int]:
    turns = iter(range(10**6))
    return lambda: (next(turns) // length + first) % 2


def both(folder: Path) -> tuple[Newsroom, Newsroom]:
    store = FakeStore()
    one, two = Newsroom(folder / "one", store), Newsroom(folder / "two", store)
    one.deploy(small_site())
    return one, two


def test_of_two_who_deploy_at_once_nothing_is_mixed_and_who_loses_is_told(tmp_path: Path) -> None:
    told, won = set(), 0
    for number, choose in enumerate(orders()):
        rooms = both(tmp_path / str(number))
        found = raced(rooms, choose)
        assert_one_site(rooms, found)
        told |= {type(each) for each in found}
        won += found.count(None)
        assert [str(each) for each in found if each and not is_good_to_read(str(each))] == []
    assert told == {type(None), LockHeld, TargetMoved}
    assert won > 0.9 * (number + 1)


def assert_one_site(rooms: tuple[Newsroom, Newsroom], found: list[BroadsheetError | None]) -> None:
    """Hold that the store has the site of who won, or what was there before; nothing is left."""
    sites = [site for site, error in zip((ONE, TWO), found, strict=True) if error is None]
    if len(sites) < 2:
        assert_holds(rooms[0].store, sites[0] if sites else small_site())
        return
    # One after the other: the second knew of the first, and the doubt was passed over.
    holds = ONE if b"One" in rooms[0].store.files[OutputPath("index.html")] else TWO
    assert_holds(rooms[0].store, holds)


def is_good_to_read(text: str) -> bool:
    starts = "somebody else is deploying to production since 2025-12-01 12:00 UTC: wait for the end"
    moved = "somebody else has deployed to the target meanwhile: deploy again"
    return text.startswith((starts, "somebody else is deploying to production: wait", moved))


def test_who_loses_deploys_afterwards(tmp_path: Path) -> None:
    rooms = both(tmp_path)
    found = raced(rooms, blocks(1, 0))
    loser = next(room for room, error in zip(rooms, found, strict=True) if error)
    loser.deploy(later_site(), yes=True)
    assert_holds(loser.store, later_site())


@pytest.mark.parametrize("seed", range(40))
def test_who_was_taken_for_dead_and_was_not_mixes_nothing_for_long(
    seed: int, tmp_path: Path
) -> None:
    """Both take over: each may find the other's claim, and go on. Then one deploys alone."""
    rooms = both(tmp_path)
    found = raced(rooms, blocks(5 + seed % 20, seed % 2), take_over=True)
    assert all(each is None or is_good_to_read(str(each)) for each in found)
    rooms[1].deploy(later_site(), yes=True, take_over=True)
    assert_holds(rooms[1].store, later_site())


@pytest.mark.parametrize("number", [each for each in range(1, 40) if each not in UNGUARDED])
def test_who_is_slow_and_was_taken_for_dead_notices_and_leaves_word(
    number: int, tmp_path: Path
) -> None:
    """At each request of one, another takes over and deploys; the slow one goes on after that."""
    slow, other = both(tmp_path)
    requests = iter(range(1, 10_000))

    def meanwhile() -> None:
        if next(requests) == number:
            Newsroom(other.folder, FakeStore(slow.store.files)).deploy(
                TWO, yes=True, take_over=True
            )

    slow.store.watch = meanwhile
    with suppress(TargetMoved):
        slow.deploy(later_site(), yes=True)
    slow.store.watch = lambda: None
    is_word_left = any("claims" in path for path in slow.store.files)
    assert is_word_left or shown(slow.store) in (TWO, later_site())
    slow.deploy(ONE, yes=True, take_over=True)
    assert_holds(slow.store, ONE)
