"""Records of one kind by path, put together on shelves, so that many are loaded at once.

A shelf is one record in the database, with a checksum. To load them all takes a third of the time
that a record a path takes; and with so many shelves, the ones that an edit changes are small.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from zlib import crc32

from generator.fingerprint import Digest, digest

SHELVES = 1024
SCHEMA = """
    CREATE TABLE IF NOT EXISTS shelves (
        room TEXT, shelf INTEGER, record BLOB, checksum TEXT, PRIMARY KEY (room, shelf));
"""
BATCH = 500  # values in one query; SQLite's own limit may be as low as 999

K = TypeVar("K", bound=str)
V = TypeVar("V")
T = TypeVar("T")


class Damaged(Exception):
    """Raised for a record that is not as it was written."""


class Database(Protocol):
    """What answers queries, and takes any doubt for a miss."""

    def rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    def write(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Execute a statement for each of some rows."""


@dataclass(frozen=True, slots=True)
class Shelves(Generic[K, V]):
    """The records of one `room`, and how a shelf of them becomes bytes and comes back.

    `decode` raises `Damaged` for bytes that it does not know. Such a shelf is empty.
    """

    database: Database
    room: str
    encode: Callable[[Mapping[K, V]], bytes]
    decode: Callable[[bytes], Mapping[K, V]]

    def everything(self) -> dict[K, V]:
        """Return all records."""
        return self._decoded("", ())

    def some(self, keys: Iterable[K]) -> dict[K, V]:
        """Return what stands on the shelves of some keys, which may be more than was asked for."""
        found: dict[K, V] = {}
        for part in parts(sorted({shelf_of(key) for key in keys})):
            found |= self._decoded(f" AND shelf IN ({','.join('?' * len(part))})", part)
        return found

    def revise(self, come: Mapping[K, V], gone: Collection[K]) -> dict[K, V]:
        """Put some records on the shelves and take others off; return what stood there before."""
        known = self.some((*come, *gone))
        shelves: dict[int, dict[K, V]] = {shelf_of(key): {} for key in (*come, *gone)}
        for key, value in {**known, **come}.items():
            if key not in gone:
                shelves[shelf_of(key)][key] = value
        rows = (self._row(number, shelf) for number, shelf in sorted(shelves.items()))
        self.database.write("REPLACE INTO shelves VALUES (?, ?, ?, ?)", rows)
        return known

    def clear(self) -> None:
        """Take everything off."""
        self.database.write("DELETE FROM shelves WHERE room = ?", [(self.room,)])

    @property
    def size(self) -> int:
        """How many bytes all records are."""
        query = "SELECT total(length(record)) FROM shelves WHERE room = ?"
        found = self.database.rows(query, (self.room,))
        return int(found[0][0]) if found else 0

    def _decoded(self, where: str, shelves: Iterable[int]) -> dict[K, V]:
        found: dict[K, V] = {}
        query = f"SELECT shelf, record, checksum FROM shelves WHERE room = ?{where}"  # noqa: S608
        for number, record, checksum in self.database.rows(query, (self.room, *shelves)):
            with suppress(Damaged):
                if checksum == checksum_of(self.room, number, record):
                    found.update(self.decode(record))
        return found

    def _row(self, number: int, shelf: Mapping[K, V]) -> tuple[object, ...]:
        record = self.encode(shelf)
        return self.room, number, record, checksum_of(self.room, number, record)


def shelf_of(key: str) -> int:
    """Return the number of the shelf on which a key stands."""
    return crc32(key.encode()) % SHELVES


def checksum_of(*values: object) -> Digest:
    """Return the checksum of a record and of where it stands."""
    return digest(b"\0".join(v if isinstance(v, bytes) else str(v).encode() for v in values))


def parts(values: list[T]) -> Iterator[list[T]]:
    """Yield some values in parts that one query takes."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
