"""How `broadsheet publish --wait` reads the clocks, and how it is ended."""

import os
import signal
import time
from dataclasses import replace
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING

import click

from generator.cli_deploying import open_deployer
from generator.cli_published import publish_once
from generator.errors import BroadsheetError, UsageError
from generator.project import Project

if TYPE_CHECKING:
    from generator.deploy.deploying import Wish

INTERRUPTED = 130


def publish_on_time(project: Project, target: str, wish: "Wish") -> int:
    """Publish, and again at each moment, until a signal ends it; return the exit code."""
    from generator.deploy.waiting import Clock, OnTime

    if os.environ.get("SOURCE_DATE_EPOCH"):
        raise UsageError("--wait: expected a clock that goes, got SOURCE_DATE_EPOCH: unset it")
    site = _Site(project, target, wish)
    ending = _Ending()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ending.ask)
    clock = Clock(lambda: datetime.now(UTC), _passed, ending.sleep)
    try:
        OnTime(site, clock, lambda line: click.echo(line, err=True)).run()
    except _EndedError:
        return INTERRUPTED if ending.asked == signal.SIGINT else 0


class _Site:
    """The site at one target, opened anew each time: site.toml may have been edited."""

    def __init__(self, project: Project, target: str, wish: "Wish") -> None:
        self._project, self._target, self._wish = project, target, wish
        self._one = open_deployer(project, target)
        self._result = ""

    def publish(self, now: datetime) -> datetime | None:
        from generator.deploy.publishing import result_of

        wish = replace(self._wish, now=now)
        report, self._one = publish_once(self._project, self._target, wish)
        self._wish = replace(self._wish, is_certain=False, take_over=False)
        self._result = result_of(self._one)
        return report.next

    def reached(self) -> datetime | None:
        return self._one.reached

    def due(self) -> datetime | None:
        from generator.building.identity import is_replaced
        from generator.deploy.publishing import due, result_of

        if is_replaced():
            raise BroadsheetError("Broadsheet itself was changed meanwhile: start it again")
        return due(self._one) if result_of(self._one) != self._result else None


class _EndedError(Exception):
    """Raised in sleep, where it does no harm, once a signal has come."""


class _Ending:
    """Ends a sleep at once, and work when it is done; asked for a second time, work as well."""

    def __init__(self) -> None:
        self.asked = 0  # by which signal
        self._is_asleep = False

    def ask(self, number: int, _: FrameType | None) -> None:
        """Take a signal."""
        if self.asked and not self._is_asleep:
            raise KeyboardInterrupt
        self.asked = number
        if self._is_asleep:
            raise _EndedError

    def sleep(self, seconds: float) -> None:
        """Sleep for some seconds, unless it is to end."""
        self._is_asleep = True
        try:
            if self.asked:
                raise _EndedError
            time.sleep(seconds)
        finally:
            self._is_asleep = False


def _passed() -> float:
    """Return seconds, also those in which the machine slept, by a clock that nobody sets."""
    if hasattr(time, "clock_gettime"):
        # Linux counts sleep in a clock of its own, macOS in this one.
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
    return time.monotonic()
