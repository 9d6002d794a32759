"""The site in this repository: complete, true to what it may say, and sound in a real browser."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.strict_html import Element, read_html
from tests.whole_sites import ROOT, Built, sample_site

NOW = datetime(2025, 12, 1, 14, 0, tzinfo=UTC)
LEAD = "2025/11/trump-maduro-call/index.html"
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
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


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return sample_site(tmp_path_factory.mktemp("sample"), NOW)


def page(sample: Built, path: str) -> Element:
    return read_html(sample.text(path))[0]


def articles(sample: Built) -> list[str]:
    return [path for path in sample.files if re.fullmatch(r"\d{4}/\d{2}/[^/]+/index\.html", path)]


def pages_with(sample: Built, text: str) -> list[str]:
    return [path for path in articles(sample) if text in sample.text(path)]


def classed(root: Element, name: str) -> list[Element]:
    return [each for each in root.walk() if name in each.get("class").split()]


# -- complete


def test_it_is_built_without_a_problem(sample: Built) -> None:
    assert sample.report.problems == ()


def test_it_has_eight_to_ten_articles(sample: Built) -> None:
    assert 8 <= len(articles(sample)) <= 10


def test_it_shows_a_correction_questions_and_a_timeline(sample: Built) -> None:
    assert pages_with(sample, 'id="bs-corrections"')
    assert pages_with(sample, '<section class="questions">')
    assert [path for path in articles(sample) if "timeline" in path]


def test_the_draft_and_the_article_of_the_future_leave_no_byte(sample: Built) -> None:
    hidden = [
        file.read_text("utf-8")
        for file in (ROOT / "content" / "articles").rglob("*.md")
        if re.search(r"^(draft: true|date: 20[3-9]\d.*)$", file.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(hidden) == 2
    everything = "\n".join(
        [*sample.files, *(data.decode(errors="replace") for data in sample.files.values())]
    )
    for text in hidden:
        title = re.search(r"^title: '?(.+?)'?$", text, re.MULTILINE)
        assert title is not None
        paragraphs = [line for line in text.split("\n---\n")[1].splitlines() if len(line) > 80]
        assert paragraphs
        for secret in (title[1], *(line[:40] for line in paragraphs)):
            assert secret not in everything
    for name in ("cartel-of-the-suns/index.html", "coverage-review"):
        assert [
            path for path in sample.files if name in path and not path.startswith("tags/")
        ] == []


def test_it_says_who_makes_it_and_how_it_corrects(sample: Built) -> None:
    about = page(sample, "about/index.html")
    policies = [each.get("href") for each in about.one("main").all("a")]
    assert "/corrections-policy/" in policies
    assert page(sample, "corrections-policy/index.html").one("h1").text == "Corrections policy"
    for path in articles(sample):
        links = {each.get("href") for each in page(sample, path).one("body").all("a")}
        assert {"/about/", "/corrections-policy/"} <= links


def test_the_lead_is_signed_dated_and_credited(sample: Built) -> None:
    lead = page(sample, LEAD)
    byline = classed(lead, "byline")[0]
    assert byline.text == "By Madison Pena"
    published = classed(lead, "dt-published")[0]
    assert published.get("datetime").startswith("2025-11-28")
    assert published.text == "Friday, November 28, 2025"
    assert classed(lead, "credit")[0].text == "© X"


def test_the_lead_stands_first_on_the_front(sample: Built) -> None:
    front = page(sample, "index.html")
    first = front.one("main").all("article")[0]
    assert first.one("a").get("href") == "/2025/11/trump-maduro-call/"


def test_every_page_ends_with_the_line_of_the_site(sample: Built) -> None:
    for path in sample.files:
        if path.endswith(".html") and "http-equiv" not in sample.text(path):
            lines = classed(page(sample, path), "colophon-line")
            assert [line.text for line in lines] == ["© CubaHeadlines 2025"], path


def test_every_picture_is_described_and_says_that_it_is_drawn(sample: Built) -> None:
    for path in articles(sample):
        main = page(sample, path).one("main")
        assert main.all("img"), path
        assert all(picture.get("alt") for picture in main.all("img"))
        for figure in main.all("figure"):
            if figure.all("img"):
                assert re.search(r"\bdrawn\b", figure.one("figcaption").text), path


def test_every_lead_picture_is_large_enough_for_every_reader(sample: Built) -> None:
    for path in articles(sample):
        (lead,) = classed(page(sample, path), "lead-picture")
        width, height = (int(lead.one("img").get(name)) for name in ("width", "height"))
        assert width >= 1200, path
        assert width * height >= 300_000, path
        assert width * 9 == height * 16, path


def test_names_keep_their_accents(sample: Built) -> None:
    for path, data in sample.files.items():
        if path.endswith((".html", ".xml", ".json")):
            assert not re.search(r"\bNicolas\b", data.decode()), path


# -- in a browser


class _Handler(BaseHTTPRequestHandler):
    types: ClassVar = {
        "html": "text/html; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml",
        "png": "image/png",
        "xml": "application/xml",
        "json": "application/feed+json",
        "txt": "text/plain; charset=utf-8",
    }

    def __init__(self, built: Built, *arguments: object) -> None:
        self._built = built
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        base = urlsplit(self._built.base_url).path
        path = unquote(urlsplit(self.path).path).removeprefix(f"{base}/")
        path += "index.html" if not path or path.endswith("/") else ""
        data = self._built.files.get(path)
        self.send_response(200 if data is not None else 404)
        self.send_header("Content-Type", self.types.get(path.rpartition(".")[2], "text/plain"))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


@contextmanager
def served(built: Built) -> Iterator[str]:
    """Serve a built site on this machine; yield the address of its front, without the slash."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, built))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{urlsplit(built.base_url).path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium; CHROMIUM names one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Watched:
    """A browser's window that remembers what went wrong in it."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.faults: list[str] = []
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


POLICY = "default-src 'none'; img-src 'self'; style-src 'self'"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Every element with text of its own whose contrast with what is behind it is under 4.5 to 1.
FAINT = """
() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = parts(color).slice(0, 3).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if (parts(color).length === 3 || parts(color)[3] === 1) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !element.getClientRects().length) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
  }
  return found;
}
"""
PAPER = "getComputedStyle(document.body).backgroundColor"


def shown_pages(built: Built) -> list[str]:
    """Return the addresses of all pages that stay; a redirect leads on by itself."""
    return [
        path.removesuffix("index.html")
        for path, data in built.files.items()
        if path.endswith(".html") and b"http-equiv" not in data
    ]


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return sample_site(tmp_path_factory.mktemp("below"), NOW, "https://host.example/repo")


def looked_at(chromium: Browser, built: Built, scheme: str, *, scripts: bool) -> dict[str, str]:
    """Open every page in a narrow window; return the text that readers see, and the background."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
    )
    texts = {}
    with served(built) as front, context:
        watched = Watched(context, front)
        for path in shown_pages(built):
            texts[path] = watched.open(f"{front}/{path}")
            assert len(texts[path]) > 100, path
            assert watched.window.evaluate(OVERFLOW) <= 0, path
            assert watched.window.evaluate(FAINT) == [], path
        assert watched.faults == []
        return {"paper": watched.window.evaluate(PAPER), **texts}


@pytest.mark.browser
def test_every_page_is_sound_in_a_browser(chromium: Browser, sample: Built, below: Built) -> None:
    """Light and with scripts at the root of a host; dark and without them below a path."""
    light = looked_at(chromium, sample, "light", scripts=True)
    dark = looked_at(chromium, below, "dark", scripts=False)
    assert light.pop("paper") != dark.pop("paper")
    assert light == dark
    assert len(light) > 40


@pytest.mark.browser
@pytest.mark.parametrize("place", ["sample", "below"])
def test_a_redirect_leads_a_reader_on(
    place: str, chromium: Browser, request: pytest.FixtureRequest
) -> None:
    with served(request.getfixturevalue(place)) as front, chromium.new_context() as context:
        window = context.new_page()
        window.goto(f"{front}/news/land-targets/")
        window.wait_for_url(f"{front}/2025/11/land-targets/")
        assert "on Venezuelan land" in window.title()


@pytest.mark.browser
def test_the_keyboard_goes_straight_to_the_text(chromium: Browser, sample: Built) -> None:
    with served(sample) as front, chromium.new_context() as context:
        window = context.new_page()
        window.goto(f"{front}/2025/11/trump-maduro-call/")
        window.keyboard.press("Tab")
        focused = window.locator(":focus")
        assert focused.inner_text() == "Skip to the main text"
        assert focused.is_visible()
        window.keyboard.press("Enter")
        assert window.evaluate("document.activeElement.id") == "bs-main"
