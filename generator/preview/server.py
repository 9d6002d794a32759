"""The preview's server: livereload's, with its own watcher, and closed to everyone else.

livereload brings the client script, the protocol and the list of open pages. What is ours: only
what the build lists is sent, only to pages of our own (`access`), and a page is told to reload when
a build has changed something, not when a file has.
"""

import asyncio
import errno
import json
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import livereload
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from generator.building.request import Request
from generator.errors import UsageError
from generator.media_types import served_as
from generator.preview.access import Access, in_url
from generator.preview.news import News
from generator.preview.rebuilding import Outcome, Rebuilding
from generator.preview.screen import LOOK, Screen
from generator.preview.watcher import Watch

ATTEMPTS = 20  # ports that are tried, from the wanted one on
PATIENCE = 1.0  # seconds that a running build is given to end after Ctrl-C
LONGEST_NAP = 60.0  # seconds; a machine that slept notices a due change after so long at most
SECURITY = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "Broadsheet",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex, nofollow",
}
OPEN_TO_OTHERS = (
    "warning: other machines can reach this preview: whoever opens it reads drafts and articles "
    "under embargo"
)
CLIENT = "/livereload.js"  # the script finds itself on the page by this name
LONGEST_MESSAGE = 16 * 1024  # bytes that a page may say at once
LIMITS: dict[str, Any] = {"max_body_size": 1024, "body_timeout": 5, "idle_connection_timeout": 60}
Route = tuple[str, type[RequestHandler], dict[str, Any]]
Announce = Callable[[str], None]


def serve(
    request_now: Callable[[], Request],
    *,
    host: str,
    port: int,
    open_browser: bool,
    poll: bool,
    announce: Announce,
) -> None:
    """Serve the site with its drafts, rebuilt on every save, until Ctrl-C; then return.

    `request_now` makes a request as of the moment in which it is called; of what it asks for, the
    project, the times and the jobs count. Port 0 takes any; another one that is taken gives way to
    the next free one. `poll` is for disks that report no changes. `announce` gets each message,
    some of several lines. Raise `UsageError` where the host or the port cannot be had.
    """
    listening = _listen(host, port)
    found = listening.getsockname()[1]
    access = Access(host, found)
    if not access.is_local:
        announce(OPEN_TO_OTHERS)
    taken = f" (port {port} is taken)" if port not in (0, found) else ""
    welcome = f"Preview at {access.address}/{taken}; Ctrl-C ends it"

    def ready() -> None:
        announce(welcome)
        if open_browser:
            _open(access.address)

    preview = Preview(request_now, access, announce, poll=poll)
    with suppress(KeyboardInterrupt):
        asyncio.run(preview.run(listening, ready))


class Preview(livereload.Server):  # type: ignore[misc]  # livereload carries no types
    """One preview. A process has one at a time: livereload keeps its pages by class."""

    def __init__(
        self,
        request_now: Callable[[], Request],
        access: Access,
        announce: Announce,
        *,
        poll: bool,
    ) -> None:
        """Take what `serve` takes, and the address that was found."""
        super().__init__(watcher=Doorbell())
        self._now = request_now
        self._access = access
        self._announce = announce
        project = request_now().project
        self._rebuilding = Rebuilding(request_now, access.address)
        self._screen = Screen(project, run=secrets.token_hex(4))
        self._news = News()
        self._wanted = asyncio.Event()  # set during a build, it asks for another
        self._watch = Watch(project, self._wanted.set, announce, force_polling=poll)
        self._alarm: asyncio.TimerHandle | None = None

    async def run(self, listening: socket.socket, ready: Callable[[], None]) -> None:
        """Build, serve and watch until cancelled; call `ready` when there is something to show."""
        server = HTTPServer(self.application(), **LIMITS)
        tasks = [asyncio.create_task(self._watch.run())]
        try:
            self._show(await self._rebuilding.build())
            server.add_socket(listening)  # until here, the system kept who came early waiting
            ready()
            tasks.append(asyncio.create_task(self._build_when_wanted()))
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # neither ends but by a fault, which is raised here
        finally:
            self._watch.stop()
            server.stop()
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=PATIENCE)
            self._rebuilding.stop(PATIENCE)
            await server.close_all_connections()

    def application(self, *_: object, **__: object) -> Application:
        """Return the application; unlike livereload's, it does not listen yet."""
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = True
        LiveReloadHandler._last_reload_time = None  # noqa: SLF001 - of a server before this one
        LiveReloadHandler.waiters.clear()
        for path in self._watch.paths:
            self.watch(str(path))
        LiveReloadHandler.start_tasks()
        return Application(
            self.get_web_handlers(),
            log_function=lambda _: None,
            websocket_max_message_size=LONGEST_MESSAGE,
        )

    def get_web_handlers(self, *_: object) -> list[Route]:
        """Return what answers which address. No /forcereload: any page could ask for it."""
        given = {"access": self._access, "screen": self._screen}
        return [
            ("/livereload", Socket, given),
            (CLIENT, ClientScript, given),
            (LOOK, StateFile, given),
            ("/_preview/overlay.js", OverlayScript, given),
            (".*", Pages, given),
        ]

    async def _build_when_wanted(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            outcome = await self._rebuilding.build()
            # A file may have been half saved. If it changed again, the next build will tell.
            if outcome.report or not self._wanted.is_set():
                self._show(outcome)

    def _show(self, outcome: Outcome) -> None:
        message = self._screen.show(outcome)
        if message:
            self.watcher.ring(message)
        for text in self._news.of(outcome):
            self._announce(text)
        if outcome.report:
            self._build_again_at(outcome.report.next)

    def _build_again_at(self, time: datetime | None) -> None:
        """Have the site built when it changes with no edit: a scheduled article goes live."""
        if self._alarm:
            self._alarm.cancel()
        if time is None:
            return
        seconds = (time - self._now().now).total_seconds()
        if seconds <= 0:
            self._wanted.set()
        else:
            loop = asyncio.get_running_loop()
            nap = min(seconds, LONGEST_NAP)
            self._alarm = loop.call_later(nap, self._build_again_at, time)


class Doorbell(Watcher):  # type: ignore[misc]  # livereload carries no types
    """What livereload takes for a watcher: it "finds" a change when a build has made one."""

    def start(self, callback: Callable[[], None]) -> bool:
        """Take what to call; true means that nothing need be polled."""
        self._callback = callback
        return True

    def examine(self) -> tuple[str, None]:
        """Say that there is a change. One by any other name could be dropped, as too soon."""
        return "__livereload__", None

    def ring(self, message: str) -> None:
        """Tell all open pages to load a file again."""
        self.filepath = message
        self._callback()


class Guarded(RequestHandler):
    """Answers pages of this server, and whoever types its address; nobody else."""

    def initialize(self, access: Access, screen: Screen) -> None:
        self._access = access
        self._screen = screen

    def set_default_headers(self) -> None:
        for name, value in SECURITY.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        if not self._is_admitted():
            raise HTTPError(403)

    def head(self) -> None:
        self.get()

    def compute_etag(self) -> None:
        """Let no browser keep anything."""

    def write_error(self, status_code: int, **_: object) -> None:
        self.set_header("Content-Type", served_as(".txt"))
        self.finish(f"{status_code} {self._reason}\n")

    def _is_admitted(self) -> bool:
        host, origin = (self.request.headers.get(name) for name in ("Host", "Origin"))
        if origin is None:
            return self._access.admits_host(host)
        return self._access.admits_origin(origin, host)


class Pages(Guarded):
    """Sends what was built, as `Screen` decides."""

    def get(self) -> None:
        response = self._screen.respond(self.request.path, self._client())
        self.set_status(response.status)
        for name, value in response.headers.items():
            self.set_header(name, value)
        self.finish(response.body)

    def _client(self) -> str:
        """Return the address of the client script. It connects to where the page came from."""
        name = quote(self._access.name_in(self.request.headers["Host"]), safe="[]:")
        return f"{CLIENT}?host={name}&port={self._access.port}"


class StateFile(Guarded):
    """Sends what is wrong with the site."""

    def get(self) -> None:
        self.set_header("Content-Type", served_as(".json"))
        self.finish(self._screen.state)


class OverlayScript(Guarded):
    """Sends the script that shows what is wrong."""

    def get(self) -> None:
        self.set_header("Content-Type", served_as(".js"))
        self.finish(Path(__file__).with_name("overlay.js").read_bytes())


class ClientScript(Guarded, LiveReloadJSHandler):  # type: ignore[misc]  # as above
    """Sends livereload's own script."""


class Socket(Guarded, LiveReloadHandler):  # type: ignore[misc]  # as above
    """Talks to an open page."""

    def on_message(self, message: str | bytes) -> None:
        """Greet a page, and take it in. What happened while it was on its way, it must look up."""
        match _command(message):
            case "hello":
                super().on_message(message)
            case "info":
                super().on_message(message)
                self.send_message({"command": "reload", "path": LOOK})
            case _:
                self.close()

    def check_origin(self, origin: str) -> bool:
        return self._access.admits_origin(origin, self.request.headers.get("Host"))

    def _is_admitted(self) -> bool:
        """Refuse a caller without an origin too: every browser names one here."""
        return "Origin" in self.request.headers and super()._is_admitted()


def _command(message: str | bytes) -> str:
    try:
        return str(json.loads(message)["command"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _listen(host: str, port: int) -> socket.socket:
    """Listen at the wanted port, or at the next one that is free. Port 0 takes any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + ATTEMPTS, 65536)) if port else (0,):
        try:
            listening = socket.create_server((host, candidate), family=family, backlog=128)
        except (OSError, UnicodeError) as error:
            if getattr(error, "errno", None) != errno.EADDRINUSE:
                reason = getattr(error, "strerror", None) or error
                raise UsageError(f"cannot serve at {in_url(host)}:{candidate}: {reason}") from None
        else:
            listening.setblocking(False)  # noqa: FBT003 - it has no other name
            return listening
    raise UsageError(f"no port from {port} on is free; name another one with --port")


def _open(address: str) -> None:
    """Open a browser. One without a window does not come back until it is closed."""
    threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
