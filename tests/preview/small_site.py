"""A small site in a temporary folder, and a preview of it in a process of its own."""

import http.client
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[2]
THEME = ROOT / "layouts"
DEADLINE = 30.0  # seconds; what is waited for mostly takes a tenth of one
T = TypeVar("T")

SITE_TOML = """\
title = "The Harbour News"
description = "News of the harbour."
base_url = "https://harbour.example/news"
language = "en"
time_zone = "UTC"

[sections]
news = "News"
"""
ARTICLE = """\
---
title: {title}
summary: What happened, in a sentence.
author: Ana Pérez
date: {date}
section: news
{more}---

{body}
"""
HARBOUR = "content/articles/harbour.md"
STARTED = "2025-12-01T11:00:00+00:00"  # the preview's clock, as the server starts

SERVE = """
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from generator.building.request import Request
from generator.planning.changes import Audience
from generator.preview.editors import editor_named
from generator.preview.server import Options, serve
from generator.project import Project

root, theme, host, port, started, *flags = sys.argv[1:]
began = time.monotonic_ns()

def request_now():
    elapsed = (time.monotonic_ns() - began) / 1e9
    now = datetime.fromtimestamp(datetime.fromisoformat(started).timestamp() + elapsed, UTC)
    audience = Audience.PUBLIC if "public" in flags else Audience.PREVIEW
    project = Project(Path(root), Path(theme))
    return Request(project=project, now=now, clock_ns=time.time_ns(), audience=audience)

options = Options(
    host=host, port=int(port), poll="poll" in flags, follow="follow" in flags,
    editor=editor_named("code"),
)
serve(request_now, lambda text: print(text, flush=True), options)
"""


def article(
    title: str, body: str = "The harbour is open.", date: str = "2025-11-28 09:30", more: str = ""
) -> str:
    return ARTICLE.format(title=title, body=body, date=date, more=more)


def write(root: Path, name: str, text: str) -> Path:
    """Write a file as many editors do: beside, then over the old one."""
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
    return file


def small_site(root: Path) -> Path:
    write(root, "site.toml", SITE_TOML)
    write(root, HARBOUR, article("The harbour opens"))
    write(root, "content/articles/pier.md", article("The pier closes", date="2025-11-29 10:00"))
    write(
        root,
        "content/articles/secret.md",
        article("Nobody knows yet", date="2025-11-30 10:00", more="draft: true\n"),
    )
    return root


class Running:
    """A preview that runs, and what it has said so far."""

    def __init__(self, process: subprocess.Popen[str], root: Path) -> None:
        self.process = process
        self.root = root
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        welcome = self.hear("Preview at ")
        self.address = welcome.split()[2].rstrip("/;")
        self.port = int(self.address.rpartition(":")[2])

    def hear(self, part: str) -> str:
        """Return the next line with `part` in it that the preview prints."""
        end = time.monotonic() + DEADLINE
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"no {part!r} in {self.said}") from None
            self.said.append(line)
            if part in line:
                return line

    def get(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def text(self, path: str) -> str:
        return self.get(path)[2].decode()

    def raw(self, request: bytes, patience: float = 5.0) -> bytes:
        """Send bytes as they are; return one response, or what there is of it."""
        received = b""
        address = ("127.0.0.1", self.port)
        # A server may hang up on nonsense, or wait for more of it.
        with (
            socket.create_connection(address, timeout=patience) as connection,
            suppress(ConnectionError, TimeoutError),
        ):
            connection.sendall(request)
            while not _is_whole(received) and (part := connection.recv(65536)):
                received += part
        return received

    def stop(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        while not self._lines.empty():
            self.said.append(self._lines.get())
        return code

    def hear_out(self) -> None:
        """Wait until the last line was read: its stream is about to be closed."""
        self._reader.join(DEADLINE)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))


def _is_whole(response: bytes) -> bool:
    head, end, body = response.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(end) and (length is None or len(body) >= int(length[1]))


@contextmanager
def preview(
    root: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    started: str = STARTED,
    flags: tuple[str, ...] = (),
) -> Iterator[Running]:
    """Run a preview; `flags` are of poll, follow and public."""
    settings = [str(root), str(THEME), host, str(port), started, *flags]
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SERVE, *settings],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        running = None
        try:
            running = Running(process, root)
            yield running
        finally:
            process.kill()
            if running is not None:
                running.hear_out()


def eventually(look: Callable[[], T], holds: Callable[[T], bool]) -> T:
    """Look again and again until what is seen holds; return it."""
    end = time.monotonic() + DEADLINE
    while not holds(seen := look()):
        if time.monotonic() > end:
            raise TimeoutError(f"still {seen!r}")
        time.sleep(0.02)
    return seen


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        file.relative_to(folder).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }
