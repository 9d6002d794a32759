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
        self._is_faulty = False

    def are_other(self, problems: Collection[Problem]) -> bool:
        """Whether problems are not those that were told last."""
        return problems is not self._last and frozenset(problems) != self._problems

    def has_new(self, errors: Collection[Problem]) -> bool:
        """Whether there is an error that was not told yet."""
        return not self._problems.issuperset(errors)

    def of_change(
        self, changed: Collection[SourcePath], gone: Collection[SourcePath], seconds: float
    ) -> Iterator[str]:
        """Yield in a line what changed, and how soon it could be seen; in another what is gone."""
        if changed:
            yield f"{_named(changed)}: shown after {1000 * seconds:.0f} ms"
        if gone:
            yield f"{_named(gone)}: gone after {1000 * seconds:.0f} ms"

    def of_problems(self, problems: Collection[Problem], *, are_all: bool = True) -> Iterator[str]:
        """Yield a line for each problem that is new, and say when all are mended.

        That is not said before they `are_all`: more may be found.
        """
        yield from self._new(problems) if problems is not self._last else ()
        self._last = problems
        if self._is_faulty and are_all and not errors_in(problems):
            self._is_faulty = False
            yield "Mended"

    def _new(self, problems: Collection[Problem]) -> Iterator[str]:
        current = frozenset(problems)
        new = sorted(current - self._problems)
        errors = errors_in(new)
        warnings = len(new) - len(errors)
        for problem in new if warnings <= MOST else errors:
            yield str(problem).replace("\n  hint: ", "; hint: ").replace("\n", " ")
        if warnings > MOST:
            yield f"{warnings} warnings: they stand on the desk, at /_desk/"
        self._is_faulty |= bool(errors)
        self._problems = current


def _named(sources: Collection[SourcePath]) -> str:
    more = len(sources) - NAMED
    also = f" and {more} more" if more > 0 else ""
    return ", ".join(sorted(sources)[:NAMED]) + also
