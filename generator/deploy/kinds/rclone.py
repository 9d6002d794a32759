"""Whatever rclone reaches: buckets, SFTP, FTP, WebDAV, and some seventy services more."""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.deploy.kinds.advice import advice
from generator.deploy.kinds.rcd import NotThere, Rclone, Refused, obscured, rclone
from generator.deploy.kinds.remotes import NAME, Remote, read_remote
from generator.deploy.plain import Plain
from generator.deploy.record import FOLDER
from generator.deploy.target import DeployFailed, Done, Means, Parcel
from generator.fingerprint import digest
from generator.paths import OutputPath

ARRIVING = OutputPath(FOLDER + "arriving")  # files on their way, where a host shows them half
LISTED: Mapping[str, bool] = {"filesOnly": True, "noModTime": True, "noMimeType": True}
LONGEST_WORDS = 400  # characters of what a host says


@dataclass(frozen=True, slots=True)
class Place:
    """A target that rclone reaches."""

    remote: Remote
    means: Means

    @property
    def keeps_headers(self) -> bool:
        """Whether it is a bucket."""
        return self.remote.is_bucket

    @contextmanager
    def session(self) -> Iterator[Plain]:
        """Start rclone; it connects with the first thing that it does."""
        remote = self.remote
        folder = self.means.memory / "rclone"
        folder.mkdir(parents=True, exist_ok=True)
        with rclone(remote.environment, _variables(remote, folder)) as running:
            if remote.renames is None:
                remote = replace(remote, renames=_renames(remote, running, self.means))
            yield Plain(Files(remote, running, folder, self.means), self.means)

    def forget(self) -> None:
        """Do nothing: what was replaced or removed there is gone."""


class Files:
    """The files at a host, as a store."""

    def __init__(self, remote: Remote, running: Rclone, folder: Path, means: Means) -> None:
        """Take a folder for what is on its way."""
        self._remote = remote
        self._rclone = running
        self._folder = folder
        self._means = means
        self._is_tidy = not remote.renames  # nothing is left on its way by those before us

    def names(self, folder: str) -> Collection[str]:
        """Return the names of the files in a folder."""
        at = self._remote.at
        with self._telling(f"look into {folder}"), suppress(NotThere):
            answer = self._rclone.do("operations/list", fs=at, remote=folder, opt=LISTED)
            return [item.name for item in answer.list or ()]
        return []

    def read(self, path: OutputPath) -> bytes | None:
        """Fetch a file."""
        here = self._folder / secrets.token_hex(8)
        try:
            with self._telling(f"read {path}"):
                self._copy(self._remote.at, path, str(self._folder), here.name)
            return here.read_bytes()
        except NotThere:
            return None
        finally:
            here.unlink(missing_ok=True)

    def write(self, path: OutputPath, data: bytes) -> None:
        """Send a small file of the program's own."""
        here = self._folder / secrets.token_hex(8)
        here.write_bytes(data)
        try:
            self._put(here, path, {"Content-Type": "application/json", "Cache-Control": "no-store"})
        finally:
            here.unlink(missing_ok=True)

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Send files, some at a time; after a failure no more are begun."""

        def send(parcel: Parcel) -> None:
            kept = parcel.deployed
            headers = {"Content-Type": kept.type, "Cache-Control": kept.cache}
            self._put(parcel.file, parcel.path, headers)
            done(parcel)

        self._tidy()
        with ThreadPoolExecutor(self._remote.lanes) as pool:
            try:
                for _ in pool.map(send, parcels):
                    pass
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def remove(self, paths: Sequence[OutputPath]) -> None:
        """Remove files."""
        with ThreadPoolExecutor(self._remote.lanes) as pool:
            for _ in pool.map(self._remove, paths):
                pass

    def _remove(self, path: OutputPath) -> None:
        with self._telling(f"remove {path}"), suppress(NotThere):
            self._rclone.do("operations/deletefile", fs=self._remote.at, remote=path)

    def _put(self, file: Path, path: OutputPath, headers: Mapping[str, str]) -> None:
        """Bring a file to the host; one that shows half a file gets it under another name first."""
        there = f"{ARRIVING}/{digest(path.encode())}" if self._remote.renames else path
        with self._telling(f"send {path}"):
            try:
                self._copy(str(file.parent), file.name, self._remote.at, there, headers)
                if there != path:
                    self._move(there, path)
            except NotThere as error:
                raise Refused(str(error)) from None

    def _copy(
        self,
        source: str,
        name: str,
        target: str,
        path: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        pairs = [{"Key": key, "Value": value} for key, value in (headers or {}).items() if value]
        self._rclone.do(
            "operations/copyfile",
            srcFs=source,
            srcRemote=name,
            dstFs=target,
            dstRemote=path,
            _config={"UploadHeaders": pairs},
        )

    def _move(self, there: str, path: OutputPath) -> None:
        at = self._remote.at
        self._rclone.do("operations/movefile", srcFs=at, srcRemote=there, dstFs=at, dstRemote=path)

    def _tidy(self) -> None:
        """Remove what an interruption left on its way: it may be what is public no more."""
        if not self._is_tidy:
            self.remove([OutputPath(f"{ARRIVING}/{name}") for name in self.names(ARRIVING)])
            self._is_tidy = True

    @contextmanager
    def _telling(self, what: str) -> Iterator[None]:
        try:
            yield
        except Refused as error:
            raise _failed(what, str(error), self._remote, self._means) from None


def target(to: str, means: Means) -> Place:
    """Make a target of an address; raise `UsageError` where it is wrong."""
    return Place(read_remote(to, means), means)


def _variables(remote: Remote, folder: Path) -> Mapping[str, str]:
    """Return what says to rclone where the place is, and what it may know besides."""
    if not remote.settings:
        return {}
    # An empty file, so that the user's own configuration has no say.
    config = folder / "rclone.conf"
    config.write_bytes(b"")
    hidden = {name: obscured(secret, remote.environment) for name, secret in remote.secrets.items()}
    settings = {**remote.settings, **hidden}
    variables = {f"RCLONE_CONFIG_{NAME}_{key}".upper(): value for key, value in settings.items()}
    return {"RCLONE_CONFIG": str(config), **variables}


def _renames(remote: Remote, running: Rclone, means: Means) -> bool:
    """Ask whether a remote of the user's own shows half a file, and can rename a whole one."""
    try:
        features = running.do("operations/fsinfo", fs=remote.at).features
    except (NotThere, Refused) as error:
        raise _failed("reach it", str(error), remote, means) from None
    return features is not None and features.move and features.partial_uploads


def _failed(what: str, why: str, remote: Remote, means: Means) -> DeployFailed:
    """Say what failed, where, why and what to do. No secret is in it, whatever a host repeats."""
    for secret in filter(None, remote.secrets.values()):
        why = why.replace(secret, "…")
    words = " ".join(why.split())[:LONGEST_WORDS]
    told = advice(words, remote, means.name)
    return DeployFailed(f"{means.name} ({remote.shown}): cannot {what}: {words}: {told}")
