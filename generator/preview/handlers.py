"""What answers which address: pages of the site and of the preview, and nobody else's questions.

livereload brings the client script and the protocol by which pages are told of changes.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError

from generator.desk.addresses import ASSETS, DESK
from generator.desk.assets import asset
from generator.media_types import served_as
from generator.preview.access import Access
from generator.preview.answers import Response
from generator.preview.screen import LOOK, SCRIPT, Screen
from generator.preview.threads import in_thread

SECURITY = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "Broadsheet",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex, nofollow",
}
CLIENT = "/livereload.js"  # the script finds itself on the page by this name
Route = tuple[str, type[RequestHandler], dict[str, Any]]


def routes(
    access: Access, screen: Screen, pages: "OpenPages", note: Callable[[], None]
) -> list[Route]:
    """Return what answers which address; `note` is called where an answer brought a fault to light.

    No /forcereload: any page could ask for it.
    """
    given = {"access": access, "screen": screen}
    return [
        (f"{ASSETS}.*", DeskAssets, given),
        (f"{DESK}?.*", DeskPages, given),
        ("/livereload", Socket, {**given, "pages": pages}),
        (CLIENT, ClientScript, given),
        (LOOK, StateFile, given),
        (SCRIPT, PageScript, given),
        (".*", Pages, {**given, "note": note}),
    ]


class OpenPages:
    """The pages that are open in browsers, oldest first."""

    def __init__(self) -> None:
        """Start with none."""
        self._pages: dict[Socket, str] = {}

    def opened(self, socket: "Socket", address: str) -> None:
        """Take in a page."""
        self._pages.pop(socket, None)
        self._pages[socket] = address

    def closed(self, socket: "Socket") -> None:
        """Forget a page."""
        self._pages.pop(socket, None)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is open, each address once."""
        return tuple(dict.fromkeys(self._pages.values()))

    def tell(self, path: str, is_meant: Callable[[str], bool] = bool) -> None:
        """Tell pages that a file of theirs has changed."""
        for socket, address in list(self._pages.items()):
            if is_meant(address):
                socket.tell(path)

    def tell_latest(self, path: str) -> None:
        """Tell the page of the site that was opened last."""
        latest = [each for each, address in self._pages.items() if not address.startswith(DESK)]
        for socket in latest[-1:]:
            socket.tell(path)


class Guarded(RequestHandler):
    """Answers pages of this server, and whoever types its address; nobody else."""

    def initialize(self, access: Access, screen: Screen, **_: object) -> None:
        self._access = access
        self._screen = screen

    def set_default_headers(self) -> None:
        for name, value in SECURITY.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        if not self._is_admitted():
            raise HTTPError(403)

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


class Answering(Guarded):
    """Answers what is asked; of HEAD a client sees no more than the headers."""

    async def get(self) -> None:
        raise HTTPError(404)

    async def head(self) -> None:
        await self.get()


class Pages(Answering):
    """Sends what the site has, as `Screen` decides."""

    def initialize(self, access: Access, screen: Screen, **given: Any) -> None:  # noqa: ANN401
        super().initialize(access, screen)
        self._note: Callable[[], None] | None = given.get("note")

    async def get(self) -> None:
        before = self._screen.faults
        response = await in_thread(self._response)
        if self._note and self._screen.faults != before:
            self._note()
        self.set_status(response.status)
        for name, value in response.headers.items():
            self.set_header(name, value)
        await self.finish(response.body)

    def _response(self) -> Response:
        return self._screen.respond(self.request.path, self._client())

    def _client(self) -> str:
        """Return the address of the client script. It connects to where the page came from."""
        name = quote(self._access.name_in(self.request.headers["Host"]), safe="[]:")
        return f"{CLIENT}?host={name}&port={self._access.port}"


class DeskPages(Pages):
    """Sends the editor's desk."""

    def _response(self) -> Response:
        return self._screen.desk(self.request.path, self.request.query, self._client())


class DeskAssets(Answering):
    """Sends the desk's own style sheets and scripts."""

    async def get(self) -> None:
        found = asset(self.request.path.removeprefix(ASSETS))
        if found is None:
            raise HTTPError(404)
        self.set_header("Content-Type", found[1])
        await self.finish(found[0])


class StateFile(Answering):
    """Says whether what a page shows is still right, and what is wrong with the site."""

    async def get(self) -> None:
        page, shows = (self.get_query_argument(name, "") for name in ("page", "shows"))
        state = await in_thread(lambda: self._screen.state(page, shows))
        self.set_header("Content-Type", served_as(".json"))
        await self.finish(state)


class PageScript(Answering):
    """Sends the script that keeps a page as the site is."""

    async def get(self) -> None:
        self.set_header("Content-Type", served_as(".js"))
        await self.finish(Path(__file__).with_name("page.js").read_bytes())


class ClientScript(Answering, LiveReloadJSHandler):  # type: ignore[misc]  # livereload has no types
    """Sends livereload's own script."""

    async def get(self) -> None:
        LiveReloadJSHandler.get(self)


class Socket(Guarded, LiveReloadHandler):  # type: ignore[misc]  # as above
    """Talks to an open page."""

    def initialize(self, access: Access, screen: Screen, **given: Any) -> None:  # noqa: ANN401
        super().initialize(access, screen)
        self._pages: OpenPages = given["pages"]

    def on_message(self, message: str | bytes) -> None:
        """Greet a page, and take it in. What happened while it was on its way, it must look up."""
        told = _told(message)
        match told.get("command"):
            case "hello":
                super().on_message(message)
            case "info":
                self._pages.opened(self, _path_in(str(told.get("url", ""))))
                self.tell(LOOK)
            case _:
                self.close()

    def on_close(self) -> None:
        """Forget the page."""
        self._pages.closed(self)
        super().on_close()

    def tell(self, path: str) -> None:
        """Tell the page that a file has changed."""
        with suppress(WebSocketClosedError):
            self.write_message({"command": "reload", "path": path, "liveCSS": True})

    def check_origin(self, origin: str) -> bool:
        return self._access.admits_origin(origin, self.request.headers.get("Host"))

    def _is_admitted(self) -> bool:
        """Refuse a caller without an origin too: every browser names one here."""
        return "Origin" in self.request.headers and super()._is_admitted()


def _path_in(url: str) -> str:
    try:
        return urlsplit(url).path or "/"
    except ValueError:  # brackets that are no IPv6 address
        return "/"


def _told(message: str | bytes) -> dict[str, object]:
    try:
        told = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
