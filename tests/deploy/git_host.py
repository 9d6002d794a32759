"""Repositories that tests deploy to: in a folder, and over HTTP on loopback with a password."""

import base64
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.deploy.hosts import Host

PASSWORD = "correct horse: battery/staple@#%"
VARIABLE = "BROADSHEET_LIVE_PASSWORD"
BRANCH = "gh-pages"


@contextmanager
def git_host(folder: Path) -> Iterator[Host]:
    """A repository without files of its own, by its path."""
    bare = new_repository(folder / "bare.git")
    yield Host(f"git:{bare}#{BRANCH}", {}, lambda: files_of(bare))


@contextmanager
def git_http_host(folder: Path, name: str = "live") -> Iterator[Host]:
    """A repository behind a web server, which asks for a password."""
    bare = new_repository(folder / "bare.git")
    git("config", "http.receivepack", "true", at=bare)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.folder = folder  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            to = f"git:http://editor@127.0.0.1:{server.server_port}/bare.git#{BRANCH}"
            secret = {f"BROADSHEET_{name.upper()}_PASSWORD": PASSWORD}
            yield Host(to, secret, lambda: files_of(bare))
        finally:
            server.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """Passes on to git what comes with the password."""

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        expected = base64.b64encode(f"editor:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = self.body()
        done = subprocess.run(
            ["git", "http-backend"], input=body, env=self.variables(len(body)), capture_output=True,
            check=True,
        )  # fmt: skip
        head, _, data = done.stdout.partition(b"\r\n\r\n")
        lines = [line.partition(": ") for line in head.decode("ascii").split("\r\n")]
        status = next((value for name, _, value in lines if name == "Status"), "200 OK")
        self.send_response(int(status.split()[0]))
        for name, _, value in lines:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        return body

    def variables(self, length: int) -> dict[str, str]:
        path, _, query = self.path.partition("?")
        return {
            **plain_environment(),
            "GIT_PROJECT_ROOT": str(self.server.folder),  # type: ignore[attr-defined]
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_USER": "editor",
            "REMOTE_ADDR": "127.0.0.1",
        }

    def log_message(self, *_: object) -> None:
        """Keep still."""


def new_repository(bare: Path, *options: str) -> Path:
    """Make one that has what big hosts have: it sends files one by one."""
    bare.parent.mkdir(parents=True, exist_ok=True)
    git("init", "--quiet", "--bare", *options, str(bare), at=bare.parent)
    git("config", "uploadpack.allowFilter", "true", at=bare)
    return bare


def files_of(bare: Path, branch: str = BRANCH) -> dict[str, bytes]:
    """Return what readers of a branch see."""
    if not git("for-each-ref", f"refs/heads/{branch}", at=bare):
        return {}
    listing = git("ls-tree", "-r", "-z", f"refs/heads/{branch}", at=bare).decode()
    entries = [entry.partition("\t") for entry in listing.split("\0") if entry]
    return {path: git("cat-file", "blob", about.split()[2], at=bare) for about, _, path in entries}


def git(*arguments: str, at: Path, given: bytes = b"") -> bytes:
    """Run git, as nobody in particular."""
    return subprocess.run(
        ["git", "-C", str(at), *arguments], input=given, env=plain_environment(), check=True,
        capture_output=True,
    ).stdout  # fmt: skip


def plain_environment() -> dict[str, str]:
    """Return an environment in which nothing is set for git."""
    someone = {
        f"GIT_{role}_{what}": "someone@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return {"PATH": os.environ["PATH"], "HOME": os.devnull, **alone, **someone}
