"""OpenSSH and rsync, run as programs: one connection to a host, and all that goes over it.

How a host is reached, with which key, and which key it has itself, is what ssh knows from its own
configuration, agent and known_hosts. It never asks, since nobody may be there to answer, and never
goes to a host that it does not know.
"""

import os
import re
import select
import shlex
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from generator.deploy.target import DeployFailed

CONNECTING = 15  # seconds until a host must have answered
READY = 60  # seconds until it must have let us in
SILENT = 15  # seconds without a word, after which it is asked whether it is there, four times
STUCK = 120  # seconds in which rsync must have moved something
SLOWEST = 10_000  # bytes in a second, on the slowest way that is waited for
LOST = 255  # what ssh ends with where it failed itself
TOLD = 3  # last lines of what a program said

# What ssh is to see of the environment: where it finds keys and tickets, and nothing else.
PASSED = ("PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "KRB5CCNAME", "TMPDIR")

OPTIONS = (
    "BatchMode=yes", f"ConnectTimeout={CONNECTING}", "ConnectionAttempts=1",
    f"ServerAliveInterval={SILENT}", "ServerAliveCountMax=4", "LogLevel=ERROR", "RequestTTY=no",
    "RemoteCommand=none", "PermitLocalCommand=no", "ClearAllForwardings=yes", "ForwardAgent=no",
    "ForwardX11=no", "ControlPersist=no",
)  # fmt: skip

NO_CHECK = re.compile(rb"^stricthostkeychecking (false|no|off)$", re.MULTILINE)

ADVICE = {
    "IDENTIFICATION HAS CHANGED": (
        "it has another key than before: ask whoever runs it; if that is right, remove the old one "
        "with ssh-keygen -R and connect once by hand"
    ),
    "key verification failed": (
        "connect once by hand, compare the key that it shows, and accept it; a machine without a "
        "person needs that key in its known_hosts"
    ),
    "Permission denied": (
        "it lets none of the keys in that ssh has here: put the public key into authorized_keys "
        "there; a key with a passphrase must be in the agent"
    ),
    "Too many authentication failures": (
        "the agent offers too many keys: name the right one as IdentityFile in ssh's "
        "configuration, with IdentitiesOnly yes"
    ),
    "Could not resolve": "look at the name of the host",
}


class ScriptFailed(Exception):
    """Raised where a script at the host ended with another code than 0."""

    def __init__(self, code: int, printed: str, said: str) -> None:
        """Take the code, what it printed, and what it said was wrong."""
        super().__init__(said)
        self.code, self.printed, self.said = code, printed, said


@dataclass(frozen=True, slots=True)
class Host:
    """Whom to reach, as ssh is told it; what is missing, ssh knows from its configuration."""

    name: str
    user: str = ""
    port: int | None = None
    config: Path | None = None  # instead of ssh's own

    def __str__(self) -> str:
        return f"{self.user}@{self.name}" if self.user else self.name


@contextmanager
def connected(host: Host, environment: Mapping[str, str]) -> Iterator["Connection"]:
    """Connect to a host, for one block."""
    with TemporaryDirectory(prefix="broadsheet-", ignore_cleanup_errors=True) as folder:
        connection = Connection(host, environment, Path(folder))
        try:
            connection.open()
            yield connection
        finally:
            connection.close()


class Connection:
    """A connection that others go through, so that there is one handshake.

    It ends with this process, however that ends: it lives as long as its standard input is open.
    """

    def __init__(self, host: Host, environment: Mapping[str, str], folder: Path) -> None:
        """Take a host, and a folder of its own."""
        self.folder = folder
        self._host = host
        self._environment = {name: environment[name] for name in PASSED if name in environment}
        self._environment["LC_ALL"] = "C"  # what programs say is looked at
        self._ssh: tuple[str, ...] = ()
        self._master: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Connect, and wait until the host has let us in."""
        self._ssh = self._command()
        with (self.folder / "said").open("wb") as said:
            self._master = self._start(
                [*self._ssh, "-oControlMaster=yes", self._host.name, "echo ready; exec cat"], said
            )
        answer = self._first_words(self._master)
        if answer != b"ready\n":
            self._master.kill()
            self._master.wait()
            raise self._refused(answer, (self.folder / "said").read_text(errors="replace"))

    def close(self) -> None:
        """Let go of the host."""
        if self._master is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._master.communicate(timeout=5)  # it ends with its standard input
        self._master.kill()
        self._master.wait()

    def run(self, script: str, limit: float) -> bytes:
        """Run a script there, and return what it printed. Raise `ScriptFailed` where it fails."""
        command = [*self._ssh, "-oControlMaster=no", self._host.name, "sh -s"]
        done = self._finished(command, script.encode(), limit)
        if done.returncode == LOST:
            raise self._lost(done.stderr)
        if done.returncode:
            printed = done.stdout.decode(errors="replace").strip()
            raise ScriptFailed(done.returncode, printed, last_words(done.stderr))
        return done.stdout

    def upload(self, folder: Path, to: str, like: str, size: int) -> None:
        """Send the files of a folder, through links; what is there with the same bytes, is left.

        `like` is a folder there with files that may be alike: then only the difference is sent.
        """
        quoted = ["-s"] if shlex.quote(to) != to else []  # older versions have the shell read it
        basis = [f"--copy-dest={like}"] if like else []
        command = [
            "rsync", "-rLpz", "--checksum", "--chmod=Du=rwx,Dgo=rx,Fu=rw,Fgo=r", *quoted, *basis,
            "--partial-dir=.broadsheet-partial", f"--timeout={STUCK}",
            "-e", shlex.join([*self._ssh, "-oControlMaster=no"]),
            f"{folder}/", f"{_bracketed(self._host.name)}:{to}/",
        ]  # fmt: skip
        done = self._finished(command, b"", 10 * STUCK + size / SLOWEST)
        if done.returncode == LOST:
            raise self._lost(done.stderr)
        if done.returncode:
            said = last_words(done.stderr) or f"rsync ended with {done.returncode}"
            raise DeployFailed(f"sending to {self._host} failed: {said}; deploy again to go on")

    def _command(self) -> tuple[str, ...]:
        host = self._host
        options = [f"-o{option}" for option in OPTIONS]
        chosen = [
            *(["-F", str(host.config)] if host.config else []),
            *(["-l", host.user] if host.user else []),
            *(["-p", str(host.port)] if host.port else []),
        ]
        known = self._finished(["ssh", *chosen, "-G", host.name], b"", CONNECTING).stdout
        if NO_CHECK.search(known):  # anybody could say that he is this host
            options.append("-oStrictHostKeyChecking=yes")
        return ("ssh", *chosen, *options, f"-oControlPath={self.folder / 's'}")

    def _start(self, command: Sequence[str], said: IO[bytes]) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        with self._installed(command[0]):
            return subprocess.Popen(
                command, env=self._environment, stdin=pipe, stdout=pipe, stderr=said
            )

    def _finished(
        self, command: Sequence[str], data: bytes, limit: float
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            with self._installed(command[0]):
                return subprocess.run(
                    command,
                    env=self._environment,
                    input=data,
                    capture_output=True,
                    timeout=limit,
                    check=False,
                )
        except subprocess.TimeoutExpired:
            raise DeployFailed(
                f"{self._host} did not come to an end within {limit:.0f} seconds: deploy again "
                "to go on"
            ) from None

    @contextmanager
    def _installed(self, program: str) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, PermissionError):
            raise DeployFailed(
                f"there is no {program} on this machine: install it to deploy to {self._host}"
            ) from None

    def _first_words(self, master: subprocess.Popen[bytes]) -> bytes:
        """Return the first line that the host prints, or what there is of it."""
        assert master.stdout
        number, words, end = master.stdout.fileno(), b"", time.monotonic() + READY
        while b"\n" not in words:
            left = end - time.monotonic()
            if left <= 0 or not select.select([number], [], [], left)[0]:
                break
            some = os.read(number, 4096)
            if not some:
                break
            words += some
        return words

    def _refused(self, answer: bytes, said: str) -> DeployFailed:
        if answer:
            return DeployFailed(
                f"the login shell at {self._host} prints something of its own before it does what "
                "it is asked to: have it do that for people only, in .bashrc or the like"
            )
        told = last_words(said.encode()) or f"no answer within {READY} seconds"
        advice = next(
            (text for words, text in ADVICE.items() if words in said), "see that it is running"
        )
        return DeployFailed(f"ssh does not get into {self._host}: {told}; {advice}")

    def _lost(self, said: bytes) -> DeployFailed:
        told = last_words(said) or "it ended without a word"
        return DeployFailed(f"the connection to {self._host} broke: {told}; deploy again to go on")


def last_words(said: bytes) -> str:
    """Return the last lines that a program said, as one."""
    lines = (line.strip() for line in said.decode(errors="replace").splitlines())
    return " ".join([*dict.fromkeys(filter(None, lines))][-TOLD:])


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name
