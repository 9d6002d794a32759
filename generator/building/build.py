"""The ways into a build. A site at rest needs none of its stages, and does not load them."""

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.building.lock import site_lock
from generator.building.means import Means
from generator.building.memory.settled import Ground, Settled, last_build, remember
from generator.building.memory.store import Store
from generator.building.pagefind import Indexer, Pagefind
from generator.building.profile import Stopwatch
from generator.building.publish import manifest_digest, recover
from generator.building.report import Progress, Report, silent
from generator.building.request import Request
from generator.building.unchanged import frame_of, holds, is_result_of, last_report, name_of
from generator.building.workers import Workers
from generator.fingerprint import Fingerprint
from generator.paths import SourcePath
from generator.project import load_config
from generator.reading.sources import scan

if TYPE_CHECKING:
    from generator.planning.plan import Plan
    from generator.planning.site import Site


def build(request: Request, progress: Progress = silent, indexer: Indexer | None = None) -> Report:
    """Bring the result up to date, or raise and change nothing.

    Raise `ProblemsFound` with everything there is to mend, `LockHeld` while another build runs,
    `OSError` where the disk does not do its part, `BroadsheetError` where workers do not do theirs.
    """
    workers = Workers(request.jobs, request.cluster)
    with site_lock(request.project.state):
        recover(request.place)
        if request.clean and request.store_path:
            request.store_path.unlink(missing_ok=True)
        watch = Stopwatch()
        with closing(Store(request.store_path)) as store, workers:
            with watch.stage("looking"):
                scanned, frame = scan(request.project.root), frame_of(request)
                name = name_of(frame, request, scanned)
                settled = _at_home(last_build(store, request.target), request)
                known = last_report(request, settled, name)
            if known:
                return replace(known, profile=watch.profile)
            from generator.building.pipeline import Build  # with every stage there is

            build = Build(Means(request, store, workers, progress, watch), scanned)
            last = settled if settled and _may_be_narrow(request, settled, frame) else None
            report, ground = build.run(indexer or Pagefind(), last)
            leaves = _settled(request, frame, name, report, ground)
            remember(store, request.target, leaves if frame == frame_of(request) else None)
            return replace(report, profile=watch.profile)


def _at_home(settled: Settled | None, request: Request) -> Settled | None:
    """Return what the last build left behind, with its times in the site's zone: it kept none."""
    if settled is None or not settled.changes:
        return settled
    zone = load_config(request.project, request.base_url).zone
    changes = (replace(each, at=each.at.astimezone(zone)) for each in settled.changes)
    return replace(settled, changes=tuple(changes))


def _may_be_narrow(request: Request, settled: Settled, frame: Fingerprint) -> bool:
    """Whether nothing but content may differ from the last build."""
    return settled.frame == frame and holds(settled, request) and is_result_of(settled, request)


def _settled(
    request: Request, frame: Fingerprint, name: Fingerprint | None, report: Report, ground: Ground
) -> Settled:
    return Settled(
        frame, name, manifest_digest(request.place), request.now, len(report.outputs),
        report.changes, report.problems, ground,
    )  # fmt: skip


def plan_only(request: Request, leave_out: SourcePath | None = None) -> tuple["Site", "Plan"]:
    """Read and plan as a build would, and write nothing; `leave_out` is as if it were not there."""
    from generator.building.pipeline import Build

    with closing(Store(request.store_path)) as store, Workers(request.jobs) as workers:
        return Build(Means(request, store, workers)).plan(leave_out)


def plan_ahead(request: Request) -> tuple["Site", "Plan", "Site | None"]:
    """Plan as `plan_only` does; the last is the site once all that waits is public, if any does."""
    from generator.building.pipeline import Build

    with closing(Store(request.store_path)) as store, Workers(request.jobs) as workers:
        one = Build(Means(request, store, workers))
        return *one.plan(), one.later
