"""Newsrooms that deploy to a store in memory: copies of a site, without building one."""

import re
import shutil
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.building.report import silent
from generator.deploy.memory import Memory
from generator.deploy.objects import Objects
from generator.deploy.plain import Sleep
from generator.deploy.record import (
    FOLDER,
    HEAD,
    Deployed,
    Files,
    Head,
    list_path,
    read_head,
    read_list,
)
from generator.deploy.target import Means
from generator.deploy.transaction import Deployment, Order, deploy
from generator.fingerprint import digest
from generator.paths import OutputPath, output_of
from generator.planning.hosts.headers import sent_with
from tests.deploy.fake_store import FakeStore, FakeTarget

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BASE_URL = "https://example.com"
Site = Mapping[str, str]  # text by path


def page(*links: str, text: str = "News.") -> str:
    """Return a whole page; the last line tells that it is one."""
    anchors = "".join(f'<a href="{link}"></a>' for link in links)
    return f"<p>{text}</p>{anchors}</html>"


def small_site() -> dict[str, str]:
    """Return a site with something for each step, whose pages link to one another."""
    return {
        "assets/site-1.css": "body { color: black }",
        "media/quay-1.jpg": "a picture",
        "2025/11/call/index.html": page("/assets/site-1.css", "/media/quay-1.jpg", "/tags/quay/"),
        "2025/11/storm/index.html": page("/assets/site-1.css", "/2025/11/call/", "/tags/quay/"),
        "2025/12/zoo/index.html": page("/assets/site-1.css", "/2025/11/storm/"),
        "tags/quay/index.html": page("/assets/site-1.css", "/2025/11/call/", "/2025/11/storm/"),
        "index.html": page("/assets/site-1.css", "/2025/11/call/", "/tags/quay/", "/2025/12/zoo/"),
        "feed.xml": "<rss/>",
        "robots.txt": "Sitemap: /sitemap.xml",
    }


def later_site() -> dict[str, str]:
    """Return it a day later: with a new article, tag and picture; one of each is gone."""
    new = {
        "assets/site-2.css": "body { color: navy }",
        "media/ferry-2.jpg": "another picture",
        "2025/11/call/index.html": page("/assets/site-2.css", "/2025/12/ferry/", "/tags/quay/"),
        "2025/12/ferry/index.html": page("/assets/site-2.css", "/media/ferry-2.jpg", "/tags/sea/"),
        "2025/12/zoo/index.html": page("/assets/site-2.css", "/2025/12/ferry/"),
        "tags/sea/index.html": page("/assets/site-2.css", "/2025/12/ferry/"),
        "tags/quay/index.html": page("/assets/site-2.css", "/2025/11/call/"),
        "index.html": page("/assets/site-2.css", "/2025/11/call/", "/tags/sea/", "/2025/12/ferry/"),
        "feed.xml": "<rss>ferry</rss>",
    }
    gone = ("assets/site-1.css", "media/quay-1.jpg", "2025/11/storm/index.html")
    return {**without(small_site(), *gone), **new}


def without(site: Site, *gone: str) -> dict[str, str]:
    return {path: text for path, text in site.items() if path not in gone}


def wanted(site: Site, objects: Objects | None = None) -> dict[OutputPath, Deployed]:
    """Return a site as a deploy wants it, with its files kept where that is asked for."""
    found = {}
    for path, text in site.items():
        name, data = digest(text.encode()), text.encode()
        if objects:
            objects.put(name, data)
        found[OutputPath(path)] = Deployed(name, len(data), *sent_with(OutputPath(path)))
    return found


@dataclass(frozen=True)
class Newsroom:
    """A copy of a site, and the store that it deploys to."""

    folder: Path
    store: FakeStore
    sleep: Sleep = lambda _: None
    grace: timedelta = timedelta(0)
    keeps_headers: bool = True

    @property
    def memory(self) -> Memory:
        return Memory(self.folder / "memory")

    @property
    def objects(self) -> Objects:
        return Objects(self.folder / "objects")

    def order(self, site: Site, now: datetime = NOW) -> Order:
        return Order(files=wanted(site, self.objects), base_url=BASE_URL, now=now,
                     grace=self.grace, generations=5)  # fmt: skip

    def deploy(
        self,
        site: Site,
        *,
        now: datetime = NOW,
        yes: bool = False,
        again: bool = False,
        dry: bool = False,
        take_over: bool = False,
    ) -> Deployment:
        order = replace(self.order(site, now), is_certain=yes, again=again, is_rehearsal=dry)
        return self.bring(order, take_over=take_over)

    def roll_back(self, back: int = 1, *, now: datetime = NOW, yes: bool = True) -> Deployment:
        heads = self.memory.history()
        files = self.memory.files(heads[-1 - back].list)
        assert files
        order = replace(self.order({}, now), files=files.files, is_certain=yes, is_way_back=True)
        return self.bring(order)

    def bring(self, order: Order, *, take_over: bool = False) -> Deployment:
        means = Means("production", self.folder, self.folder / "memory", {}, order.now, take_over)
        target = FakeTarget(self.store, means, self.sleep, self.keeps_headers)
        return deploy(order, target, self.objects, self.memory, silent)

    def forget(self) -> None:
        """Lose all that is remembered, as a machine that is made anew each time does."""
        shutil.rmtree(self.folder / "memory", ignore_errors=True)


def shown(store: FakeStore) -> dict[str, str]:
    """Return what readers see, without the record."""
    return {
        path: data.decode() for path, data in store.files.items() if not path.startswith(FOLDER)
    }


def told(store: FakeStore) -> tuple[Head, Files]:
    """Return what a store says that it holds."""
    head = read_head(store.files[HEAD])
    return head, read_list(store.files[list_path(head.list)], head.list)


def assert_holds(store: FakeStore, site: Site, *leaving: str) -> None:
    """Hold that a store has a site and nothing else: no claim, no list of another deploy."""
    head, files = told(store)
    assert files.files == wanted(site)
    assert {*files.leaving} == {*leaving}
    assert {path: shown(store)[path] for path in site} == dict(site)
    assert {*shown(store)} == {*site, *leaving}
    assert {path for path in store.files if path.startswith(FOLDER)} == {HEAD, list_path(head.list)}


def links_in(text: str) -> list[OutputPath]:
    return [output_of(link) for link in re.findall(r'(?:href|src)="(/[^"]*)"', text)]


def broken(site: Site, known: Iterable[str]) -> list[str]:
    """Return the links to nothing that a reader can come to from pages that are known."""
    queue, seen, found = deque(path for path in known if path in site), {*known}, []
    while queue:
        path = queue.popleft()
        for link in links_in(site[path]) if path.endswith(".html") else ():
            if link not in site:
                found.append(f"{path} -> {link}")
            elif link not in seen:
                seen.add(link)
                queue.append(link)
    return found
