"""A deploy: look, compare, doubt, claim, send in order, say so at the target, remove.

Whatever interrupts it, readers see pages that work, and the next deploy makes the rest right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from generator.deploy.addresses import answering_otherwise
from generator.deploy.changes import Changes, Wanted, changes_of
from generator.deploy.guards import Doubtful, doubts
from generator.deploy.memory import Memory
from generator.deploy.objects import Objects
from generator.deploy.record import (
    FORMAT,
    HEAD,
    Deployed,
    Files,
    Head,
    NotARecord,
    Record,
    list_path,
    read_head,
    read_list,
    written_head,
    written_list,
)  # fmt: skip
from generator.deploy.target import DeployFailed, Parcel, Session, Target
from generator.fingerprint import digest
from generator.paths import OutputPath

GZIP, JSON = "application/gzip", "application/json"
FOR_NOBODY = "no-store"  # the record is the deployer's: nobody is to keep a copy of it
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be deployed, and how sure whoever orders it is.

    `grace` is how long assets stay that no page needs any more. `is_certain` does what is doubtful
    as well; `is_rehearsal` does nothing; `again` sends every file; a `way_back` deploys what was
    deployed before.
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
        record = look(session, memory)
        changes = _changes(order, record, session, keeps_headers=target.keeps_headers)
        found = tuple(_doubts(order, record, changes, memory))
        if found and not (order.is_certain or order.is_rehearsal):
            raise Doubtful(found)
        number = record.number
        if not (changes.is_empty or order.is_rehearsal):
            sender = _Sender(session, objects, progress)
            number = sender.carry_out(order, record, changes, memory)
    return Deployment(number, changes, changes.size, found, record.list, order.is_rehearsal)


def look(session: Session, memory: Memory) -> Record:
    """Return what the target says that it holds; raise `DeployFailed` where it cannot be read."""
    data = session.read(HEAD)
    if data is None:
        return Record()
    try:
        head = read_head(data)
        files = memory.files(head.list)
        if files is None:
            files = read_list(session.read(list_path(head.list)) or b"", head.list)
    except NotARecord:
        raise DeployFailed(
            f"what was deployed cannot be told: {HEAD} at the target is damaged, or of another "
            "version of Broadsheet; remove it there to deploy every file again"
        ) from None
    return Record(head, data, files)


def _changes(order: Order, record: Record, session: Session, *, keeps_headers: bool) -> Changes:
    uncertain = {*session.uncertain(), *(record.files if order.again else ())}
    return changes_of(
        record,
        order.files,
        now=order.now,
        grace=order.grace,
        uncertain=uncertain,
        keeps_headers=keeps_headers,
    )


def _doubts(order: Order, record: Record, changes: Changes, memory: Memory) -> Iterator[str]:
    last = memory.last()
    is_ours = record.head is not None and record.head.by == memory.name()
    base = memory.files(last.list) if last and not is_ours else None
    return doubts(record, changes, order.files, base, now=order.now, is_way_back=order.is_way_back)


@dataclass(frozen=True, slots=True)
class _Sender:
    """What changes a target: from here on, whatever is raised leaves work for the next deploy."""

    session: Session
    objects: Objects
    progress: Progress

    def carry_out(self, order: Order, record: Record, changes: Changes, memory: Memory) -> int:
        name, listed = written_list(changes.after)
        head = Head(FORMAT, record.number + 1, order.now, memory.name(), order.base_url, name)
        old = (list_path(record.head.list),) if record.head and record.head.list != name else ()
        self.session.begin(record.data, (*changes.sends, *changes.deletes, list_path(name)))
        memory.reach(order.now)
        self._send(changes)
        last = (
            self._of_record(list_path(name), listed, GZIP),
            self._of_record(HEAD, written_head(head), JSON),
        )
        self.session.finish(last, (*changes.deletes, *old))
        memory.keep(head, listed, order.generations)
        return head.number

    def _send(self, changes: Changes) -> None:
        total, sent = len(changes.sends), count(1)

        def done(_: Parcel) -> None:
            self.progress("sent", next(sent), total)

        files = changes.after.files
        for paths in changes.steps:
            self.session.send([self.objects.parcel(path, files[path]) for path in paths], done)

    def _of_record(self, path: OutputPath, data: bytes, type_: str) -> Parcel:
        name = digest(data)
        file = self.objects.put(name, data)
        return Parcel(path, file, Deployed(name, len(data), type_, FOR_NOBODY))
