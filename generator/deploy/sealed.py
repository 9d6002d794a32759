"""What a build has left to deploy: only what is whole, public, of now, and as it was published."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from generator.building.publish import Manifest, Place, altered, load_manifest, recover
from generator.deploy.changes import Wanted
from generator.deploy.record import FOLDER, Deployed
from generator.errors import UsageError
from generator.planning.changes import Audience
from generator.planning.hosts.headers import sent_with

SLACK = timedelta(minutes=1)  # by which the clock of the machine that built may be ahead
SHOWN = 3


def sealed(place: Place, base_url: str, now: datetime) -> Manifest:
    """Return what the last build published, ready to be deployed at an address.

    To be called under the site's lock. Raise `UsageError` where it must not be deployed.
    """
    recover(place)
    manifest = load_manifest(place)
    if manifest is None or not manifest.facts:
        raise UsageError(f"there is no build in {place.root}: run broadsheet build, or publish")
    faults = (*_faults(manifest, base_url, now), *_changed(place, manifest))
    if faults:
        raise UsageError(f"what is in {place.root} is not deployed: {faults[0]}")
    return manifest


def wanted_of(manifest: Manifest) -> Wanted:
    """Return the files of a build as a target is to have them."""
    return {
        path: Deployed(each.digest, each.size, *sent_with(path))
        for path, each in manifest.files.items()
    }


def _faults(manifest: Manifest, base_url: str, now: datetime) -> Iterator[str]:
    facts = manifest.facts
    until, of = facts.get("until", ""), datetime.fromisoformat(facts["now"])
    if facts["audience"] != Audience.PUBLIC.value:
        yield "it is a preview, with drafts in it"
    if facts.get("address", "") != base_url:
        found = facts.get("address") or "another address"
        yield f"it was built for {found}, and the target is at {base_url}: build again"
    if of > now + SLACK:
        yield f"it was built as of {of:%Y-%m-%d %H:%M}, which is yet to come: build without --at"
    if until and datetime.fromisoformat(until) <= now:
        yield f"the site has changed by itself at {until}: build again, or publish"
    if any(path.startswith(FOLDER) for path in manifest.files):
        yield f"files of the site lie in {FOLDER}, where a deploy keeps its record: move them"


def _changed(place: Place, manifest: Manifest) -> Iterator[str]:
    found = altered(place, manifest)
    some = ", ".join(f"{path} ({what})" for path, what in list(found.items())[:SHOWN])
    if found:
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        yield f"it is not as it was built: {some}{more}: build again"
