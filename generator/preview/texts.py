"""The HTML of texts, by the digest of each: from the store, or from a file that was just read."""

import threading
from collections.abc import Collection, Iterable, Mapping

from generator.building.gathering import Looked, bodies_by_source, keep, read_again
from generator.building.identity import identity
from generator.building.memory.store import Kept, Store
from generator.building.request import Request
from generator.building.workers import Workers
from generator.fingerprint import Digest
from generator.paths import SourcePath
from generator.planning.contents import Contents


class Texts:
    """Holds the store. Used by several threads."""

    def __init__(self, request: Request) -> None:
        """Start with no text."""
        self._root = request.project.root
        self._store = Store(None)
        self._fresh: dict[Digest, str] = {}
        self._lock = threading.Lock()

    def open(self, store: Store) -> None:
        """Take the store of what was read."""
        self._store = store

    def take(self, digest: Digest, html: str) -> None:
        """Take a text that the store does not have yet."""
        self._fresh[digest] = html

    def of(self, digests: Collection[Digest], contents: Contents) -> Mapping[Digest, str]:
        """Return some texts; one that the store has lost is read again from its file."""
        fresh = dict(self._fresh)  # of this moment: what is remembered meanwhile leaves it
        found = {each: fresh[each] for each in digests if each in fresh}
        missing = set(digests) - found.keys()
        if missing:
            with self._lock:
                found |= self._store.bodies(missing)
        lost = missing - found.keys()
        if lost:
            texts = (contents.articles, contents.pages, contents.authors)
            sources = bodies_by_source(each for part in texts for each in part.values())
            files = {each: sources[each] for each in sorted(lost)}
            found |= read_again(self._root, Workers(1), files)
            self._fresh |= {each: found[each] for each in lost}
        return found

    def remember(
        self, known: Mapping[SourcePath, Kept], looked: Iterable[Looked], clock_ns: int
    ) -> None:
        """Have the store remember what was read, unless it is of other code by now.

        That would take it for its own, and might have read it differently.
        """
        with self._lock:
            if not self._store.is_of(identity().whole):
                return
            keep(self._store, known, looked, clock_ns)
            self._store.commit()
            self._fresh.clear()
