"""How long builds of a newspaper take: cold, and after each kind of change.

    python -m benchmarks.builds 1000 10000

Each build is a process of its own, so that starting is part of it. Printed are the median and the
smallest of some runs in seconds, processor time and peak memory of all processes together, and what
the build itself reports. Newspapers lie in the system's folder for temporary files and are kept.
"""

import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.newspaper import article, source_of, write_newspaper

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("RESULTS.md")
STEP = 0.02  # seconds between two looks at the memory
SETTLED = 2.2  # seconds after which a file's stamp is trusted
HEAD = (
    "| articles | build | median s | smallest s | CPU s | peak MB | read | rendered | written |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Run:
    """One build: seconds, seconds of all processors, bytes, and what it says that it did."""

    wall: float
    cpu: float
    peak: int
    counts: tuple[int, ...]  # files read, outputs rendered, files written


@dataclass(frozen=True)
class Case:
    """A kind of build: what is changed before each run, and how often it is run."""

    name: str
    change: Callable[[Path, int, int], None]
    runs: int = 5


def main() -> None:
    """Measure the newspapers of so many articles, and write what came of it."""
    sizes = [int(each) for each in sys.argv[1:]] or [1000]
    rows = [row for size in sizes for row in measured(size)]
    machine = (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    )
    text = f"# Builds\n\n{datetime.now(UTC):%Y-%m-%d}; {machine}.\n\n{HEAD}\n" + "\n".join(rows)
    RESULTS.write_text(f"{text}\n", encoding="utf-8")


def measured(size: int) -> Iterator[str]:
    """Yield a row for each kind of build of a newspaper of so many articles."""
    folder = Path(tempfile.gettempdir()) / f"broadsheet-{size}"
    if not folder.is_dir():
        write_newspaper(folder, size)
    shutil.rmtree(folder / "layouts", ignore_errors=True)
    print(HEAD)
    for case in CASES:
        runs = []
        for number in range(case.runs if size < 50_000 else min(case.runs, 3)):
            case.change(folder, size, number)
            runs.append(built(folder))
        yield row(size, case, runs)
        print(row(size, case, runs), flush=True)
    shutil.rmtree(folder / "layouts", ignore_errors=True)


def row(size: int, case: Case, runs: list[Run]) -> str:
    """Return what came of some runs, as a row of the table."""
    wall, cpu = ([getattr(each, name) for each in runs] for name in ("wall", "cpu"))
    cells = (
        f"{size:,}", case.name, f"{statistics.median(wall):.2f}", f"{min(wall):.2f}",
        f"{statistics.median(cpu):.2f}", f"{max(each.peak for each in runs) / 1e6:.0f}",
        *runs[-1].counts,
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def built(folder: Path) -> Run:
    """Build a newspaper in a process of its own."""
    time.sleep(SETTLED)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "generator", "-C", str(folder), "build"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        memory = Memory(process.pid)
        out, _ = process.communicate()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit(out.decode())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = re.search(r"Read (\d+), rendered (\d+), wrote (\d+)", out.decode())
    assert counts, out
    return Run(wall, cpu, memory.peak, tuple(map(int, counts.groups())))


class Memory:
    """Watches how much memory a process and all that it starts hold together (on Linux)."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.peak = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while Path(f"/proc/{self._pid}/statm").exists():
            self.peak = max(self.peak, sum(map(_resident, _family(self._pid))))
            time.sleep(STEP)


def _resident(pid: int) -> int:
    """Return the bytes that a process holds; pages that several share count for each its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _cold(folder: Path, _: int, __: int) -> None:
    for name in (".broadsheet", "public"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _nothing(_: Path, __: int, ___: int) -> None:
    pass


def _body(folder: Path, size: int, number: int) -> None:
    file = folder / source_of(size // 2)
    file.write_text(f"{article(size // 2)}\nMark {number} {time.time()}.\n", encoding="utf-8")


def _new(folder: Path, size: int, number: int) -> None:
    name = folder / source_of(size - 1)
    text = article(size + number).replace("title: ", f"title: {time.time():.0f} ")
    name.with_name(f"new-{time.time():.0f}-{number}.md").write_text(text, encoding="utf-8")


def _layout(folder: Path, _: int, number: int) -> None:
    own = folder / "layouts" / "article.html"
    own.parent.mkdir(exist_ok=True)
    theme = (ROOT / "layouts" / "article.html").read_text(encoding="utf-8")
    own.write_text(theme.replace("<article", f'<article data-run="{number}-{time.time():.0f}"', 1))


CASES = (
    Case("cold", _cold, runs=1),
    Case("nothing changed", _nothing),
    Case("one body edited", _body),
    Case("one new article", _new),
    Case("article layout edited", _layout, runs=1),
)


if __name__ == "__main__":
    main()
