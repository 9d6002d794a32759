"""Taking over a result whose manifest was lost: what stands there already is not written again."""

import stat
from collections.abc import Iterable

from generator.building.disk import look
from generator.building.publish import Manifest, Place, Written
from generator.fingerprint import digest
from generator.paths import OutputPath


def adopted(place: Place, planned: Iterable[OutputPath]) -> Manifest:
    """Return a manifest, without facts, of the planned files that the root holds."""
    files = {}
    for path in planned:
        name = place.root / path
        found = look(name)
        if found is not None and stat.S_ISREG(found.st_mode):
            files[path] = Written(digest(name.read_bytes()), found.st_size, found.st_mtime_ns)
    return Manifest(files, {})
