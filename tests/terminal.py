"""A terminal in this process: what a person types, and what comes of it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from generator import cli
from tests.site_kit import NOW


@dataclass(frozen=True)
class Result:
    """The exit code of a command, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


def terminal(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *always: str,
) -> Run:
    """Return what runs a command in a folder, as of the last `now`; each begins with `always`."""

    def set_clock(now: datetime) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))

    def typed(*words: str, now: datetime | None = None) -> Result:
        monkeypatch.setattr(sys, "argv", ["broadsheet", *always, *words])
        if now:
            set_clock(now)
        capsys.readouterr()
        code = cli._exit_code()
        written = capsys.readouterr()
        return Result(code, written.out, written.err)

    monkeypatch.chdir(folder)
    set_clock(NOW)
    return typed
