"""Built sites, served on this machine with the headers that they ask for, in a real browser."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, Page

from generator.media_types import served_as
from tests.whole_sites import ROOT, Built

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
# WCAG 2.2 A and AA, and what axe's authors call best practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WILD = r"(\*|:\w+)"
Rules = list[tuple[re.Pattern[str], list[tuple[str, str]]]]


def headers_of(built: Built) -> Rules:
    """Return the rules of a site's own `_headers`, in the form that hosts read it in."""
    rules: Rules = []
    for line in built.text("_headers").splitlines():
        if line.startswith("/"):
            rules.append((re.compile("".join(map(_expression, re.split(WILD, line)))), []))
        elif ":" in line and not line.startswith("#"):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
    return rules


def _expression(part: str) -> str:
    """Return what a part of a pattern matches: `*` anything, `:name` anything without a slash."""
    if part == "*":
        return ".*"
    return "[^/]+" if re.fullmatch(WILD, part) else re.escape(part)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, built: Built, rules: Rules, *arguments: object) -> None:
        self._built = built
        self._rules = rules
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = urlsplit(self.path).path
        base = urlsplit(self._built.base_url).path
        path = unquote(address).removeprefix(f"{base}/")
        path += "index.html" if not path or path.endswith("/") else ""
        found = self._built.files.get(path)
        data = self._built.files["404.html"] if found is None else found
        headers = {"Content-Type": served_as(path)}
        for pattern, rules in self._rules:
            if pattern.fullmatch(address):
                headers.update(rules)
        self.send_response(404 if found is None else 200)
        for name, value in headers.items():
            if name != "Strict-Transport-Security":  # this server has no certificate
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


@contextmanager
def served(built: Built) -> Iterator[str]:
    """Serve a built site on this machine; yield the address of its front, without the slash."""
    rules = headers_of(built)
    server = _Server(("127.0.0.1", 0), partial(_Handler, built, rules))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{urlsplit(built.base_url).path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Watched:
    """A browser's window that remembers what went wrong in it.

    That is every console message, and so every breach of the site's security policy; every error;
    every request to another place, and every answer that is none.
    """

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.faults: list[str] = []
        self.weights: dict[str, int] = {}
        self._origin = origin
        self.window: Page = context.new_page()
        self.window.on("console", lambda each: self._note(f"console: {each.text}"))
        self.window.on("pageerror", lambda each: self._note(f"error: {each}"))
        self.window.on("response", lambda each: self._note_missing(each.status, each.url))
        self.window.on("request", lambda each: self._check(each.url))

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.window.url}: {fault}")

    def _check(self, url: str) -> None:
        if not url.startswith((self._origin, "data:")):
            self._note(f"a request to {url}")

    def _note_missing(self, status: int, url: str) -> None:
        if status != 200:
            self._note(f"{status} for {url}")

    def open(self, url: str) -> str:
        """Open a page and return the text that readers see."""
        response = self.window.goto(url, wait_until="load")
        assert response is not None
        assert response.status == 200, url
        return self.window.locator("body").inner_text()

    def violations(self) -> list[str]:
        """Return what axe finds wrong with the page that is open."""
        return violations(self.window)


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
