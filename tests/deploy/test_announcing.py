"""Telling others of a deploy: what they are sent, when nobody is told, and what can go wrong."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest

from generator import __version__
from generator.config import Config, FeedsConfig, TargetConfig
from generator.deploy import announcing
from generator.deploy.announcing import (
    MOST_ADDRESSES,
    MOST_FEEDS,
    MOST_REQUESTS,
    Announced,
    announce,
    hub_of,
    indexnow_of,
)
from generator.deploy.changes import changes_of
from generator.deploy.deploying import Deployer
from generator.deploy.record import Deployed, Files, Record
from generator.deploy.transaction import Deployment
from generator.fingerprint import Digest
from generator.paths import OutputPath
from generator.planning.hosts.headers import sent_with
from generator.project import Project
from tests.deploy.listening import HERE, NEAR, Listening, huge, listening, says, status
from tests.site_kit import NOW, request

BASE = "https://example.com"
KEY = "0123456789abcdef"
CONFIG = Config(title="The Example", description="News.", base_url=BASE, language="en",
                zone=ZoneInfo("UTC"))  # fmt: skip
TARGET = TargetConfig(to="../www", announce=True)
AFTER = ("2025/11/call/index.html", "index.html", "feed.xml", "feed.json", "tags/sea/feed.xml",
         "assets/site.0123.css", f"{KEY}.txt")  # fmt: skip
BEFORE = ("2025/11/storm/index.html", "feed.xml", "atom.xml")
TOLD_THE_HUB = [
    "hub.mode=publish&hub.url=https%3A%2F%2Fexample.com%2Ffeed.xml",
    "hub.mode=publish&hub.url=https%3A%2F%2Fexample.com%2Ffeed.json",
    "hub.mode=publish&hub.url=https%3A%2F%2Fexample.com%2Ftags%2Fsea%2Ffeed.xml",
]
TOLD_INDEXNOW = {
    "host": "example.com",
    "key": KEY,
    "keyLocation": f"{BASE}/{KEY}.txt",
    "urlList": [f"{BASE}/", f"{BASE}/2025/11/call/", f"{BASE}/2025/11/storm/"],
}


def files(paths: tuple[str, ...], version: str) -> dict[OutputPath, Deployed]:
    return {
        OutputPath(path): Deployed(Digest(version + path), 1, *sent_with(OutputPath(path)))
        for path in paths
    }


def deployment(before: tuple[str, ...] = BEFORE, after: tuple[str, ...] = AFTER) -> Deployment:
    """Return a deploy of other files in the place of some."""
    record = Record(list=Files(files(before, "1")))
    changes = changes_of(record, files(after, "2"), now=NOW, grace=timedelta(7))
    return Deployment(2, changes, changes.size, (), record.list, is_rehearsal=False)


def to(hub: str = "", key: str = "", target: TargetConfig = TARGET, base: str = BASE) -> Deployer:
    config = replace(CONFIG, feeds=FeedsConfig(hub=hub), indexnow=key, base_url=base)
    return Deployer(request(Project(Path("site"), Path("theme"))), config, "production", target)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    """Whoever is told: a hub, and IndexNow."""
    with listening() as found:
        monkeypatch.setattr(announcing, "INDEXNOW", f"{found.url}indexnow")
        yield found


def topics(bodies: list[str]) -> list[str]:
    return [dict(parse_qsl(body))["hub.url"] for body in bodies]


# -- what is sent


def test_a_hub_is_told_of_each_feed_by_the_address_that_it_calls_its_own(there: Listening) -> None:
    assert announce(deployment(), to(there.url), NEAR) == Announced(feeds=3)
    assert there.bodies == TOLD_THE_HUB
    for each in there.requests:
        assert each.path == "/"
        assert each.type == "application/x-www-form-urlencoded"
        assert each.agent == f"broadsheet/{__version__} (announces changes)"


def test_indexnow_is_told_of_pages_that_came_changed_or_went(there: Listening) -> None:
    assert announce(deployment(), to(key=KEY), NEAR) == Announced(pages=3)
    (sent,) = there.requests
    assert (sent.path, sent.type) == ("/indexnow", "application/json; charset=utf-8")
    assert json.loads(sent.body) == TOLD_INDEXNOW
    assert list(json.loads(sent.body)) == ["host", "key", "keyLocation", "urlList"]


def test_both_are_told(there: Listening) -> None:
    assert announce(deployment(), to(there.url, KEY), NEAR) == Announced(3, 3)
    assert len(there.requests) == 4


def test_a_site_below_a_path_is_told_of_with_it(there: Listening) -> None:
    base = f"{BASE}/paper"
    found = announce(deployment((), ("a/index.html", "feed.xml", f"{KEY}.txt")),
                     to(there.url, KEY, base=base), NEAR)  # fmt: skip
    assert found == Announced(1, 1)
    bodies = sorted(there.bodies)
    assert topics(bodies[:1]) == [f"{base}/feed.xml"]
    assert json.loads(bodies[1]) == {
        "host": "example.com",
        "key": KEY,
        "keyLocation": f"{base}/{KEY}.txt",
        "urlList": [f"{base}/a/"],
    }


def test_an_address_beyond_ascii_is_told_as_the_feed_has_it(there: Listening) -> None:
    done = deployment((), ("tags/niño/feed.xml",))
    assert announce(done, to(there.url), NEAR) == Announced(feeds=1)
    assert topics(there.bodies) == [f"{BASE}/tags/ni%C3%B1o/feed.xml"]
    assert there.bodies[0].endswith("tags%2Fni%25C3%25B1o%2Ffeed.xml")


def test_many_pages_are_told_in_as_many_requests_as_they_take() -> None:
    paths = tuple(f"{number}/index.html" for number in range(MOST_ADDRESSES + 1))
    found = indexnow_of(deployment((), (*paths, f"{KEY}.txt")), to(key=KEY))
    assert [each.tells for each in found.messages] == [MOST_ADDRESSES, 1]
    lists = [json.loads(each.question.body or b"")["urlList"] for each in found.messages]
    assert sorted(chain(*lists)) == sorted(f"{BASE}/{n}/" for n in range(MOST_ADDRESSES + 1))
    assert not found.left_out


def test_there_is_an_end_to_pages(monkeypatch: pytest.MonkeyPatch, there: Listening) -> None:
    monkeypatch.setattr(announcing, "MOST_ADDRESSES", 2)
    paths = tuple(f"{number}/index.html" for number in range(2 * MOST_REQUESTS + 1))
    found = announce(deployment((), (*paths, f"{KEY}.txt")), to(key=KEY), NEAR)
    reason = "no more than 20 are told after a deploy"
    assert found == Announced(
        pages=20, warnings=(f"IndexNow was told of 20 of 21 addresses: {reason}",)
    )
    assert len(there.requests) == MOST_REQUESTS


def test_there_is_an_end_to_feeds_and_the_site_s_own_are_told() -> None:
    tags = tuple(f"tags/{number:02}/feed.xml" for number in range(MOST_FEEDS))
    found = hub_of(deployment((), (*tags, "feed.xml")), to("https://hub.example/"))
    assert (found.all, len(found.messages)) == (MOST_FEEDS + 1, MOST_FEEDS)
    assert found.messages[0].question.body == TOLD_THE_HUB[0].encode()
    assert found.left_out == f"no more than {MOST_FEEDS} are told after a deploy"


# -- when nobody is told


@pytest.mark.parametrize(
    "done",
    [
        replace(deployment(), is_rehearsal=True),
        replace(deployment(), changes=changes_of(Record(), {}, now=NOW, grace=timedelta(7))),
        deployment(("assets/a.0123.css",), ("assets/b.0123.css", "robots.txt")),
    ],
    ids=["a rehearsal", "nothing changed", "no page and no feed"],
)
def test_nobody_is_told_of_nothing(there: Listening, done: Deployment) -> None:
    assert announce(done, to(there.url, KEY), NEAR) == Announced()
    assert there.requests == []


def test_nobody_is_told_unless_a_target_says_so(there: Listening) -> None:
    silent = to(there.url, KEY, replace(TARGET, announce=False))
    assert announce(deployment(), silent, NEAR) == Announced()
    assert announce(deployment(), to(), NEAR) == Announced()
    assert there.requests == []


def test_nobody_is_told_of_a_copy_at_another_address(there: Listening) -> None:
    copy = to(there.url, KEY, replace(TARGET, base_url="https://staging.example.com"))
    reason = (
        "nobody was told: production is at https://staging.example.com, "
        "and the site's own address is https://example.com"
    )
    assert announce(deployment(), copy, NEAR) == Announced(warnings=(reason,))
    assert there.requests == []


def test_a_target_that_names_the_site_s_own_address_is_no_copy(there: Listening) -> None:
    found = announce(deployment(), to(there.url, target=replace(TARGET, base_url=BASE)), NEAR)
    assert found == Announced(feeds=3)


def test_indexnow_is_not_told_before_the_site_shows_the_key(there: Listening) -> None:
    reason = f"the site has no {KEY}.txt yet: build it again"
    assert announce(deployment((), ("a/index.html",)), to(key=KEY), NEAR) == Announced(
        warnings=(f"IndexNow was told of 0 of 1 addresses: {reason}",)
    )
    assert there.requests == []


# -- what goes wrong


def refused(there: Listening, reason: str, told: int = 0) -> None:
    """Expect that a hub was told of so many of three feeds, and why not of more."""
    warning = f"the hub {there.url} was told of {told} of 3 feeds: {reason}"
    assert announce(deployment(), to(there.url), NEAR) == Announced(told, warnings=(warning,))


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (400, "400 Bad Request"),
        (404, "404 Not Found"),
        (429, "429 Too Many Requests"),
        (500, "500 Internal Server Error"),
        (503, "503 Service Unavailable"),
        (999, "999"),
    ],
)
def test_a_refusal_is_told_and_ends_it(there: Listening, number: int, reason: str) -> None:
    there.answers = [status(204), status(number)]
    refused(there, f"it answers {reason}", told=1)
    assert len(there.requests) == 2


@pytest.mark.parametrize("number", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_not_followed(there: Listening, number: int) -> None:
    there.answers = [status(number, Location=f"{there.url}elsewhere")]
    announced = announce(deployment(), to(there.url), NEAR)
    (warning,) = announced.warnings
    assert warning.endswith(f", to {there.url}elsewhere, which is not followed")
    assert [each.path for each in there.requests] == ["/"]


def test_what_a_terminal_would_obey_is_not_told(there: Listening) -> None:
    there.answers = [status(302, Location="\x1b[2J")]
    refused(there, "it answers 302 Found")


def test_a_body_without_end_is_not_read(there: Listening) -> None:
    there.answers = [huge]
    assert announce(deployment(), to(there.url), NEAR) == Announced(feeds=3)


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 two\r\n\r\n", b"\xff" * 99999])
def test_garbage_is_a_warning(there: Listening, said: bytes) -> None:
    there.answers = [says(said)]
    announced = announce(deployment(), to(there.url), NEAR)
    assert (announced.feeds, len(announced.warnings)) == (0, 1)
    assert len(there.requests) == 1


def test_a_hub_that_hangs_is_waited_for_so_long(there: Listening) -> None:
    there.answers = [there.hangs]
    warning = f"the hub {there.url} was told of 0 of 3 feeds: it did not answer in time"
    found = announce(deployment(), to(there.url), replace(NEAR, one=0.05))
    assert found == Announced(warnings=(warning,))


def test_a_hub_that_answers_byte_by_byte_holds_nobody_up(there: Listening) -> None:
    there.answers = [status(204), there.drips]
    warning = f"the hub {there.url} was told of 1 of 3 feeds: it did not answer in time"
    found = announce(deployment(), to(there.url), replace(NEAR, all=0.5))
    assert found == Announced(1, warnings=(warning,))
    assert len(there.requests) == 2


@pytest.mark.usefixtures("there")
def test_one_who_fails_does_not_keep_another_from_being_told() -> None:
    with closing(socket.create_server((HERE, 0))) as taken:
        port = taken.getsockname()[1]
    found = announce(deployment(), to(f"http://{HERE}:{port}/", KEY), NEAR)
    assert (found.feeds, found.pages) == (0, 3)
    assert "was told of 0 of 3 feeds: it cannot be reached, " in found.warnings[0]


def test_a_hub_in_a_private_network_is_not_contacted(there: Listening) -> None:
    (warning,) = announce(deployment(), to(there.url)).warnings
    assert warning.endswith("it is in a private network, which is not contacted")
    assert there.requests == []


@pytest.mark.parametrize("hub", ["http://[1", "https:///", "http://x:y/"])
def test_a_hub_that_is_no_address_is_a_warning(hub: str) -> None:
    assert len(announce(deployment(), to(hub), NEAR).warnings) == 1


@pytest.mark.parametrize("number", [200, 202])
def test_indexnow_may_look_at_the_key_later(there: Listening, number: int) -> None:
    there.answers = [status(number)]
    assert announce(deployment(), to(key=KEY), NEAR) == Announced(pages=3)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (403, f"403 Forbidden: {BASE}/{KEY}.txt does not show it the key"),
        (429, "429 Too Many Requests: it was told too often"),
    ],
)
def test_what_indexnow_refuses_is_explained(there: Listening, number: int, reason: str) -> None:
    there.answers = [status(number)]
    (warning,) = announce(deployment(), to(key=KEY), NEAR).warnings
    assert warning == f"IndexNow was told of 0 of 3 addresses: it answers {reason}"
