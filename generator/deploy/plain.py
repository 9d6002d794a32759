"""Targets that hold files and can do no more: a bucket, a web space, a folder without a switch.

Each file is live as soon as it is sent, so order is all. One deployer is kept from another by a
claim, a file that each writes under a name of its own before it looks who else has one: of two,
whoever looks second sees the first. In the claim stand the paths that are about to change, since
after a deploy that was interrupted nobody could tell what stands there. A claim outlives its
deployer for that reason, and the next one removes it when its own claim has the same paths in it.
"""

import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from generator.deploy.record import FOLDER, HEAD
from generator.deploy.store import Store
from generator.deploy.target import Done, Means, Parcel, TargetMoved, busy
from generator.errors import LockHeld
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath

CLAIMS = FOLDER + "claims"
PATIENCE = (0.2, 0.4, 0.8, 1.6, 3.2)  # seconds in which another who came at once gives way

Sleep = Callable[[float], None]


class Claim(msgspec.Struct, frozen=True):
    """Who is about to change what. `onto` is the digest of the head that the change is of."""

    at: datetime | None  # by the claimer's clock: for people to read
    onto: Digest
    paths: tuple[OutputPath, ...]


GONE = "-"  # what is known of a path that was removed
NOBODY_KNOWS = Claim(None, Digest(""), ())  # of a claim that cannot be read


class Plain:
    """A session with a store."""

    def __init__(self, store: Store, means: Means, sleep: Sleep = time.sleep) -> None:
        """Take a store; `sleep` waits for some seconds."""
        self._store = store
        self._means = means
        self._sleep = sleep
        self._progress = Progress(means.memory / "arrived")
        self._mine = OutputPath("")  # the claim's file
        self._claim = NOBODY_KNOWS
        self._head = b""
        self._left: dict[str, Claim] = {}  # by deployers that are at work no more

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file that readers see; None if there is none."""
        return self._store.read(path)

    def uncertain(self) -> Collection[OutputPath]:
        """Return claims that were left behind, and what stands in them."""
        found = self._claims()
        for name in found:
            if name not in self._progress.claims and not self._means.take_over:
                raise LockHeld(busy(self._means.name, found[name].at))
        self._left = found
        claims = (OutputPath(f"{CLAIMS}/{name}") for name in found)
        return frozenset((*claims, *(path for claim in found.values() for path in claim.paths)))

    def begin(self, head: bytes, paths: Collection[OutputPath]) -> None:
        """Claim the store, with a token of its own each time."""
        onto = digest(head)
        name = f"{secrets.token_hex(8)}.json"
        self._head = head
        self._mine = OutputPath(f"{CLAIMS}/{name}")
        self._progress.begin(name, keep=self._is_resumed(onto))
        self._claim = Claim(self._means.now, onto, tuple(sorted(_without_claims(paths))))
        self._store.write(self._mine, msgspec.json.encode(self._claim))
        try:
            self._make_sure(name, head)
        except (LockHeld, TargetMoved):
            self._store.remove([self._mine])
            raise
        older = sorted({*self._left, *self._progress.claims} - {name})
        if older:  # what stands in them stands in this one too
            self._store.remove([OutputPath(f"{CLAIMS}/{each}") for each in older])

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Send files, without those that arrived before an interruption."""
        arrived = self._progress.arrived

        def remember(parcel: Parcel) -> None:
            self._progress.add(parcel)
            done(parcel)

        missing = [each for each in parcels if arrived.get(each.path) != _name_of(each)]
        if missing:
            self._store.send(missing, remember)

    def finish(self, record: Sequence[Parcel], removals: Sequence[OutputPath]) -> None:
        """Send the record, remove paths, and then the claim."""
        self._make_sure_still(self._head)
        for parcel in record:
            if parcel.path == HEAD:
                self._progress.add_head(parcel.deployed.digest)
            self._store.send([parcel], lambda _: None)
        gone = _without_claims(removals)  # a claim that is there again is of one who is alive
        self._progress.forget(gone)
        self._store.remove(gone)
        self._make_sure_still(record[-1].file.read_bytes())
        self._store.remove([self._mine])
        self._progress.end()

    def _is_resumed(self, onto: Digest) -> bool:
        """Whether nobody but this copy of the site has been at the store since a change began.

        Who took it over has left a claim of their own, or has removed those of this copy.
        """
        if not self._left or not self._left.keys() <= set(self._progress.claims):
            return False
        is_as_then = {claim.onto for claim in self._left.values()} == {onto}
        return is_as_then or self._progress.arrived.get(HEAD) == onto

    def _make_sure_still(self, head: bytes) -> None:
        """Raise where somebody has taken the store over, who took this deployer for dead.

        What was sent here since is mixed with theirs, so the claim goes back, or stays.
        """
        names = self._store.names(CLAIMS)
        is_claimed = self._mine.rpartition("/")[2] in names
        if not is_claimed:
            self._store.write(self._mine, msgspec.json.encode(self._claim))
        if not is_claimed or (self.read(HEAD) or b"") != head:
            raise TargetMoved

    def _claims(self) -> dict[str, Claim]:
        found = {}
        for name in sorted(self._store.names(CLAIMS)):
            data = self._store.read(OutputPath(f"{CLAIMS}/{name}"))
            if data is not None:
                found[name] = read_claim(data)
        return found

    def _make_sure(self, mine: str, head: bytes) -> None:
        """Raise unless this is the only deployer, and the target is as it was looked at."""
        self._wait_for_others(mine)
        if (self.read(HEAD) or b"") != head:
            raise TargetMoved

    def _wait_for_others(self, mine: str) -> None:
        """Return once no other claim is left; raise `LockHeld` where one stays.

        Of two who came at once, the one whose token is later in the alphabet gives way.
        """
        for pause in (*PATIENCE, None):
            others = set(self._store.names(CLAIMS)) - {mine} - self._left.keys()
            if not others:
                return
            if pause is None or min(others) < mine:
                claim = self._claims().get(min(others), NOBODY_KNOWS)
                raise LockHeld(busy(self._means.name, claim.at))
            self._sleep(pause)


class Progress:
    """What has arrived at a store, in a file that is added to: it is whole up to any interruption.

    Its first line names the claims that it belongs to. Losing it costs only sending again.
    """

    def __init__(self, file: Path) -> None:
        """Take the file; it need not exist."""
        self._file = file
        lines = _lines(file)
        self.claims = next(lines, "").split()
        self.arrived = {OutputPath(path): name for path, name in _pairs(lines)}

    def begin(self, claim: str, *, keep: bool) -> None:
        """Go on under one more claim, with what has arrived or without."""
        self.claims.append(claim)
        self.arrived = self.arrived if keep else {}
        known = (f"{name} {path}" for path, name in self.arrived.items())
        text = "".join(f"{line}\n" for line in (" ".join(self.claims), *known))
        self._file.parent.mkdir(parents=True, exist_ok=True)
        begun = self._file.with_suffix(".begun")
        begun.write_text(text, encoding="utf-8")
        begun.replace(self._file)

    def add(self, parcel: Parcel) -> None:
        """Write down that a parcel has arrived."""
        self._write([(parcel.path, _name_of(parcel))])

    def add_head(self, name: Digest) -> None:
        """Write down that a head is about to arrive."""
        self._write([(HEAD, name)])

    def forget(self, paths: Iterable[OutputPath]) -> None:
        """Write down that files are about to be removed."""
        self._write((path, GONE) for path in paths)

    def _write(self, found: Iterable[tuple[OutputPath, str]]) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.writelines(f"{name} {path}\n" for path, name in found)

    def end(self) -> None:
        """Forget: the deploy is whole."""
        self._file.unlink(missing_ok=True)


def _lines(file: Path) -> Iterator[str]:
    try:
        # What an interruption left of a last line has no end, and is none.
        yield from file.read_text(encoding="utf-8").split("\n")[:-1]
    except (FileNotFoundError, UnicodeDecodeError):
        return


def _pairs(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Yield path and name of what has arrived."""
    for line in lines:
        name, _, path = line.partition(" ")
        yield path, name


def _name_of(parcel: Parcel) -> str:
    """Return what a parcel is known by: its bytes, and what they are sent with."""
    deployed = parcel.deployed
    return digest(f"{deployed.digest}\n{deployed.type}\n{deployed.cache}".encode())


def read_claim(data: bytes) -> Claim:
    """Read a claim; one that is damaged says nothing."""
    with suppress(ValueError, msgspec.MsgspecError):
        return msgspec.json.decode(data, type=Claim)
    return NOBODY_KNOWS


def _without_claims(paths: Iterable[OutputPath]) -> list[OutputPath]:
    return [path for path in paths if not path.startswith(CLAIMS)]
