"""A preview that really runs, asked the way a browser asks."""

import base64
import json
import os
import queue
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.errors import UsageError
from generator.preview.screen import LOOK
from generator.preview.server import IDLE, _listen, _open
from tests.preview.small_site import (
    HARBOUR,
    ROOT,
    Running,
    article,
    eventually,
    preview,
    small_site,
    tree,
    write,
)

PAGE = "/2025/11/harbour/"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a signal")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with preview(small_site(tmp_path)) as running:
        yield running


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview that is only looked at, so that one will do."""
    with preview(small_site(tmp_path_factory.mktemp("calm"))) as running:
        yield running


class Page:
    """A page's end of the socket: RFC 6455, as far as short messages need it."""

    def __init__(self, running: Running) -> None:
        self._socket = socket.create_connection(("127.0.0.1", running.port), timeout=30)
        self._socket.sendall(handshake(running.port, f"http://127.0.0.1:{running.port}"))
        self._stream = self._socket.makefile("rb")
        while self._stream.readline() != b"\r\n":
            pass

    def say(self, text: str) -> None:
        mask, data = os.urandom(4), text.encode()
        assert len(data) < 126
        hidden = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        self._socket.sendall(bytes([0x81, 0x80 | len(data)]) + mask + hidden)

    def hear(self) -> tuple[int, bytes]:
        """Return a message's kind (1 is text, 8 the end) and content."""
        kind, length = self._stream.read(2)
        if length == 126:
            length = int.from_bytes(self._stream.read(2), "big")
        return kind & 0x0F, self._stream.read(length)

    def heard(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.hear()[1])
        return found

    def close(self) -> None:
        self._stream.close()
        self._socket.close()


def handshake(port: int, origin: str | None, host: str = "") -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /livereload HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", "Upgrade: websocket",
        "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}",
        *([] if origin is None else [f"Origin: {origin}"]), "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def test_the_site_is_served_with_its_drafts_and_nothing_is_kept(calm: Running) -> None:
    status, headers, body = calm.get("/2025/11/secret/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Access-Control-Allow-Origin" not in headers
    assert b'<meta name="robots" content="noindex">' in body
    assert b'<p class="state">' in body
    assert f'<link rel="canonical" href="{calm.address}/2025/11/secret/">' in body.decode()


def test_the_public_site_is_left_alone(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    write(site, "public/index.html", "as it was")
    before = tree(site / "public")
    with preview(site) as running:
        write(site, HARBOUR, article("Another title"))
        eventually(lambda: running.text(PAGE), lambda text: "Another title" in text)
        assert running.stop() == 0
    assert tree(site / "public") == before


def test_a_head_request_gets_the_headers_alone(calm: Running) -> None:
    status, headers, body = calm.get("/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(calm.get("/")[2])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/livereload.js", "application/javascript"),
        ("/_preview/page.js", "text/javascript; charset=utf-8"),
        ("/_preview/state.json", "application/json"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/feed.json", "application/json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_what_is_no_page_is_served_as_it_is(calm: Running, path: str, kind: str) -> None:
    for method in ("GET", "HEAD"):
        status, headers, _ = calm.get(path, method)
        assert (status, headers["Content-Type"]) == (200, kind)
    assert b"/_preview/page.js" not in calm.get(path)[2] or path == "/_preview/page.js"


def test_the_client_script_is_told_to_connect_to_where_the_page_came_from(
    calm: Running,
) -> None:
    for host in ("localhost", "127.0.0.1", "[::1]"):
        page = calm.get("/", Host=f"{host}:{calm.port}")[2].decode()
        assert f'"/livereload.js?host={host}&amp;port={calm.port}"' in page


def test_a_folder_without_its_slash_is_redirected_within_the_site(calm: Running) -> None:
    status, headers, _ = calm.get("/2025/11/harbour?next=//evil.example/")
    assert (status, headers["Location"]) == (302, PAGE)


def opened(running: Running, address: str) -> Page:
    """Open a page, and hear what a page hears at first: that it is to look."""
    page = Page(running)
    page.say('{"command": "hello"}')
    assert page.heard()["command"] == "hello"
    page.say(json.dumps({"command": "info", "url": f"{running.address}{address}"}))
    assert page.heard()["path"] == LOOK
    return page


def state(running: Running, address: str = "/", shows: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(running.text(f"{LOOK}?page={address}&shows={shows}"))
    return found


def test_a_page_is_told_when_it_is_another(running: Running) -> None:
    running.get(PAGE)
    page = opened(running, PAGE)
    try:
        before = state(running, PAGE)["shows"]
        write(running.root, HARBOUR, article("Another title"))
        assert page.heard()["path"] == LOOK
        after = state(running, PAGE, before)
        assert after["shows"] != before
        assert "The harbour opens" in after["was"]
        assert "Another title" in after["is"]
        assert "was" not in state(running, PAGE, after["shows"])
    finally:
        page.close()


def test_a_page_is_not_told_of_what_it_does_not_show(running: Running) -> None:
    other = "/2025/11/pier/"
    running.get(other)
    page = opened(running, other)
    try:
        state(running, other)
        write(running.root, HARBOUR, article("The harbour opens", body="Other words."))
        running.hear("harbour.md: shown after")
        write(running.root, "content/articles/pier.md", article("New", date="2025-11-29 10:00"))
        assert page.heard()["path"] == LOOK
        page.say('{"command": "end"}')
        assert page.hear()[0] == 8  # nothing was said in between
    finally:
        page.close()


def test_every_window_is_told_also_where_another_has_loaded_the_page_already(
    running: Running,
) -> None:
    windows = [opened(running, PAGE) for _ in range(2)]
    try:
        for number in range(5):
            write(running.root, HARBOUR, article(f"Title {number}"))
            title = f"Title {number}".encode()
            eventually(lambda: running.get(PAGE)[2], lambda body, title=title: title in body)  # type: ignore[misc]
            assert [window.heard()["path"] for window in windows] == [LOOK, LOOK]
    finally:
        for window in windows:
            window.close()


@pytest.mark.parametrize("said", ["", "[", "7", "[]", "{}", '{"command": 7}', "[" * 120])
def test_a_page_that_talks_nonsense_is_hung_up_on(calm: Running, said: str) -> None:
    page = Page(calm)
    try:
        page.say(said)
        heard = page.hear()[0]
        while heard == 1:  # a build that ended just now is told to every page
            heard = page.hear()[0]
        assert heard == 8
    finally:
        page.close()
    assert calm.get("/")[0] == 200


def test_problems_are_told_in_the_terminal_and_to_the_page(running: Running) -> None:
    running.get(PAGE)
    write(running.root, HARBOUR, article("Broken", date="yesterday"))
    assert "; hint: " in running.hear(f"{HARBOUR}:5:7: date: ")
    [problem] = state(running)["problems"]
    assert problem["place"] == f"{HARBOUR}:5:7"
    assert problem["excerpt"] == "date: yesterday"
    assert problem["caret"] == "      ^"
    assert problem["hint"]
    assert problem["editor"] == f"vscode://file/{str(running.root / HARBOUR)[1:]}:5:7"
    assert "The harbour opens" in running.text(PAGE)
    write(running.root, HARBOUR, article("The harbour opens"))
    running.hear("Mended")
    assert state(running)["problems"] == []


def test_a_dead_link_elsewhere_is_told_when_its_target_goes(running: Running) -> None:
    body = "See [the harbour](harbour.md)."
    write(running.root, "content/articles/pier.md", article("The pier", body))
    running.hear("pier.md: shown")
    (running.root / HARBOUR).unlink()
    running.hear("content/articles/pier.md:9:19: expected a file of the site")
    write(running.root, HARBOUR, article("The harbour opens"))
    running.hear("Mended")


def test_a_problem_of_a_layout_is_shown_with_its_line(running: Running) -> None:
    write(running.root, "layouts/parts/footer.html", "<footer>\n  {{ nothing }}\n</footer>\n")
    running.hear("layouts/parts/footer.html:2")
    [problem, *_] = state(running)["problems"]
    assert problem["excerpt"] == "  {{ nothing }}"


def test_a_problem_that_a_request_brings_to_light_is_told_in_the_terminal(
    running: Running,
) -> None:
    write(running.root, "layouts/listing.html", "\n{{ nothing }}\n")
    listing = "/authors/ana-perez/"
    eventually(lambda: running.get(listing)[0], lambda status: status == 503)
    running.hear("layouts/listing.html:2")


def test_what_comes_while_nobody_looks_is_looked_through_to_the_end(running: Running) -> None:
    write(running.root, "content/articles/new/one.md", article("One", "See [it](none.md)."))
    running.hear("content/articles/new/one.md:9:")
    eventually(lambda: running.text("/_desk/"), lambda desk: "articles checked" not in desk)
    time.sleep(2 * IDLE)  # after which everything is looked at once more
    eventually(lambda: running.text("/_desk/"), lambda desk: "articles checked" not in desk)


def test_a_site_that_cannot_be_read_is_served_as_soon_as_it_can(tmp_path: Path) -> None:
    write(small_site(tmp_path), "site.toml", "title = [")
    with preview(tmp_path) as running:
        assert running.get(PAGE)[0] == 503
        assert b"page.js" in running.get("/")[2]
        small_site(tmp_path)
        running.hear("Mended")
        assert running.get(PAGE)[0] == 200


def test_a_page_whose_layout_is_at_fault_from_the_start_waits_for_it(tmp_path: Path) -> None:
    layout = write(small_site(tmp_path), "layouts/article.html", "{% if %}")
    with preview(tmp_path) as running:
        status, _, body = running.get(PAGE)
        assert (status, b"page.js" in body) == (503, True)
        layout.unlink()
        eventually(lambda: running.get(PAGE)[0], lambda status: status == 200)


def test_nothing_is_written_but_what_the_next_start_reads(running: Running) -> None:
    running.get(PAGE)
    write(running.root, HARBOUR, article("Another title"))
    running.hear("harbour.md: shown after")
    kept = {path.name for path in (running.root / ".broadsheet").iterdir()}
    assert kept <= {"store.sqlite", "store.sqlite-journal", "lock", "lock.pid"}
    assert not (running.root / "public").exists()


def test_only_what_is_public_is_shown_where_that_is_asked(tmp_path: Path) -> None:
    with preview(small_site(tmp_path), flags=("public",)) as running:
        assert running.get("/2025/11/secret/")[0] == 404
        page = running.text(PAGE)
        assert "noindex" not in page
        assert running.get(PAGE)[1]["X-Robots-Tag"] == "noindex, nofollow"


def test_a_new_article_opens_itself_in_the_page_that_was_opened_last(tmp_path: Path) -> None:
    with preview(small_site(tmp_path), flags=("follow",)) as running:
        first, last = opened(running, "/"), opened(running, PAGE)
        try:
            write(tmp_path, "content/articles/new.md", article("New"))
            told = last.heard()["path"]
            while told == LOOK:
                told = last.heard()["path"]
            assert told == "/_preview/go?to=%2F2025%2F11%2Fnew%2F"
        finally:
            first.close()
            last.close()


def head_of(html: str) -> str:
    """Return a page as far as its article's text; behind it, drafts may be among the related."""
    return html.partition('class="article-text"')[0]


def test_a_scheduled_article_goes_live_without_a_save(tmp_path: Path) -> None:
    small_site(tmp_path)
    write(tmp_path, HARBOUR, article("The harbour opens", date="2025-12-01 11:00"))
    with preview(tmp_path, started="2025-12-01T10:59:57+00:00") as running:
        address = "/2025/12/harbour/"
        assert 'class="state"' in head_of(running.text(address))
        eventually(lambda: running.text(address), lambda text: 'class="state"' not in head_of(text))


def test_saves_are_seen_by_polling_too(tmp_path: Path) -> None:
    with preview(small_site(tmp_path), flags=("poll",)) as running:
        write(tmp_path, HARBOUR, article("Another title"))
        eventually(lambda: running.text(PAGE), lambda text: "Another title" in text)


def test_a_taken_port_gives_way_to_the_next_and_says_so(running: Running, tmp_path: Path) -> None:
    with preview(small_site(tmp_path / "other"), port=running.port) as other:
        assert other.port > running.port
        assert f"(port {running.port} is taken)" in other.said[-1]


def test_a_host_or_port_that_cannot_be_had_is_named() -> None:
    with pytest.raises(UsageError, match=r"192\.0\.2\.1:8000"):
        _listen("192.0.2.1", 8000)


def test_it_says_so_where_there_is_no_browser_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    told: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    _open("http://127.0.0.1:5500", told.put)
    assert "expected a browser, found none" in told.get(timeout=30)


def test_only_this_machine_can_connect_unless_asked_otherwise(tmp_path: Path) -> None:
    with preview(small_site(tmp_path)) as running:
        assert not any(line.startswith("warning:") for line in running.said)
        assert listening(running) == {"127.0.0.1"}
    with preview(tmp_path, host="0.0.0.0") as running:
        assert "other machines can reach this preview" in running.said[0]
        assert running.address.startswith("http://127.0.0.1:")


def listening(running: Running) -> set[str]:
    """The addresses that the preview's port is open at, by the kernel's own list."""
    found = set()
    for table in ("tcp", "tcp6"):
        file = Path(f"/proc/{running.process.pid}/net/{table}")
        for line in file.read_text().splitlines()[1:] if file.exists() else ():
            host, port = line.split()[1].split(":")
            if line.split()[3] == "0A" and int(port, 16) == running.port:
                number = bytes.fromhex(host)
                found.add(socket.inet_ntoa(number[::-1]) if len(number) == 4 else host)
    return found or {"127.0.0.1"}  # no such list on this system


@posix_only
def test_ctrl_c_ends_it_quietly(running: Running) -> None:
    said = [*running.said]
    assert running.stop() == 0
    assert running.said == said


@posix_only
def test_ctrl_c_while_files_are_read_ends_it_quietly(tmp_path: Path) -> None:
    with preview(small_site(tmp_path)) as running:
        for number in range(400):
            write(tmp_path, f"content/articles/more/{number}.md", article(f"Story {number}"))
        assert running.stop() == 0
        assert "Traceback" not in "\n".join(running.said)


def test_the_server_imports_without_a_warning() -> None:
    command = [sys.executable, "-W", "error", "-c", "import generator.preview.server"]
    subprocess.run(command, check=True, cwd=ROOT, timeout=60)


# -- the desk


def test_the_desk_lists_what_there_is_and_what_is_wrong(running: Running) -> None:
    write(running.root, HARBOUR, article("Broken", date="yesterday"))
    running.hear(f"{HARBOUR}:5:7")
    status, headers, body = running.get("/_desk/")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    page = body.decode()
    for title in ("The harbour opens", "The pier closes", "Nobody knows yet"):
        assert title in page
    assert "Draft" in page
    assert "The pier closes" in running.text("/_desk/?q=pier")
    assert "The harbour opens" not in running.text("/_desk/?q=pier")
    assert "expected a date" in running.text(f"/_desk/{HARBOUR}")


def test_an_article_has_a_page_on_the_desk(calm: Running) -> None:
    page = calm.text(f"/_desk/{HARBOUR}")
    assert "The harbour opens" in page
    assert "harbour.example" in page
    assert "vscode://file/" in page


@pytest.mark.parametrize(
    "path",
    [
        "/_desk/content/articles/none.md", "/_desk/site.toml", "/_desk/assets/../pages.py",
        "/_desk/assets/pages.py", "/_desk/content/../site.toml", "/_desk/%2e%2e/site.toml",
    ],
)  # fmt: skip
def test_the_desk_has_nothing_else(calm: Running, path: str) -> None:
    assert calm.get(path)[0] == 404


def test_the_desk_is_found_without_its_slash(calm: Running) -> None:
    assert calm.get("/_desk")[1]["Location"] == "/_desk/"


def test_a_page_is_told_what_its_bar_says(calm: Running) -> None:
    bar = state(calm, "/2025/11/secret/")["bar"]
    assert "Draft" in bar
    assert 'href="/_desk/content/articles/secret.md"' in bar
    assert "vscode://file/" in bar
    assert "broadsheet-bar" not in calm.text("/2025/11/secret/")
