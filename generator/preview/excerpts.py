"""The line that a problem is about, with a caret under the place."""

from dataclasses import dataclass
from itertools import islice

from generator.building.theme import LAYOUTS, file_of
from generator.config import SITE_FILE
from generator.errors import Problem
from generator.paths import SourcePath
from generator.project import Project

WIDTH = 100  # characters of a line that are shown
BEFORE = 60  # of these, at most so many before the caret
LONGEST = 100_000  # characters of a line that are looked at


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A source line, or the part of it around the place, and the caret for the line below."""

    text: str
    caret: str


def excerpt(project: Project, problem: Problem) -> Excerpt | None:
    """Return the line of a problem; None where it has none, or where it cannot be read."""
    if not problem.line or not problem.path.startswith(("content/", LAYOUTS, SITE_FILE)):
        return None
    line = _line(project, SourcePath(problem.path), problem.line)
    return None if line is None else _around(line, max(problem.column, 1) - 1)


def _line(project: Project, source: SourcePath, number: int) -> str | None:
    file = file_of(project, source)
    try:
        if not file.is_file():
            return None
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            return next(islice(lines, number - 1, number), None)
    except OSError:
        return None


def _around(line: str, place: int) -> Excerpt:
    line = line[:LONGEST].rstrip("\r\n")
    place = min(place, len(line))
    start = max(0, place - BEFORE)
    text = line[start : start + WIDTH]
    before = text[: place - start]
    # A tab under a tab, so that the caret stands right however wide tabs are shown.
    pad = "".join("\t" if character == "\t" else " " for character in before)
    if start:
        text, pad = f"… {text}", f"  {pad}"
    return Excerpt(f"{text} …" if start + WIDTH < len(line) else text, f"{pad}^")
