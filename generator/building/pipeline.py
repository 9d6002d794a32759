"""The build: read, assemble, plan, render, publish. The only module that knows it is incremental.

It asks two questions. Must this file be read? Not if its bytes are known. Must this output be
rendered? Not if the four parts that it was made from are what they were.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from generator.building.addresses_file import load_recorded
from generator.building.adopting import adopted
from generator.building.gathering import bodies_by_source, gather
from generator.building.identity import identity
from generator.building.making import Outcome
from generator.building.means import Means
from generator.building.memory.drawings import Drawings
from generator.building.memory.settled import Ground, Settled
from generator.building.memory.store import Basis, LastMade, Made
from generator.building.narrow import Narrowing, content_before
from generator.building.pagefind import Indexer
from generator.building.publish import (
    Manifest,
    altered,
    load_manifest,
    publish,
    strangers,
)  # fmt: skip
from generator.building.report import Reason, Report
from generator.building.searching import FACT, Index, Searching
from generator.building.staleness import bases_of, stale
from generator.building.theme import theme_of
from generator.building.work import Work, whole_work
from generator.building.workshop import Workshop
from generator.checks import check_for_build
from generator.dates import rfc3339
from generator.errors import Problem, ProblemsFound, errors_in
from generator.fingerprint import Digest
from generator.model import Content, PictureFile
from generator.outputs import INDEXES, KINDS
from generator.paths import OutputPath, SourcePath
from generator.planning.ahead import last_release, warnings_of
from generator.planning.changes import Audience
from generator.planning.plan import Plan, make_plan
from generator.planning.recipes import Template
from generator.planning.revising import revision
from generator.planning.site import Site, assemble
from generator.project import load_config
from generator.reading.sources import Scan
from generator.recorded import ADDRESSES_FILE
from generator.rendering.layout_files import LayoutFiles
from generator.rendering.templates import Templates

NOW = "now"  # the fact that says as of when


@dataclass(frozen=True, slots=True)
class _Judged:
    """What each output would be made from, which are stale and why, and what is published.

    `gone` were made once, and are planned no more.
    """

    bases: Mapping[OutputPath, Basis]
    reasons: Mapping[OutputPath, Reason]
    live: Mapping[OutputPath, Digest]
    gone: tuple[OutputPath, ...]


class Build:
    """One build. Its steps run once, in the order of `run`."""

    def __init__(self, means: Means, scanned: Scan | None = None) -> None:
        """Take what to build and with what; what was `scanned` already is not scanned again."""
        self._means = means
        self._request = means.request
        self._store = means.store
        self._made = LastMade(means.store, means.request.target)
        self._place = means.request.place
        self._stage = means.watch.stage
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
            self._means.workers,
            self._means.progress,
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
        whole = replace(plan, problems=tuple(sorted(problems)))
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
            gathered=gathered, made=self._made, request=request,
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
        with self._stage("reading"):
            self._gather()
        with self._stage("planning"):
            known = load_manifest(self._place)
            by_hand = altered(self._place, known) if known else {}
            narrow = self._narrow(settled, known) if settled and known and not by_hand else None
            work = narrow or self._whole()
            search = Searching(
                self._place, work.site, self._identity.whole, indexer, again=self._request.clean
            )
        with self._stage("comparing"):
            layouts = Templates(self._request.project.layouts, work.site.info)
            published = self._published(work.plan, search, layouts, known)
            judged = self._judged(work, layouts, published, by_hand)
        with self._stage("rendering"):
            outcomes = self._make(work, judged)
            self._stop_on(_problems_of(outcomes))
        with self._stage("indexing"):
            index = search.index(work.texts, outcomes, judged.live, published)
            self._stop_on(_problems_of(index.files))
        with self._stage("publishing"):
            removed = self._publish(work, outcomes, index, published)
            self._remember(work, outcomes, judged, removed)
        return self._report(work, judged.reasons, outcomes, index, removed), work.ground

    def _judged(
        self,
        work: Work,
        layouts: Templates,
        published: Manifest,
        by_hand: Mapping[OutputPath, str],
    ) -> _Judged:
        """Say which outputs are stale, and all that says so."""
        outputs = work.plan.outputs
        bases = bases_of(work.plan, work.site.info, self._identity, layouts)
        made = self._made.some(outputs) if work.others else self._made.all()
        reasons = stale(bases, made, published, by_hand)
        gone = () if work.others else tuple(made.keys() - outputs.keys())
        return _Judged(bases, reasons, _live(published, by_hand), gone)

    def _report(
        self,
        work: Work,
        reasons: Mapping[OutputPath, Reason],
        outcomes: Iterable[Outcome],
        index: Index,
        removed: tuple[OutputPath, ...],
    ) -> Report:
        recipes = ((work.plan.outputs[each.path].recipe, each.seconds) for each in outcomes)
        pages = ((r.layout, seconds) for r, seconds in recipes if isinstance(r, Template))
        self._means.watch.rendered(pages)
        self._means.watch.read(self._gathered.seconds)
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
        place = self._place
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
        place = self._place
        found = strangers(place, expected, published)
        if found:
            some = ", ".join(found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
            message = f"expected a folder for the result alone, got one that holds {some}"
            hint = "build into an empty folder; what belongs on the site goes under content/static/"
            yield Problem(f"{place.root.name}/", 0, 0, "", message, hint)

    def _make(self, work: Work, judged: _Judged) -> list[Outcome]:
        outputs = [work.plan.outputs[path] for path in judged.reasons]
        workshop = Workshop(self._means, self._gathered, work.site.info, self._drawings)
        return workshop.made(outputs, judged.live)

    @property
    def _drawings(self) -> Drawings | None:
        path = self._request.drawings_path
        return Drawings(path, self._identity.drawing) if path else None

    def _publish(
        self, work: Work, outcomes: Iterable[Outcome], index: Index, published: Manifest
    ) -> tuple[OutputPath, ...]:
        """Publish what was staged; return what was removed. With nothing to do, write nothing.

        An edit that changes no output is something: the facts say as of when these sources make it.
        So is a change by itself that no output shows: they say until when.
        """
        staged = {each.path: each.staged for each in (*outcomes, *index.files) if each.staged}
        order = (*work.outputs, *(each.path for each in index.files))
        removed = tuple(sorted(published.files.keys() - frozenset(order)))
        facts = self._facts(work) | {FACT: index.name}
        if staged or removed or self._gathered.read or not _still_true(published.facts, facts):
            publish(self._place, order, staged, facts, published)
        return removed

    def _facts(self, work: Work) -> dict[str, str]:
        """Say what was built, for whoever compares it or brings it to a host."""
        until = work.plan.valid_until
        return {
            NOW: rfc3339(self._request.now),
            "base_url": self._request.base_url,
            "audience": self._request.audience.value,
            "address": work.site.config.base_url,
            "until": rfc3339(until) if until else "",
        }

    def _remember(
        self,
        work: Work,
        outcomes: Iterable[Outcome],
        judged: _Judged,
        removed: Collection[OutputPath],
    ) -> None:
        """Write down how outputs were made. After publishing: a crash costs only a second look."""
        made = {
            each.path: Made(
                judged.bases[each.path], each.digest, judged.reasons[each.path],
                work.plan.outputs[each.path].outline,
            )
            for each in outcomes
        }  # fmt: skip
        gone = {*judged.gone, *removed}
        self._store.keep_outputs(self._request.target, made, gone)
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


def _still_true(known: Mapping[str, str], facts: Mapping[str, str]) -> bool:
    """Whether what was said of an equal result holds on: it may be of an earlier time, no later."""
    if {**known, NOW: ""} != {**facts, NOW: ""}:
        return False
    return datetime.fromisoformat(known[NOW]) <= datetime.fromisoformat(facts[NOW])


def _live(published: Manifest, changed_by_hand: Collection[OutputPath]) -> dict[OutputPath, Digest]:
    """Return the digests of what stands in the result as it was published."""
    return {p: file.digest for p, file in published.files.items() if p not in changed_by_hand}
