"""Pagefind, which makes an index of pages for readers to search: a program of its own.

It is run as a process. Its interface for Python waits a tenth of a second for each answer; the
program itself takes a second for a thousand pages.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from generator.building.installed import version_of

PROGRAMS = ("pagefind_bin_extended", "pagefind_bin")  # the distributions, in the order it looks
LIMIT = 1800  # seconds; a thousand pages take one
TOLD = 3  # last lines of what it said
NOISE = (".footnote-ref", ".footnote-backref", ".toc")  # in a text, but nothing to be found by


class IndexingFailed(Exception):
    """Raised where the index was not made; says why in the program's own last words."""


class Indexer(Protocol):
    """Makes an index. `version` names all that its bytes depend on; "" where it is missing."""

    @property
    def version(self) -> str: ...

    def run(self, site: Path, bundle: Path, language: str) -> None:
        """Index the pages of a folder, as of one language, into another folder."""


class Pagefind:
    """The program, as it is installed here."""

    @property
    def version(self) -> str:
        """Its distribution and version; "" where one of its two parts is missing."""
        return next(_versions(PROGRAMS), "") if any(_versions(["pagefind"])) else ""

    def run(self, site: Path, bundle: Path, language: str) -> None:
        """Run it, away from settings of this machine: a pagefind.toml here, PAGEFIND_* there."""
        command = (
            sys.executable, "-P", "-m", "pagefind", "--silent", f"--site={site}",
            f"--output-path={bundle}", f"--force-language={language}",
            *(f"--exclude-selectors={selector}" for selector in NOISE),
        )  # fmt: skip
        try:
            done = subprocess.run(
                command,
                cwd=site.parent,
                env=None if os.name == "nt" else {"PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise IndexingFailed(f"it took more than {LIMIT // 60} minutes") from None
        if done.returncode:
            said = done.stdout.decode(errors="replace").splitlines()
            last = [*dict.fromkeys(line.strip() for line in said if line.strip())][-TOLD:]
            raise IndexingFailed(" ".join(last) or f"it ended with {done.returncode}")


def _versions(names: Iterable[str]) -> Iterator[str]:
    """Yield those distributions that are installed, each with its version."""
    return (f"{name} {version_of(name)}" for name in names if version_of(name))
