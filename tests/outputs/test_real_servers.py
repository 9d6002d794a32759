"""nginx, Caddy and Apache, started on this machine with the files that the site has for them."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.planning.hosts.policy import content_security_policy
from tests.site_kit import SITE_TOML, THEME, article, build_at
from tests.site_kit import site as site_at

ALIASES = (
    "/old/place/",
    "/node/123",
    "/p.html",
    "/a%C3%B1o%20viejo/",
    "/日本/",
    "/a$b&c(1)+d.e/",
    "/x{y}~z'/",
    "/2025/",
)
SETTINGS = """
[theme]
cards = false

[robots]
ai_training = "block"

[hosting]
for = ["nginx", "caddy", "apache"]
"""
ASK, FOR_EVER = "public, max-age=0, must-revalidate", "public, max-age=31536000, immutable"
EVERYWHERE = {
    "Content-Security-Policy": content_security_policy(scripts=False, search=False),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Usage": "train-ai=n",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    def only(self, name: str) -> str:
        """The one value of a header: two would be joined by browsers."""
        (value,) = self.headers.get_all(name, ["(none)"])
        return str(value)


@dataclass(frozen=True)
class Site:
    """A built site; `root` is what a server serves, and the site lies in it under `base`."""

    root: Path
    base: str

    @property
    def folder(self) -> Path:
        return self.root / self.base.lstrip("/")


@dataclass(frozen=True)
class Served:
    site: Site
    port: int

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for an address below the base, exactly as it is spelled."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", self.site.base + path, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="module", params=["", "/repo"], ids=["root", "base-path"])
def built(request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site outside pytest's own folder, into which a server's user may not look."""
    base: str = request.param
    work = Path(tempfile.mkdtemp(prefix="broadsheet-"))
    try:
        work.chmod(0o755)
        aliases = "[" + ", ".join(f'"{alias}"' for alias in ALIASES) + "]"
        settings = SITE_TOML.replace("https://example.com", f"https://example.com{base}")
        files = {
            "site.toml": settings + SETTINGS,
            "content/articles/call.md": article("The call", tags="[Flood]", aliases=aliases),
            "content/pages/media.md": "---\ntitle: Media\n---\nText.\n",
        }
        project = site_at(work / "sources", files, theme=THEME)
        build_at(project, output=work / "www" / base.lstrip("/"))
        site = Site(work / "www", base)
        for name in ("media/x.avif", "media/x.jpg", "files/x.pdf", "assets/x.js"):
            (site.folder / name).parent.mkdir(exist_ok=True)
            (site.folder / name).write_bytes(b"x")
        yield site
    finally:
        shutil.rmtree(work)


@pytest.fixture(scope="module", params=["nginx", "caddy", "apache2"])
def served(request: pytest.FixtureRequest, built: Site) -> Iterator[Served]:
    binary = shutil.which(request.param, path=f"{os.environ['PATH']}:/usr/sbin")
    if binary is None:
        pytest.skip(f"{request.param} is not installed")
    work = Path(tempfile.mkdtemp(prefix="broadsheet-server-"))
    work.chmod(0o755)
    port = free_port()
    try:
        command = {"nginx": nginx, "caddy": caddy, "apache2": apache}[request.param]
        with running([binary, *command(work, built, port)], work, built.root, port):
            yield Served(built, port)
    finally:
        shutil.rmtree(work)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(command: list[str], work: Path, root: Path, port: int) -> Iterator[None]:
    """Run a server until the block ends; only this process is ended."""
    log = (work / "log").open("wb")
    homes = {"HOME": str(work), "XDG_CONFIG_HOME": str(work), "XDG_DATA_HOME": str(work)}
    place = {"SITE_ADDRESS": f"http://127.0.0.1:{port}", "SITE_ROOT": str(root)}
    env = {**os.environ, **homes, **place}
    server = subprocess.Popen(command, cwd=work, env=env, stdout=log, stderr=log)
    try:
        wait_for(server, port, work / "log")
        yield
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


def nginx(work: Path, site: Site, port: int) -> list[str]:
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{name}_temp_path {work}/{name};" for name in paths)
    user = "user root;" if os.geteuid() == 0 else ""
    (work / "test.conf").write_text(
        f"daemon off; {user} pid {work}/pid; error_log {work}/error.log; events {{ }}\n"
        f"http {{ access_log off; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port}; root {site.root}; "
        f"include {site.folder}/nginx.conf; }} }}\n"
    )
    return ["-p", str(work), "-c", str(work / "test.conf")]


def caddy(work: Path, site: Site, port: int) -> list[str]:  # noqa: ARG001 - it is in SITE_ADDRESS
    (work / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\nimport {site.folder}/Caddyfile\n")
    return ["run", "--adapter", "caddyfile", "--config", str(work / "Caddyfile")]


def apache(work: Path, site: Site, port: int) -> list[str]:
    modules = ("mpm_event", "authz_core", "dir", "alias", "mime", "headers", "autoindex",
               "negotiation")  # fmt: skip
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    loaded = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules
    )
    (work / "test.conf").write_text(
        f"{loaded}\n{user}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {work}/pid\n"
        f"ErrorLog {work}/error.log\nTypesConfig /etc/mime.types\nDocumentRoot {site.root}\n"
        f"<Directory {site.root}>\nAllowOverride All\nOptions FollowSymLinks Indexes\n"
        "Require all granted\n</Directory>\n"
    )
    return ["-f", str(work / "test.conf"), "-DFOREGROUND"]


def test_a_page_has_every_header_once(served: Served) -> None:
    for path in ("/", "/tags/flood/", "/2025/11/call/", "/media/"):
        page = served.get(path)
        assert page.status == 200
        assert page.only("Content-Type").lower() == "text/html; charset=utf-8"
        assert {name: page.only(name) for name in EVERYWHERE} == EVERYWHERE
        assert page.only("Cache-Control") == ASK
        assert page.only("Cross-Origin-Resource-Policy") == "same-origin"


def test_a_page_that_has_not_changed_is_not_sent_again(served: Served) -> None:
    tag = served.get("/").only("ETag")
    again = served.get("/", **{"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "type_", "origin"),
    [
        ("/media/x.avif", "image/avif", "cross-origin"),
        ("/media/x.jpg", "image/jpeg", "cross-origin"),
        ("/files/x.pdf", "application/pdf", "same-origin"),
        ("/assets/x.js", "text/javascript; charset=utf-8", "same-origin"),
    ],
)
def test_what_is_named_by_its_bytes_is_kept_for_ever(
    served: Served, path: str, type_: str, origin: str
) -> None:
    found = served.get(path)
    assert found.status == 200
    assert found.only("Cache-Control") == FOR_EVER
    assert found.only("Cross-Origin-Resource-Policy") == origin
    assert found.only("Content-Type").lower() == type_
    assert {name: found.only(name) for name in EVERYWHERE} == EVERYWHERE


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/tags/flood/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/favicon.ico", "image/x-icon"),
    ],
)
def test_what_other_sites_show_says_what_it_is(served: Served, path: str, type_: str) -> None:
    found = served.get(path)
    assert found.only("Content-Type").lower().replace(";charset", "; charset") == type_
    assert found.only("Cross-Origin-Resource-Policy") == "cross-origin"
    assert found.only("Cache-Control") == ASK


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_other_files_have_their_types(served: Served, path: str, type_: str) -> None:
    assert served.get(path).only("Content-Type").lower() == type_


@pytest.mark.parametrize("path", ["/nothing/", "/nothing", "/media/none.jpg", "/assets/none.css"])
def test_an_address_that_does_not_exist_shows_the_page_for_it(served: Served, path: str) -> None:
    missing = served.get(path)
    assert missing.status == 404
    assert missing.body == (served.site.folder / "404.html").read_bytes()
    assert missing.only("Content-Type").lower() == "text/html; charset=utf-8"
    assert missing.only("Cache-Control") == ASK  # what is not there may come
    assert {name: missing.only(name) for name in EVERYWHERE} == EVERYWHERE


@pytest.mark.parametrize("folder", ["/assets/", "/files/", "/2025/11/"])
def test_a_folder_without_a_page_shows_the_one_for_what_is_not_there(
    served: Served, folder: str
) -> None:
    missing = served.get(folder)
    assert missing.status == 404
    assert missing.body == (served.site.folder / "404.html").read_bytes()
    assert missing.only("Content-Type").lower() == "text/html; charset=utf-8"
    assert missing.only("Cache-Control") == ASK
    assert {name: missing.only(name) for name in EVERYWHERE} == EVERYWHERE


@pytest.mark.parametrize("name", ["_headers", "_redirects", ".nojekyll", "nginx.conf", "Caddyfile",
                                  ".htaccess"])  # fmt: skip
def test_what_is_for_hosts_is_not_served(served: Served, name: str) -> None:
    assert (served.site.folder / name).exists()
    answer = served.get(f"/{name}")
    assert answer.status in {403, 404}
    assert answer.body != (served.site.folder / name).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/old/place",
        "/old/place/",
        "/node/123",
        "/node/123/",
        "/p.html",
        "/a%C3%B1o%20viejo/",
        "/a%C3%B1o%20viejo",
        "/%E6%97%A5%E6%9C%AC/",
        "/a$b&c(1)+d.e/",
        "/x%7By%7D~z'/",
        "/2025/",
    ],
)
def test_an_old_address_leads_to_the_new_one_for_good(served: Served, path: str) -> None:
    moved = served.get(path)
    assert moved.status == 301
    assert urlsplit(moved.only("Location")).path == f"{served.site.base}/2025/11/call/"
    assert {name: moved.only(name) for name in EVERYWHERE} == EVERYWHERE


def test_what_was_below_an_old_address_leads_nowhere(served: Served) -> None:
    assert served.get("/old/place/below/").status == 404


def test_a_folder_without_its_slash_leads_to_the_page(served: Served) -> None:
    moved = served.get("/tags")
    assert moved.status in {301, 308}
    assert urlsplit(moved.only("Location")).path == f"{served.site.base}/tags/"
