"""The search page in a real browser: what it finds, by keyboard alone, under a strict policy."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site_kit import (
    SITE_TOML,
    THEME,
    Files,
    article,
    build_at,
    edit,
    png,
    public,
    site,
    write,
)
from tests.strict_html import read_html

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quick_disk")]

BASE = "/repo"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
SETTINGS = (
    SITE_TOML.replace('"https://example.com"', f'"https://example.com{BASE}"')
    .replace('"en"', '"es"')
    .replace('news = "News"', 'news = "Economía"')
) + "\n[search]\nenabled = true\n\n[theme]\ncards = false\n"
CONTENT: Files = {
    "content/articles/crisis.md": article(
        "El Niño y la economía",
        "La inflación sube.[^1] Dice `<img src=x onerror=alert(1)>` & más.\n\n[^1]: Según.",
        author="Íñigo Núñez",
        summary="Las inundaciones llegan al puerto.",
        section="news",
    ),
    "content/articles/harbour.md": article(
        "The harbour", "Ships wait.", language="en", date="2025-11-19"
    ),
    "content/articles/draft.md": article("Borrador", "Un zqcanario.", draft="true"),
    "content/pages/about.md": "---\ntitle: Quiénes somos\n---\nUna redacción pequeña.\n\n"
    "![Un faro](../images/faro.png)\n",
    "content/images/faro.png": png("navy", 40, 30),
    **{
        f"content/articles/a{n:02}.md": article(
            f"Barco {n}", "Otro velero.", date=f"2025-10-{n:02}"
        )
        for n in range(1, 24)
    },
}
# What layouts say of their texts to the search. To go with `theme` when the theme's own say it.


class Served:
    """A site on this machine; its files may be replaced while pages are open."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[str] = []
        self.origin = ""

    @property
    def search(self) -> str:
        return f"{self.origin}{BASE}/search/"


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, served: Served, *arguments: object) -> None:
        self._served = served
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self._served.asked.append(path)
        name = path.removeprefix(f"{BASE}/")
        name += "index.html" if name.endswith("/") or not name else ""
        data = self._served.files.get(name) if path.startswith(f"{BASE}/") else None
        self.send_response(404 if data is None else 200)
        kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    server = _Server(("127.0.0.1", 0), partial(_Handler, served))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("search")
    project = site(root / "site", {"site.toml": SETTINGS, **CONTENT}, theme=THEME)
    build_at(project)
    return public(project)


@pytest.fixture
def served(built: dict[str, bytes]) -> Iterator[Served]:
    with serving(Served(dict(built))) as running:
        yield running


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A window in which nothing may go wrong."""
    context = chromium.new_context(locale="es-ES")
    window = context.new_page()
    faults: list[str] = []
    window.on("console", lambda each: faults.append(f"console: {each.text}"))
    window.on("pageerror", lambda each: faults.append(f"error: {each}"))
    window.on("response", lambda each: note(each.url, each.status, faults))
    window.on("request", lambda each: note(each.url, 200, faults))

    def note(url: str, status: int, faults: list[str]) -> None:
        if status not in (200, 304) or not url.startswith(f"{served.origin}{BASE}/"):
            faults.append(f"{status} for {url}")

    yield window
    context.close()
    assert faults == []


@pytest.fixture
def careless(chromium: Browser) -> Iterator[Page]:
    """A window in which something is about to go wrong."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def found(page: Page) -> list[str]:
    expect(page.locator(".search-status")).to_contain_text("resultado")
    return page.locator(".search-title a").all_inner_texts()


def says(page: Page, text: str) -> None:
    expect(page.locator(".search-status")).to_have_text(text)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent || document.activeElement.id"))


def test_its_html_is_valid_and_no_robot_keeps_it(built: dict[str, bytes]) -> None:
    root, faults = read_html(built["search/index.html"].decode())
    assert faults == []
    robots = [each for each in root.all("meta") if each.get("name") == "robots"]
    assert [each.get("content") for each in robots] == ["noindex"]
    assert b"/search/" not in built["sitemap.xml"]


def test_a_query_is_answered_as_it_is_typed(page: Page, served: Served) -> None:
    page.goto(served.search)
    page.keyboard.type("economia")
    says(page, "1 resultado para «economia»")
    assert found(page) == ["El Niño y la economía"]
    result = page.locator(".search-result")
    assert result.locator(".kicker").text_content() == "Economía"
    assert result.locator(".search-facts span").all_text_contents() == [
        "Por Íñigo Núñez",
        "20 nov 2025, 9:00 UTC",
    ]
    assert page.title() == "economia – Búsqueda – The Example"


@pytest.mark.parametrize(
    "query", ["inundación", "INUNDACIONES", "inunda", "nino", "íñigo nuñez", "«llegan al puerto»"]
)
def test_accents_cases_and_endings_do_not_matter(page: Page, served: Served, query: str) -> None:
    page.goto(served.search)
    page.locator("input").fill(query)
    assert "El Niño y la economía" in found(page)


def test_the_words_of_a_query_are_marked_and_nothing_is_set_as_html(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.search}?q=inflación")
    found(page)
    excerpt = page.locator(".search-excerpt")
    assert excerpt.locator("mark").all_text_contents() == ["inflación"]
    assert excerpt.text_content() == (
        "Las inundaciones llegan al puerto. La inflación sube. "
        "Dice <img src=x onerror=alert(1)> & más. Según."
    )
    assert page.locator(".search-results img").count() == 0


def test_it_is_worked_by_keyboard_alone(page: Page, served: Served) -> None:
    page.goto(served.search)
    assert focused(page) == "bs-query"
    page.keyboard.type("velero")
    names = found(page)
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[0]
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "bs-query"
    page.keyboard.press("Tab")
    assert focused(page) == "Buscar"
    page.keyboard.press("Tab")
    assert focused(page) == names[0]
    page.keyboard.press("Escape")
    assert focused(page) == "bs-query"
    assert page.locator("input").input_value() == ""
    says(page, "")
    assert page.locator(".search-result").count() == 0
    page.keyboard.type("harbour")
    found(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.origin}{BASE}/2025/11/harbour/")


def test_more_results_come_ten_at_a_time_and_the_first_of_them_has_the_focus(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.search}?q=velero")
    says(page, "23 resultados para «velero»")
    results = page.locator(".search-result")
    expect(results).to_have_count(10)
    more = page.get_by_role("button", name="Más resultados")
    more.press("Enter")
    expect(results).to_have_count(20)
    assert focused(page) == results.nth(10).locator("a").text_content()
    more.click()
    expect(results).to_have_count(23)
    expect(more).to_be_hidden()
    page.reload()
    expect(results).to_have_count(23)


def test_the_address_says_what_is_searched_for(page: Page, served: Served) -> None:
    page.goto(served.search)
    page.keyboard.type("puerto", delay=20)
    found(page)
    assert page.url == f"{served.search}?q=puerto"
    page.locator("input").fill("harbour")
    says(page, "1 resultado para «harbour»")
    page.keyboard.press("Enter")
    page.locator("input").fill("velero")
    says(page, "23 resultados para «velero»")
    page.locator(".search-title a").first.click()
    page.wait_for_url(re.compile("/2025/10/"))
    page.go_back()
    says(page, "23 resultados para «velero»")
    page.go_back()
    says(page, "1 resultado para «harbour»")
    assert page.locator("input").input_value() == "harbour"
    page.go_back()
    says(page, "")
    page.go_forward()
    says(page, "1 resultado para «harbour»")


def test_what_is_in_another_language_says_so(page: Page, served: Served) -> None:
    page.goto(f"{served.search}?q=ships")
    assert found(page) == ["The harbour"]
    assert page.locator(".search-title").get_attribute("lang") == "en"
    assert page.locator(".search-excerpt").get_attribute("lang") == "en"
    page.goto(f"{served.search}?q=puerto")
    found(page)
    assert page.locator(".search-title").get_attribute("lang") is None


def test_where_nothing_is_found_it_says_where_else_to_look(page: Page, served: Served) -> None:
    page.goto(served.search)
    expect(page.locator(".search-elsewhere")).to_be_hidden()
    page.keyboard.type("zqcanario")
    expect(page.locator(".search-status")).to_contain_text("No hay resultados para «zqcanario».")
    links = page.locator(".search-elsewhere a")
    assert links.all_text_contents() == ["Hemeroteca", "Secciones", "Etiquetas", "Firmas"]
    for url in [link.get_attribute("href") for link in links.all()]:
        assert url is not None
        assert f"{url}index.html".removeprefix(f"{BASE}/") in served.files


@pytest.mark.parametrize("query", ["almohada", "lavadora", "puerto lavadora", "media", "faro.png"])
def test_the_beginning_of_another_word_or_an_address_is_no_answer(
    page: Page, served: Served, query: str
) -> None:
    page.goto(f"{served.search}?q={query}")
    expect(page.locator(".search-status")).to_contain_text("No hay resultados")


@pytest.mark.parametrize("query", ["pequeños", "redacciones", "«redacción pequeña»", "peq", "un"])
def test_the_ending_of_a_word_and_what_is_still_to_be_typed_do_not_matter(
    page: Page, served: Served, query: str
) -> None:
    page.goto(f"{served.search}?q={query}")
    assert "Quiénes somos" in found(page)


def test_without_scripts_it_says_what_to_do(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.search)
    text = page.locator("main").inner_text()
    assert "necesita JavaScript, que está desactivado" in text
    assert "Hemeroteca" in text
    expect(page.locator("form")).to_be_hidden()
    page.get_by_role("main").get_by_role("link", name="Hemeroteca").click()
    page.wait_for_url(f"{served.origin}{BASE}/archive/")
    context.close()


def test_where_the_index_does_not_load_it_says_so_and_tries_again(
    careless: Page, served: Served
) -> None:
    entry = served.files.pop("pagefind/pagefind-entry.json")
    careless.goto(f"{served.search}?q=puerto")
    expect(careless.locator(".search-status")).to_contain_text("No se ha podido cargar")
    expect(careless.locator(".search-elsewhere")).to_be_visible()
    served.files["pagefind/pagefind-entry.json"] = entry
    careless.locator("input").press("Enter")
    says(careless, "1 resultado para «puerto»")
    expect(careless.locator(".search-elsewhere")).to_be_hidden()


def test_a_page_that_was_open_for_long_finds_what_is_new(
    careless: Page, served: Served, tmp_path: Path
) -> None:
    project = site(tmp_path / "site", {"site.toml": SETTINGS, **CONTENT}, theme=THEME)
    careless.goto(f"{served.search}?q=puerto")
    says(careless, "1 resultado para «puerto»")
    write(project.root, {"content/articles/fire.md": article("El fuego", "Arde un almacén.")})
    edit(project, "content/articles/crisis.md", "inundaciones", "tormentas")
    build_at(project)
    served.files = public(project)
    careless.locator("input").fill("almacén")
    says(careless, "1 resultado para «almacén»")
    assert found(careless) == ["El fuego"]
    careless.locator("input").fill("tormenta")
    says(careless, "1 resultado para «tormenta»")
    assert found(careless) == ["El Niño y la economía"]


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_every_screen(page: Page, served: Served, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{served.search}?q=velero")
    found(page)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    small = "[...document.querySelectorAll('.search a, .search button, .search input')]"
    sizes = page.evaluate(f"{small}.filter(e => e.offsetParent).map(e => e.offsetHeight)")
    assert min(sizes) >= 24


def test_a_page_loads_little_until_something_is_searched_for(page: Page, served: Served) -> None:
    page.goto(served.search)
    page.wait_for_timeout(200)
    assert not [path for path in served.asked if "/fragment/" in path or "/index/" in path]
