"""Whatever is done, in whatever order: a store has what was wanted last, and what lingers."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from generator.deploy.record import FOLDER, HEAD
from generator.deploy.target import DeployFailed
from tests.deploy.fake_store import FakeStore, How, Killed
from tests.deploy.kit import NOW, Newsroom, shown, told, wanted

PATHS = ("index.html", "a/index.html", "b/index.html", "tags/x/index.html", "feed.xml",
         "assets/a.css", "assets/b.js", "media/a.jpg", "a/index.html.gz")  # fmt: skip
GRACE = timedelta(days=3)
SITES = some.dictionaries(some.sampled_from(PATHS), some.sampled_from(("one", "two", "three")))
STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("deploy"), SITES),
        some.tuples(some.just("all"), SITES),
        some.tuples(some.just("other"), SITES),
        some.tuples(some.just("cut"), SITES, some.integers(1, 30), some.sampled_from(How)),
        some.tuples(some.just("back"), some.integers(1, 2)),
        some.tuples(some.just("wait"), some.integers(1, 5)),
        some.tuples(some.just("forget")),
    ),
    max_size=9,
)


class Story:
    """Two copies of a site and their store. `lingering` says what may stay, and its text."""

    def __init__(self, root: Path) -> None:
        self.store = FakeStore()
        self.one = Newsroom(root / "one", self.store, grace=GRACE)
        self.two = Newsroom(root / "two", self.store, grace=GRACE)
        self.now: datetime = NOW
        self.last: dict[str, str] = {}
        self.seen: dict[str, set[str]] = {}  # every text that an asset ever had

    def tell(self, what: str, *more: object) -> None:
        step: Callable[..., None] = getattr(self, what)
        step(*more)

    def deploy(self, site: dict[str, str]) -> None:
        self._bring(self.one, site)

    def other(self, site: dict[str, str]) -> None:
        self._bring(self.two, site)

    def all(self, site: dict[str, str]) -> None:
        self._bring(self.one, site, again=True)

    def cut(self, site: dict[str, str], number: int, how: How) -> None:
        self.store.requests, self.store.fail_at, self.store.how = 0, number, how
        with suppress(DeployFailed, Killed):
            self._bring(self.one, site)
        if self.store.requests >= number:
            self.store.fail_at = 0
            self._bring(self.one, self.last or site)
        self.store.fail_at = 0

    def back(self, number: int) -> None:
        heads = self.one.memory.history()
        if len(heads) > number:
            files = self.one.memory.files(heads[-1 - number].list)
            assert files
            self.one.roll_back(number, now=self.now)
            self.last = {
                path: self.one.objects.read(each.digest, path).decode()
                for path, each in files.files.items()
            }
            self.hold()

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def forget(self) -> None:
        self.one.forget()

    def _bring(self, room: Newsroom, site: dict[str, str], *, again: bool = False) -> None:
        self._see(site)
        room.deploy(site, now=self.now, yes=True, again=again, take_over=True)
        self.last = dict(site)
        self.hold()

    def _see(self, site: dict[str, str]) -> None:
        for path, text in site.items():
            self.seen.setdefault(path, set()).add(text)

    def hold(self) -> None:
        there = shown(self.store)
        lingers = there.keys() - self.last.keys()
        assert {path: there[path] for path in self.last} == self.last
        assert all(path.startswith("assets/") for path in lingers)
        assert all(there[path] in self.seen[path] for path in lingers)
        if HEAD not in self.store.files:
            assert there == {}
            return
        files = told(self.store)[1]
        leaving = {path: each.file for path, each in files.leaving.items()}
        assert wanted(there) == {**leaving, **files.files}
        assert len([path for path in self.store.files if path.startswith(FOLDER)]) == 2


@given(STEPS)
@settings(max_examples=250)
def test_a_store_has_what_was_wanted_last(steps: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as root:
        story = Story(Path(root))
        for step in steps:
            story.tell(*step)
