"""Trying addresses of another site: what its answers mean, and what is never asked."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from threading import Thread

import pytest

from generator.building.lanes import try_all
from generator.building.reaching import Manners, is_public
from generator.building.trying import MOST_HOPS, try_address
from generator.checks.links import Answer, Verdict
from tests.building.other_site import HERE, NEIGHBOURLY, OtherSite, other_site

GOOD = Answer(Verdict.GOOD)
PRIVATE = Answer(Verdict.UNCERTAIN, "it is in a private network, which is not contacted")


@pytest.fixture
def there() -> Iterator[OtherSite]:
    with other_site(page=200) as site:
        yield site


@pytest.fixture
def mute() -> Iterator[str]:
    """An address at which somebody listens and nobody answers."""
    with closing(socket.create_server((HERE, 0))) as listening:
        yield f"http://{HERE}:{listening.getsockname()[1]}"


def tried(site: OtherSite, path: str) -> Answer:
    return try_address(site.url + path, NEIGHBOURLY)


def test_a_page_that_is_there_is_asked_for_once(there: OtherSite) -> None:
    assert tried(there, "/page") == GOOD
    assert there.asked == {"HEAD /page": 1}


def test_who_asks_says_so_and_nothing_else(there: OtherSite) -> None:
    name = there.url.removeprefix("http://")
    assert try_address(f"http://name:secret@{name}/page", NEIGHBOURLY) == GOOD
    (headers,) = there.headers
    assert headers["User-Agent"].startswith("broadsheet/")
    assert headers["Host"] == name
    assert set(headers) == {"Host", "User-Agent", "Accept", "Connection", "Accept-Encoding"}


@pytest.mark.parametrize(("status", "phrase"), [(404, "404 Not Found"), (410, "410 Gone")])
def test_a_page_is_dead_once_both_ways_of_asking_say_so(
    there: OtherSite, status: int, phrase: str
) -> None:
    there.pages["/gone"] = status
    assert tried(there, "/gone") == Answer(Verdict.DEAD, f"it answers {phrase}")
    assert there.asked == {"HEAD /gone": 1, "GET /gone": 1}


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
def test_a_site_that_refuses_the_short_question_is_asked_in_full(
    there: OtherSite, status: int
) -> None:
    there.pages |= {"HEAD /shy": status, "GET /shy": 200}
    assert tried(there, "/shy") == GOOD


@pytest.mark.parametrize("status", [401, 403, 429, 451, 500, 503, 999])
def test_what_a_person_may_be_shown_is_not_called_dead(there: OtherSite, status: int) -> None:
    there.pages["/odd"] = status
    found = tried(there, "/odd")
    assert found.verdict is Verdict.UNCERTAIN
    assert found.reason.startswith(f"it answers {status}")


def test_a_site_that_is_asked_too_much_is_not_asked_again(there: OtherSite) -> None:
    there.pages["/busy"] = 429
    tried(there, "/busy")
    assert there.asked == {"HEAD /busy": 1}


@pytest.mark.parametrize("status", [301, 308])
def test_a_lasting_redirect_tells_the_new_address(there: OtherSite, status: int) -> None:
    there.pages["/old"] = (status, "/page")
    assert tried(there, "/old") == Answer(Verdict.GOOD, moved=f"{there.url}/page")


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_passing_redirect_is_followed_and_no_news(there: OtherSite, status: int) -> None:
    there.pages["/now"] = (status, "/page")
    assert tried(there, "/now") == GOOD


def test_the_new_address_is_where_the_lasting_redirects_end(there: OtherSite) -> None:
    there.pages |= {"/a": (301, "/b"), "/b": (302, "/c"), "/c": (301, "/page")}
    assert tried(there, "/a") == Answer(Verdict.GOOD, moved=f"{there.url}/b")


def test_a_redirect_to_nothing_is_dead(there: OtherSite) -> None:
    there.pages["/old"] = (301, "/gone")
    assert tried(there, "/old") == Answer(Verdict.DEAD, "it answers 404 Not Found")


def test_a_redirect_without_end_is_left(there: OtherSite) -> None:
    there.pages["/loop"] = (302, "/loop")
    assert tried(there, "/loop").verdict is Verdict.UNCERTAIN
    assert there.asked["HEAD /loop"] == MOST_HOPS


@pytest.mark.parametrize("location", ["ftp://example.com/", "http://[1", "http:///x"])
def test_a_redirect_that_leads_out_of_the_web_is_not_followed(
    there: OtherSite, location: str
) -> None:
    there.pages["/out"] = (302, location)
    assert tried(there, "/out").verdict in (Verdict.UNCERTAIN, Verdict.DEAD)


def test_an_address_beyond_ascii_is_sent_encoded_and_its_query_whole(there: OtherSite) -> None:
    there.pages["/El%20Ni%C3%B1o?q=a%20b&c=%C3%B1"] = 200
    assert tried(there, "/El Niño?q=a%20b&c=ñ") == GOOD


# -- what is not asked


def test_a_private_network_is_never_contacted(there: OtherSite) -> None:
    assert try_address(f"{there.url}/page", Manners()) == PRIVATE
    assert try_address(there.url.replace(HERE, "localhost"), Manners()) == PRIVATE
    assert not there.asked


def test_nor_is_it_where_another_site_leads_there(there: OtherSite) -> None:
    port = there.url.rpartition(":")[2]
    there.pages["/sly"] = (302, f"http://127.0.0.2:{port}/page")
    assert tried(there, "/sly") == PRIVATE
    assert there.asked == {"HEAD /sly": 1}


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
           "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1"]
)  # fmt: skip
def test_an_inner_address_is_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1"])
def test_an_outer_address_is_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "address", ["http://[1", "http://example.com:x/", f"http://{'x' * 64}.example/"]
)
def test_what_is_no_address_is_dead_and_not_asked(address: str) -> None:
    assert try_address(address, NEIGHBOURLY).verdict is Verdict.DEAD


# -- what does not answer


def test_a_site_that_refuses_the_connection_is_not_reached() -> None:
    with closing(socket.create_server((HERE, 0))) as taken:
        port = taken.getsockname()[1]
    found = try_address(f"http://{HERE}:{port}/", NEIGHBOURLY)
    assert found.verdict is Verdict.UNREACHED
    assert found.reason.startswith("it cannot be reached, ")


def test_a_site_that_does_not_answer_is_waited_for_so_long(mute: str) -> None:
    found = try_address(mute, replace(NEIGHBOURLY, one=0.05))
    assert found == Answer(Verdict.UNREACHED, "it did not answer in time")


def test_a_site_that_speaks_another_language_is_uncertain(there: OtherSite) -> None:
    found = try_address(there.url.replace("http:", "https:"), NEIGHBOURLY)
    assert found.verdict is Verdict.UNCERTAIN


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 two\r\n\r\n", b"\xff" * 99])
def test_what_is_no_answer_in_http_is_uncertain(said: bytes) -> None:
    with closing(socket.create_server((HERE, 0))) as listening:
        address = f"http://{HERE}:{listening.getsockname()[1]}"
        speaking = Thread(target=_say, args=(listening, said))
        speaking.start()
        found = try_address(address, NEIGHBOURLY)
        speaking.join()
    assert found.verdict in (Verdict.UNCERTAIN, Verdict.UNREACHED)


def _say(listening: socket.socket, said: bytes) -> None:
    connection, _ = listening.accept()
    with closing(connection):
        connection.recv(4096)
        connection.sendall(said)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [(socket.EAI_NONAME, Verdict.NAMELESS), (socket.EAI_AGAIN, Verdict.UNREACHED)],
)
def test_a_name_that_nobody_knows_is_told_from_a_network_that_is_down(
    monkeypatch: pytest.MonkeyPatch, code: int, verdict: Verdict
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert try_address("https://nobody.example/", NEIGHBOURLY).verdict is verdict


# -- many at once


def test_many_addresses_are_each_asked_for_once(there: OtherSite) -> None:
    there.pages |= {f"/{number}": 200 for number in range(50)}
    addresses = [f"{there.url}/{number}" for number in range(51)]
    progress: list[int] = []
    found = try_all(addresses, NEIGHBOURLY, lambda _, done, __: progress.append(done))
    assert list(found) == addresses
    assert [address for address in found if found[address] != GOOD] == [f"{there.url}/50"]
    assert there.asked == {f"HEAD /{number}": 1 for number in range(51)} | {"GET /50": 1}
    assert progress == list(range(1, 52))


def test_what_there_is_no_time_for_has_no_answer(there: OtherSite, mute: str) -> None:
    late = replace(NEIGHBOURLY, all=1.5)
    assert try_all([mute, f"{there.url}/page"], late) == {f"{there.url}/page": GOOD}


def test_of_nothing_nothing_is_asked() -> None:
    assert try_all([], NEIGHBOURLY) == {}
