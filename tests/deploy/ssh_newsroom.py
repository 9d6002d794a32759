"""Copies of a site that deploy over ssh, by the shortest transaction that there is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.deploy.kinds.ssh import target
from generator.deploy.record import HEAD, Deployed
from generator.deploy.target import DeployFailed, Means, Parcel, Session, Target
from generator.fingerprint import digest
from generator.paths import OutputPath
from tests.deploy.hosts import Host

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LIST = OutputPath(".broadsheet/files.gz")

# Names that a shell, an option or a list of files could take for something else.
ODD = {
    path: path.encode()
    for path in (
        "a b/c  d .html", "año/日本.html", "100%/%41.html", "a+b#c.html", "#a.html", ";b.html",
        ".well/.hidden", "[x]/[a-z].html", "{a,b}/*.html", "-rf", "--help/-n", "a'b\"c/$HOME`id`",
        "back\\slash", "~/!x", "a:b/c:d", "END", "a&b;c|d.html", "=x", "@y",
    )
}  # fmt: skip
# In a process of its own, to be killed.
DEPLOY = """
import ast, sys
from pathlib import Path
from tests.deploy.hosts import Host
from tests.deploy.ssh_newsroom import Newsroom
folder, to, environment, files = sys.argv[1:]
host = Host(to, ast.literal_eval(environment), dict)
found = {path: data if isinstance(data, bytes) else Path(data).read_bytes()
         for path, data in ast.literal_eval(files).items()}
Newsroom(Path(folder), host).deploy(found, number=9)
"""


@dataclass(frozen=True)
class Newsroom:
    """Deploys from a folder of its own, with a memory of its own."""

    folder: Path
    host: Host
    take_over: bool = False

    @property
    def target(self) -> Target:
        means = Means(
            "live", self.folder, self.folder / "memory", self.host.environment, NOW, self.take_over
        )
        return target(self.host.to, means)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.target.session() as session:
            yield session

    def parcel(self, path: str, data: bytes) -> Parcel:
        name = digest(data)
        file = self.folder / "objects" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        file.chmod(0o600)
        return Parcel(OutputPath(path), file, Deployed(name, len(data), "text/html", "no-cache"))

    def parcels(self, files: Mapping[str, bytes]) -> list[Parcel]:
        return [self.parcel(path, data) for path, data in files.items()]

    def record(self, number: int) -> list[Parcel]:
        files: dict[str, bytes] = {
            LIST: b"\x1f\x8b list %d" % number,
            HEAD: b'{"number": %d}\n' % number,
        }
        return self.parcels(files)

    def deploy(
        self, files: Mapping[str, bytes], removals: Sequence[str] = (), *, number: int = 1
    ) -> list[str]:
        """Deploy, and return what arrived, in order."""
        arrived: list[str] = []
        gone = [OutputPath(path) for path in removals]
        with self.session() as session:
            head = session.read(HEAD) or b""
            paths = [OutputPath(path) for path in files]
            session.begin(head, [*session.uncertain(), *paths, *gone])
            session.send(self.parcels(files), lambda parcel: arrived.append(parcel.path))
            session.finish(self.record(number), gone)
        return arrived

    def begin(self) -> None:
        """Claim the host, and leave it so."""
        with self.session() as session:
            session.begin(session.read(HEAD) or b"", [])


def without_record(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not path.startswith(".broadsheet/")}


def newsroom_at(tmp_path: Path, host: Host, name: str = "newsroom") -> Newsroom:
    return Newsroom(tmp_path / name, host)


def told(call: Callable[[], object]) -> str:
    with pytest.raises(DeployFailed) as failed:
        call()
    return str(failed.value)


@contextmanager
def killed(
    newsroom: Newsroom, files: Mapping[str, bytes | Path], *, alone: bool = True
) -> Iterator[None]:
    """Deploy in a process of its own, which is killed at the end of the block.

    What it runs is killed with it, as where a machine loses its power, unless it is `alone`.
    """
    host = newsroom.host
    given = {path: data if isinstance(data, bytes) else str(data) for path, data in files.items()}
    arguments = [str(newsroom.folder), host.to, repr(dict(host.environment)), repr(given)]
    command = [sys.executable, "-c", DEPLOY, *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        yield
        assert process.poll() is None
    finally:
        if alone:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(1500):
        if is_so():
            return
        time.sleep(0.02)
    pytest.fail("it never came to that")
