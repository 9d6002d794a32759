"""What one command costs: time, and time of processors and memory of all processes together.

Needs Linux: nowhere else are the processes counted that a command leaves to themselves. Broadsheet
does so with its workers, which nobody waits for.
"""

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

STEP = 0.02  # seconds between two looks at the memory
PATIENCE = 60  # seconds that what a command has left running may take to end
SET_CHILD_SUBREAPER = 36  # of <linux/prctl.h>


@dataclass(frozen=True, slots=True)
class Run:
    """What a command has cost, and what it printed."""

    wall: float  # seconds until it ended
    cpu: float  # seconds of processors, of every process that came of it
    peak: int  # bytes in memory, of all processes at one time
    out: str


class CommandFailedError(Exception):
    """A command ended otherwise than well; the message is what it printed."""


def adopt_orphans() -> None:
    """Make this process the parent of each process below it whose own parent has ended.

    Without this they go to the system's first process, and their time is counted nowhere.
    """
    if sys.platform != "linux":
        sys.exit("Only Linux tells what all processes together cost.")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this process may not adopt others")


def measured(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Run a command to its end, and then wait for all that it has left running.

    Call `adopt_orphans` before, in a process that has no other children: each is waited for.
    What was written earlier is on the disk before the command starts, so that it need not wait.
    """
    os.sync()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        before, began = _cpu(), time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=err)
        memory = _Memory(process.pid)
        code = process.wait()
        wall = time.perf_counter() - began
        _wait_for_orphans()
        cpu = _cpu() - before
        printed, said = (_text(each) for each in (out, err))
    if code:
        raise CommandFailedError(f"{' '.join(command)} ended with {code}:\n{printed}{said}")
    return Run(wall, cpu, memory.peak, printed)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait_for_orphans() -> None:
    ends = time.monotonic() + PATIENCE
    with suppress(ChildProcessError):  # none is left
        while time.monotonic() < ends:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if not pid:
                time.sleep(STEP)
        raise TimeoutError("the command has left a process running that does not end")


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


class _Memory:
    """Watches how much memory a process and all that it starts hold together."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.peak = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while Path(f"/proc/{self._pid}").exists():
            self.peak = max(self.peak, sum(map(_resident, _family(self._pid))))
            time.sleep(STEP)


def _resident(pid: int) -> int:
    """Return the bytes that a process holds; pages that several share count for each its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in thread.read_text(encoding="ascii").split():
                yield from _family(int(child))
