"""Reading what changed: a file is read again only if its bytes are not those of the last time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time

from generator.building.cluster import Journey
from generator.building.memory.store import Kept, Store
from generator.building.report import Progress, silent
from generator.building.workers import Workers
from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Digest, digest
from generator.model import Article, Author, Content, Faulty, Page, Reading
from generator.paths import SourcePath
from generator.reading.sources import Scan, Source, Stamp, is_trusted, read_bytes, scan

SLOW = 1.0  # seconds of processor time: half of what a text may take

Doubtful = tuple[Source, Digest | None]  # a file, and the digest that it had the last time


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was read, now or before.

    `known` holds what was read without errors, in the order of `sources`; `unread` are files with
    errors. `read` counts what was read now. `scanned` is what is wrong with names and kinds of
    files, `of_files` with what is in them.
    """

    sources: Mapping[SourcePath, Source]
    known: Mapping[SourcePath, Kept]
    read: int
    unread: tuple[Faulty, ...]
    scanned: tuple[Problem, ...]
    of_files: tuple[Problem, ...]
    seconds: Mapping[SourcePath, float] = field(default_factory=dict, compare=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong."""
        return (*self.scanned, *self.of_files)

    @property
    def contents(self) -> list[Content]:
        """All content."""
        return [kept.content for kept in self.known.values()]


@dataclass(frozen=True, slots=True)
class Looked:
    """One file, looked at. `reading` is None where its bytes are those of the last time."""

    source: Source
    digest: Digest
    reading: Reading | None
    seconds: float = field(default=0.0, compare=False)


def gather(
    root: Path,
    store: Store,
    workers: Workers,
    progress: Progress = silent,
    *,
    clock_ns: int,
    scanned: Scan | None = None,
) -> Gathered:
    """Read what changed since the last build; `clock_ns` is the time before the scan.

    What was `scanned` already is not scanned again.
    """
    waiting = None if scanned else workers.beside(scan, root) if store.is_large else None
    known = store.readings()
    found = scanned or (waiting() if waiting else scan(root))
    doubtful = list(_doubtful(found.sources, known))
    results: dict[SourcePath, Looked] = {}
    for result in workers.map(partial(look_at, root), doubtful, journey=reading_elsewhere(root)):
        results[result.source.path] = result
        progress("reading", len(results), len(doubtful))
    gone = known.keys() - found.sources.keys()
    kept = known | keep(store, known, results.values(), clock_ns, gone)
    readings = {path: r.reading for path, r in results.items() if r.reading is not None}
    unread = {path: r for path, r in readings.items() if r.content is None}
    return Gathered(
        sources=found.sources,
        known={path: kept[path] for path in found.sources if path not in unread},
        read=len(readings),
        unread=tuple(r.faulty or Faulty(path) for path, r in unread.items()),
        scanned=found.problems,
        of_files=tuple(p for each in readings.values() for p in each.problems),
        seconds={path: r.seconds for path, r in results.items() if r.reading is not None},
    )


def _doubtful(
    sources: Mapping[SourcePath, Source], known: Mapping[SourcePath, Kept]
) -> Iterator[Doubtful]:
    """Yield the files that may differ from the last time, each with the digest that it had."""
    for path, source in sources.items():
        kept = known.get(path)
        if kept is None or kept.stamp != source.stamp:
            yield source, kept.digest if kept else None


def bodies_by_source(contents: Iterable[Content]) -> dict[Digest, SourcePath]:
    """Return which file each body is of."""
    return {c.body.digest: c.source for c in contents if isinstance(c, Article | Page | Author)}


def read_again(
    root: Path, workers: Workers, lost: Mapping[Digest, SourcePath]
) -> dict[Digest, str]:
    """Return the HTML of bodies that the store has lost; raise if a file is no longer as it was."""
    sources = scan(root).sources
    found = [(sources[path], None) for path in lost.values() if path in sources]
    results = workers.map(partial(look_at, root), found, journey=reading_elsewhere(root))
    html = {each.source.path: each.reading.html for each in results if each.reading}
    bodies = {body: html.get(path, "") for body, path in lost.items()}
    changed = [path for body, path in lost.items() if digest(bodies[body].encode()) != body]
    if changed:
        message = "the file was changed during the build"
        raise ProblemsFound(Problem(path, 0, 0, "", message, "build again") for path in changed)
    return bodies


def look_at(root: Path, sources: Sequence[Doubtful]) -> list[Looked]:
    """Read some files, but only those whose bytes are not the known ones, given beside each."""
    from generator.reading.read import read  # with Markdown; most times nothing is to be read

    results = []
    for source, known in sources:
        try:
            data = read_bytes(root, source)
        except OSError as error:
            reason = f"expected a file that can be read, got: {error.strerror or error}"
            problem = Problem(source.path, 0, 0, "", reason)
            results.append(Looked(source, Digest(""), Reading(None, problems=(problem,))))
            continue
        began, found = perf_counter(), digest(data)
        reading = None if found == known else read(source.path, data)
        results.append(Looked(source, found, reading, perf_counter() - began))
    return results


def reading_elsewhere(
    root: Path,
) -> Journey[Doubtful, tuple[SourcePath, bytes], tuple[Digest, Reading], Looked]:
    """Return how files are read on a machine that does not have them."""
    return Journey(partial(_fetched, root), read_there, _looked, _size)


def read_there(files: Sequence[tuple[SourcePath, bytes]]) -> list[tuple[Digest, Reading] | None]:
    """Read some files by their bytes; None for one that only its own machine can judge.

    A text has its limit in the time of this processor, or even of a clock: where it may have come
    near that limit, and where a fault is found, the file is read again at home.
    """
    from generator.reading.read import read

    results: list[tuple[Digest, Reading] | None] = []
    for path, data in files:
        began = thread_time()
        reading = read(path, data)
        is_sound = reading.content is not None and thread_time() - began < SLOW
        results.append((digest(data), reading) if is_sound else None)
    return results


def _fetched(root: Path, sources: Sequence[Doubtful]) -> list[tuple[SourcePath, bytes] | None]:
    """Return the files that must be read; the others, and what cannot be fetched, stay here."""
    found: list[tuple[SourcePath, bytes] | None] = []
    for source, known in sources:
        try:
            data = read_bytes(root, source)
        except OSError:
            found.append(None)
        else:
            found.append(None if digest(data) == known else (source.path, data))
    return found


def _looked(doubtful: Doubtful, result: tuple[Digest, Reading]) -> Looked:
    return Looked(doubtful[0], *result)


def _size(doubtful: Doubtful) -> int:
    return doubtful[0].stamp.size


def keep(
    store: Store,
    known: Mapping[SourcePath, Kept],
    results: Iterable[Looked],
    clock_ns: int,
    gone: Collection[SourcePath] = (),
) -> dict[SourcePath, Kept]:
    """Remember and return what was read; of a file with the `known` bytes, only its stamp."""
    readings: dict[SourcePath, Kept] = {}
    bodies: dict[Digest, str] = {}
    for result in results:
        path, reading = result.source.path, result.reading
        content = known[path].content if reading is None else reading.content
        if content is None:
            continue
        readings[path] = Kept(_trusted(result.source.stamp, clock_ns), result.digest, content)
        if reading is not None and isinstance(content, Article | Page | Author):
            bodies[content.body.digest] = reading.html
    store.keep_readings(readings, gone)
    store.keep_bodies(bodies)
    return readings


def _trusted(stamp: Stamp, clock_ns: int) -> Stamp:
    """Return the stamp to remember: none for a file that was written a moment ago.

    It may be written again within the resolution of its file system's clock, with equal size.
    """
    return stamp if is_trusted(stamp, clock_ns) else Stamp(0, 0, -1, 0)
