"""What a host must be able to do. A new kind of host is one module with a `Target`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from generator.deploy.record import Deployed
from generator.errors import BroadsheetError
from generator.paths import OutputPath

MOVED = "somebody else has deployed to the target meanwhile: deploy again"


class DeployFailed(BroadsheetError):
    """Raised where a host, or the way to it, does not do its part: running it again may mend it."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to send: where it lies here, where it is to stand, and what it is sent with.

    The file here is named by its digest and never changes. At the target, `path` may be in place
    already, with other bytes.
    """

    path: OutputPath
    file: Path
    deployed: Deployed


Done = Callable[[Parcel], None]  # called, from whatever thread, once a parcel has arrived


class Session(Protocol):
    """A target, while one deployer is at it. Everything raises `DeployFailed` where it fails.

    Up to `begin`, nothing at the target is changed. `DeployFailed`, or the end of this process, may
    come at any point: readers then see pages that work, and the next session mends the rest.
    """

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file that readers see; None if there is none."""
        ...

    def uncertain(self) -> Collection[OutputPath]:
        """Return paths that a deploy which was interrupted may have changed.

        Those of the record count too, and whatever else it left there under our own name.
        """
        ...

    def begin(self, head: bytes, paths: Collection[OutputPath]) -> None:
        """Claim the target, and leave word there of the paths that are about to change.

        `head` is the target's as it was read, b"" for none. Raise `LockHeld` while somebody else is
        at it, and `TargetMoved` where the head has become another one.
        """
        ...

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Send files. Of two calls, what the first sent is there before any of the second is."""
        ...

    def finish(self, record: Sequence[Parcel], removals: Sequence[OutputPath]) -> None:
        """Send the record, in this order, and then remove paths; those that are not there, too.

        A target that switches shows readers all that was sent now, at once. The claim ends.
        """
        ...


class TargetMoved(BroadsheetError):
    """Raised where somebody deployed to a target since our look at it."""

    def __init__(self, message: str = MOVED) -> None:
        super().__init__(message)


class Target(Protocol):
    """A place that a site can be deployed to."""

    @property
    def keeps_headers(self) -> bool:
        """Whether a file's type and cache rule are kept with it, as in a bucket."""
        ...

    def session(self) -> AbstractContextManager[Session]:
        """Connect; raise `DeployFailed` where that fails. Leaving it lets go of the target."""
        ...

    def forget(self) -> None:
        """Remove what the host keeps of earlier deploys, which readers do not see.

        Raise as a session does.
        """
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a kind of target works with.

    `site` is the site's folder, from which relative paths count; `memory` a folder for what this
    target needs to remember between runs, which may be lost; `environment` has its secrets; `now`
    is told to others; `take_over` lets it take a claim that somebody else left.
    """

    name: str
    site: Path
    memory: Path
    environment: Mapping[str, str]
    now: datetime
    take_over: bool = False


def busy(target: str, since: datetime | None) -> str:
    """Say that somebody else is at a target; `since` is None where nobody knows."""
    time = f" since {since:%Y-%m-%d %H:%M %Z}" if since else ""
    return (
        f"somebody else is deploying to {target}{time}: wait for the end; if it was interrupted, "
        "and will not go on where it began, broadsheet deploy --take-over finishes it from here"
    )
