"""A host that is reached by ssh: a new tree beside the old one, and a link that switches.

Readers come in by a link to a *generation*, a whole tree that is never changed. The next one is
made at the host, of hard links to the files of this one and of those that were sent; then the link
is replaced, in one step. So there is never half a site, and nothing that an interruption leaves
behind is in doubt. `ssh.sh` has what is done there, and how one deployer is kept from another.

What is sent waits at the host under the paths that it is for, so that rsync puts a whole archive in
place in one go, and finds at a path the file that the new one is likely to be like. What waits
there since an interruption is compared by its bytes, and not sent again.
"""

import os
import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from shutil import rmtree
from urllib.parse import parse_qs, unquote, urlsplit

from generator.building.disk import folders_of
from generator.deploy.kinds.openssh import Connection, Host, ScriptFailed, connected
from generator.deploy.record import HEAD
from generator.deploy.target import DeployFailed, Done, Means, Parcel, TargetMoved, busy
from generator.errors import LockHeld, UsageError
from generator.paths import OutputPath

SCRIPT = Path(__file__).with_suffix(".sh")
LIMIT = 900  # seconds for a step at the host: half a million files are linked in less
ON_WINDOWS = os.name == "nt"
REMEMBERED = 50  # claims
MOST_FILES, MOST_BYTES = 2_000, 64 * 1024**2  # in one go, after which progress is told

# What a step ends with; as in ssh.sh.
NO_FOLDER, REAL, ELSEWHERE, MISSING, HELD, NO_RSYNC, TAKEN, LINKED, NOT_WRITABLE = range(41, 50)


@dataclass(frozen=True, slots=True)
class Place:
    """Where at which host readers are served from: the link `name` in the folder `parent`."""

    host: Host
    parent: str
    name: str

    def __str__(self) -> str:
        return f"{self.parent.rstrip('/')}/{self.name} at {self.host}"

    @property
    def deploys(self) -> str:
        """The folder with all generations."""
        return f"{self.parent.rstrip('/')}/{self.name}.deploys"


def target(to: str, means: Means) -> "Ssh":
    """Return the target that `ssh://user@host:port/path` names; `?config=file` is for ssh -F."""
    if ON_WINDOWS:
        raise UsageError("ssh:// needs rsync, which Windows has not: use sftp://, or run it in WSL")
    return Ssh(_place(to, means.site), means)


@dataclass(frozen=True, slots=True)
class Ssh:
    """A place at a host."""

    place: Place
    means: Means
    keeps_headers = False

    @contextmanager
    def session(self) -> Iterator["Switching"]:
        """Connect."""
        with connected(self.place.host, self.means.environment) as connection:
            yield Switching(connection, self.place, self.means)

    def forget(self) -> None:
        """Remove all trees but the one that readers see, and what waits there."""
        with self.session() as session:
            session.forget()


class Switching:
    """A session with such a host."""

    def __init__(self, connection: Connection, place: Place, means: Means) -> None:
        """Take a connection; nothing is done with it yet."""
        self._connection = connection
        self._place = place
        self._means = means
        self._claims = Claims(means.memory / "claims")
        self._token = ""
        self._like = ""  # the files that readers see, at the host; "" for none
        self._sent: set[OutputPath] = set()

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file that readers see; None if there is none."""
        try:
            return self._run("read_file", path=path)
        except ScriptFailed as failed:
            if failed.code == MISSING:
                return None
            raise self._failure(failed) from None

    def uncertain(self) -> Collection[OutputPath]:
        """Return nothing: no file that readers see is ever changed."""
        return frozenset()

    def begin(self, head: bytes, paths: Collection[OutputPath]) -> None:  # noqa: ARG002 - as above
        """Claim the host, and see whether it is as it was read."""
        if self._claim() != head:
            self._step("release")
            raise TargetMoved
        self._like = f"{self._place.parent.rstrip('/')}/{self._place.name}" if head else ""

    def forget(self) -> None:
        """Remove all that readers do not see, under a claim, which ends."""
        self._claim()
        self._step("forget")

    def _claim(self) -> bytes:
        """Claim the host, with a new token each time, known here before it is known there.

        Return the head that it has then.
        """
        self._token, self._sent = secrets.token_hex(8), set()
        mine = " ".join(self._claims.known())
        self._claims.add(self._token)
        return self._step(
            "begin",
            mine=mine,
            head=HEAD,
            at=self._means.now.isoformat(),
            take_over="yes" if self._means.take_over else "",
        )

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Send files, to where readers do not see them yet."""
        for batch in _batches(parcels):
            self._upload(batch)
            for parcel in batch:
                done(parcel)

    def finish(self, record: Sequence[Parcel], removals: Sequence[OutputPath]) -> None:
        """Send the record, make the next tree, and switch to it."""
        self.send(record, lambda _: None)
        removed = set(removals) - self._sent
        folders = folders_of(self._sent)
        emptied = folders_of(removed) - folders
        self._step(
            "finish",
            generation=f"{self._means.now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{self._token}",
            placed=sorted(self._sent),
            removed=sorted(removed),
            folders=sorted(folders | emptied),
            emptied=sorted(emptied, key=lambda folder: (-folder.count("/"), folder)),
        )

    def _upload(self, parcels: Sequence[Parcel]) -> None:
        waiting = f"{self._place.deploys}/claim/{self._token}/incoming"
        staged = self._connection.folder / "staged"
        for parcel in parcels:
            link = staged / _safe(parcel.path)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(parcel.file.absolute())
        size = sum(parcel.deployed.size for parcel in parcels)
        self._connection.upload(staged, waiting, self._like, size)
        rmtree(staged)
        self._sent.update(parcel.path for parcel in parcels)

    def _step(self, name: str, **values: str | Sequence[str]) -> bytes:
        try:
            return self._run(name, token=self._token, **values)
        except ScriptFailed as failed:
            if failed.code == HELD:
                raise LockHeld(busy(self._means.name, _time(failed.printed))) from None
            raise self._failure(failed) from None

    def _run(self, step: str, **values: str | Sequence[str]) -> bytes:
        values = {"parent": self._place.parent, "name": self._place.name, **values}
        return self._connection.run(_script(step, values), LIMIT)

    def _failure(self, failed: ScriptFailed) -> DeployFailed:
        """Say what a step that failed means, and what to do."""
        place, printed = self._place, failed.printed
        found = {
            NO_FOLDER: f"there is no folder {place.parent} at {place.host}, or it may not be "
            "looked into: make it, or correct the path",
            REAL: f"{place} is there and is no link, so it cannot be switched from one tree to "
            "another in one step: move it away, or deploy to it with sftp://",
            ELSEWHERE: f"{place} is a link to {printed}, which is not what this program made: "
            "remove the link, or deploy to another path",
            NO_RSYNC: f"there is no rsync at {place.host}: install it there, or use sftp://",
            TAKEN: f"somebody else has taken over the deploy to {self._means.name}: what readers "
            "see is theirs; deploy again once they are done",
            LINKED: f"{printed} in {place} is a link to another folder, which would be changed "
            "while readers look: remove the link, or deploy with sftp://",
            NOT_WRITABLE: f"{place.host} does not let this user write into {place.parent} and "
            f"{place.deploys}: both must be writable, since the link is replaced",
        }.get(failed.code)
        said = failed.said or f"it ended with {failed.code}"
        return DeployFailed(found or f"{place} could not be changed: {said}; deploy again to go on")


class Claims:
    """The tokens of claims that were made from here, the last ones, in a file."""

    def __init__(self, file: Path) -> None:
        """Take the file; it need not exist."""
        self._file = file

    def known(self) -> list[str]:
        """Return those that can be read."""
        with suppress(FileNotFoundError):
            text = self._file.read_text("ascii", "replace")
            return re.findall(r"^[0-9a-f]{16}$", text, re.MULTILINE)
        return []

    def add(self, token: str) -> None:
        """Remember one more."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        begun = self._file.with_suffix(".begun")
        begun.write_text("".join(f"{each}\n" for each in [*self.known(), token][-REMEMBERED:]))
        begun.replace(self._file)


def _place(to: str, site: Path) -> Place:
    """Read an address; its text is not repeated, since somebody may have put a password there."""
    try:
        parts = urlsplit(to)
        port = parts.port
    except ValueError:
        raise UsageError(_wanted("the address cannot be read")) from None
    login, _, place = parts.netloc.rpartition("@")
    user, colon, _ = login.partition(":")
    name = re.sub(r":\d*$", "", place).removeprefix("[").removesuffix("]")
    path = unquote(parts.path).rstrip("/")
    parent, _, last = path.rpartition("/")
    if colon:
        raise UsageError(_wanted("ssh takes no password: it works with keys"))
    if parts.scheme != "ssh" or not re.fullmatch(r"[\w.:][\w.:-]*", name, re.ASCII):
        raise UsageError(_wanted("the name of a host is missing, or wrong"))
    if not re.fullmatch(r"([\w.][\w.@\\+-]*)?", unquote(user)):
        raise UsageError(_wanted("the name of the user is wrong"))
    if not last or parts.fragment or not _is_plain(path.removeprefix("/")):
        raise UsageError(_wanted("the path must be a whole one"))
    host = Host(name, unquote(user), port, _config(parts.query, site))
    return Place(host, parent or "/", last)


def _config(query: str, site: Path) -> Path | None:
    """Return the file that is ssh's configuration, if one is named."""
    found = parse_qs(query, keep_blank_values=True)
    match found:
        case {"config": [name], **others} if name and not others:
            return site / name
        case _ if query:
            raise UsageError(_wanted("behind ? only config=... can stand, a file for ssh -F"))
    return None


def _wanted(fault: str) -> str:
    return f"{fault}; write ssh://user@host/srv/www/site, the user and a :port if ssh needs them"


def _is_plain(path: str) -> bool:
    """Whether a path has no part that is empty, or leads out, nor anything that ends a line."""
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and all(ord(sign) >= 32 for sign in path)


def _safe(path: str) -> str:
    if not _is_plain(path):
        raise DeployFailed(f"{path!r} is no path of a site: the target's record is damaged")
    return path


def _batches(parcels: Sequence[Parcel]) -> Iterator[Sequence[Parcel]]:
    """Cut what is sent into parts, each of at least one parcel."""
    batch: list[Parcel] = []
    size = 0
    for parcel in parcels:
        full = len(batch) == MOST_FILES or size + parcel.deployed.size > MOST_BYTES
        if batch and full:
            yield batch
            batch, size = [], 0
        batch.append(parcel)
        size += parcel.deployed.size
    if batch:
        yield batch


def _script(step: str, values: Mapping[str, str | Sequence[str]]) -> str:
    """Return what `sh` is to read: values, what can be done with them, and what is to be done."""
    texts = [f"{key}={quote(value)}\n" for key, value in values.items() if isinstance(value, str)]
    lists = [_list(key, value) for key, value in values.items() if not isinstance(value, str)]
    return "".join([*texts, SCRIPT.read_text("utf-8"), *lists, f"{step} </dev/null\n"])


def _list(name: str, paths: Sequence[str]) -> str:
    """Return a function that prints paths, one a line."""
    end = f"END-{secrets.token_hex(8)}"
    lines = "".join(f"{_safe(path)}\n" for path in paths)
    return f"{name}() {{\ncat <<'{end}'\n{lines}{end}\n}}\n"


def _time(word: str) -> datetime | None:
    """Return when a claim was made, if its word says so."""
    with suppress(ValueError):
        return datetime.fromisoformat(word)
    return None
