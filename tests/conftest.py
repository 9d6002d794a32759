"""What every test runs under: one time zone and no network beyond this machine."""

import ipaddress
import os
import socket
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browsing import CHROMIUM, FLAGS
from tests.whole_sites import Built, sample_site

os.environ.setdefault("TZ", "UTC")
if hasattr(time, "tzset"):  # Windows has none
    time.tzset()

# The same examples in every run, however busy the machine.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/sites/*/expected/")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: object) -> None:
        _refuse_remote(address)
        connect(self, address)  # type: ignore[arg-type]

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        _refuse_remote(address)
        return connect_ex(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield


def _refuse_remote(address: object) -> None:
    if isinstance(address, tuple) and not _is_loopback(str(address[0])):
        message = f"a test tried to reach {address[0]}: tests stay on this machine"
        raise RuntimeError(message)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="module")
def quick_disk() -> Iterator[None]:
    """Do not wait for the disk: for tests in which nobody cuts the power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(os, "sync", lambda: None, raising=False)  # Windows has none
        yield


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site in this repository."""
    return sample_site(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser, for one module: while it is open, no other test can run a loop of its own."""
    if not CHROMIUM:
        pytest.skip("no Chromium; CHROMIUM names one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
