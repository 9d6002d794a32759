"""The addresses that answer otherwise after a deploy: the list, and a server that is asked."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from generator.building.report import silent
from generator.deploy.addresses import answering_otherwise, changed_feeds, changed_pages
from generator.deploy.changes import Changes, changes_of
from generator.deploy.deploying import Deployer, Wish, deployer
from generator.deploy.record import Deployed, Files, Leaving, Record
from generator.deploy.transaction import Deployment
from generator.fingerprint import Digest
from generator.paths import OutputPath
from generator.planning.hosts.headers import sent_with
from generator.project import Project, load_config
from tests.site_kit import DAY, NOW, SITE_TOML, article, build_at, request, site, write

pytestmark = pytest.mark.usefixtures("quick_disk")

HERE = "127.0.0.1"
TARGET = '[deploy.production]\nto = "../www"\ngrace = 0\n'


def files(of: Mapping[str, str]) -> dict[OutputPath, Deployed]:
    """Return files by path, each with a name for its bytes."""
    return {
        OutputPath(path): Deployed(Digest(name), 1, *sent_with(OutputPath(path)))
        for path, name in of.items()
    }


def compared(before: Mapping[str, str], after: Mapping[str, str], *unsure: str) -> list[str]:
    changes, record = made(before, after, *unsure)
    return list(answering_otherwise(changes, record.list))


def made(
    before: Mapping[str, str], after: Mapping[str, str], *unsure: str
) -> tuple[Changes, Record]:
    record = Record(list=Files(files(before)))
    uncertain = [OutputPath(path) for path in unsure]
    return changes_of(
        record, files(after), now=NOW, grace=timedelta(days=7), uncertain=uncertain
    ), record


# -- one by one


def test_nothing_answers_otherwise_where_nothing_has_changed() -> None:
    assert compared({"index.html": "a"}, {"index.html": "a"}) == []


def test_a_page_that_changed_answers_so_under_both_of_its_names() -> None:
    assert compared({"a/index.html": "1"}, {"a/index.html": "2"}) == ["/a/", "/a/index.html"]
    assert compared({"index.html": "1"}, {"index.html": "2"}) == ["/", "/index.html"]


@pytest.mark.parametrize("comes", [True, False])
def test_a_page_that_comes_or_goes_is_led_to_or_no_more(*, comes: bool) -> None:
    one: list[dict[str, str]] = [{}, {"a/index.html": "1"}]
    before, after = one if comes else reversed(one)
    assert compared(before, after) == ["/a", "/a/", "/a/index.html"]


def test_a_file_that_comes_was_missing_before_and_caches_know_that() -> None:
    after = {"assets/site.0123abcd.css": "1", "feed.xml": "2"}
    assert compared({}, after) == ["/assets/site.0123abcd.css", "/feed.xml"]


def test_a_picture_goes_and_a_style_sheet_stays_for_a_while() -> None:
    before = {"media/call.0123.jpg": "1", "assets/site.0123.css": "2"}
    assert compared(before, {}) == ["/media/call.0123.jpg"]


def test_a_style_sheet_goes_once_its_time_is_over() -> None:
    old = files({"assets/site.0123.css": "2"})
    record = Record(list=Files({}, {path: Leaving(each, NOW) for path, each in old.items()}))
    changes = changes_of(record, {}, now=NOW + 8 * DAY, grace=timedelta(days=7))
    assert answering_otherwise(changes, record.list) == ("/assets/site.0123.css",)


def test_a_compressed_copy_has_no_address_of_its_own() -> None:
    plain = {"a/index.html": "1", "feed.xml": "2"}
    copies = {f"{path}{e}": f"{of}{e}" for path, of in plain.items() for e in (".br", ".gz")}
    assert compared(plain, plain | copies) == []
    assert compared(plain | copies, plain) == []
    assert compared(plain | copies, {}) == ["/a", "/a/", "/a/index.html", "/feed.xml"]


def test_a_file_that_a_newsroom_compressed_itself_has_one() -> None:
    assert compared({"data.csv": "1"}, {"data.csv": "1", "data.csv.gz": "2"}) == ["/data.csv.gz"]
    assert compared({"data.csv.gz": "1.gz"}, {"data.csv.gz": "2"}) == ["/data.csv.gz"]


def test_what_was_sent_again_may_have_been_another_file_meanwhile() -> None:
    same = {"a/index.html": "1", "b/index.html": "2"}
    assert compared(same, same, "a/index.html") == ["/a/", "/a/index.html"]


def test_what_nobody_knew_of_is_gone() -> None:
    assert compared({}, {}, "a/index.html", "b.jpg") == ["/a", "/a/", "/a/index.html", "/b.jpg"]


def test_a_page_in_the_place_of_a_file_is_named_once() -> None:
    assert compared({"a": "1"}, {"a/index.html": "2"}) == ["/a", "/a/", "/a/index.html"]


def test_addresses_are_encoded_as_readers_ask_for_them() -> None:
    assert compared({}, {"el niño.jpg": "1"}) == ["/el%20ni%C3%B1o.jpg"]


def test_another_type_or_cache_rule_is_another_answer() -> None:
    record = Record(list=Files(files({"a.txt": "1"})))
    wanted = {path: as_markdown(each) for path, each in record.files.items()}
    changes = changes_of(record, wanted, now=NOW, grace=timedelta(0))
    assert answering_otherwise(changes, record.list) == ("/a.txt",)


def as_markdown(file: Deployed) -> Deployed:
    return Deployed(file.digest, file.size, "text/markdown", file.cache)


# -- what others are told of


def test_feeds_are_those_of_the_program_and_the_site_s_own_come_first() -> None:
    paths = ("tags/sea/feed.xml", "atom.xml", "feed.json", "feed.xml", "podcast/feed.xml",
             "sections/news/feed.xml", "authors/ada-reed/feed.xml", "sitemap.xml", "index.html",
             "feeds.opml")  # fmt: skip
    changes, _ = made({"atom.xml": "0"}, dict.fromkeys(paths, "1"))
    assert changed_feeds(changes) == (
        "/feed.xml",
        "/atom.xml",
        "/feed.json",
        "/tags/sea/feed.xml",
        "/sections/news/feed.xml",
        "/authors/ada-reed/feed.xml",
    )


def test_a_feed_that_is_gone_or_only_sent_again_is_no_news() -> None:
    changes, _ = made({"feed.xml": "1", "atom.xml": "1"}, {"atom.xml": "1"}, "atom.xml")
    assert changed_feeds(changes) == ()


def test_pages_are_told_by_one_address_each_and_nothing_else_is() -> None:
    before = {"gone/index.html": "1", "same/index.html": "1", "edited/index.html": "1"}
    after = {"same/index.html": "1", "edited/index.html": "2", "new.html": "1",
             "404.html": "1", "feed.xml": "1", "assets/a.css": "1", "media/a.jpg": "1",
             "files/report.0123.html": "1", "robots.txt": "1", "index.html": "1"}  # fmt: skip
    changes, _ = made(before, after, "same/index.html")
    assert changed_pages(changes) == ("/", "/edited/", "/gone/", "/new.html")


# -- a server that is asked


class Usual(SimpleHTTPRequestHandler):
    """What every web server does with a folder, without listing it."""

    def list_directory(self, _: object) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[HTTPConnection]:
    server = ThreadingHTTPServer((HERE, 0), partial(Usual, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield HTTPConnection(HERE, server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answers(folder: Path, urls: list[str]) -> dict[str, tuple[int, str | None, bytes]]:
    """Return what a server of a folder answers at each address."""
    found = {}
    with serving(folder) as connection:
        for url in urls:
            connection.request("GET", url)
            got = connection.getresponse()
            body = got.read()
            found[url] = got.status, got.getheader("Location"), body if got.status == 200 else b""
            connection.close()
    return found


def every_address(*trees: Path) -> list[str]:
    """Return each address that one of some trees could answer, asked in every way."""
    found = set()
    for tree in trees:
        for path in (each for each in tree.rglob("*") if each.is_file()):
            url = f"/{path.relative_to(tree).as_posix()}"
            folder = url.removesuffix("index.html")
            if not url.startswith("/.broadsheet/"):
                found |= {url, folder} | ({folder.rstrip("/")} if url != folder != "/" else set())
    return sorted(found)


def deploying(project: Project) -> tuple[Deployer, Deployment]:
    build_at(project)
    one = deployer(request(project), load_config(project), "")
    return one, one.deploy(Wish(now=NOW, environment={}, is_certain=True), silent)


def test_a_server_answers_otherwise_at_exactly_the_listed_addresses(tmp_path: Path) -> None:
    project = site(
        tmp_path / "site",
        {
            "site.toml": SITE_TOML + TARGET,
            "content/articles/call.md": article(tags="[Sea, Ports]"),
            "content/articles/storm.md": article("The storm", tags="[Sea]"),
            "content/static/data.csv": "1,2",
        },
    )
    deploying(project)
    before = tmp_path / "before"
    shutil.copytree(tmp_path / "www", before)  # what a cache knows
    write(project.root, {
        "content/articles/call.md": article("The call", "Another text.", tags="[Sea]"),
        "content/articles/calm.md": article("The calm"),
        "content/static/data.csv": "1,3",
    })  # fmt: skip
    (project.root / "content/articles/storm.md").unlink()
    one, done = deploying(project)
    after = (tmp_path / "www").resolve()
    urls = every_address(before, after)
    was, now = answers(before, urls), answers(after, urls)
    differing = [url for url in urls if was[url] != now[url]]
    assert list(done.addresses(one.base_url)) == [f"https://example.com{url}" for url in differing]
    assert {"/2025/11/call/", "/2025/11/storm", "/data.csv"} <= set(differing)
    assert len(differing) < len(urls)
