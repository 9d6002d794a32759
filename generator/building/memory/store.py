"""What the last build left behind, to save time. Deleting it changes nothing else.

One SQLite file. Every record carries a checksum, because a flipped bit in SQLite reads as a value;
no record is a pickle. Any doubt is a miss: a damaged file is set aside with one line of notice.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from generator.building.memory.shelves import SCHEMA as OF_SHELVES
from generator.building.memory.shelves import Damaged, Shelves, checksum_of, parts
from generator.fingerprint import Digest, Fingerprint, digest
from generator.model import Article, Author, Content, OtherFile, Page, PictureFile
from generator.paths import OutputPath, SourcePath
from generator.planning.contents import PARTS
from generator.planning.outline import Outline
from generator.reading.sources import Stamp

SCHEMA_VERSION = "5"
SCHEMA = f"""
    CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS builds (
        target TEXT PRIMARY KEY, record BLOB, checksum TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS bodies (
        digest TEXT PRIMARY KEY, html BLOB) WITHOUT ROWID;
    {OF_SHELVES}
"""
LARGE = 40_000_000  # bytes of readings: about 30,000 articles
MOST_CHANGED = 50  # files; with more, it is not known what has changed since a build
SINCE = ""  # a target that no build has: what has changed since the last of them
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
class _Since:
    """What has changed since the build of a name, by anybody's reading: as it `was`, or `new`."""

    build: str = ""
    was: _Shelf = field(default_factory=_Shelf)
    new: tuple[SourcePath, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """The four parts that an output was made from: any that differs makes it stale."""

    generator: str
    site: str
    layout: str
    recipe: Fingerprint


@dataclass(frozen=True, slots=True)
class Made:
    """An output as it was last made: from what, into which bytes, and why; and its outline."""

    basis: Basis
    digest: Digest
    reason: str
    outline: Outline


@dataclass(slots=True)
class Store:
    """An open store. `notices` says in a line each what could not be used.

    `is_behind` is set where it could not take something because somebody else used it.
    """

    path: Path | None
    notices: list[str] = field(default_factory=list)
    is_behind: bool = False
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

    def rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none where the database cannot be read."""
        try:
            return self._db.execute(query, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            if not _is_busy(error):
                self._db = self._anew(error)
            return []

    def write(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Execute a statement for each of some rows."""
        everything = list(rows)
        try:
            self._db.executemany(query, everything)
        except sqlite3.DatabaseError as error:
            self.is_behind |= _is_busy(error)
            if not _is_busy(error):
                self._db = self._anew(error)
                self._db.executemany(query, everything)

    def last_build(self, target: str, kind: type[T]) -> T | None:
        """Return what the last build of a target left behind; None where that is not whole."""
        rows = self.rows("SELECT record, checksum FROM builds WHERE target = ?", (target,))
        for record, checksum in rows:
            with suppress(msgspec.MsgspecError, TypeError):
                if checksum == checksum_of(target, record):
                    return msgspec.msgpack.decode(record, type=kind)
        return None

    def keep_last_build(self, target: str, value: object) -> None:
        """Keep what a build leaves behind; None forgets it."""
        record = msgspec.msgpack.encode(value)
        row = target, record, checksum_of(target, record)
        self.write("REPLACE INTO builds VALUES (?, ?, ?)", [row])

    def is_of(self, generator: Fingerprint) -> bool:
        """Whether what is here was read by this code."""
        return self.rows("SELECT value FROM facts WHERE name = 'generator'") == [(generator,)]

    def begin(self, generator: Fingerprint) -> None:
        """Forget what other code has read: it might read it differently."""
        if not self.is_of(generator):
            self._readings.clear()
            self.write("DELETE FROM bodies", [()])
            self.keep_last_build(SINCE, None)
            self.write("REPLACE INTO facts VALUES ('generator', ?)", [(generator,)])

    @property
    def _readings(self) -> Shelves[SourcePath, Kept]:
        return Shelves(self, "readings", _encoded, _decoded)

    @property
    def is_large(self) -> bool:
        """Whether so much was read before that to load it takes about as long as to look for it."""
        return self._readings.size > LARGE

    def readings(self) -> dict[SourcePath, Kept]:
        """Return everything that was read, by path."""
        return self._readings.everything()

    def keep_readings(
        self, come: Mapping[SourcePath, Kept], gone: Collection[SourcePath] = ()
    ) -> None:
        """Remember what was read, and forget files that are gone."""
        if come or gone:
            known = self._readings.revise(come, gone)
            self._note(known, come, gone)

    # -- what has changed since a build

    def since(self, build: str) -> dict[SourcePath, Content | None] | None:
        """Return what has changed since a build, as it was then, None for what was not there.

        None in place of all, where too much has changed, or another build came last.
        """
        since = self.last_build(SINCE, _Since)
        if since is None or not build or since.build != build:
            return None
        was = {path: kept.content for path, kept in _records(since.was).items()}
        return {**was, **dict.fromkeys(since.new)}

    def begin_since(self, build: str) -> None:
        """Take note from now on of what changes; `build` is the name of the build that was."""
        self.keep_last_build(SINCE, _Since(build))

    def _note(
        self,
        known: Mapping[SourcePath, Kept],
        come: Mapping[SourcePath, Kept],
        gone: Iterable[SourcePath],
    ) -> None:
        """Note what was there before, unless that was noted since the last build."""
        since = self.last_build(SINCE, _Since)
        if since is None or not since.build:
            return
        was = _records(since.was)
        changed = [path for path, kept in come.items() if not _is_same(known.get(path), kept)]
        fresh = [path for path in (*changed, *gone) if path not in was and path not in since.new]
        new = (*since.new, *(path for path in fresh if path not in known))
        was |= {path: known[path] for path in fresh if path in known}
        is_much = len(was) + len(new) > MOST_CHANGED
        noted = _Since() if is_much else _Since(since.build, _shelf(was), new)
        if fresh:
            self.keep_last_build(SINCE, noted)

    # -- texts and outputs

    def bodies(self, digests: Collection[Digest]) -> dict[Digest, str]:
        """Return the HTML of those bodies that are here and whole."""
        found: dict[Digest, str] = {}
        for part in parts(sorted(digests)):
            marks = ",".join("?" * len(part))
            query = f"SELECT digest, html FROM bodies WHERE digest IN ({marks})"  # noqa: S608
            for name, html in self.rows(query, part):
                if isinstance(html, bytes) and digest(html) == name:
                    found[name] = html.decode()
        return found

    def keep_bodies(self, bodies: Mapping[Digest, str]) -> None:
        """Remember the HTML of bodies, by its digest."""
        rows = ((name, html.encode()) for name, html in bodies.items())
        self.write("REPLACE INTO bodies VALUES (?, ?)", rows)

    def keep_only_bodies(self, digests: Collection[Digest]) -> None:
        """Forget the bodies that nothing has any more."""
        gone = {name for (name,) in self.rows("SELECT digest FROM bodies")} - set(digests)
        self.write("DELETE FROM bodies WHERE digest = ?", ((name,) for name in sorted(gone)))

    def _outputs(self, target: str) -> Shelves[OutputPath, Made]:
        return Shelves(self, f"outputs {target}", msgspec.msgpack.encode, _made)

    def outputs(
        self, target: str, paths: Iterable[OutputPath] | None = None
    ) -> dict[OutputPath, Made]:
        """Return how the outputs of a target were last made: all, or at least those of `paths`."""
        kept = self._outputs(target)
        return kept.everything() if paths is None else kept.some(paths)

    def keep_outputs(
        self, target: str, made: Mapping[OutputPath, Made], gone: Collection[OutputPath] = ()
    ) -> None:
        """Remember how outputs were made, and forget those that are no longer planned."""
        if made or gone:
            self._outputs(target).revise(made, gone)

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


class LastMade:
    """How the outputs of a target were last made. Once all were asked for, all are known."""

    def __init__(self, store: Store, target: str) -> None:
        self._store = store
        self._target = target
        self._all: Mapping[OutputPath, Made] | None = None

    def all(self) -> Mapping[OutputPath, Made]:
        """Return how each was made."""
        if self._all is None:
            self._all = self._store.outputs(self._target)
        return self._all

    def some(self, paths: Iterable[OutputPath]) -> Mapping[OutputPath, Made]:
        """Return at least how those of some paths were made."""
        return self._all or self._store.outputs(self._target, paths)


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


def _is_same(known: Kept | None, kept: Kept) -> bool:
    return known is not None and known.digest == kept.digest


def _shelf(readings: Mapping[SourcePath, Kept]) -> _Shelf:
    shelf: dict[str, dict[SourcePath, Any]] = {name: {} for name in PARTS.values()}
    for path, kept in readings.items():
        shelf[PARTS[type(kept.content)]][path] = kept
    return _Shelf(**shelf)


def _records(shelf: _Shelf) -> dict[SourcePath, Kept]:
    records: dict[SourcePath, Kept] = {}
    for name in PARTS.values():
        records.update(getattr(shelf, name))
    return records


def _encoded(readings: Mapping[SourcePath, Kept]) -> bytes:
    return msgspec.msgpack.encode(_shelf(readings))


def _known_by(decoder: msgspec.msgpack.Decoder[T], record: bytes) -> T:
    try:
        return decoder.decode(record)
    except (msgspec.MsgspecError, TypeError) as error:
        raise Damaged from error


_made = partial(_known_by, msgspec.msgpack.Decoder(dict[OutputPath, Made]))
_shelf_in = partial(_known_by, msgspec.msgpack.Decoder(_Shelf))


def _decoded(record: bytes) -> dict[SourcePath, Kept]:
    return _records(_shelf_in(record))
