"""Whether anything has changed since the last build: if nothing has, there is nothing to plan.

What a build makes follows from its code, the files of the site and of the theme, what it was asked
for, the moment, and what stands in the result. All but the last two have one name, which a build
leaves behind with what it had to say. So a build of a site at rest looks at each file once, and
does no more than that; whatever it cannot be sure of, it leaves to the whole build.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.building.identity import identity
from generator.building.pagefind import Pagefind
from generator.building.publish import altered, load_manifest, manifest_digest
from generator.building.report import Report
from generator.building.request import Request
from generator.building.store import Store
from generator.building.theme import layouts_version
from generator.config import SITE_FILE
from generator.errors import Problem
from generator.fingerprint import Digest, Fingerprint, digest, fingerprint
from generator.planning.times import Change
from generator.project import load_config
from generator.reading.sources import Scan, is_trusted
from generator.recorded import ADDRESSES_FILE


@dataclass(frozen=True, slots=True)
class Settled:
    """The last build: of what, as of when, into which result, and what it told."""

    name: Fingerprint
    result: Digest
    now: datetime
    outputs: int
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def name_of(request: Request, found: Scan) -> Fingerprint | None:
    """Return the name of all that a build is made from; None where the stamps do not prove it."""
    if found.problems or not all(
        is_trusted(each.stamp, request.clock_ns) for each in found.sources.values()
    ):
        return None
    root, zone = request.project.root, load_config(request.project, request.base_url).zone
    files = tuple(_digest_of(root / name) for name in (SITE_FILE, ADDRESSES_FILE))
    wanted = request.base_url, request.audience.value, layouts_version(request.project)
    made_by = identity().whole, Pagefind().version, _rules_of(zone.key)
    return fingerprint((files, wanted, made_by, found.name))


def remember(request: Request, store: Store, name: Fingerprint | None, report: Report) -> None:
    """Have the store keep what a build has told, for the next one of the same."""
    settled = Settled(
        name, manifest_digest(request.place), request.now, len(report.outputs),
        report.changes, report.problems,
    ) if name else None  # fmt: skip
    store.keep_last_build(request.target, settled)
    store.commit()


def last_report(request: Request, store: Store, name: Fingerprint | None) -> Report | None:
    """Return what the last build of a name told, if another would change nothing; else None."""
    settled = store.last_build(request.target, Settled)
    if settled is None or settled.name != name or not _holds(settled, request.now):
        return None
    # A build that was killed may have published something else since.
    manifest = load_manifest(request.place)
    is_there = manifest is not None and settled.result == manifest_digest(request.place)
    if manifest is None or not is_there or altered(request.place, manifest):
        return None
    outputs = tuple(manifest.files)[: settled.outputs]  # the others are of the search
    return Report(outputs, settled.changes, 0, {}, (), (), settled.problems)


def _holds(settled: Settled, now: datetime) -> bool:
    """Whether nothing has happened to the site by itself since then, and it was not later."""
    return settled.now <= now and not any(each.at <= now for each in settled.changes[:1])


def _digest_of(file: Path) -> str:
    try:
        return digest(file.read_bytes())
    except FileNotFoundError:
        return ""


def _rules_of(zone: str) -> str:
    """Return the digest of a time zone's rules: a system may learn new ones."""
    files = (Path(folder, zone) for folder in zoneinfo.TZPATH)
    return next((_digest_of(file) for file in files if file.is_file()), "")
