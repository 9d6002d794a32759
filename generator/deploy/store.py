"""What the plainest host can do: hold files by name. `plain` makes a target of it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from generator.deploy.target import Done, Parcel
from generator.paths import OutputPath


class Store(Protocol):
    """Files by name, at a host. Everything raises `DeployFailed` where it fails.

    A file that is put has its new bytes at once and as a whole, where the host can do that: readers
    look at it meanwhile.
    """

    def names(self, folder: str) -> Collection[str]:
        """Return the names of the files in a folder; none where there is no such folder."""
        ...

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file; None if there is none."""
        ...

    def write(self, path: OutputPath, data: bytes) -> None:
        """Write a small file of the program's own."""
        ...

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Send files, several at a time where the host bears it, each with its headers."""
        ...

    def remove(self, paths: Sequence[OutputPath]) -> None:
        """Remove files, in this order where the host can; one that is not there is no fault."""
        ...
