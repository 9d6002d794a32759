"""What would stop the site later, with nobody there: the faults of articles that wait.

A dead link in an article of next week is no fault of today's site, which does not have it. But the
build that publishes it would fail, at night. So the site is also planned as of the last release to
come, and what would be an error then is a warning now.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from generator.errors import Problem, Severity
from generator.planning.changes import RELEASE, Change


def last_release(changes: Iterable[Change]) -> datetime | None:
    """Return when the last article that waits goes live; None where none waits."""
    return max((each.at for each in changes if each.reason.endswith(RELEASE)), default=None)


def warnings_of(
    later: Iterable[Problem], now: Iterable[Problem], at: datetime
) -> tuple[Problem, ...]:
    """Return the errors that a plan as of `at` has and today's has not, as warnings."""
    known = {(each.path, each.line, each.column, each.message) for each in now}
    return tuple(
        replace(
            each,
            message=f"{each.message}; this would stop the build of {at:%Y-%m-%d %H:%M}",
            severity=Severity.WARNING,
        )
        for each in later
        if each.severity is Severity.ERROR
        and (each.path, each.line, each.column, each.message) not in known
    )
