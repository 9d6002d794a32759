"""What a build leaves behind for the next one, beside the records of files and outputs.

What a build makes follows from its code, the files of the site and of the theme, what it was asked
for, the moment, and what stands in the result. Content aside, all of that but the last two has one
name, the *frame*.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.building.identity import identity
from generator.building.pagefind import Pagefind
from generator.building.publish import manifest_digest
from generator.building.request import Request
from generator.building.store import Store
from generator.building.theme import layouts_version
from generator.config import SITE_FILE
from generator.errors import Problem
from generator.fingerprint import Digest, Fingerprint, digest, fingerprint
from generator.paths import OutputPath
from generator.planning.changes import Audience, Change
from generator.project import load_config
from generator.recorded import ADDRESSES_FILE


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan of a few outputs takes over from the plan of all.

    `files` were read. `info` is the fingerprint of what every layout knows. Problems are those of
    articles, of hosts, and of what waits; paths those of kinds planned whole, and of indexes.
    """

    files: int
    info: Fingerprint
    of_articles: tuple[Problem, ...]
    of_hosts: tuple[Problem, ...]
    later: tuple[Problem, ...]
    whole: tuple[OutputPath, ...]
    indexes: tuple[OutputPath, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The last build: of what, as of when, into which result, and what it told.

    `name` is None where the stamps of its files did not prove what was in them.
    """

    frame: Fingerprint
    name: Fingerprint | None
    result: Digest
    now: datetime
    outputs: int
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    ground: Ground

    def holds_at(self, now: datetime) -> bool:
        """Whether nothing has happened to the site by itself since then, and it was not later."""
        return self.now <= now and not any(each.at <= now for each in self.changes[:1])


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


def last_build(request: Request, store: Store) -> Settled | None:
    """Return what the last build of the target left behind."""
    return store.last_build(request.target, Settled)


def holds(settled: Settled, request: Request) -> bool:
    """Whether the last build still holds as of a request's moment.

    A preview shows drafts, and what happens to those is no change of the site: it is of its moment.
    """
    is_public = request.audience is Audience.PUBLIC
    return settled.now == request.now or (is_public and settled.holds_at(request.now))


def is_result_of(settled: Settled, request: Request) -> bool:
    """Whether the result is that of a build: one that was killed may have published another."""
    return settled.result == manifest_digest(request.place)


def remember(request: Request, store: Store, settled: Settled | None) -> None:
    """Have the store keep what a build left behind, and note from now on what changes.

    A store that is behind holds files as they were before: what changes from there is not known.
    """
    store.keep_last_build(request.target, settled)
    store.begin_since("" if settled is None or store.is_behind else settled.result)
    store.commit()


def _digest_of(file: Path) -> str:
    try:
        return digest(file.read_bytes())
    except FileNotFoundError:
        return ""


def _rules_of(zone: str) -> str:
    """Return the digest of a time zone's rules: a system may learn new ones."""
    files = (Path(folder, zone) for folder in zoneinfo.TZPATH)
    return next((_digest_of(file) for file in files if file.is_file()), "")
