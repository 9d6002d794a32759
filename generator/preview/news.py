"""What the terminal is told: what changed, what is wrong now, and nothing twice."""

from collections.abc import Collection, Iterator

from generator.errors import Problem, errors_in
from generator.paths import SourcePath

NAMED = 3  # files that are named
MOST = 5  # warnings that are told one by one


class News:
    """Knows what was told last."""

    def __init__(self) -> None:
        """Start with nothing told."""
        self._problems: frozenset[Problem] = frozenset()
        self._last: Collection[Problem] = ()

    def are_other(self, problems: Collection[Problem]) -> bool:
        """Whether problems are not those that were told last."""
        return problems is not self._last and frozenset(problems) != self._problems

    def has_new(self, errors: Collection[Problem]) -> bool:
        """Whether there is an error that was not told yet."""
        return not self._problems.issuperset(errors)

    def of_change(self, changed: Collection[SourcePath], seconds: float) -> Iterator[str]:
        """Yield in a line what changed, and how soon it could be seen."""
        if changed:
            named = ", ".join(sorted(changed)[:NAMED])
            more = len(changed) - NAMED
            also = f" and {more} more" if more > 0 else ""
            yield f"{named}{also}: shown after {1000 * seconds:.0f} ms"

    def of_problems(self, problems: Collection[Problem]) -> Iterator[str]:
        """Yield a line for each problem that is new, and say when all are mended."""
        if problems is self._last:
            return
        self._last = problems
        current = frozenset(problems)
        new = sorted(current - self._problems)
        errors = errors_in(new)
        warnings = len(new) - len(errors)
        for problem in new if warnings <= MOST else errors:
            yield str(problem).replace("\n  hint: ", "; hint: ").replace("\n", " ")
        if warnings > MOST:
            yield f"{warnings} warnings: they stand on the desk, at /_desk/"
        if errors_in(self._problems) and not errors_in(current):
            yield "Mended"
        self._problems = current
