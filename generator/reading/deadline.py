"""A limit on the time that one file may take: a hostile or unlucky text stops only itself."""

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Seconds. What is raised in a finaliser or a callback of the collector is lost, so it rings on.
RING_AGAIN = 0.1


class DeadlineExceeded(BaseException):
    """Raised inside the work that took too long; no `Exception`, for libraries swallow those."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `DeadlineExceeded` in the body of the `with` after this much time.

    On the main thread of a POSIX system the time is the processor's, so a busy machine changes
    nothing. Elsewhere it is the clock's, and is four times as generous for that reason.
    """
    on_main_thread = threading.current_thread() is threading.main_thread()
    if on_main_thread and hasattr(signal, "setitimer"):
        with _by_signal(seconds):
            yield
    else:
        with _by_timer(4 * seconds):
            yield


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def ring(_: int, __: FrameType | None) -> None:
        raise DeadlineExceeded

    previous = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, RING_AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


@contextmanager
def _by_timer(seconds: float) -> Iterator[None]:
    """Throw the exception into this thread from another; it lands at the next bytecode."""
    done = threading.Lock()
    thread = ctypes.c_ulong(threading.get_ident())

    def ring() -> None:
        if done.acquire(blocking=False):
            raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
            raise_in(thread, ctypes.py_object(DeadlineExceeded))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if not done.acquire(blocking=False):
            timer.join()  # it is about to throw: here, and not into what follows
