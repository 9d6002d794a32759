"""The site as its files are now: every change of a file makes another site.

Where a file has a fault, what it last said stands in its place: so a page can be shown as it was,
and all others as they are. What is read is remembered for the next start; nothing else is written.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from generator.building.addresses_file import load_recorded
from generator.building.gathering import Looked, gather, look_at
from generator.building.identity import identity
from generator.building.lock import site_lock
from generator.building.memory.drawings import Drawings
from generator.building.memory.store import Kept, Store
from generator.building.request import Request
from generator.building.theme import file_of, theme_of
from generator.building.workers import Workers
from generator.config import SITE_FILE, Config
from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Digest
from generator.model import Article, Author, Content, Faulty, Page
from generator.paths import SourcePath
from generator.planning.site import Site, assemble
from generator.planning.theme import Theme
from generator.preview.texts import Texts
from generator.project import load_config
from generator.reading.sources import CONTENT, Source, read_bytes, scan, scan_part
from generator.recorded import ADDRESSES_FILE, Recorded

LAYOUTS = "layouts"
DISK = "the disk"  # whose faults are noted under this name
T = TypeVar("T")


class Following:
    """Follows the files of one site. `site` is None while its settings have never been readable."""

    def __init__(self, request: Request) -> None:
        """Take what is to be previewed."""
        self._request = request
        self._project = request.project
        self._config: Config | None = None
        self._theme: Theme | None = None
        self._recorded: tuple[Recorded, ...] = ()
        self._sources: dict[SourcePath, Source] = {}
        self._known: dict[SourcePath, Kept] = {}
        self._unread: dict[SourcePath, Faulty] = {}
        self._faults: dict[str, tuple[Problem, ...]] = {}
        self._fresh: dict[SourcePath, Looked] = {}  # what the store has not been told yet
        self.home = ""  # the address that the site has when it is published
        self.texts = Texts(request)
        self.drawings = Drawings(request.project.state / "drawings", identity().drawing)
        self.site: Site | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with single files."""
        faults = list(self._faults.values())  # another thread may be noting one
        return tuple(sorted(problem for each in faults for problem in each))

    def read(self, source: SourcePath) -> bytes:
        """Return the bytes of a file of the site or its theme."""
        found = self._sources.get(source)
        if found:
            return read_bytes(self._project.root, found)
        return file_of(self._project, source).read_bytes()

    def saved(self, source: SourcePath) -> int:
        """Return when a file was last saved, in nanoseconds since 1970; 0 where that is unknown."""
        found = self._sources.get(source)
        return found.stamp.mtime_ns if found else 0

    def note_fault(self, error: OSError) -> None:
        """Note a fault of the disk, its place as the site names it, until the next look."""
        root = self._project.root
        name = Path(str(error.filename or root))
        place = name.relative_to(root).as_posix() if name.is_relative_to(root) else name.name
        message = f"could not be read: {error.strerror or error}"
        self._faults[DISK] = (Problem(place, 0, 0, "", message),)

    # -- the first look

    def open(self) -> None:
        """Read everything. Raise `LockHeld` while a build of the site is running."""
        request = self._request
        with site_lock(self._project.state):
            store = Store(request.store_path)
            store.begin(identity().whole)
            with Workers(request.jobs) as workers:
                found = gather(self._project.root, store, workers, clock_ns=request.clock_ns)
            store.commit()
        self.texts.open(store)
        self._sources, self._known = dict(found.sources), dict(found.known)
        self._unread = {each.source: each for each in found.unread}
        self._faults[CONTENT] = found.scanned
        for problem in found.of_files:
            self._faults[problem.path] = (*self._faults.get(problem.path, ()), problem)
        self._read_settings()

    def _read_settings(self) -> None:
        """Read what is said of the site as a whole; what is at fault stays as it was."""
        project, base_url = self._project, self._request.base_url
        config = self._read(SITE_FILE, lambda: load_config(project), None)
        if config:
            self.home = config.base_url
            self._config = replace(config, base_url=base_url or config.base_url)
        self._theme = self._read(LAYOUTS, lambda: theme_of(project), self._theme)
        self._recorded = self._read(ADDRESSES_FILE, lambda: load_recorded(project), self._recorded)
        if self._config is None or self._theme is None:
            return
        if self.site is None:
            self.site = self._assembled(self._config, self._theme)
        else:
            self.site = self.site.under(self._config, self._theme, self._recorded)

    def _read(self, part: str, read: Callable[[], T], last: T) -> T:
        problems: tuple[Problem, ...] = ()
        try:
            last = read()
        except ProblemsFound as error:
            problems = error.problems
        self._faults[part] = problems  # at once: no browser is to see a fault go and come back
        return last

    def _assembled(self, config: Config, theme: Theme) -> Site:
        return assemble(
            [kept.content for kept in self._known.values()],
            theme,
            config,
            now=self._request.now,
            audience=self._request.audience,
            unread=self._unread.values(),
            recorded=self._recorded,
        )

    # -- every look after it

    def turn(self, request: Request) -> None:
        """Have the time of another request."""
        self._request = request
        if self.site:
            self.site = self.site.as_of(request.now)

    def look(self, changed: Collection[str] | None = None) -> frozenset[SourcePath]:
        """Look again at what changed, below the site's folder; at everything where that is None.

        Return the files of content whose value is another now.
        """
        parts = (CONTENT, LAYOUTS, SITE_FILE, ADDRESSES_FILE) if changed is None else changed
        if any(part.partition("/")[0] != CONTENT for part in parts):
            self._read_settings()
        found, gone = self._found([part for part in parts if part.partition("/")[0] == CONTENT])
        values: dict[SourcePath, Content | None] = dict(self._read_files(found))
        values.update(self._forgotten(gone))
        if self.site:
            self.site = replace(self.site.revised(values), unread=tuple(self._unread.values()))
        self._faults.pop(DISK, None)
        return frozenset(values)

    def _found(self, parts: Collection[str]) -> tuple[list[Source], list[SourcePath]]:
        """Return what is there of some files and folders of content, and what is gone."""
        scans = [scan_part(self._project.root, part) for part in parts if part != CONTENT]
        whole = len(scans) < len(parts) or None in scans
        if whole:
            everything = scan(self._project.root)
            self._faults[CONTENT] = everything.problems
            known = list(self._sources)
            scans = [everything]
        else:
            known = [path for part in parts for path in self._within(part)]
        found = {path: each for one in scans if one for path, each in one.sources.items()}
        if not whole and any(self._is_twin(each) for each in found.values()):
            return self._found([CONTENT])
        doubtful = [each for each in found.values() if not whole or self._is_doubtful(each)]
        return doubtful, [path for path in known if path not in found]

    def _within(self, part: str) -> list[SourcePath]:
        """Return the known files that are a part of content, or in it."""
        path = SourcePath(unicodedata.normalize("NFC", part))
        if path in self._sources:
            return [path]
        return [each for each in self._sources if each.startswith(f"{path}/")]

    def _is_twin(self, source: Source) -> bool:
        """Whether another file has the same name in other code points."""
        known = self._sources.get(source.path)
        return known is not None and known.disk != source.disk

    def _is_doubtful(self, source: Source) -> bool:
        kept = self._known.get(source.path)
        return kept is None or kept.stamp != source.stamp

    def _read_files(self, sources: Collection[Source]) -> Iterator[tuple[SourcePath, Content]]:
        """Read some files; yield those that are without errors and have another value now."""
        known = [(each, self._digest(each.path)) for each in sources]
        for looked in look_at(self._project.root, known):
            path, reading = looked.source.path, looked.reading
            self._sources[path] = looked.source
            if reading is None:
                continue
            self._faults[path] = reading.problems
            if reading.content is None:
                self._unread[path] = reading.faulty or Faulty(path)
                continue
            self._unread.pop(path, None)
            self._known[path] = Kept(looked.source.stamp, looked.digest, reading.content)
            self._fresh[path] = looked
            if isinstance(reading.content, Article | Page | Author):
                self.texts.take(reading.content.body.digest, reading.html)
            yield path, reading.content

    def _digest(self, path: SourcePath) -> Digest | None:
        """Return the digest under which a file's value is known; none for one with a fault."""
        kept = None if path in self._unread else self._known.get(path)
        return kept.digest if kept else None

    def _forgotten(self, gone: Collection[SourcePath]) -> Mapping[SourcePath, None]:
        for path in gone:
            for part in (self._sources, self._known, self._unread, self._faults, self._fresh):
                part.pop(path, None)
        return dict.fromkeys(gone)

    def remember(self) -> None:
        """Tell the store what was read since the start. Raise `LockHeld` during a build.

        Raise `OSError` where the disk does not do its part; what was read is only forgotten then.
        """
        if self._fresh:
            with site_lock(self._project.state):
                fresh, self._fresh = self._fresh, {}
                self.texts.remember(self._known, fresh.values(), self._request.clock_ns)
