"""What the command line prints: reports, problems, progress."""

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from generator.cli_profile import print_profile, profile_json
from generator.errors import Problem, Severity

if TYPE_CHECKING:
    from generator.building.profile import Profile
    from generator.building.report import Progress, Report


MANY = 200  # items, of which not each is shown
ERASED = "\r\033[K"  # the line that a terminal shows progress in


def progress(*, quiet: bool) -> "Progress":
    """Return what shows progress on a terminal, and nothing elsewhere."""
    from generator.building.report import silent

    if quiet or not sys.stderr.isatty():
        return silent
    started = time.monotonic()

    def show(what: str, done: int, total: int) -> None:
        step = 50 if total >= MANY else 1
        if (done % step == 0 or done == total) and time.monotonic() - started > 1:
            end = ERASED if done == total else ""
            click.echo(f"\r{what} {done} of {total}{end}", nl=False, err=True)

    return show


def tell_build(
    report: "Report | None",
    problems: Iterable[Problem],
    profile: "Profile | None",
    seconds: float,
    *,
    as_json: bool,
) -> None:
    """Print what a build did, and where its time went; as JSON also what a failed one found."""
    if as_json:
        told = report_json(report, problems, seconds) | profile_json(profile)
        click.echo(json.dumps(told, ensure_ascii=False))
    elif report:
        print_profile(profile, seconds)
        print_report(report, seconds)


def print_report(report: "Report", seconds: float, *, aside: bool = False) -> None:
    """Print what a build did, and what it warns of; `aside` where other programs do not read it."""
    for notice in report.notices:
        click.echo(f"note: {notice}", err=True)
    print_problems(report.problems)
    click.echo(_summary(report, seconds), err=aside)


def _summary(report: "Report", seconds: float) -> str:
    did = (f"Read {report.read}, rendered {len(report.rendered)}, wrote {len(report.written)}, "
           f"removed {len(report.removed)} in {seconds:.2f} s.")  # fmt: skip
    upcoming = next_change(report)
    return f"{did} Next change: {upcoming}." if upcoming else did


def next_change(report: "Report") -> str:
    """Say when and how the site changes next by itself; "" for never."""
    if not report.changes:
        return ""
    change = report.changes[0]
    return f"{change.at:%Y-%m-%d %H:%M}, {change.reason}"


def report_json(
    report: "Report | None", problems: Iterable[Problem], seconds: float
) -> dict[str, object]:
    """Return what a build did as one JSON object; a failed one has no report."""
    from generator.dates import rfc3339

    next_at = report.next if report else None
    return {
        "read": report.read if report else 0,
        "rendered": len(report.rendered) if report else 0,
        "written": len(report.written) if report else 0,
        "removed": len(report.removed) if report else 0,
        "outputs": list(report.outputs) if report else [],
        "problems": [asdict(problem) for problem in problems],
        "next": rfc3339(next_at) if next_at else None,
        "seconds": round(seconds, 3),
    }


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems, and how many there are if any of them is an error."""
    everything = list(problems)
    for problem in everything:
        click.echo(str(problem), err=True)
    errors = sum(problem.severity is Severity.ERROR for problem in everything)
    if errors:
        warnings = len(everything) - errors
        also = f" and {_counted(warnings, 'warning')}" if warnings else ""
        click.echo(f"{_counted(errors, 'problem')}{also}: nothing was written", err=True)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number > 1)}"


def complain(message: str) -> None:
    """Print why a command cannot be carried out."""
    start = ERASED if sys.stderr.isatty() else ""
    click.echo(f"{start}broadsheet: {message}", err=True)
