"""What the last build left behind, to save time. Deleting it changes nothing else.

One SQLite file. Every record carries a checksum, because a flipped bit in SQLite reads as a value;
no record is a pickle. Any doubt is a miss: a damaged file is set aside with one line of notice.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
from zlib import crc32

import msgspec

from generator.fingerprint import Digest, Fingerprint, digest
from generator.model import Article, Author, Content, OtherFile, Page, PictureFile
from generator.paths import OutputPath, SourcePath
from generator.planning.contents import PARTS
from generator.reading.sources import Stamp

SCHEMA_VERSION = "4"
SCHEMA = """
    CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS builds (
        target TEXT PRIMARY KEY, record BLOB, checksum TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS readings (
        shelf INTEGER PRIMARY KEY, record BLOB, checksum TEXT);
    CREATE TABLE IF NOT EXISTS bodies (
        digest TEXT PRIMARY KEY, html BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS outputs (
        target TEXT, path TEXT, generator TEXT, site TEXT, layout TEXT, recipe TEXT,
        digest TEXT, reason TEXT, checksum TEXT, PRIMARY KEY (target, path)) WITHOUT ROWID;
"""
# How many records hold all readings. Each is read as a whole, which for an archive is much faster
# than a record a file; and with so many, the one that an edit changes is small.
SHELVES = 1024
LARGE = 40_000_000  # bytes of readings: about 30,000 articles
BATCH = 500  # values in one query; SQLite's own limit may be as low as 999
# What keeps a store from being used although nothing is wrong with it.
HINDRANCES = frozenset([
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
])  # fmt: skip

BUSY = frozenset([sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED])

C_co = TypeVar("C_co", bound=Content, covariant=True)
T = TypeVar("T")


class OtherVersion(sqlite3.DatabaseError):
    """Raised for a store whose tables are not ours."""


class _Record(NamedTuple, Generic[C_co]):
    stamp: Stamp
    digest: Digest
    content: C_co


Kept = _Record[Content]  # a file as it was when it was last read, and what reading gave


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Some of what was read."""

    articles: dict[SourcePath, _Record[Article]] = field(default_factory=dict)
    pages: dict[SourcePath, _Record[Page]] = field(default_factory=dict)
    authors: dict[SourcePath, _Record[Author]] = field(default_factory=dict)
    pictures: dict[SourcePath, _Record[PictureFile]] = field(default_factory=dict)
    others: dict[SourcePath, _Record[OtherFile]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Basis:
    """The four parts that an output was made from: any that differs makes it stale."""

    generator: str
    site: str
    layout: str
    recipe: Fingerprint


@dataclass(frozen=True, slots=True)
class Made:
    """An output as it was last made: from what, into which bytes, and why."""

    basis: Basis
    digest: Digest
    reason: str


@dataclass(slots=True)
class Store:
    """An open store. `notices` says in a line each what could not be used."""

    path: Path | None
    notices: list[str] = field(default_factory=list)
    _db: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        if self.path is None:
            return _connected(":memory:")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connected(str(self.path))
        except sqlite3.DatabaseError as error:
            return self._anew(error)

    def _anew(self, error: sqlite3.DatabaseError) -> sqlite3.Connection:
        """Start again with an empty store; a damaged one stays beside it, for whoever asks."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if self.path is None or code in HINDRANCES:
            self._notice(f"cannot be used, {error}")
            return _connected(":memory:")
        is_old = isinstance(error, OtherVersion)
        self._notice("is of another version of Broadsheet" if is_old else "was damaged")
        self.path.replace(self.path.with_suffix(".damaged"))
        return _connected(str(self.path))

    def _notice(self, what: str) -> None:
        if not self.notices:
            self.notices.append(f"the store of earlier builds {what}: everything is made anew")

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            if not _is_busy(error):
                self._db = self._anew(error)
            return []

    def _write(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        everything = list(rows)
        try:
            self._db.executemany(query, everything)
        except sqlite3.DatabaseError as error:
            if not _is_busy(error):
                self._db = self._anew(error)
                self._db.executemany(query, everything)

    def last_build(self, target: str, kind: type[T]) -> T | None:
        """Return what the last build of a target left behind; None where that is not whole."""
        rows = self._rows("SELECT record, checksum FROM builds WHERE target = ?", (target,))
        for record, checksum in rows:
            with suppress(msgspec.MsgspecError, TypeError):
                if checksum == _checksum(target, record):
                    return msgspec.msgpack.decode(record, type=kind)
        return None

    def keep_last_build(self, target: str, value: object) -> None:
        """Keep what a build leaves behind; None forgets it."""
        record = msgspec.msgpack.encode(value)
        row = target, record, _checksum(target, record)
        self._write("REPLACE INTO builds VALUES (?, ?, ?)", [row])

    def is_of(self, generator: Fingerprint) -> bool:
        """Whether what is here was read by this code."""
        return self._rows("SELECT value FROM facts WHERE name = 'generator'") == [(generator,)]

    def begin(self, generator: Fingerprint) -> None:
        """Forget what other code has read: it might read it differently."""
        if not self.is_of(generator):
            for table in ("readings", "bodies"):
                self._write(f"DELETE FROM {table}", [()])  # noqa: S608 - the names are ours
            self._write("REPLACE INTO facts VALUES ('generator', ?)", [(generator,)])

    @property
    def is_large(self) -> bool:
        """Whether so much was read before that to load it takes about as long as to look for it."""
        found = self._rows("SELECT total(length(record)) FROM readings")
        return bool(found) and found[0][0] > LARGE

    def readings(self) -> dict[SourcePath, Kept]:
        """Return everything that was read, by path."""
        return self._readings("SELECT * FROM readings")

    def _readings(self, query: str, shelves: Iterable[int] = ()) -> dict[SourcePath, Kept]:
        decoder = msgspec.msgpack.Decoder(_Shelf)
        kept: dict[SourcePath, Kept] = {}
        for number, record, checksum in self._rows(query, shelves):
            try:
                if checksum == _checksum(number, record):
                    shelf = decoder.decode(record)
                    for name in PARTS.values():
                        kept.update(getattr(shelf, name))
            except (msgspec.MsgspecError, TypeError):
                continue
        return kept

    def keep_readings(self, readings: Mapping[SourcePath, Kept]) -> None:
        """Remember what was read."""
        self._revise(readings, frozenset())

    def forget_readings(self, paths: Iterable[SourcePath]) -> None:
        """Forget files that are gone."""
        self._revise({}, frozenset(paths))

    def _revise(self, come: Mapping[SourcePath, Kept], gone: Collection[SourcePath]) -> None:
        """Write the shelves again on which something stands, or stood."""
        shelves = sorted({_shelf_of(path) for path in (*come, *gone)})
        known: dict[SourcePath, Kept] = {}
        for part in _parts(shelves):
            marks = ",".join("?" * len(part))
            query = f"SELECT * FROM readings WHERE shelf IN ({marks})"  # noqa: S608
            known |= self._readings(query, part)
        parts: dict[int, dict[SourcePath, Kept]] = {number: {} for number in shelves}
        for path, kept in {**known, **come}.items():
            if path not in gone:
                parts[_shelf_of(path)][path] = kept
        rows = (_reading_row(number, part) for number, part in parts.items())
        self._write("REPLACE INTO readings VALUES (?, ?, ?)", rows)

    def bodies(self, digests: Collection[Digest]) -> dict[Digest, str]:
        """Return the HTML of those bodies that are here and whole."""
        found: dict[Digest, str] = {}
        for part in _parts(sorted(digests)):
            marks = ",".join("?" * len(part))
            query = f"SELECT digest, html FROM bodies WHERE digest IN ({marks})"  # noqa: S608
            for name, html in self._rows(query, part):
                if isinstance(html, bytes) and digest(html) == name:
                    found[name] = html.decode()
        return found

    def keep_bodies(self, bodies: Mapping[Digest, str]) -> None:
        """Remember the HTML of bodies, by its digest."""
        rows = ((name, html.encode()) for name, html in bodies.items())
        self._write("REPLACE INTO bodies VALUES (?, ?)", rows)

    def keep_only_bodies(self, digests: Collection[Digest]) -> None:
        """Forget the bodies that nothing has any more."""
        gone = {name for (name,) in self._rows("SELECT digest FROM bodies")} - set(digests)
        self._write("DELETE FROM bodies WHERE digest = ?", ((name,) for name in sorted(gone)))

    def outputs(self, target: str) -> dict[OutputPath, Made]:
        """Return how the outputs of a target were last made."""
        made: dict[OutputPath, Made] = {}
        columns = "path, generator, site, layout, recipe, digest, reason, checksum"
        query = f"SELECT {columns} FROM outputs WHERE target = ?"  # noqa: S608 - the names are ours
        rows = self._rows(query, (target,))
        for path, generator, site, layout, recipe, name, reason, checksum in rows:
            if checksum == _checksum(path, generator, site, layout, recipe, name, reason):
                made[path] = Made(Basis(generator, site, layout, recipe), name, reason)
        return made

    def keep_outputs(self, target: str, made: Mapping[OutputPath, Made]) -> None:
        """Remember how outputs were made."""
        rows = (_output_row(target, path, each) for path, each in made.items())
        self._write("REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def forget_outputs(self, target: str, paths: Iterable[OutputPath]) -> None:
        """Forget outputs that are no longer planned."""
        rows = ((target, path) for path in paths)
        self._write("DELETE FROM outputs WHERE target = ? AND path = ?", rows)

    def commit(self) -> None:
        """Make everything since the last commit last."""
        try:
            self._db.commit()
        except sqlite3.DatabaseError as error:
            if not _is_busy(error):
                self._db = self._anew(error)  # it is only forgotten

    def close(self) -> None:
        """Close the store; what was not committed is forgotten."""
        self._db.close()


def _is_busy(error: sqlite3.DatabaseError) -> bool:
    """Whether somebody else uses the store just now: a miss, and nothing to begin anew for."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in BUSY


def _connected(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, check_same_thread=False)
    try:
        _prepare(connection)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.executescript("PRAGMA synchronous = NORMAL;" + SCHEMA)
    version = connection.execute("SELECT value FROM facts WHERE name = 'schema'").fetchone()
    if version is None:
        connection.execute("INSERT INTO facts VALUES ('schema', ?)", (SCHEMA_VERSION,))
        connection.commit()
    elif version != (SCHEMA_VERSION,):
        raise OtherVersion(version[0])


def _shelf_of(path: SourcePath) -> int:
    return crc32(path.encode()) % SHELVES


def _reading_row(number: int, readings: Mapping[SourcePath, Kept]) -> tuple[object, ...]:
    shelf: dict[str, dict[SourcePath, Kept]] = {name: {} for name in PARTS.values()}
    for path, kept in readings.items():
        shelf[PARTS[type(kept.content)]][path] = kept
    record = msgspec.msgpack.encode(shelf)
    return number, record, _checksum(number, record)


def _output_row(target: str, path: OutputPath, made: Made) -> tuple[object, ...]:
    basis = made.basis
    row = (path, basis.generator, basis.site, basis.layout, basis.recipe, made.digest, made.reason)
    return (target, *row, _checksum(*row))


def _checksum(*values: object) -> Digest:
    return digest(b"\0".join(v if isinstance(v, bytes) else str(v).encode() for v in values))


def _parts(values: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
