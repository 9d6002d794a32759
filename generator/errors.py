"""What can go wrong, as values and as exceptions.

Everything an editor can mend is a `Problem`: a place, what was expected, what was found, and what
to write instead. Problems are collected and reported together; nothing is logged and passed over.

    BroadsheetError
    +-- ProblemsFound     the site has errors: nothing was written       exit code 1
    +-- UsageError        the command cannot be carried out as typed     exit code 2
    +-- LockHeld          another build holds the site's lock            exit code 75
    +-- Stopped           someone ended a deploy before it was done      exit code 130
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from heapq import nlargest
from itertools import groupby

CLOSE = 0.6  # how alike two words are, of 1, before one is taken for the other
COMPARED = 100  # how many words are compared letter by letter with a misspelt one: it is slow


class Severity(StrEnum):
    """How much a problem weighs: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    `line` and `column` count from 1; 0 means that the problem is with the file as a whole. `check`
    names the check that found it, as site.toml knows it; "" for what no setting can allow.
    """

    path: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    check: str = ""

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column}"
        subject = f"{self.field}: " if self.field else ""
        warning = "warning: " if self.severity is Severity.WARNING else ""
        text = f"{place}: {warning}{subject}{self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class BroadsheetError(Exception):
    """The root of what this program raises on purpose."""


class ProblemsFound(BroadsheetError):
    """Raised where work cannot go on because of problems in content, layouts or site.toml."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["ProblemsFound"], tuple[tuple[Problem, ...]]]:
        return ProblemsFound, (self.problems,)  # so that it comes back whole from a worker


class UsageError(BroadsheetError):
    """Raised where the command line asks for what cannot be done."""


class LockHeld(BroadsheetError):
    """Raised where another process is building the same site."""


class Stopped(BroadsheetError):
    """Raised where someone ends a deploy before it is done."""


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that must stop a build."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def by_file(problems: Iterable[Problem]) -> dict[str, tuple[Problem, ...]]:
    """Group problems by their files, both in order."""
    groups = groupby(sorted(problems), key=lambda each: each.path)
    return {path: tuple(group) for path, group in groups}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return what a misspelt word was most likely to be, or None."""
    folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    likely = _likely(word.casefold(), folded)
    matches: Sequence[str] = get_close_matches(word.casefold(), likely, n=1, cutoff=CLOSE)
    return folded[matches[0]] if matches else None


def _likely(word: str, known: Collection[str]) -> Collection[str]:
    """Return the few that share most with a word: an archive has ten thousand addresses."""
    if len(known) <= COMPARED:
        return known
    pairs = {word[place : place + 2] for place in range(len(word) - 1)}
    shortest, longest = (len(word) * share for share in (CLOSE / (2 - CLOSE), (2 - CLOSE) / CLOSE))
    possible = (each for each in known if shortest <= len(each) <= longest)
    return nlargest(COMPARED, possible, key=lambda each: sum(map(each.__contains__, pairs)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "x"?` for a near miss, or an empty string."""
    found = nearest(word, known)
    return f'did you mean "{found}"?' if found else ""
