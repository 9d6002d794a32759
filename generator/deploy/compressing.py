"""Copies of text that servers send to whoever takes them: compressed once, not at each request."""

from collections.abc import Iterator

from generator.deploy.changes import Wanted
from generator.deploy.objects import Objects
from generator.deploy.packing import PACKERS, pack
from generator.deploy.record import Deployed
from generator.fingerprint import Digest
from generator.media_types import UNKNOWN
from generator.paths import OutputPath
from generator.planning.hosts.headers import HOST_FILES

SMALL = 256  # bytes, for which a copy is not worth another file
TEXT = ("text/", "application/json", "application/manifest+json", "application/xml",
        "application/rss+xml", "application/atom+xml", "application/feed+json", "image/svg+xml",
        "application/geo+json")  # fmt: skip


def compressed(wanted: Wanted, objects: Objects) -> dict[OutputPath, Deployed]:
    """Return what is wanted, and beside each text its compressed copies.

    A copy is named by what it is of, so what was compressed once is known.
    """
    known = frozenset(objects.names())
    everything = dict(wanted)
    for path, file in wanted.items():
        if _is_text(path, file):
            everything.update(_copies(path, file, objects, known))
    return everything


def _is_text(path: OutputPath, file: Deployed) -> bool:
    return file.size >= SMALL and file.type.startswith(TEXT) and path not in HOST_FILES


def _copies(
    path: OutputPath, file: Deployed, objects: Objects, known: frozenset[Digest]
) -> Iterator[tuple[OutputPath, Deployed]]:
    for ending in PACKERS:
        name = Digest(f"{file.digest}{ending}")
        if name not in known:
            objects.put(name, pack(ending, objects.read(file.digest, path)))
        size = objects.file(name).stat().st_size
        yield OutputPath(f"{path}{ending}"), Deployed(name, size, UNKNOWN, file.cache)
