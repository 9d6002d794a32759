"""A Dask cluster that is there already, as one more place where batches are done.

The only module that knows Dask, which is loaded with the first batch that is sent. A worker there
has none of this machine's files: a batch travels as a value that holds all it needs, is done by a
plain function, and comes back as a value. Which worker does it, and which one again when that is
lost, is the cluster's business.
"""

import logging
import pickle  # cluster and build trust each other, as Dask has it
import platform
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from generator.building.identity import identity
from generator.errors import BroadsheetError, UsageError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
P = TypeVar("P")
Q = TypeVar("Q")
R = TypeVar("R")

CONNECTING = 10.0  # seconds to wait for the scheduler
WORKERLESS = 60.0  # seconds without a result, after which there must at least be a worker
HEAVIEST = 8_000_000  # bytes that a batch brings along, unless a single item is larger
AFLOAT = 256_000_000  # bytes that are sent and not back, unless a single batch is larger
# Whose logs would repeat, in pages, what is raised here.
QUIET = ("distributed", "distributed.client", "tornado", "tornado.application")
# Dask calls ten megabytes of data in a task large. A dozen photographs are.
SETTINGS = {"distributed.admin.large-graph-warning-threshold": "2 GB"}

_ADDRESS = re.compile(r"dask://(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")
_one_at_a_time = Lock()  # a worker may have several threads; reading and drawing are for one


def _no_weight(_: object) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Journey(Generic[T, P, Q, R]):
    """How some work is done on a machine without this one's files, in three steps.

    `pack` fetches here what each item of a batch needs: a value that can travel, or None. `away`
    does the work there, of the values alone, and is a function that can travel. `unpack` keeps here
    what came of an item. What has None for a value or a result is done here, as all else.
    `weigh` says how many bytes an item will bring along.
    """

    pack: Callable[[Sequence[T]], Sequence[P | None]]
    away: Callable[[Sequence[P]], Sequence[Q | None]]
    unpack: Callable[[T, Q], R]
    weigh: Callable[[T], int] = _no_weight


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch on its way; `packed` says of each item whether it travels."""

    items: Sequence[Any]
    packed: Sequence[bool]
    size: int
    answer: Future[bytes] | None


def check_address(address: str) -> None:
    """Raise `UsageError` for what cannot be the address of a cluster."""
    if not _ADDRESS.fullmatch(address):
        raise UsageError(f'--workers: expected an address as dask://HOST:PORT, got "{address}"')


class Cluster:
    """Holds the connection to a cluster. To be closed."""

    def __init__(self, address: str) -> None:
        """Connect; raise `BroadsheetError` where no scheduler answers, or Dask is not installed."""
        self._address = address
        self._client = _client(address)
        self._executor: Executor = self._client.get_executor(pure=False)

    def close(self) -> None:
        """Leave the cluster as it was; what is still under way there is given up."""
        with suppress(Exception):  # it may be gone, and nothing is wanted of it any more
            self._executor.shutdown(wait=False)
            self._client.close(timeout=CONNECTING)

    def map(
        self,
        work: Callable[[Sequence[T]], list[R]],
        items: Sequence[T],
        batch: int,
        journey: Journey[T, P, Q, R],
    ) -> Iterator[R]:
        """Yield the results in the order of the items; `work` does here what does not travel."""
        under_way: deque[_Sent] = deque()
        most = 2 * self._places() + 2  # so that no worker waits for us
        for part in _batches(items, batch, journey.weigh):
            under_way.append(self._send(part, journey))
            while len(under_way) > 1 and _is_full(under_way, most):
                yield from self._received(under_way.popleft(), work, journey)
        while under_way:
            yield from self._received(under_way.popleft(), work, journey)

    def _send(self, items: Sequence[T], journey: Journey[T, P, Q, R]) -> _Sent:
        values = journey.pack(items)
        travelling = [each for each in values if each is not None]
        packed = tuple(each is not None for each in values)
        if not travelling:
            return _Sent(items, packed, 0, None)
        cargo = pickle.dumps((journey.away, travelling), pickle.HIGHEST_PROTOCOL)
        with _said_plainly(self._address):
            answer = self._executor.submit(carry_out, _this_program(), cargo)
        return _Sent(items, packed, len(cargo), answer)

    def _received(
        self, sent: _Sent, work: Callable[[Sequence[T]], list[R]], journey: Journey[T, P, Q, R]
    ) -> Iterator[R]:
        answer = self._waited_for(sent.answer) if sent.answer else b""
        results: Iterator[Q | None] = iter(pickle.loads(answer) if answer else ())  # noqa: S301
        for item, was_packed in zip(sent.items, sent.packed, strict=True):
            result = next(results) if was_packed else None
            yield work([item])[0] if result is None else journey.unpack(item, result)

    def _waited_for(self, answer: Future[bytes]) -> bytes:
        with _said_plainly(self._address):
            while not wait([answer], WORKERLESS).done:
                if not self._places():
                    raise BroadsheetError(
                        f"the cluster at {self._address} has no workers: start some; those that "
                        "cannot load Broadsheet end by themselves"
                    )
            return answer.result()

    def _places(self) -> int:
        """Return how many batches the cluster can take at once, as of now."""
        with _said_plainly(self._address):
            if self._client.scheduler is None:  # closed meanwhile, in another thread
                raise CancelledError
            return sum(self._client.nthreads().values())


def carry_out(program: str, cargo: bytes) -> bytes:
    """Do a batch: what a worker runs. Raise `BroadsheetError` where it would make other bytes."""
    if _this_program() != program:
        raise BroadsheetError(
            f"the worker on {platform.node()} has another Broadsheet, Python or library than this "
            "machine, and might make other bytes: install the same on both"
        )
    away, values = pickle.loads(cargo)  # noqa: S301
    with _one_at_a_time:
        return pickle.dumps(away(values), pickle.HIGHEST_PROTOCOL)


def _this_program() -> str:
    """Name the code and the libraries, of all and of what draws: that one knows the machine."""
    return f"{identity().whole} {identity().drawing}"


def _batches(items: Sequence[T], most: int, weigh: Callable[[T], int]) -> Iterator[Sequence[T]]:
    """Cut items into batches, by their number and by what they weigh."""
    start, weight = 0, 0
    for place, item in enumerate(items):
        weight += weigh(item)
        if place > start and (place - start == most or weight > HEAVIEST):
            yield items[start:place]
            start, weight = place, weigh(item)
    if items:
        yield items[start:]


def _is_full(under_way: Sequence[_Sent], most: int) -> bool:
    return len(under_way) > most or sum(each.size for each in under_way) > AFLOAT


def _client(address: str) -> "Client":
    try:
        import dask
        from distributed import Client
    except ImportError:
        message = 'expected Dask, which --workers needs: pip install "broadsheet[cluster]"'
        raise BroadsheetError(message) from None
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set(SETTINGS)
    scheduler = "tcp" + address.removeprefix("dask")
    connect = partial(Client, scheduler, timeout=CONNECTING, set_as_default=False)
    try:
        return _within(CONNECTING + 1, connect)
    except OSError:  # which a timeout is as well
        message = f"no Dask scheduler answers at {address}: start one, or build without --workers"
        raise BroadsheetError(message) from None


def _within(seconds: float, work: Callable[[], R]) -> R:
    """Do something that may never end, as Dask's greeting to what is not Dask; `TimeoutError`."""
    answer: Future[R] = Future()

    def do() -> None:
        try:
            answer.set_result(work())
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            answer.set_exception(error)

    Thread(target=do, daemon=True).start()
    return answer.result(seconds)


@contextmanager
def _said_plainly(address: str) -> Iterator[None]:
    from distributed import KilledWorker
    from distributed.client import ClosedClientError

    try:
        yield
    except KilledWorker:
        message = (
            "several workers died, one after the other, of the same batch; try again without "
            "--workers, and with --jobs 1, to see which file it was"
        )
        raise BroadsheetError(message) from None
    except RuntimeError as error:
        if "deserialization of the task graph" not in str(error):
            raise
        message = f"the scheduler at {address} cannot load Broadsheet: install the same there"
        raise BroadsheetError(message) from None
    except (CancelledError, ClosedClientError):
        message = f"the cluster at {address} was lost during the build: nothing was published"
        raise BroadsheetError(message) from None
