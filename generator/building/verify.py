"""The proof that an incremental build is a clean one: build again from nothing, and compare."""

import shutil
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from generator.building.build import build
from generator.building.publish import load_manifest, strangers
from generator.building.request import Request
from generator.errors import UsageError
from generator.paths import OutputPath


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the result differs from a clean build of the same sources at the same time.

    `surplus` are files that a clean build does not make, whoever put them there.
    """

    compared: int
    different: tuple[OutputPath, ...]
    missing: tuple[OutputPath, ...]
    surplus: tuple[OutputPath, ...]

    @property
    def identical(self) -> bool:
        """Whether every byte is the same."""
        return not (self.different or self.missing or self.surplus)


def verify(request: Request) -> Verdict:
    """Build clean beside the result, as of the time of its build, and compare byte by byte."""
    published = load_manifest(request.place)
    if published is None:
        message = "nothing was built here yet: run broadsheet build"
        raise UsageError(message)
    facts = published.facts
    clean = replace(
        request,
        now=datetime.fromisoformat(facts["now"]),
        base_url=facts["base_url"],
        output=None,
        scratch=True,
    )
    try:
        build(clean)
        fresh = load_manifest(clean.place)
        assert fresh is not None
        foreign = strangers(request.place, published.files, None)
        old = published.files.keys() | set(foreign)
        return _compared(request, clean, old, fresh.files.keys())
    finally:
        shutil.rmtree(clean.place.root, ignore_errors=True)
        shutil.rmtree(clean.place.state, ignore_errors=True)


def _compared(
    request: Request, clean: Request, old: AbstractSet[OutputPath], new: AbstractSet[OutputPath]
) -> Verdict:
    different = []
    for path in sorted(old & new):
        file = request.place.root / path
        if not file.is_file() or file.read_bytes() != (clean.place.root / path).read_bytes():
            different.append(path)
    return Verdict(len(new), tuple(different), tuple(sorted(new - old)), tuple(sorted(old - new)))
