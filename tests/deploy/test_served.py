"""What readers get of a deployed site from a real web server, also while another arrives."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner

from generator.cli import cli
from generator.deploy.record import FOLDER
from generator.paths import OutputPath, url_of
from generator.planning.hosts.headers import HOST_FILES, sent_with
from tests.outputs.test_real_servers import (
    Answer,
    Served,
    Site,
    apache,
    caddy,
    free_port,
    nginx,
    running,
)
from tests.site_kit import NOW, SITE_TOML, THEME, article, site, tree

SETTINGS = """
[theme]
cards = false

[hosting]
for = ["nginx", "caddy", "apache"]

[deploy.production]
to = "../www/courier"
"""
STORY = "content/articles/river.md"
PAGES = 40


@dataclass(frozen=True)
class Newsroom:
    """A site that is deployed into a folder, and the server of that folder."""

    root: Path
    served: Served

    def run(self, *words: str) -> str:
        result = CliRunner().invoke(cli, ["-C", str(self.root), *words], standalone_mode=False)
        if result.exception:
            raise result.exception
        return result.output

    @property
    def folder(self) -> Path:
        return self.served.site.root

    def get(self, path: str) -> Answer:
        return self.served.get(url_of(OutputPath(path)))


@pytest.fixture(params=["nginx", "caddy", "apache2"])
def newsroom(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """A deployed site, served; outside pytest's own folder, which servers may not look into."""
    binary = shutil.which(request.param, path=f"{os.environ['PATH']}:/usr/sbin")
    if binary is None:
        pytest.skip(f"{request.param} is not installed")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    work = Path(tempfile.mkdtemp(prefix="broadsheet-"))
    work.chmod(0o755)
    (work / "www").mkdir()
    (work / "server").mkdir(mode=0o755)
    articles = {f"content/articles/a{n}.md": article(f"Story {n}") for n in range(PAGES)}
    files = {"site.toml": SITE_TOML + SETTINGS, STORY: article("The river", "Day 0."), **articles}
    site(work / "site", files, theme=THEME)
    port = free_port()
    found = Newsroom(work / "site", Served(Site(work / "www" / "courier", ""), port))
    try:
        found.run("publish")
        command = {"nginx": nginx, "caddy": caddy, "apache2": apache}[request.param]
        with running(
            [binary, *command(work / "server", found.served.site, port)],
            work / "server",
            found.folder,
            port,
        ):
            yield found
    finally:
        shutil.rmtree(work)


def test_every_file_is_served_as_it_was_built_with_its_headers(newsroom: Newsroom) -> None:
    for path, data in tree(newsroom.root / "public").items():
        if path in HOST_FILES or path == "404.html":
            continue
        answer = newsroom.get(path)
        type_, cache = sent_with(OutputPath(path))
        assert (path, answer.status, answer.body) == (path, 200, data)
        sent = answer.only("Content-Type").lower().replace(";charset", "; charset")
        assert (path, sent) == (path, type_)
        assert (path, answer.only("Cache-Control")) == (path, cache)


def test_the_host_tells_readers_nothing_of_deploys(newsroom: Newsroom) -> None:
    assert newsroom.get(f"{FOLDER}deployed.json").status == 404


def test_readers_meet_no_gap_and_no_mixture_while_deploys_arrive(newsroom: Newsroom) -> None:
    faults: list[str] = []
    over = Event()

    def read() -> None:
        last = 0
        while not over.is_set():
            page, front = newsroom.get("2025/11/river/index.html"), newsroom.get("index.html")
            if (page.status, front.status) != (200, 200):
                faults.append(f"{page.status} {front.status}")
            day = int(page.body.partition(b"Day ")[2].partition(b".")[0] or -1)
            if day < last:
                faults.append(f"day {day} after day {last}")
            last = day

    reader = Thread(target=read)
    reader.start()
    try:
        for day in range(1, 6):
            (newsroom.root / STORY).write_text(article("The river", f"Day {day}."))
            newsroom.run("publish")
    finally:
        over.set()
        reader.join()
    assert faults == []
    assert b"Day 5." in newsroom.get("2025/11/river/index.html").body
