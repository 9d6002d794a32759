"""Work off the event loop, in a thread that nobody waits for at the end.

Threads of Python take turns: what can wait would take its turn from what somebody waits for.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise what it raises.

    Not in the loop's own pool of threads, which a program waits for before it ends: Ctrl-C is to
    end a preview at once, and nothing that it does must be finished.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(how: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(lambda: None if future.cancelled() else how())

    def run() -> None:
        try:
            value = work()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            settle(lambda error=error: future.set_exception(error))  # type: ignore[misc]
        else:
            settle(lambda: future.set_result(value))

    threading.Thread(target=run, name="preview", daemon=True).start()
    return await future


class Asked:
    """Whether somebody waits for an answer now. To answer is a `with` block, in any thread."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._waiting = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._waiting += 1

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        with self._changed:
            self._waiting -= 1
            self._changed.notify_all()

    def __bool__(self) -> bool:
        return self._waiting > 0

    def wait(self, longest: float) -> None:
        """Wait until nobody does, for so many seconds at most."""
        with self._changed:
            self._changed.wait_for(lambda: not self, longest)
