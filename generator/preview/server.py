"""The preview's server: livereload's, with its own watcher, and closed to everyone else.

A page is made when a browser asks for it. What changes on the disk is looked at at once; then the
open pages whose content is another are told, and no others.
"""

import asyncio
import errno
import gc
import socket
import threading
import webbrowser
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import livereload
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.web import Application

from generator.building.request import Request
from generator.desk.addresses import DESK
from generator.errors import LockHeld, UsageError
from generator.fingerprint import Digest
from generator.paths import SourcePath
from generator.planning.contents import Contents
from generator.preview.access import Access, in_url
from generator.preview.editors import NO_EDITOR, Editor
from generator.preview.handlers import OpenPages, Route, routes
from generator.preview.news import News
from generator.preview.screen import LOOK, Screen
from generator.preview.threads import in_thread
from generator.preview.watcher import Watch

ATTEMPTS = 20  # ports that are tried, from the wanted one on
PAUSE = 0.2  # seconds between two attempts to read the site while a build holds the lock
SETTLED = 0.06  # seconds after which a file that has a fault is no longer being written
IDLE = 1.5  # seconds without a change, after which what was read is remembered
LONGEST_NAP = 60.0  # seconds; a machine that slept notices a due change after so long at most
OPEN_TO_OTHERS = (
    "warning: other machines can reach this preview: whoever opens it reads drafts and articles "
    "under embargo"
)
GO = "/_preview/go"
LONGEST_MESSAGE = 16 * 1024  # bytes that a page may say at once
LIMITS: dict[str, Any] = {"max_body_size": 1024, "body_timeout": 5, "idle_connection_timeout": 60}
Announce = Callable[[str], None]
RequestNow = Callable[[], Request]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to serve. Port 0 takes any; `poll` is for disks that report no changes.

    With `follow`, a new article opens itself in the page that was opened last.
    """

    host: str = "127.0.0.1"
    port: int = 5500
    open_browser: bool = False
    poll: bool = False
    follow: bool = False
    editor: Editor = NO_EDITOR


def serve(request_now: RequestNow, announce: Announce, options: Options) -> None:
    """Serve the site, every page as it is at that moment, until Ctrl-C; then return.

    `request_now` makes a request as of the moment in which it is called. A port that is taken gives
    way to the next free one. `announce` gets each message. Raise `UsageError` where the host or the
    port cannot be had.
    """
    port = options.port
    listening = _listen(options.host, port)
    found = listening.getsockname()[1]
    access = Access(options.host, found)
    if not access.is_local:
        announce(OPEN_TO_OTHERS)
    taken = f" (port {port} is taken)" if port not in (0, found) else ""
    welcome = f"Preview at {access.address}/{taken}; Ctrl-C ends it"

    def ready() -> None:
        announce(welcome)
        if options.open_browser:
            _open(access.address, announce)

    preview = Preview(request_now, access, announce, options)
    with suppress(KeyboardInterrupt):
        asyncio.run(preview.run(listening, ready))


class Preview(livereload.Server):  # type: ignore[misc]  # livereload carries no types
    """One preview."""

    def __init__(
        self, request_now: RequestNow, access: Access, announce: Announce, options: Options
    ) -> None:
        """Take what `serve` takes, and the address that was found."""
        super().__init__(watcher=Watcher())  # which finds nothing: changes are told to each page
        self._now = request_now
        self._access = access
        self._announce = announce
        self._options = options
        request = self._request()
        editor = options.editor if access.is_local else NO_EDITOR
        self._screen = Screen(request, editor, lambda: request_now().now)
        self._pages = OpenPages()
        self._news = News()
        self._changes: asyncio.Queue[Collection[str] | None] = asyncio.Queue()
        self._watch = Watch(
            request.project, self._changes.put_nowait, announce, force_polling=options.poll
        )
        self._alarm: asyncio.TimerHandle | None = None
        self._is_due = False
        self._is_unsure = False

    def _request(self) -> Request:
        return replace(self._now(), base_url=self._access.address)

    async def run(self, listening: socket.socket, ready: Callable[[], None]) -> None:
        """Read the site, serve and watch until cancelled; call `ready` when it can be shown."""
        server = HTTPServer(self.application(), **LIMITS)
        tasks = [asyncio.create_task(self._watch.run())]
        try:
            await self._read()
            server.add_socket(listening)  # until here, the system kept who came early waiting
            ready()
            await self._tell_problems()
            await self._set_alarm()
            tasks.append(asyncio.create_task(self._follow()))
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # neither ends but by a fault, which is raised here
        finally:
            self._watch.stop()
            server.stop()
            for task in tasks:
                task.cancel()
            await server.close_all_connections()

    def application(self, *_: object, **__: object) -> Application:
        """Return the application; unlike livereload's, it does not listen yet."""
        return Application(
            self.get_web_handlers(),
            log_function=lambda _: None,
            websocket_max_message_size=LONGEST_MESSAGE,
        )

    def get_web_handlers(self, *_: object) -> list[Route]:
        """Return what answers which address."""
        return routes(self._access, self._screen, self._pages, self._note_request)

    def _note_request(self) -> None:
        """Tell what came out only when a page was asked for: a fault of its layout."""
        self._changes.put_nowait(())

    async def _read(self) -> None:
        """Read the site, after any build of it."""
        gc.disable()
        is_waiting = False
        while True:
            try:
                await in_thread(self._screen.open)
            except LockHeld as error:
                if not is_waiting:
                    self._announce(f"{error}: waiting for it to end")
                is_waiting = True
                await asyncio.sleep(PAUSE)
            else:
                break
        gc.freeze()  # what was read stays: looking through it for rubbish would delay every save
        gc.enable()

    # -- changes

    async def _follow(self) -> None:
        """Look at what changes, as soon as it does; when nothing does, do what can wait."""
        while True:
            if self._changes.empty() and not self._screen.is_inspected:
                await self._inspect()
                continue
            try:
                changed = await asyncio.wait_for(self._changes.get(), IDLE)
            except TimeoutError:
                if await self._rest():
                    continue
                changed = await self._changes.get()
            await self._take(self._with_others(changed))

    async def _inspect(self) -> None:
        await in_thread(self._screen.inspect)
        if self._screen.is_inspected:
            await self._tell_problems()

    def _with_others(self, changed: Collection[str] | None) -> Collection[str] | None:
        """Return a change with all that have come after it."""
        parts = [changed]
        while not self._changes.empty():
            parts.append(self._changes.get_nowait())
        return None if None in parts else {each for part in parts for each in part or ()}

    async def _take(self, changed: Collection[str] | None) -> None:
        """Look at what changed, and have everybody know what came of it."""
        started = perf_counter()
        known, shown = self._contents, await self._shown()
        await self._turn_if_due()
        fresh = await in_thread(lambda: self._screen.take(changed))
        if self._news.has_new(self._screen.errors):
            await asyncio.sleep(SETTLED)  # it may have been half saved
            fresh |= await in_thread(lambda: self._screen.take(changed))
        await self._tell_pages(shown)
        gone = {each for each in fresh if each not in self._contents}
        for text in self._news.of_change(fresh - gone, gone, perf_counter() - started):
            self._announce(text)
        await self._tell_problems()
        self._is_unsure |= any(part not in known for part in changed or ())
        if self._options.follow:
            self._open_one(sorted(each for each in fresh if each not in known))
        await self._set_alarm()

    @property
    def _contents(self) -> Contents:
        showing = self._screen.showing
        return showing.site.contents if showing else Contents()

    def _open_one(self, sources: Collection[SourcePath]) -> None:
        """Have the page that was opened last show a new article."""
        for url in [url for each in sources if (url := self._screen.address_of(each))][:1]:
            self._pages.tell_latest(f"{GO}?{urlencode({'to': url})}")

    async def _rest(self) -> bool:
        """Do what can wait: look for what nobody told of, and remember what was read.

        Return whether there is something to inspect now.
        """
        if self._is_unsure:
            self._is_unsure = False
            await self._take(None)  # a new folder may be watched later than it is filled
        with suppress(LockHeld, OSError):  # what is not remembered is read again
            await in_thread(self._screen.following.remember)
        return not self._screen.is_inspected

    async def _shown(self) -> dict[str, Digest]:
        """Return what stands at the address of each open page of the site."""
        open_pages = [each for each in self._pages.addresses if not each.startswith(DESK)]
        return {each: await in_thread(partial(self._screen.shown_at, each)) for each in open_pages}

    async def _tell_pages(self, before: Mapping[str, Digest]) -> None:
        """Have those pages look where something else stands than before, and every desk."""
        now = await self._shown()
        for address in self._pages.addresses:
            is_same = address in before and before[address] == now.get(address)
            if not is_same:
                self._pages.tell(LOOK, address.__eq__)

    async def _tell_problems(self) -> None:
        problems = await in_thread(lambda: self._screen.problems)
        if self._news.are_other(problems):
            self._pages.tell(LOOK)
        are_all = self._screen.is_inspected
        for text in await in_thread(
            lambda: list(self._news.of_problems(problems, are_all=are_all))
        ):
            self._announce(text)

    # -- time

    async def _set_alarm(self) -> None:
        """Have the site looked at when it changes with no edit: a scheduled article goes live.

        And when a day begins: what was of today is no longer, for some checks.
        """
        due = await in_thread(lambda: self._screen.next_change)
        if self._alarm:
            self._alarm.cancel()
        tomorrow = self._screen.next_day
        if tomorrow is not None:
            self._wait_until(min(due or tomorrow, tomorrow))

    def _wait_until(self, due: datetime) -> None:
        seconds = (due - self._now().now).total_seconds()
        if seconds <= 0:
            self._is_due = True
            self._changes.put_nowait(())
        else:
            nap = min(seconds, LONGEST_NAP)
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(nap, self._wait_until, due)

    async def _turn_if_due(self) -> None:
        if self._is_due:
            self._is_due = False
            request = self._request()
            await in_thread(lambda: self._screen.turn(request))


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


def _open(address: str, announce: Announce) -> None:
    """Open a browser. One without a window does not come back until it is closed."""

    def work() -> None:
        if not webbrowser.open(address):
            announce("warning: --open: expected a browser, found none; $BROWSER may name one")

    threading.Thread(target=work, daemon=True).start()
