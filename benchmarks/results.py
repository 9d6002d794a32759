"""What was measured, for reading: RESULTS.md has a section for each measurement."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from generator import __version__

RESULTS = Path(__file__).with_name("RESULTS.md")
LIBRARIES = ("jinja2", "markdown", "pillow")
TITLE = """\
# What was measured

By `make bench`, `bench-large`, `bench-peers` and `bench-deploys`, which write their sections anew.
The newspaper is that of `newspaper.py`. A build is a process of its own, and its start counts. CPU
is the time of all processors in all processes, peak the memory that all processes held at one time.
"""


def keep_section(heading: str, text: str, file: Path = RESULTS) -> None:
    """Write a section in place of the earlier one of its heading, or after all others."""
    before = file.read_text(encoding="utf-8") if file.is_file() else TITLE
    title, *sections = re.split(r"^(?=## )", before, flags=re.MULTILINE)
    written = f"## {heading}\n\n{text.strip()}\n"
    is_same = [each.startswith(f"## {heading}\n") for each in sections]
    kept = [written if same else each for each, same in zip(sections, is_same, strict=True)]
    parts = [title, *kept, *([] if any(is_same) else [written])]
    file.write_text("\n".join(f"{part.strip()}\n" for part in parts), encoding="utf-8")


def circumstances() -> str:
    """Say when and on what something is measured; call it before, for it tells how busy it is."""
    memory = _after("MemTotal:", "/proc/meminfo").removesuffix(" kB")
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {len(os.sched_getaffinity(0))} processors "
        f"({_after('model name', '/proc/cpuinfo').lstrip(' :')}), {int(memory) / 2**20:.0f} GiB, "
        f"Linux {platform.release()}, load {os.getloadavg()[0]:.1f} before.\n"
        f"Broadsheet {__version__}{_commit()}, Python {platform.python_version()}, {libraries}."
    )


def table(*cells: str, is_head: bool = False) -> str:
    """Return a row of a table; a head has its rule below it."""
    row = f"| {' | '.join(cells)} |"
    return f"{row}\n|{'---|' * len(cells)}" if is_head else row


def _after(name: str, file: str) -> str:
    """Return what a file of the system says of a name; "0" where it says nothing."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix(name).strip() for line in lines if line.startswith(name)), "0")


def _commit() -> str:
    """Return the commit that is measured, and whether something was changed since."""
    command = ["git", "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(
            command, cwd=RESULTS.parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f" ({done.stdout.strip()})"
