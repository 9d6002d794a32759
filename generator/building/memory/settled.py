"""What a build leaves behind for the next one, beside the records of files and outputs."""

from dataclasses import dataclass
from datetime import datetime

from generator.building.memory.store import Store
from generator.errors import Problem
from generator.fingerprint import Digest, Fingerprint
from generator.paths import OutputPath
from generator.planning.changes import Change


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

    `frame` names all that it was made from but its content and the moment, `name` the content as
    well; it is None where the stamps of its files did not prove what was in them.
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


def last_build(store: Store, target: str) -> Settled | None:
    """Return what the last build of a target left behind."""
    return store.last_build(target, Settled)


def remember(store: Store, target: str, settled: Settled | None) -> None:
    """Have the store keep what a build left behind, and note from now on what changes.

    A store that is behind holds files as they were before: what changes from there is not known.
    """
    store.keep_last_build(target, settled)
    store.begin_since("" if settled is None or store.is_behind else settled.result)
    store.commit()
