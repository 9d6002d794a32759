"""Several processes for the two things that cost: reading texts and rendering pages.

What they run are plain functions of plain values, so one process gives the same bytes as many, and
a cluster the same as one machine.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from generator.building.cluster import Cluster, Journey, check_address
from generator.errors import BroadsheetError

T = TypeVar("T")
P = TypeVar("P")
Q = TypeVar("Q")
R = TypeVar("R")

MOST = 16


@dataclass(frozen=True, slots=True)
class Load:
    """How items are handed out: how many at once, and how many are worth starting processes."""

    batch: int
    worth_it: int


LIGHT = Load(batch=40, worth_it=150)  # a few milliseconds each: texts, pages
HEAVY = Load(batch=15, worth_it=15)  # a tenth of a second each: a picture's files, drawn together


def default_jobs() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


class Workers:
    """Runs work in this process while there is little, in `jobs` processes when there is much.

    With a `cluster`, an address, much work goes there if it can travel.
    """

    def __init__(self, jobs: int, cluster: str = "") -> None:
        """Take what there may be; no process is started yet, and no cluster asked."""
        if cluster:
            check_address(cluster)
        self._jobs = jobs
        self._address = cluster
        self._executor: Executor | None = None
        self._connected: Cluster | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=kind is not None)
        if self._connected is not None:
            self._connected.close()

    def map(
        self,
        work: Callable[[Sequence[T]], list[R]],
        items: Sequence[T],
        load: Load = LIGHT,
        journey: Journey[T, P, Q, R] | None = None,
    ) -> Iterator[R]:
        """Yield the results of `work`, a function of a batch, in the order of the items.

        A `journey` is how the same is done on a cluster.
        """
        if journey and self._address and len(items) >= load.worth_it:
            yield from self._cluster().map(work, items, load.batch, journey)
            return
        starts = range(0, len(items), load.batch)
        batches = [items[start : start + load.batch] for start in starts]
        if self._jobs < 2 or len(items) < load.worth_it:
            for batch in batches:
                yield from work(batch)
            return
        with _said_plainly():
            for results in self._processes().map(work, batches):
                yield from results

    def beside(self, work: Callable[[T], R], item: T) -> Callable[[], R]:
        """Begin some work in another process, if there may be one; return what waits for it."""
        if self._jobs < 2:
            return partial(work, item)
        begun = self._processes().submit(work, item)

        def wait() -> R:
            with _said_plainly():
                return begun.result()

        return wait

    def _processes(self) -> Executor:
        if self._executor is None:
            context = multiprocessing.get_context(_start_method())
            self._executor = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_begin)
        return self._executor

    def _cluster(self) -> Cluster:
        if self._connected is None:
            self._connected = Cluster(self._address)
        return self._connected


def _start_method() -> str:
    """Return how processes are started: as copies of this one, where that is safe.

    A copy has all that was loaded here, and begins at once. But where other threads run, one of
    them may hold a lock that nobody in the copy will open; and macOS has such threads of its own.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        message = "a worker process died; try again with --jobs 1 to see which file it was"
        raise BroadsheetError(message) from None


def _begin() -> None:
    """Ignore Ctrl-C, which a terminal sends to every process: the parent ends its workers.

    It does so by SIGTERM, so that must end them, whatever it means to the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """End this process once its parent has ended, however that was; it would wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
