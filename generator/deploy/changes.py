"""What a deploy changes at a target: compared by digest, never by time or size."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from generator.deploy.order import lingers, step_of, turn
from generator.deploy.record import Deployed, Files, Leaving, Record
from generator.paths import OutputPath

Wanted = Mapping[OutputPath, Deployed]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done, each in order of its path, and what the target holds then.

    `repeats` are as they were deployed, and sent again: nobody can be certain of them.
    """

    adds: tuple[OutputPath, ...]
    changes: tuple[OutputPath, ...]
    repeats: tuple[OutputPath, ...]
    deletes: tuple[OutputPath, ...]
    after: Files

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.adds or self.changes or self.repeats or self.deletes)

    @property
    def sends(self) -> tuple[OutputPath, ...]:
        """What is sent, in the order in which it is."""
        return tuple(chain.from_iterable(self.steps))

    @property
    def steps(self) -> tuple[tuple[OutputPath, ...], ...]:
        """What is sent together, step by step."""
        new = frozenset(self.adds)
        turns = defaultdict(list)
        for path in sorted((*self.adds, *self.changes, *self.repeats)):
            turns[turn(path, is_new=path in new)].append(path)
        return tuple(tuple(turns[each]) for each in sorted(turns))

    @property
    def removals(self) -> tuple[OutputPath, ...]:
        """What is removed, in the order in which it is: what points, before what is pointed at."""
        return tuple(sorted(self.deletes, key=lambda path: (-step_of(path), path)))

    @property
    def size(self) -> int:
        """How many bytes are sent."""
        return sum(self.after.files[path].size for path in self.sends)


def changes_of(
    record: Record,
    wanted: Wanted,
    *,
    now: datetime,
    grace: timedelta,
    uncertain: Collection[OutputPath] = (),
    keeps_headers: bool = True,
) -> Changes:
    """Compare what is wanted with what a target holds; `grace` is how long files linger."""
    there = {**{path: each.file for path, each in record.leaving.items()}, **record.files}
    adds, changed, repeats = [], [], []
    for path, file in wanted.items():
        held = there.get(path)
        if held is None:
            adds.append(path)
        elif held.digest != file.digest or (keeps_headers and held != file):
            changed.append(path)
        elif path in uncertain:
            repeats.append(path)
    leaving = dict(_leaving(record, {*wanted, *uncertain}, now, grace))
    known = {*there, *uncertain}
    deletes = sorted(path for path in known if path not in wanted and path not in leaving)
    return Changes(
        tuple(sorted(adds)),
        tuple(sorted(changed)),
        tuple(sorted(repeats)),
        tuple(deletes),
        Files(dict(wanted), leaving),
    )


def _leaving(
    record: Record, others: Collection[OutputPath], now: datetime, grace: timedelta
) -> Iterable[tuple[OutputPath, Leaving]]:
    """Yield what stays for a while, with what is leaving since earlier deploys.

    Not what is wanted, and not what may be there by half.
    """
    for path, file in record.files.items():
        if path not in others and lingers(path) and grace:
            yield path, Leaving(file, now)
    for path, each in record.leaving.items():
        if path not in others and now - each.since < grace:
            yield path, each
