"""What a hostile page, program or repository may try. None of it may succeed, or break anything."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview.small_site import DEADLINE, Running, preview, small_site, write
from tests.preview.test_server import handshake

SECRET = "canary-7c1f"
DRAFT = "Nobody knows yet"
ME = "127.0.0.1:{port}"
MOST_GROWTH = 50_000_000  # bytes
SLOW = 500  # callers


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("attacked")
    site = small_site(folder / "site")
    for name in (".env", ".git/config", "notes.txt", "public/index.html", "../secret.txt"):
        write(site, name, SECRET)
    for name in (".env", "unlisted.html", ".git/HEAD", "2025/unlisted.html"):
        write(site, f".broadsheet/preview/{name}", SECRET)
        write(site, f"content/static/.hidden/{name}", SECRET)
    with preview(site) as running:
        (site / "content/link.md").symlink_to(folder / "secret.txt")
        (site / "content/static/folder").symlink_to(folder)
        (site / "layouts/parts").mkdir(parents=True)
        (site / "layouts/parts/footer.html").symlink_to(folder / "secret.txt")
        running.hear("content/link.md: expected a file or folder, got a symbolic link")
        running.hear("content/static/folder: expected a file or folder, got a symbolic link")
        running.get("/")
        before = resident(running)
        yield running
        # After all this, it still serves, none of it was worth a word, and it has not grown fat.
        assert resident(running) - before < MOST_GROWTH
        status, _, page = running.get("/2025/11/harbour/")
        assert (status, SECRET.encode() in page) == (200, False)
        said = [*running.said]
        assert running.stop() == 0
        assert running.said == said


def resident(running: Running) -> int:
    """Return the bytes of memory that a preview holds; 0 where the system does not tell."""
    file = Path(f"/proc/{running.process.pid}/statm")
    pages = int(file.read_text().split()[1]) if file.is_file() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") if pages else 0


def status(response: bytes) -> int:
    return int(response.split(b" ", 2)[1]) if response.startswith(b"HTTP/1.1 ") else 0


def request(line: str, *headers: str) -> bytes:
    return "\r\n".join([line, *headers, "Connection: close", "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    "path",
    [
        "/.env", "/.git/config", "/.git/HEAD", "/.git/", "/.broadsheet/store.sqlite",
        "/unlisted.html", "/2025/unlisted.html", "/link.html", "/folder/secret.txt",
        "/link/", "/.hidden/.env", "/.hidden/unlisted.html", "/site.toml",
        "/content/articles/secret.md", "/public/index.html",
        "/../site.toml", "/../../.env", "/../../../secret.txt", "/2025/../../../.env",
        "/%2e%2e/%2e%2e/.env", "/%2e%2e%2f%2e%2e%2f.env", "/..%2f..%2f.env", "/.%2e/.%2e/.env",
        "/..%252f..%252f.env", "/....//....//.env", "/..;/..;/.env", "//etc/passwd",
        "/%2fetc/passwd", "///", "/..\\..\\.env", "/..%5c..%5c.env", "/%5c%5cserver%5cshare",
        "/C:/Windows/win.ini", "/file:///etc/passwd", "/%c0%ae%c0%ae/.env", "/%c0%2e/.env",
        "/%e0%80%ae%e0%80%ae/.env", "/%uff0e%uff0e/.env", "/.env%00.html", "/%00", "/index.html%00",
        "/%0d%0aSet-Cookie:%20a=b", "/.env/", "/.env.", "/.env%20", "/.ENV", "/index.html.map",
        "/forcereload", "/forcereload?path=*", "/_preview/", "/_preview/../.env",
        "/_preview/server.py", "/livereload.js/../.env", "/" + "a" * 5000, "/" + "../" * 500,
        "/" + "%2e%2e%2f" * 500 + "etc/passwd", "*", "", "http://evil.example/.env",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(running: Running, path: str) -> None:
    response = running.raw(request(f"GET {path} HTTP/1.1", f"Host: {ME.format(port=running.port)}"))
    assert status(response) in (0, 400, 404)
    assert SECRET.encode() not in response
    assert b"root:" not in response
    assert b"Set-Cookie" not in response.partition(b"\r\n\r\n")[0]
    assert str(running.root).encode() not in response


def test_bytes_that_are_no_text_are_refused(running: Running) -> None:
    for path in (b"/\xff\xfe", b"/\x00", b"/\xc0\xae\xc0\xae/.env", b"/a\tb", b"/\x7f"):
        line = b"GET " + path + b" HTTP/1.1\r\nHost: " + ME.format(port=running.port).encode()
        assert status(running.raw(line + b"\r\nConnection: close\r\n\r\n")) in (0, 400, 404)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:{port}", "127.0.0.1", "localhost", "localhost.:{port}",
        "127.0.0.1.:{port}", "127.0.0.1:1", "user@127.0.0.1:{port}",
        "127.0.0.1:{port}@evil.example",
        "127.1:{port}", "2130706433:{port}", "0.0.0.0:{port}", "[::ffff:127.0.0.1]:{port}",
        "localhost.evil.example:{port}", "localhost:{port}.evil.example", "", " ",
        "localhost:{port}, evil.example", "localhost:{port}/evil", "http://localhost:{port}",
    ],
)  # fmt: skip
def test_no_foreign_name_is_answered(running: Running, host: str) -> None:
    for path in ("/2025/11/secret/", "/_preview/state.json", "/livereload.js"):
        line = f"Host: {host.format(port=running.port)}"
        response = running.raw(request(f"GET {path} HTTP/1.1", line))
        assert status(response) in (400, 403)
        assert DRAFT.encode() not in response


def test_requests_without_one_plain_host_are_refused(running: Running) -> None:
    mine = f"Host: {ME.format(port=running.port)}"
    for bad in (
        request("GET /2025/11/secret/ HTTP/1.1"),
        request("GET /2025/11/secret/ HTTP/1.0"),
        request("GET /2025/11/secret/ HTTP/1.1", mine, "Host: evil.example"),
        request("GET /2025/11/secret/ HTTP/1.1", "Host: evil.example", mine),
        request("GET /2025/11/secret/ HTTP/1.1", "Host: evil.example", f"X-Forwarded-{mine}"),
    ):
        response = running.raw(bad)
        assert status(response) in (400, 403)
        assert DRAFT.encode() not in response


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1:{port}", ""]
)
def test_pages_of_others_get_no_answer(running: Running, origin: str) -> None:
    status_, headers, body = running.get(
        "/2025/11/secret/", Origin=origin.format(port=running.port)
    )
    assert status_ == 403
    assert DRAFT.encode() not in body
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", ""),
        ("http://evil.example:{port}", "evil.example:{port}"),
        ("null", ""),
        ("", ""),
        (None, ""),
        ("https://127.0.0.1:{port}", ""),
        ("http://127.0.0.1:1", ""),
        ("http://localhost:{port}", "127.0.0.1:{port}"),
        ("http://127.0.0.1:{port}.evil.example", ""),
    ],
)
def test_no_foreign_page_gets_a_socket(running: Running, origin: str | None, host: str) -> None:
    filled = None if origin is None else origin.format(port=running.port)
    response = running.raw(handshake(running.port, filled, host.format(port=running.port)))
    assert status(response) == 403


def test_a_page_of_our_own_gets_one(running: Running) -> None:
    response = running.raw(handshake(running.port, f"http://127.0.0.1:{running.port}"))
    assert status(response) == 101


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"]
)
@pytest.mark.parametrize("path", ["/", "/forcereload", "/livereload", "/_preview/state.json"])
def test_only_reading_is_possible(running: Running, method: str, path: str) -> None:
    line = f"{method} {path} HTTP/1.1"
    cookie = "Cookie: a=canary-cookie"
    response = running.raw(request(line, f"Host: {ME.format(port=running.port)}", cookie))
    assert status(response) in (0, 400, 403, 405)
    assert b"canary-cookie" not in response


def test_large_requests_are_cut_off(running: Running) -> None:
    host = f"Host: {ME.format(port=running.port)}"
    large = b"x" * 10_000_000
    body = request("POST / HTTP/1.1", host, f"Content-Length: {len(large)}")
    for bad in (
        body + large,
        request("GET / HTTP/1.1", host, "X: " + "x" * 1_000_000),
        request("GET / HTTP/1.1", host, "Content-Length: -1"),
        request("GET / HTTP/1.1", host, "Transfer-Encoding: chunked") + b"FFFFFFFFF\r\n",
        b"\x16\x03\x01\x02\x00" + bytes(600),
    ):
        assert status(running.raw(bad, patience=1)) in (0, 400, 405, 413, 431)
    assert running.get("/")[0] == 200


def test_many_slow_callers_do_not_keep_others_waiting(running: Running) -> None:
    slow = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(SLOW)]
    try:
        for each in slow:
            each.sendall(b"GET / HTTP/1.1\r\nHost:")
        began = time.monotonic()
        assert running.get("/")[0] == 200
        assert time.monotonic() - began < DEADLINE / 10
    finally:
        for each in slow:
            each.close()


# A browser that has seen a draft


@pytest.mark.parametrize(
    "path",
    ["/2025/11/secret/", "/", "/none/", "/assets/site.css", "/_desk/", "/_preview/state.json",
     "/_preview/page.js", "/livereload.js"],
)  # fmt: skip
def test_no_browser_may_keep_anything(running: Running, path: str) -> None:
    _, headers, _ = running.get(path)
    assert headers["Cache-Control"] == "no-store"


def test_a_preview_for_the_public_at_the_same_address_shows_no_draft(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    with preview(site) as first:
        assert DRAFT.encode() in first.get("/2025/11/secret/")[2]
        port = first.port
        first.stop()
    with preview(site, port=port, flags=("public",)) as second:
        assert second.port == port
        for path in ("/2025/11/secret/", "/", "/_preview/state.json?page=/2025/11/secret/&shows=0"):
            body = second.get(path)[2]
            assert DRAFT.encode() not in body, path
        assert second.get("/2025/11/secret/")[0] == 404
