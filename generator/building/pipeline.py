"""The build: read, assemble, plan, render, publish. The only module that knows it is incremental.

It asks two questions. Must this file be read? Not if its bytes are known. Must this output be
rendered? Not if the four parts that it was made from are what they were.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from generator.building.addresses_file import load_recorded
from generator.building.adopting import adopted
from generator.building.drawings import Drawings
from generator.building.elsewhere import making_elsewhere
from generator.building.gathering import bodies_by_source, gather, read_again
from generator.building.identity import identity
from generator.building.making import Making, Outcome, Task, make_batch
from generator.building.narrow import Narrowing, content_before
from generator.building.pagefind import Indexer
from generator.building.publish import (
    Manifest,
    altered,
    load_manifest,
    publish,
    strangers,
)  # fmt: skip
from generator.building.report import Progress, Reason, Report
from generator.building.request import Request
from generator.building.searching import FACT, Index, Searching
from generator.building.settled import Ground, Settled
from generator.building.staleness import bases_of, stale
from generator.building.store import Basis, Made, Store
from generator.building.theme import file_of, layouts_version, theme_of
from generator.building.work import Work, whole_work
from generator.building.workers import HEAVY, LIGHT, Workers
from generator.checks import check_for_build
from generator.dates import rfc3339
from generator.errors import Problem, ProblemsFound, errors_in
from generator.fingerprint import Digest
from generator.model import Content, PictureFile
from generator.outputs import INDEXES, KINDS
from generator.paths import OutputPath, SourcePath
from generator.planning.ahead import last_release, warnings_of
from generator.planning.changes import Audience
from generator.planning.plan import Output, Plan, make_plan
from generator.planning.recipes import Resize, Template, files_of
from generator.planning.revising import revision
from generator.planning.site import Site, assemble
from generator.project import load_config
from generator.reading.sources import Scan
from generator.recorded import ADDRESSES_FILE
from generator.rendering.layout_files import LayoutFiles
from generator.rendering.render import bodies_of
from generator.rendering.templates import Templates

LOAD = 1000  # outputs whose texts are loaded from the store together


class Build:
    """One build. Its steps run once, in the order of `run`."""

    def __init__(
        self,
        request: Request,
        store: Store,
        workers: Workers,
        progress: Progress,
        scanned: Scan | None = None,
    ) -> None:
        self._request = request
        self._store = store
        self._workers = workers
        self._progress = progress
        self._scanned = scanned
        self._identity = identity()
        self.later: Site | None = None

    def plan(self, leave_out: SourcePath | None = None) -> tuple[Site, Plan]:
        """Return the site and its plan, with the problems of what waits for its time as well."""
        self._gather()
        work = self._whole(leave_out)
        return work.site, work.plan

    def _gather(self) -> None:
        request = self._request
        self._store.begin(self._identity.whole)
        self._gathered = gather(
            request.project.root,
            self._store,
            self._workers,
            self._progress,
            clock_ns=request.clock_ns,
            scanned=self._scanned,
        )

    def _site_of(
        self, contents: Iterable[Content], now: datetime, leave_out: SourcePath | None = None
    ) -> Site:
        request = self._request
        return assemble(
            contents,
            theme_of(request.project),
            load_config(request.project, request.base_url),
            now=now,
            audience=request.audience,
            unread=self._gathered.unread,
            recorded=load_recorded(request.project) if leave_out != ADDRESSES_FILE else (),
        )

    def _whole(self, leave_out: SourcePath | None = None) -> Work:
        """Return the plan of every output."""
        gathered, request = self._gathered, self._request
        contents = [each for each in gathered.contents if each.source != leave_out]
        site = self._site_of(contents, request.now, leave_out)
        plan = self._planned(site)
        release = last_release(plan.changes)
        of_later: tuple[Problem, ...] = ()
        if release and request.audience is Audience.PUBLIC:
            self.later = self._site_of(contents, release, leave_out)
            later = self._planned(self.later)
            of_later = warnings_of(later.problems, plan.problems, release)
        problems = {*gathered.problems, *plan.problems, *of_later}
        whole = Plan(plan.outputs, tuple(sorted(problems)), plan.changes)
        return whole_work(site, whole, len(gathered.known), of_later)

    def _narrow(self, settled: Settled, published: Manifest) -> Work | None:
        """Return the plan of what an edit of some articles touches, where that can be told."""
        gathered, request = self._gathered, self._request
        since = self._store.since(settled.result)
        if since is None or gathered.unread or errors_in(gathered.problems):
            return None
        was = content_before(gathered, since)
        if len(was) != settled.ground.files:  # the store has lost something that it had
            return None
        known = gathered.known
        now = {path: known[path].content if path in known else None for path in since}
        found = revision(self._site_of(was, request.now), now)
        return None if found is None else Narrowing(
            found=found, sources=tuple(now), settled=settled, published=published,
            gathered=gathered, store=self._store, request=request,
        ).work  # fmt: skip

    def _planned(self, site: Site) -> Plan:
        """Return the plan of a site, with what checks must stop a build for among its problems."""
        plan = make_plan(site, KINDS, INDEXES)
        found = check_for_build(site, LayoutFiles(self._request.project.layouts))
        return replace(plan, problems=(*plan.problems, *found)) if found else plan

    def run(self, indexer: Indexer, settled: Settled | None = None) -> tuple[Report, Ground]:
        """Build; raise where anything must be mended first, with nothing published.

        `settled` is the last build, where only its content may differ from what is wanted now.
        """
        place = self._request.place
        self._gather()
        known = load_manifest(place)
        by_hand = altered(place, known) if known else {}
        narrow = self._narrow(settled, known) if settled and known and not by_hand else None
        work = narrow or self._whole()
        site, plan = work.site, work.plan
        search = Searching(place, site, self._identity.whole, indexer, again=self._request.clean)
        layouts = Templates(self._request.project.layouts, site.info)
        published = self._published(plan, search, layouts, known)
        bases = bases_of(plan, site.info, self._identity, layouts)
        made = self._store.outputs(self._request.target, plan.outputs if narrow else None)
        reasons = stale(bases, made, published, by_hand)
        live = _live(published, by_hand)
        outcomes = self._make(site, plan, reasons, live)
        self._stop_on(_problems_of(outcomes))
        index = search.index(work.texts, outcomes, live, published)
        self._stop_on(_problems_of(index.files))
        removed = self._publish(work, outcomes, index, published)
        gone = removed if narrow else made.keys() - plan.outputs.keys()
        self._remember(plan, outcomes, bases, reasons, gone)
        return self._report(work, reasons, outcomes, index, removed), work.ground

    def _report(
        self,
        work: Work,
        reasons: Mapping[OutputPath, Reason],
        outcomes: Iterable[Outcome],
        index: Index,
        removed: tuple[OutputPath, ...],
    ) -> Report:
        return Report(
            outputs=work.outputs,
            changes=work.plan.changes,
            read=self._gathered.read,
            rendered=reasons,
            written=tuple(each.path for each in (*outcomes, *index.files) if each.staged),
            removed=removed,
            problems=work.plan.problems,
            notices=tuple(self._store.notices),
        )

    def _published(
        self, plan: Plan, search: Searching, layouts: Templates, known: Manifest | None
    ) -> Manifest:
        """Return what is published, as the manifest or the result says; raise on any problem."""
        place = self._request.place
        expected = (*plan.outputs, *(() if known else search.left()))
        self._stop_on((
            *plan.problems,
            *search.problems(plan),
            *self._strangers(expected, known),
            *_missing(plan, layouts),
        ))  # fmt: skip
        return known or adopted(place, expected)

    def _stop_on(self, problems: Iterable[Problem]) -> None:
        """Raise if any problem is an error; what was read so far is remembered."""
        everything = sorted(problems)
        if errors_in(everything):
            self._store.commit()
            raise ProblemsFound(everything)

    def _strangers(
        self, expected: Collection[OutputPath], published: Manifest | None
    ) -> Iterable[Problem]:
        """Refuse a folder with files that no build is known to have made: one may be a leak."""
        place = self._request.place
        found = strangers(place, expected, published)
        if found:
            some = ", ".join(found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
            message = f"expected a folder for the result alone, got one that holds {some}"
            hint = "build into an empty folder; what belongs on the site goes under content/static/"
            yield Problem(f"{place.root.name}/", 0, 0, "", message, hint)

    def _make(
        self,
        site: Site,
        plan: Plan,
        reasons: Collection[OutputPath],
        live: Mapping[OutputPath, Digest],
    ) -> list[Outcome]:
        """Make what is stale, in batches whose bodies are loaded together."""
        if not reasons:
            return []  # naming the state of the layouts reads each of them
        project = self._request.project
        making = Making(
            project.layouts, site.info, layouts_version(project), self._request.place,
            self._drawings,
        )  # fmt: skip
        outputs = [plan.outputs[path] for path in reasons]
        drawn = [each for each in outputs if isinstance(each.recipe, Resize)]
        others = [each for each in outputs if not isinstance(each.recipe, Resize)]
        work = partial(make_batch, making)
        outcomes: list[Outcome] = []
        for load, part in ((HEAVY, drawn), (LIGHT, others)):
            for tasks in self._tasks(part, live):
                for outcome in self._workers.map(work, tasks, load, making_elsewhere(making)):
                    outcomes.append(outcome)
                    self._progress("rendering", len(outcomes), len(outputs))
        return outcomes

    @property
    def _drawings(self) -> Drawings | None:
        path = self._request.drawings_path
        return Drawings(path, self._identity.drawing) if path else None

    def _tasks(
        self, outputs: Sequence[Output], live: Mapping[OutputPath, Digest]
    ) -> Iterator[list[Task]]:
        """Yield tasks by the thousand: an archive's texts need not be in memory all at once."""
        for start in range(0, len(outputs), LOAD):
            part = outputs[start : start + LOAD]
            needs = {output.path: bodies_of(output.recipe) for output in part}
            bodies = self._bodies({body for each in needs.values() for body in each})
            yield [
                Task(
                    output,
                    {body: bodies[body] for body in needs[output.path]},
                    self._files(output),
                    live.get(output.path),
                )
                for output in part
            ]

    def _bodies(self, needed: set[Digest]) -> dict[Digest, str]:
        """Return bodies from the store; a text that it has lost is read again."""
        found = self._store.bodies(needed)
        lost = needed - found.keys()
        if lost:
            sources = bodies_by_source(self._gathered.contents)
            files = {body: sources[body] for body in sorted(lost)}
            again = read_again(self._request.project.root, self._workers, files)
            self._store.keep_bodies(again)
            found.update(again)
        return found

    def _files(self, output: Output) -> dict[SourcePath, Path]:
        """Return where the files lie that an output is made from."""
        sources = self._gathered.sources

        def spelled(source: SourcePath) -> SourcePath:
            """Return a path as the disk spells it."""
            return SourcePath(sources[source].disk) if source in sources else source

        project = self._request.project
        return {
            each.source: file_of(project, spelled(each.source)) for each in files_of(output.recipe)
        }

    def _publish(
        self, work: Work, outcomes: Iterable[Outcome], index: Index, published: Manifest
    ) -> tuple[OutputPath, ...]:
        """Publish what was staged; return what was removed. With nothing to do, write nothing.

        An edit that changes no output is something: the facts say as of when these sources make it.
        """
        staged = {each.path: each.staged for each in (*outcomes, *index.files) if each.staged}
        order = (*work.outputs, *(each.path for each in index.files))
        removed = tuple(sorted(published.files.keys() - frozenset(order)))
        is_other = published.facts.get(FACT, "") != index.name or not published.facts
        if staged or removed or self._gathered.read or is_other:
            facts = {
                "now": rfc3339(self._request.now),
                "base_url": self._request.base_url,
                "audience": self._request.audience.value,
                FACT: index.name,
            }
            publish(self._request.place, order, staged, facts, published)
        return removed

    def _remember(
        self,
        plan: Plan,
        outcomes: Iterable[Outcome],
        bases: Mapping[OutputPath, Basis],
        reasons: Mapping[OutputPath, Reason],
        gone: Collection[OutputPath],
    ) -> None:
        """Write down how outputs were made. After publishing: a crash costs only a second look."""
        target = self._request.target
        made = {
            each.path: Made(
                bases[each.path], each.digest, reasons[each.path], plan.outputs[each.path].outline
            )
            for each in outcomes
        }
        self._store.keep_outputs(target, made, gone)
        if self._gathered.read or gone:
            contents = self._gathered.contents
            self._store.keep_only_bodies(bodies_by_source(contents).keys())
            if self._drawings:
                pictures = [c.digest for c in contents if isinstance(c, PictureFile)]
                self._drawings.prune(pictures, self._request.clock_ns)
        self._store.commit()


def _missing(plan: Plan, layouts: Templates) -> Iterator[Problem]:
    """Find every layout that is missing or unreadable before anything is rendered."""
    recipes = (output.recipe for output in plan.outputs.values())
    for layout in sorted({each.layout for each in recipes if isinstance(each, Template)}):
        try:
            layouts.closure(layout)
        except ProblemsFound as error:
            yield from error.problems


def _problems_of(outcomes: Iterable[Outcome]) -> set[Problem]:
    return {problem for each in outcomes for problem in each.problems}


def _live(published: Manifest, changed_by_hand: Collection[OutputPath]) -> dict[OutputPath, Digest]:
    """Return the digests of what stands in the result as it was published."""
    return {p: file.digest for p, file in published.files.items() if p not in changed_by_hand}
