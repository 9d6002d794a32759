"""What a deploy changes at a target: compared by digest, never by time or size."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.deploy.order import Step, lingers, step_of
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
        everything = (*self.adds, *self.changes, *self.repeats)
        return tuple(sorted(everything, key=lambda path: (step_of(path), path)))

    @property
    def steps(self) -> tuple[tuple[OutputPath, ...], ...]:
        """What is sent together, step by step."""
        found: dict[Step, list[OutputPath]] = {step: [] for step in Step}
        for path in self.sends:
            found[step_of(path)].append(path)
        return tuple(tuple(paths) for paths in found.values() if paths)

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
    leaving = dict(_leaving(record, wanted, now, grace))
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
    record: Record, wanted: Wanted, now: datetime, grace: timedelta
) -> Iterable[tuple[OutputPath, Leaving]]:
    """Yield what stays for a while, with what is leaving since earlier deploys."""
    for path, file in record.files.items():
        if path not in wanted and lingers(path) and grace:
            yield path, Leaving(file, now)
    for path, each in record.leaving.items():
        if path not in wanted and now - each.since < grace:
            yield path, each
