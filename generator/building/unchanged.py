"""Whether anything has changed since the last build: if nothing has, there is nothing to plan.

A build leaves behind the name of all that it was made from. So a build of a site at rest looks at
each file once, and does no more than that; whatever it cannot be sure of, it leaves to the others.
"""

from generator.building.publish import altered, load_manifest
from generator.building.report import Report
from generator.building.request import Request
from generator.building.settled import Settled, holds, is_result_of
from generator.fingerprint import Fingerprint, fingerprint
from generator.reading.sources import Scan, is_trusted


def name_of(frame: Fingerprint, request: Request, found: Scan) -> Fingerprint | None:
    """Return the name of all that a build is made from; None where the stamps do not prove it."""
    stamps = (each.stamp for each in found.sources.values())
    if found.problems or not all(is_trusted(stamp, request.clock_ns) for stamp in stamps):
        return None
    return fingerprint((frame, found.name))


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
