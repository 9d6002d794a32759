"""One build for the preview after another, each of which may fail and change nothing."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from generator.building.build import build
from generator.building.report import Progress, Report
from generator.building.request import Request
from generator.errors import BroadsheetError, LockHeld, Problem, ProblemsFound
from generator.planning.times import Audience

T = TypeVar("T")
PAUSE = 0.2  # seconds between two attempts while another build holds the lock


class Stopped(Exception):
    """Raised in a build that nobody waits for any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one build came to, in how many seconds; a failed one has no report."""

    request: Request
    report: Report | None
    problems: tuple[Problem, ...]
    seconds: float


class Rebuilding:
    """Builds for the preview, one build at a time."""

    def __init__(self, request_now: Callable[[], Request], base_url: str) -> None:
        """Take how to ask for a build as of now, and the address that it is served at."""
        self._request_now = request_now
        self._base_url = base_url
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    async def build(self) -> Outcome:
        """Build once, off the event loop.

        Not in the loop's own pool of threads, which a program waits for before it ends: Ctrl-C is
        to end a long build at once, and a build that is cut off changes nothing.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()

        def settle(how: Callable[[T], None], value: T) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(lambda: None if future.cancelled() else how(value))

        def work() -> None:
            try:
                outcome = self.run()
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                settle(future.set_exception, error)
            else:
                settle(future.set_result, outcome)

        self._thread = threading.Thread(target=work, name="build", daemon=True)
        self._thread.start()
        return await future

    def stop(self, patience: float) -> None:
        """Have a running build give up with nothing changed; wait at most so many seconds."""
        self._stopping.set()
        if self._thread:
            self._thread.join(patience)

    def run(self) -> Outcome:
        """Build once, after any other build of the site. Raise `Stopped` when asked to stop."""
        while True:
            request = self._request()
            started = perf_counter()
            try:
                report, problems = _attempt(request, self._stop_if_asked)
            except LockHeld:
                if self._stopping.wait(PAUSE):
                    raise Stopped from None
            else:
                return Outcome(request, report, problems, perf_counter() - started)

    def _request(self) -> Request:
        """Return what to build now: never the public site, and never into its folder."""
        return replace(
            self._request_now(),
            audience=Audience.PREVIEW,
            output=None,
            base_url=self._base_url,
            clean=False,
        )

    def _stop_if_asked(self, _: str, __: int, ___: int) -> None:
        if self._stopping.is_set():
            raise Stopped


def _attempt(request: Request, progress: Progress) -> tuple[Report | None, tuple[Problem, ...]]:
    """Build, and return what stood in the way as problems, all but the lock."""
    try:
        report = build(request, progress)
    except LockHeld:
        raise
    except ProblemsFound as error:
        return None, error.problems
    except OSError as error:
        return None, (_disk_problem(error, request.project.root),)
    except BroadsheetError as error:
        return None, (Problem("the build", 0, 0, "", str(error)),)
    return report, report.problems


def _disk_problem(error: OSError, root: Path) -> Problem:
    """Return a fault of the disk, its place as the site names it."""
    name = Path(str(error.filename or root))
    place = name.relative_to(root).as_posix() if name.is_relative_to(root) else name.name
    message = f"could not be read or written: {error.strerror or error}"
    return Problem(place, 0, 0, "", message)
