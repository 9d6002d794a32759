"""The files of deploys, kept by digest: what is sent, and what a rollback sends again.

An object is a hard link to the file of the result where the disk has them: publishing replaces
files and never writes into them. Who edits one in place edits the object too, so each is read again
before it is sent.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.building.publish import Written
from generator.deploy.packing import unpack
from generator.deploy.record import Deployed
from generator.deploy.target import DeployFailed, Parcel
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath


@dataclass(frozen=True, slots=True)
class Objects:
    """A folder of files by digest."""

    folder: Path

    def file(self, name: Digest) -> Path:
        """Return where an object lies."""
        return self.folder / name[:2] / name

    def keep(self, root: Path, files: Mapping[OutputPath, Written]) -> None:
        """Keep the files of a result; those that are kept already cost a look at a list."""
        known = frozenset(self.names())
        for path, each in files.items():
            if each.digest not in known:
                self._link(root / path, each.digest)

    def put(self, name: Digest, data: bytes) -> Path:
        """Keep some bytes."""
        target = self.file(name)
        if not target.exists():
            begun = self._begun(target)
            begun.write_bytes(data)
            begun.replace(target)
        return target

    def read(self, name: Digest, path: OutputPath) -> bytes:
        """Return an object, which is to stand at a path; raise `DeployFailed` if it is damaged."""
        with suppress(FileNotFoundError):
            data = self.file(name).read_bytes()
            if _is_whole(name, data):
                return data
            self.file(name).unlink()
        raise DeployFailed(
            f"{path} cannot be deployed: its file is lost, or not what it was when it was built; "
            "if it is of the last build, remove it there and build again"
        )

    def parcel(self, path: OutputPath, deployed: Deployed) -> Parcel:
        """Return a file to be sent; raise `DeployFailed` where it is not what it should be."""
        self.read(deployed.digest, path)
        return Parcel(path, self.file(deployed.digest), deployed)

    def names(self) -> Iterator[Digest]:
        """Yield the names of all objects."""
        if not self.folder.is_dir():
            return
        for folder in os.scandir(self.folder):
            with os.scandir(folder) as entries:
                yield from (Digest(each.name) for each in entries if "~" not in each.name)

    def prune(self, keep: Collection[Digest]) -> None:
        """Forget all other objects."""
        for name in tuple(self.names()):
            if name not in keep:
                self.file(name).unlink(missing_ok=True)

    def _link(self, source: Path, name: Digest) -> None:
        begun = self._begun(self.file(name))
        begun.unlink(missing_ok=True)
        try:
            os.link(source, begun)
        except OSError:
            shutil.copyfile(source, begun)
        begun.replace(self.file(name))

    @staticmethod
    def _begun(target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.with_name(f"{target.name}~")


def _is_whole(name: Digest, data: bytes) -> bool:
    """Whether bytes are those of a name; a compressed copy has the name of what it is of."""
    stem, dot, ending = name.partition(".")
    whole = unpack(f"{dot}{ending}", data) if dot else data
    return whole is not None and digest(whole) == stem
