"""What a deploy is stopped for, unless somebody says that it is meant."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from generator.deploy.changes import Changes, Wanted
from generator.deploy.order import is_address
from generator.deploy.record import Files, Record
from generator.errors import UsageError
from generator.paths import OutputPath, url_of

MOST_DELETED = 0.2  # of the addresses that readers know
MOST_RELEASED = 0.2  # of those, as new ones
A_FEW = 10  # new addresses that are always well
SHOWN = 5
SLACK = timedelta(minutes=1)  # by which two machines' clocks may differ


class Doubtful(UsageError):
    """Raised where a deploy would do what is seldom meant; `--yes` says that it is."""

    def __init__(self, doubts: Sequence[str]) -> None:
        hint = "if that is meant, say so with --yes"
        super().__init__("\n  ".join(("nothing was deployed:", *doubts, hint)))


def doubts(
    record: Record,
    changes: Changes,
    wanted: Wanted,
    base: Files | None,
    *,
    now: datetime,
    is_way_back: bool,
    taken_down: Collection[OutputPath] | None = (),
) -> Iterator[str]:
    """Yield what is seldom meant, in words.

    `now` is the clock's; `base` is what was deployed from here last, if anything was. A way back
    brings old addresses back by its nature; each of them may be one that was taken down, as those
    in `taken_down` were; None stands for what nobody knows.
    """
    known = _addresses(record.files)
    gone = _addresses(path for path in changes.deletes if path in record.files)
    new = _addresses(path for path in changes.adds if path not in record.leaving)
    if len(gone) > MOST_DELETED * len(known):
        yield f"{len(gone)} of {len(known)} addresses would be gone: {_some(gone)}"
    if known and len(new) > max(A_FEW, MOST_RELEASED * len(known)):
        yield f"{len(new)} addresses would be new, beside {len(known)}: {_some(new)}"
    if is_way_back and new:
        yield f"{_count(new)} would be back that {_are(new)} not public now: {_some(new)}"
    yield from _risen(record, wanted, taken_down)
    if not (is_way_back or changes.is_empty):
        yield from _earlier(record, now)
    undone = () if base is None else _undone(record, wanted, base)
    if undone:
        yield (
            f"somebody else has deployed since this copy of the site did, and {_count(undone)} "
            f"would be as before again: {_some(undone)}: get their changes first"
        )


def _earlier(record: Record, now: datetime) -> Iterator[str]:
    """Doubt a deploy as of a time before that of the last."""
    if record.head and now < record.head.at - SLACK:
        yield (
            f"the last deploy was made at {record.head.at:%Y-%m-%d %H:%M %Z}, and the clock shows "
            f"{now:%Y-%m-%d %H:%M %Z}: what went live in between would be taken back"
        )


def _risen(
    record: Record, wanted: Wanted, taken_down: Collection[OutputPath] | None
) -> Iterator[str]:
    """Doubt what would show again what a notice stands for."""
    if taken_down is None:
        yield "what is withdrawn now cannot be told, since the sources have faults: see check"
        return
    risen = [p for p in sorted(taken_down) if p in wanted and wanted[p] != record.files.get(p)]
    if risen:
        yield f"{_count(risen)} would show again what is withdrawn now: {_some(risen)}"


def _undone(record: Record, wanted: Wanted, base: Files) -> list[OutputPath]:
    """Return what others have changed at the target, and this deploy would put back as it was."""
    if record.list == base:
        return []
    paths = sorted({*record.files, *base.files})
    return [
        path for path in paths if record.files.get(path) != base.files.get(path) == wanted.get(path)
    ]


def _addresses(paths: Collection[OutputPath] | Iterator[OutputPath]) -> list[OutputPath]:
    return sorted(path for path in paths if is_address(path))


def _count(paths: Collection[OutputPath]) -> str:
    return f"{len(paths)} address{'es' * (len(paths) != 1)}"


def _are(paths: Collection[OutputPath]) -> str:
    return "is" if len(paths) == 1 else "are"


def _some(paths: Sequence[OutputPath]) -> str:
    shown = ", ".join(url_of(path) for path in paths[:SHOWN])
    return f"{shown} ..." if len(paths) > SHOWN else shown
