"""Whether anything has changed since the last build: if nothing has, there is nothing to plan.

What a build makes follows from its code, the files of the site and of the theme, what it was asked
for, the moment, and what stands in the result. Content aside, all of that but the last two has one
name, the *frame*. A build leaves it behind, and the name of all with the content. So a build of a
site at rest looks at each file once, and does no more than that; whatever it cannot be sure of, it
leaves to the others.
"""

import zoneinfo
from pathlib import Path

from generator.building.identity import identity
from generator.building.memory.settled import Settled
from generator.building.pagefind import Pagefind
from generator.building.publish import altered, load_manifest, manifest_digest
from generator.building.report import Report
from generator.building.request import Request
from generator.building.theme import layouts_version
from generator.config import SITE_FILE
from generator.fingerprint import Fingerprint, digest, fingerprint
from generator.planning.changes import Audience
from generator.project import load_config
from generator.reading.sources import Scan, is_trusted
from generator.recorded import ADDRESSES_FILE


def frame_of(request: Request) -> Fingerprint:
    """Return the name of all that a build is made from, but for its content and the moment."""
    root, config = request.project.root, load_config(request.project, request.base_url)
    files = tuple(_digest_of(root / name) for name in (SITE_FILE, ADDRESSES_FILE))
    wanted = request.base_url, request.audience.value, layouts_version(request.project)
    search = Pagefind().version if config.search else ""
    made_by = identity().whole, search, _rules_of(config.zone.key)
    security = config.security
    is_past = bool(security and security.is_past(request.now, config.zone))
    return fingerprint((files, wanted, made_by, is_past))


def name_of(frame: Fingerprint, request: Request, found: Scan) -> Fingerprint | None:
    """Return the name of all that a build is made from; None where the stamps do not prove it."""
    stamps = (each.stamp for each in found.sources.values())
    if found.problems or not all(is_trusted(stamp, request.clock_ns) for stamp in stamps):
        return None
    return fingerprint((frame, found.name))


def holds(settled: Settled, request: Request) -> bool:
    """Whether the last build still holds as of a request's moment.

    A preview shows drafts, and what happens to those is no change of the site: it is of its moment.
    """
    is_public = request.audience is Audience.PUBLIC
    return settled.now == request.now or (is_public and settled.holds_at(request.now))


def is_result_of(settled: Settled, request: Request) -> bool:
    """Whether the result is that of a build: one that was killed may have published another."""
    return settled.result == manifest_digest(request.place)


def last_report(
    request: Request, settled: Settled | None, name: Fingerprint | None
) -> Report | None:
    """Return what the last build told, if another of this name would change nothing; else None."""
    if settled is None or name is None or settled.name != name:
        return None
    if not holds(settled, request) or not is_result_of(settled, request):
        return None
    manifest = load_manifest(request.place)
    if manifest is None or altered(request.place, manifest):
        return None
    outputs = tuple(manifest.files)[: settled.outputs]  # the others are of the search
    return Report(outputs, settled.changes, 0, {}, (), (), settled.problems)


def _digest_of(file: Path) -> str:
    try:
        return digest(file.read_bytes())
    except FileNotFoundError:
        return ""


def _rules_of(zone: str) -> str:
    """Return the digest of a time zone's rules: a system may learn new ones."""
    files = (Path(folder, zone) for folder in zoneinfo.TZPATH)
    return next((_digest_of(file) for file in files if file.is_file()), "")
