"""The search: an index of the finished pages, made before publishing and published with them.

So no reader ever searches an index of other pages; and what is not on the site is not in the index,
because it is made of the pages. What its files are called is known when they are there: they are
not in the plan. But they are staged, listed in the manifest, pruned and compared as all others.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from stat import S_ISDIR

from generator.building.disk import files_below, look
from generator.building.making import Outcome
from generator.building.pagefind import Indexer, IndexingFailed
from generator.building.publish import Manifest, Place, stage, staged_at
from generator.errors import Problem
from generator.fingerprint import Digest, Fingerprint, digest
from generator.paths import OutputPath, collision_key
from generator.planning.plan import Plan
from generator.planning.site import Site

FOLDER = "pagefind/"
FACT = "search"  # under which the manifest keeps the index's name
WORK = "search"  # the folder, beside the stage, that it is made in
# What a reader's browser fetches, in publishing order: what is pointed at before what points. The
# program also writes faces for a search; ours is search.js. And filters, which we do without: no
# two runs write them in the same order.
PARTS = (
    "fragment/*.pf_fragment",
    "index/*.pf_index",
    "pagefind.*.pf_meta",
    "wasm.*.pagefind",
    "pagefind-worker.js",
    "pagefind.js",
    "pagefind-entry.json",
)
WASM = FOLDER + "wasm."
PLAIN = WASM + "unknown.pagefind"  # for languages whose endings it does not know


@dataclass(frozen=True, slots=True)
class Index:
    """The index: its files in publishing order, and a name for all that it is made of."""

    files: Sequence[Outcome] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Searching:
    """The search of one build, if the site has one; with `again` it is as if for the first time.

    `generator` names the code, this module among it.
    """

    place: Place
    site: Site
    generator: Fingerprint
    indexer: Indexer
    again: bool = False

    @property
    def is_wanted(self) -> bool:
        """Whether there is an index; a preview does without."""
        return bool(self.site.info.search)

    def problems(self, plan: Plan) -> Iterator[Problem]:
        """Find what would keep the index from being made, before anything is rendered."""
        if not self.is_wanted:
            return
        if not self.indexer.version:
            message = "expected Pagefind, which makes the index, got no such program"
            yield self.site.config.problem("search", message, 'pip install "broadsheet[search]"')
        for path, output in plan.outputs.items():
            if collision_key(path).partition("/")[0] == FOLDER.rstrip("/"):
                message = f"expected an address of its own, got {path}, which belongs to the search"
                yield Problem(output.source or f"the output {path}", 0, 0, "slug", message)

    def left(self) -> tuple[OutputPath, ...]:
        """Return the files of an index in the result, for a build whose manifest was lost."""
        folder = self.place.root / FOLDER
        found = look(folder)
        if not self.is_wanted or found is None or not S_ISDIR(found.st_mode):
            return ()
        return tuple(in_order(files_below(folder, FOLDER)))

    def index(
        self,
        texts: Iterable[OutputPath],
        outcomes: Iterable[Outcome],
        live: Mapping[OutputPath, Digest],
        published: Manifest,
    ) -> Index:
        """Return the index of some pages as they will be; it is made only if that is new."""
        if not self.is_wanted:
            return Index()
        made = {each.path: each for each in outcomes}
        pages = {path: made[path].digest if path in made else live[path] for path in texts}
        name = self._name(pages)
        old = [path for path in published.files if path.startswith(FOLDER)]
        is_known = published.facts.get(FACT) == name and not self.again
        if is_known and all(path in live for path in old):
            return Index([Outcome(path, live[path], None) for path in old], name)
        staged = {path for path in pages if path in made and made[path].staged}
        return Index(self._made(pages, staged, live) if pages else (), name)

    def _name(self, pages: Mapping[OutputPath, Digest]) -> str:
        made_by = (self.generator, self.indexer.version, self._language)
        return digest("\n".join((*made_by, *(f"{p} {pages[p]}" for p in sorted(pages)))).encode())

    @property
    def _language(self) -> str:
        """One for all pages: a reader searches the whole site, whatever a page is written in."""
        return self.site.info.language.partition("-")[0].lower()

    def _made(
        self,
        pages: Collection[OutputPath],
        staged: Collection[OutputPath],
        live: Mapping[OutputPath, Digest],
    ) -> list[Outcome]:
        work = self.place.state / WORK
        shutil.rmtree(work, ignore_errors=True)
        try:
            self._lay_out(work / "site", pages, staged)
            self.indexer.run(work / "site", work / "bundle", self._language)
            found = files_below(work / "bundle", FOLDER)
            return [self._outcome(path, work / "bundle", live) for path in needed(found)]
        except IndexingFailed as error:
            message = f"expected Pagefind to index {len(pages)} pages, but it failed: {error}"
            problem = self.site.config.problem("search", message)
            return [Outcome(OutputPath(FOLDER), Digest(""), None, (problem,))]
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _lay_out(
        self, folder: Path, pages: Iterable[OutputPath], staged: Collection[OutputPath]
    ) -> None:
        """Put the pages into a folder as they will be: new ones lie on the stage, others live."""
        for path in pages:
            page = staged_at(self.place, path) if path in staged else self.place.root / path
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(page, target)
            except OSError:  # another disk, or one without links
                shutil.copyfile(page, target)

    def _outcome(
        self, path: OutputPath, bundle: Path, live: Mapping[OutputPath, Digest]
    ) -> Outcome:
        data = (bundle / path.removeprefix(FOLDER)).read_bytes()
        name = digest(data)
        is_live = live.get(path) == name
        return Outcome(path, name, None if is_live else stage(self.place, path, data))


def found_in(plan: Plan) -> Iterator[OutputPath]:
    """Yield the pages that a search finds: articles and other texts, but no list of them."""
    return (path for path, output in plan.outputs.items() if output.outline.is_text)


def in_order(paths: Iterable[OutputPath]) -> Iterator[OutputPath]:
    """Yield those files that belong to an index, in publishing order."""
    everything = list(paths)
    for part in PARTS:
        yield from (path for path in everything if fnmatchcase(path, FOLDER + part))


def needed(paths: Iterable[OutputPath]) -> list[OutputPath]:
    """Return the files of an index that a browser will fetch, in publishing order."""
    found = list(in_order(paths))
    knows_the_language = any(path.startswith(WASM) and path != PLAIN for path in found)
    return [path for path in found if not (knows_the_language and path == PLAIN)]
