"""Who may talk to the preview."""

import pytest

from generator.preview.access import Access

LOCAL = Access("127.0.0.1", 8000)


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LocalHost:8000"]
)
def test_this_machine_is_admitted_by_its_own_names(host: str) -> None:
    assert LOCAL.admits_host(host)
    assert LOCAL.admits_origin(f"http://{host}", host)


@pytest.mark.parametrize(
    "host",
    [
        None, "", ":8000", "localhost", "127.0.0.1", "[::1]", "localhost:80", "localhost:8001",
        "localhost.:8000", "127.0.0.1.:8000", "evil.example", "evil.example:8000",
        "localhost.evil.example:8000", "127.0.0.1.nip.example:8000", "user@localhost:8000",
        "localhost:8000@evil.example", "localhost:8000:8000", "localhost:08000", "127.1:8000",
        "2130706433:8000", "0x7f000001:8000", "0.0.0.0:8000", "[::]:8000", "::1:8000",
        "[::ffff:127.0.0.1]:8000", "localhost:8000, evil.example", "localhost :8000",
        "192.168.1.7:8000", "http://localhost:8000",
    ],
)  # fmt: skip
def test_no_other_name_is_admitted(host: str | None) -> None:
    assert not LOCAL.admits_host(host)


def test_port_80_need_not_be_named() -> None:
    access = Access("127.0.0.1", 80)
    names = ("localhost", "127.0.0.1", "[::1]", "localhost:80", "localhost:8000", "evil.example")
    assert [access.admits_host(name) for name in names] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    "origin",
    [
        None, "", "null", "http://evil.example", "http://evil.example:8000", "http://localhost",
        "http://localhost:8001", "https://localhost:8000", "http://localhost:8000/",
        "http://127.0.0.1:8000", "localhost:8000", "file://", "http://localhost:8000.evil.example",
    ],
)  # fmt: skip
def test_an_origin_must_be_the_server_that_was_asked(origin: str | None) -> None:
    assert not LOCAL.admits_origin(origin, "localhost:8000")


def test_an_origin_of_a_foreign_name_is_refused_even_where_it_agrees_with_the_host() -> None:
    assert not LOCAL.admits_origin("http://evil.example:8000", "evil.example:8000")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_open_to_others_takes_addresses_but_no_names(host: str) -> None:
    access = Access(host, 8000)
    for name in ("192.168.1.7", "[fe80::1]", "localhost"):
        assert access.admits_host(f"{name}:8000")
    for name in ("evil.example", "2130706433", "[fe80::1%25evil]", "[evil]", "fe80::1"):
        assert not access.admits_host(f"{name}:8000")
    assert not access.admits_origin("http://192.168.1.8:8000", "192.168.1.7:8000")


def test_a_host_that_was_asked_for_is_admitted_by_its_name() -> None:
    access = Access("desk.local", 8000)
    assert access.admits_host("desk.local:8000")
    assert not access.admits_host("192.168.1.7:8000")


@pytest.mark.parametrize(
    ("host", "address", "is_local"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True),
        ("127.8.8.8", "http://127.8.8.8:8000", True),
        ("localhost", "http://localhost:8000", True),
        ("::1", "http://[::1]:8000", True),
        ("0.0.0.0", "http://127.0.0.1:8000", False),
        ("::", "http://127.0.0.1:8000", False),
        ("192.168.1.7", "http://192.168.1.7:8000", False),
        ("desk.local", "http://desk.local:8000", False),
    ],
)
def test_a_server_knows_its_address_and_whether_others_reach_it(
    host: str, address: str, is_local: bool
) -> None:
    assert (Access(host, 8000).address, Access(host, 8000).is_local) == (address, is_local)
