"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = "127.0.0.1"
ROOT = Path(__file__).parent.parent.parent
UNFORGIVING = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}  # a task has one attempt
PATIENCE = 60.0  # seconds for a process to start, on the slowest of machines


@dataclass
class DaskCluster:
    """A running cluster, and its address as `--workers` has it."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


def dying(_: Sequence[int]) -> list[int]:
    """End the worker that does this."""
    os._exit(1)


@contextmanager
def dask_cluster(folder: Path, workers: int = 2, **settings: str) -> Iterator[DaskCluster]:
    """Run a cluster, with its files in a folder; wait until the scheduler knows all workers."""
    file = folder / "scheduler.json"
    options = ["--host", HERE, "--no-dashboard"]
    single = ["--nthreads", "1", "--no-nanny", "--memory-limit", "0"]
    asked = ["--port", "0", "--scheduler-file", str(file)]
    scheduler = _started("dask_scheduler", folder, *options, *asked, **settings)
    running = [scheduler]
    try:
        place = _address(file)
        worker = partial(_started, "dask_worker", folder, place, *options, *single)
        running += (worker() for _ in range(workers))
        _wait_for(place, workers)
        yield DaskCluster(place.replace("tcp", "dask"), scheduler, running[1:])
    finally:
        for each in running:
            each.kill()
            each.wait()


def _started(
    program: str, folder: Path, *arguments: str, **settings: str
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)


def _address(file: Path) -> str:
    """Return the scheduler's address, once it has written it down."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return str(json.loads(file.read_text("utf-8"))["address"])
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
    raise TimeoutError(file)


def _wait_for(place: str, workers: int) -> None:
    from distributed import Client

    with Client(place, set_as_default=False) as client:
        if workers:
            client.wait_for_workers(workers, timeout=PATIENCE)
