"""What a copy of the site remembers of a target: the last deploys from here, for taking them back.

    history.json        the deploys, oldest first
    begun.json          the one that began last to be whole
    reached             as of when readers have the site
    lists/<digest>.gz   what each of them held

Losing it costs the way back, and the certainty that nobody else's deploy is undone unawares.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from generator.building.disk import write_whole
from generator.deploy.record import (
    Files,
    Head,
    NotARecord,
    read_list,
)  # fmt: skip
from generator.fingerprint import Digest


@dataclass(frozen=True, slots=True)
class Memory:
    """A folder that remembers one target's deploys."""

    folder: Path

    def history(self) -> tuple[Head, ...]:
        """Return the deploys from here, oldest first."""
        with suppress(FileNotFoundError, ValueError, msgspec.MsgspecError):
            return msgspec.json.decode(self._history.read_bytes(), type=tuple[Head, ...])
        return ()

    def last(self) -> Head | None:
        """Return the last deploy from here."""
        return next(reversed(self.history()), None)

    def files(self, name: Digest) -> Files | None:
        """Return the list of a digest, if it is remembered."""
        with suppress(FileNotFoundError, NotARecord):
            return read_list(self._list(name).read_bytes(), name)
        return None

    def begin(self, head: Head) -> None:
        """Remember a deploy that is about to be whole: it may be so, and nobody left to keep it."""
        self._write(self._begun, msgspec.json.encode(head))

    def begun(self) -> Head | None:
        """Return the deploy that began last to be whole."""
        with suppress(FileNotFoundError, ValueError, msgspec.MsgspecError):
            return msgspec.json.decode(self._begun.read_bytes(), type=Head)
        return None

    def keep(self, head: Head, data: bytes, generations: int) -> None:
        """Remember a deploy and its list, and forget those before the last few."""
        before = self.history()
        if before and self._is_alike(before[-1], data, head.list):
            before = before[:-1]  # only what had left was removed: there is no way back to that
        self._write(self._list(head.list), data)
        kept = (*before, head)[-generations - 1 :]
        self._write(self._history, msgspec.json.encode(kept))
        self._forget_others(kept)

    def forget(self) -> None:
        """Forget all deploys but the last."""
        kept = self.history()[-1:]
        self._write(self._history, msgspec.json.encode(kept))
        self._forget_others(kept)

    def digests(self) -> Iterator[Digest]:
        """Yield the digests of all files that a rollback may need."""
        for head in self.history():
            files = self.files(head.list) or Files()
            yield from (each.digest for each in files.files.values())
            yield from (each.file.digest for each in files.leaving.values())

    def reached(self) -> datetime | None:
        """Return the time of the last deploy that changed the target, if it was not whole, too."""
        with suppress(FileNotFoundError, ValueError):
            return datetime.fromisoformat(self._reached.read_text(encoding="ascii"))
        return None

    def reach(self, now: datetime) -> None:
        """Remember that readers are about to have the site as of a time."""
        self._write(self._reached, now.isoformat().encode())

    def name(self) -> str:
        """Return what this copy of the site is called in heads: a word that tells nothing else."""
        file = self.folder / "name"
        with suppress(FileNotFoundError):
            return file.read_text(encoding="ascii")
        name = secrets.token_hex(4)
        self._write(file, name.encode())
        return name

    @property
    def _begun(self) -> Path:
        return self.folder / "begun.json"

    @property
    def _history(self) -> Path:
        return self.folder / "history.json"

    @property
    def _reached(self) -> Path:
        return self.folder / "reached"

    def _list(self, name: Digest) -> Path:
        return self.folder / "lists" / f"{name}.gz"

    def _is_alike(self, last: Head, data: bytes, name: Digest) -> bool:
        held = self.files(last.list)
        return held is not None and held.files == read_list(data, name).files

    def _forget_others(self, kept: tuple[Head, ...]) -> None:
        known = {self._list(head.list) for head in kept}
        for file in (self.folder / "lists").glob("*.gz"):
            if file not in known:
                file.unlink()

    @staticmethod
    def _write(file: Path, data: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
