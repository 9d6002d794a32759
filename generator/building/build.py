"""The ways into a build. A site at rest needs none of its stages, and does not load them."""

from contextlib import closing
from typing import TYPE_CHECKING

from generator.building.lock import site_lock
from generator.building.pagefind import Indexer, Pagefind
from generator.building.publish import recover
from generator.building.report import Progress, Report, silent
from generator.building.request import Request
from generator.building.store import Store
from generator.building.unchanged import last_report, name_of, remember
from generator.building.workers import Workers
from generator.paths import SourcePath
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
        scanned = scan(request.project.root)
        with closing(Store(request.store_path)) as store, workers:
            name = name_of(request, scanned)
            known = last_report(request, store, name)
            if known:
                return known
            from generator.building.pipeline import Build  # with every stage there is

            build = Build(request, store, workers, progress, scanned)
            report = build.run(indexer or Pagefind())
            is_same = name == name_of(request, scanned)  # nothing was edited meanwhile
            remember(request, store, name if is_same else None, report)
            return report


def plan_only(request: Request, leave_out: SourcePath | None = None) -> tuple["Site", "Plan"]:
    """Read and plan as a build would, and write nothing; `leave_out` is as if it were not there."""
    from generator.building.pipeline import Build

    with closing(Store(request.store_path)) as store, Workers(request.jobs) as workers:
        return Build(request, store, workers, silent).plan(leave_out)


def plan_ahead(request: Request) -> tuple["Site", "Plan", "Site | None"]:
    """Plan as `plan_only` does; the last is the site once all that waits is public, if any does."""
    from generator.building.pipeline import Build

    with closing(Store(request.store_path)) as store, Workers(request.jobs) as workers:
        one = Build(request, store, workers, silent)
        return *one.plan(), one.later
