"""What the terminal is told of builds: what is new, and nothing twice."""

from collections.abc import Iterator

from generator.building.report import Report
from generator.errors import Problem
from generator.preview.rebuilding import Outcome


class News:
    """Knows what was told last."""

    def __init__(self) -> None:
        """Start with nothing told."""
        self._problems: tuple[Problem, ...] = ()
        self._was_broken = False

    def of(self, outcome: Outcome) -> Iterator[str]:
        """Yield what there is to say about a build."""
        if outcome.problems != self._problems:
            yield from map(str, outcome.problems)
        if outcome.report:
            yield from outcome.report.notices
            yield from self._of_success(outcome.report, outcome.seconds)
        elif outcome.problems != self._problems:
            yield f"{_counted(len(outcome.problems), 'problem')}: the last good pages stay up"
        self._problems = outcome.problems
        self._was_broken = outcome.report is None

    def _of_success(self, report: Report, seconds: float) -> Iterator[str]:
        what = [f"{_counted(len(report.written), 'file')} written"] if report.written else []
        if report.removed:
            what.append(f"{_counted(len(report.removed), 'file')} removed")
        done = "Mended" if self._was_broken else "Built"
        if what:
            yield f"{done} in {seconds:.2f} s: {', '.join(what)}"
        elif self._was_broken:
            yield done


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
