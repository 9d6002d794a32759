"""A store in memory that counts requests, and fails at one of them in one of the ways hosts do."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

from generator.deploy.plain import Plain, Sleep
from generator.deploy.target import DeployFailed, Done, Means, Parcel, Session
from generator.paths import OutputPath


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


class How(Enum):
    BEFORE = auto()  # the host says no, and nothing was done
    AFTER = auto()  # it was done, and the answer is lost
    TORN = auto()  # half the bytes arrive
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()


@dataclass
class FakeStore:
    """Files by name. `fail_at` counts requests from 1; 0 is never."""

    files: dict[OutputPath, bytes] = field(default_factory=dict)
    fail_at: int = 0
    how: How = How.BEFORE
    requests: int = 0
    sent: int = 0  # bytes
    watch: Callable[[], None] = lambda: None  # called between requests
    log: list[str] = field(default_factory=list)

    def names(self, folder: str) -> Collection[str]:
        with self._request(f"names {folder}"):
            found = [path for path in self.files if path.rpartition("/")[0] == folder]
        return [path.rpartition("/")[2] for path in found]

    def read(self, path: OutputPath) -> bytes | None:
        with self._request(f"read {path}"):
            return self.files.get(path)

    def write(self, path: OutputPath, data: bytes) -> None:
        self._put("write", path, data)

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        for parcel in parcels:
            self._put("send", parcel.path, parcel.file.read_bytes())
            done(parcel)

    def remove(self, paths: Sequence[OutputPath]) -> None:
        for path in paths:
            with self._request(f"remove {path}"):
                self.files.pop(path, None)

    def _put(self, what: str, path: OutputPath, data: bytes) -> None:
        is_torn = self.how is How.TORN and self.requests + 1 == self.fail_at
        with self._request(f"{what} {path}"):
            self.files[path] = data[: len(data) // 2] if is_torn else data
            self.sent += len(data)

    @contextmanager
    def _request(self, what: str) -> Iterator[None]:
        self.watch()
        self.requests += 1
        self.log.append(what)
        strikes = self.requests == self.fail_at
        if strikes and self.how is How.BEFORE:
            raise DeployFailed("the host said no")
        if strikes and self.how is How.KILLED_BEFORE:
            raise Killed
        yield
        if strikes and self.how in (How.AFTER, How.TORN):
            raise DeployFailed("the connection was lost")
        if strikes and self.how is How.KILLED_AFTER:
            raise Killed


@dataclass(frozen=True)
class FakeTarget:
    store: FakeStore
    means: Means
    sleep: Sleep = lambda _: None
    keeps_headers: bool = True

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield Plain(self.store, self.means, self.sleep)

    def forget(self) -> None:
        self.store.log.append("forget")
