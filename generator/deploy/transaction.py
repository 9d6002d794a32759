"""A deploy: look, compare, doubt, claim, send in order, say so at the target, remove.

Whatever interrupts it, readers see pages that work, and the next deploy makes the rest right.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from generator.deploy.addresses import answering_otherwise
from generator.deploy.changes import Changes, Wanted, changes_of
from generator.deploy.guards import Doubtful, doubts
from generator.deploy.memory import Memory
from generator.deploy.objects import Objects
from generator.deploy.record import (
    FOLDER,
    FORMAT,
    HEAD,
    Deployed,
    Files,
    Head,
    NotARecord,
    Record,
    list_name,
    list_path,
    read_head,
    read_list,
    written_head,
    written_list,
)  # fmt: skip
from generator.deploy.target import DeployFailed, Parcel, Session, Target, TargetMoved
from generator.fingerprint import digest
from generator.paths import INDEX, OutputPath

GZIP, JSON = "application/gzip", "application/json"
FRONT = OutputPath(INDEX)
FOR_NOBODY = "no-store"  # the record is the deployer's: nobody is to keep a copy of it
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be deployed, and how sure whoever orders it is.

    `grace` is how long assets stay that no page needs any more. `is_certain` does what is doubtful
    as well; `is_rehearsal` does nothing; `again` sends every file; a `way_back` deploys what was
    deployed before. `taken_down` are paths of what was withdrawn, None where nobody knows.
    """

    files: Wanted
    base_url: str
    now: datetime
    grace: timedelta
    generations: int
    is_certain: bool = False
    is_rehearsal: bool = False
    again: bool = False
    is_way_back: bool = False
    taken_down: Collection[OutputPath] | None = ()


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deploy did, or would do: of a rehearsal, `number` is that of the deploy before.

    `before` is what the target held.
    """

    number: int
    changes: Changes
    size: int  # bytes
    doubts: tuple[str, ...]  # that were passed over
    before: Files
    is_rehearsal: bool

    def addresses(self, base_url: str) -> Iterator[str]:
        """Yield the web addresses that answer otherwise than before, for caches to forget."""
        yield from (f"{base_url}{url}" for url in answering_otherwise(self.changes, self.before))


def deploy(
    order: Order, target: Target, objects: Objects, memory: Memory, progress: Progress
) -> Deployment:
    """Bring a target to what is wanted, or raise; to be called by one process of a copy at a time.

    Raise `Doubtful` where it should be said that it is meant, `LockHeld` while somebody else
    deploys, `TargetMoved` and `DeployFailed` where trying again may help.
    """
    with target.session() as session:
        uncertain = frozenset(session.uncertain())
        record = look(session, memory, uncertain)
        ours = frozenset(path for path in uncertain if path.startswith(FOLDER))
        unsure = (uncertain - ours) | _unrecorded(session, record, ours, memory)
        changes = _changes(order, record, unsure, keeps_headers=target.keeps_headers)
        found = (*_strangers(session, record, unsure), *_doubts(order, record, changes, memory))
        if found and not (order.is_certain or order.is_rehearsal):
            raise Doubtful(found)
        number = record.number
        if not order.is_rehearsal and (ours or not changes.is_empty):
            sender = _Sender(session, objects, progress)
            number = sender.carry_out(order, record, changes, ours, memory)
    return Deployment(number, changes, changes.size, found, record.list, order.is_rehearsal)


def look(session: Session, memory: Memory, uncertain: Collection[OutputPath] = ()) -> Record:
    """Return what the target says that it holds; raise `DeployFailed` where it cannot be read.

    A head that a deploy was interrupted at says nothing: then `uncertain` is what is known.
    """
    data = session.read(HEAD)
    if data is None:
        return Record()
    try:
        head = read_head(data)
        files = memory.files(head.list)
        if files is None:
            files = read_list(session.read(list_path(head.list)) or b"", head.list)
    except NotARecord:
        if HEAD in uncertain:
            return Record(data=data)
        if session.read(HEAD) != data:  # its list was removed by whoever has deployed meanwhile
            raise TargetMoved from None
        raise DeployFailed(
            f"what was deployed cannot be told: {HEAD} at the target is damaged, or of another "
            "version of Broadsheet; remove it there to deploy every file again"
        ) from None
    return Record(head, data, files)


def _unrecorded(
    session: Session, record: Record, ours: Collection[OutputPath], memory: Memory
) -> frozenset[OutputPath]:
    """Return what may stand at a target that has no head any more: it must not stay for ever."""
    if record.head:
        return frozenset()
    last = memory.last()
    lists = [(memory.files(last.list) if last else None) or Files()]
    for path in ours:
        if name := list_name(path):
            with suppress(NotARecord):
                lists.append(read_list(session.read(path) or b"", name))
    return frozenset(path for each in lists for path in (*each.files, *each.leaving))


def _changes(
    order: Order, record: Record, unsure: Collection[OutputPath], *, keeps_headers: bool
) -> Changes:
    return changes_of(
        record,
        order.files,
        now=order.now,
        grace=order.grace,
        uncertain={*unsure, *(record.files if order.again else ())},
        keeps_headers=keeps_headers,
    )


def _strangers(session: Session, record: Record, unsure: Collection[OutputPath]) -> Iterator[str]:
    """Doubt a first deploy to where somebody else's site stands."""
    if record.head is None and FRONT not in unsure and session.read(FRONT) is not None:
        yield (
            f"a site stands there that was not deployed by Broadsheet: its {FRONT}, and whatever "
            "else has the name of a file of this one, would be replaced"
        )


def _doubts(order: Order, record: Record, changes: Changes, memory: Memory) -> Iterator[str]:
    last = memory.last()
    # By what was begun here, not by its name: a copy of a folder has the same.
    is_ours = record.head is None or record.head == memory.begun()
    base = memory.files(last.list) if last and not is_ours else None
    return doubts(
        record,
        changes,
        order.files,
        base,
        now=order.now,
        is_way_back=order.is_way_back,
        taken_down=order.taken_down,
    )


@dataclass(frozen=True, slots=True)
class _Sender:
    """What changes a target: from here on, whatever is raised leaves work for the next deploy."""

    session: Session
    objects: Objects
    progress: Progress

    def carry_out(
        self,
        order: Order,
        record: Record,
        changes: Changes,
        ours: Collection[OutputPath],
        memory: Memory,
    ) -> int:
        """Do it; `ours` is what an interrupted deploy may have left of the record."""
        steps = self._parcels(changes)  # all of them before the first change: one may be damaged
        name, listed = written_list(changes.after)
        head = Head(FORMAT, record.number + 1, order.now, memory.name(), order.base_url, name)
        old = {*ours, *([list_path(record.head.list)] if record.head else [])}
        old -= {HEAD, list_path(name)}
        new = (list_path(name), HEAD)
        self.session.begin(record.data, (*changes.sends, *changes.deletes, *sorted(old), *new))
        memory.reach(order.now)
        self._send(steps)
        last = (
            self._of_record(list_path(name), listed, GZIP),
            self._of_record(HEAD, written_head(head), JSON),
        )
        memory.begin(head)
        self.session.finish(last, (*changes.removals, *sorted(old)))
        memory.keep(head, listed, order.generations)
        return head.number

    def _parcels(self, changes: Changes) -> list[list[Parcel]]:
        files = changes.after.files
        return [
            [self.objects.parcel(path, files[path]) for path in paths] for paths in changes.steps
        ]

    def _send(self, steps: Sequence[Sequence[Parcel]]) -> None:
        total, sent = sum(map(len, steps)), count(1)

        def done(_: Parcel) -> None:
            self.progress("sent", next(sent), total)

        for parcels in steps:
            self.session.send(parcels, done)

    def _of_record(self, path: OutputPath, data: bytes, type_: str) -> Parcel:
        name = digest(data)
        file = self.objects.put(name, data)
        return Parcel(path, file, Deployed(name, len(data), type_, FOR_NOBODY))
