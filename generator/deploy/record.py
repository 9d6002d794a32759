"""What a target holds, as it says itself: a small head, and the list of its files.

Both lie in the tree that readers see, under names of ours, so that a target which switches from
one tree to another switches its record with it. So they hold nothing that the tree does not show
anyway. The list is named by its digest and never changed; the head alone says which list holds.
"""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from generator.fingerprint import Digest, digest
from generator.paths import OutputPath
from generator.planning.hosts.headers import DEPLOYS

FOLDER = f"{DEPLOYS}/"  # at the target; no output of a site may lie there
HEAD = OutputPath(FOLDER + "deployed.json")
FORMAT = 1
FASTEST = 1  # most of a list are digests, which do not compress


class NotARecord(ValueError):
    """Raised where a target's record is damaged, or of another version of this program."""


class Deployed(msgspec.Struct, frozen=True, array_like=True):
    """One file at a target: its bytes, and what it is sent with. `size` in bytes.

    `digest` names the bytes; that of a compressed copy is the digest of the file, and its ending.
    """

    digest: Digest
    size: int
    type: str
    cache: str

    @property
    def is_copy(self) -> bool:
        """Whether it is the compressed copy of a file, which servers send at that one's address."""
        return "." in self.digest


class Leaving(msgspec.Struct, frozen=True, array_like=True):
    """A file that the site has no more, and that stays for readers of older pages, since when."""

    file: Deployed
    since: datetime


class Files(msgspec.Struct, frozen=True):
    """All files of a deploy, and those that are leaving."""

    files: dict[OutputPath, Deployed] = {}
    leaving: dict[OutputPath, Leaving] = {}


class Head(msgspec.Struct, frozen=True):
    """Which deploy a target holds. `by` names the copy of the site that it came from."""

    format: int
    number: int
    at: datetime
    by: str
    base_url: str
    list: Digest


@dataclass(frozen=True, slots=True)
class Record:
    """A head with its list; of a target where nothing was deployed yet, neither."""

    head: Head | None = None
    data: bytes = b""  # the head as it stands at the target
    list: Files = field(default_factory=Files)

    @property
    def files(self) -> Mapping[OutputPath, Deployed]:
        """What is deployed, by path."""
        return self.list.files

    @property
    def leaving(self) -> Mapping[OutputPath, Leaving]:
        """What is at the target still, by path."""
        return self.list.leaving

    @property
    def number(self) -> int:
        """Which deploy it is, counted from 1; 0 before the first."""
        return self.head.number if self.head else 0


def list_path(name: Digest) -> OutputPath:
    """Return where the list of a digest lies."""
    return OutputPath(f"{FOLDER}files-{name}.gz")


def list_name(path: OutputPath) -> Digest | None:
    """Return the digest of the list that lies at a path; None where none does."""
    found = re.fullmatch(rf"{re.escape(FOLDER)}files-(\w+)\.gz", path)
    return Digest(found[1]) if found else None


def written_list(files: Files) -> tuple[Digest, bytes]:
    """Return a list as it is kept, and its digest; equal lists make equal bytes."""
    data = gzip.compress(msgspec.json.encode(files, order="deterministic"), FASTEST, mtime=0)
    return digest(data), data


def read_list(data: bytes, name: Digest) -> Files:
    """Read a list; raise `NotARecord` where it is not the one of this digest."""
    if digest(data) != name:
        raise NotARecord
    try:
        return msgspec.json.decode(gzip.decompress(data), type=Files)
    except (OSError, EOFError, ValueError, msgspec.MsgspecError):
        raise NotARecord from None


def written_head(head: Head) -> bytes:
    """Return a head as it is kept."""
    return msgspec.json.encode(head) + b"\n"


def read_head(data: bytes) -> Head:
    """Read a head; raise `NotARecord` where it is none that this program knows."""
    try:
        head = msgspec.json.decode(data, type=Head)
    except (ValueError, msgspec.MsgspecError):
        raise NotARecord from None
    if head.format != FORMAT:
        raise NotARecord
    return head
