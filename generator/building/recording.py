"""The addresses of a site: what became of those that were published, and recording those of now."""

from dataclasses import dataclass

from generator.building.addresses_file import save_recorded
from generator.building.build import plan_only
from generator.building.lock import site_lock
from generator.building.request import Request
from generator.errors import Problem, ProblemsFound, errors_in
from generator.paths import UrlPath
from generator.planning.fates import Fated
from generator.planning.recording import to_record
from generator.recorded import ADDRESSES_FILE


@dataclass(frozen=True, slots=True)
class Addresses:
    """What became of each recorded address, what is public and not recorded, and what is wrong."""

    fates: tuple[Fated, ...]
    unrecorded: tuple[UrlPath, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """What a recording did: the addresses that are new, how many there are, and if it wrote."""

    added: tuple[UrlPath, ...]
    total: int
    changed: bool


def addresses(request: Request) -> Addresses:
    """Say what becomes of every address that was published; change nothing."""
    site, plan = plan_only(request)
    known = {each.recorded.address for each in site.fates}
    new = tuple(each.address for each in to_record(site) if each.address not in known)
    told = {*errors_in(plan.problems), *(p for p in plan.problems if p.path == ADDRESSES_FILE)}
    return Addresses(site.fates, new, tuple(sorted(told)))


def record(request: Request) -> Recording:
    """Write down every address that is public at the time of the request.

    Raise `ProblemsFound` where the site has errors: what is public is not certain then. Not to be
    called under the site's lock.
    """
    with site_lock(request.project.state):
        site, plan = plan_only(request)
        if plan.errors:
            raise ProblemsFound(plan.problems)
        entries = to_record(site)
        changed = save_recorded(request.project, entries)
    known = {each.recorded.address for each in site.fates}
    added = tuple(each.address for each in entries if each.address not in known)
    return Recording(added, len(entries), changed)
