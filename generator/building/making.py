"""Making outputs, in this process or another: a batch of tasks in, a batch of outcomes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.building.publish import Place, Staged, stage
from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Digest, digest
from generator.pages import SiteInfo
from generator.paths import OutputPath, SourcePath
from generator.planning.plan import Output
from generator.rendering.render import render
from generator.rendering.templates import Templates


@dataclass(frozen=True, slots=True)
class Making:
    """What all tasks of a build share. `layouts` names the state of the layouts' files."""

    folders: tuple[Path, ...]
    site: SiteInfo
    layouts: str
    place: Place


@dataclass(frozen=True, slots=True)
class Task:
    """One output to make. `file` is what a copy is of; `live` the digest of what is published."""

    output: Output
    bodies: Mapping[Digest, str]
    file: Path | None
    live: Digest | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An output, made. `staged` is None where the bytes are those that are published already."""

    path: OutputPath
    digest: Digest
    staged: Staged | None
    problems: tuple[Problem, ...] = ()


def make_batch(making: Making, tasks: Sequence[Task]) -> list[Outcome]:
    """Make some outputs; what their layouts do wrong comes back as problems."""
    return [_make(making, task) for task in tasks]


def _make(making: Making, task: Task) -> Outcome:
    path = task.output.path
    templates = _templates(making.folders, making.site, making.layouts)
    try:
        data = render(task.output, templates, task.bodies, lambda source: _bytes(task, source))
    except ProblemsFound as error:
        return Outcome(path, Digest(""), None, error.problems)
    found = digest(data)
    if found == task.live:
        return Outcome(path, found, None)
    return Outcome(path, found, stage(making.place, path, data))


def _bytes(task: Task, source: SourcePath) -> bytes:
    assert task.file is not None
    try:
        return task.file.read_bytes()
    except OSError as error:
        message = f"expected a file that can be read, got: {error.strerror or error}"
        raise ProblemsFound([Problem(source, 0, 0, "", message)]) from None


@lru_cache(maxsize=2)
def _templates(folders: tuple[Path, ...], site: SiteInfo, layouts: str) -> Templates:  # noqa: ARG001
    """Return this process's layouts; `layouts` is in the key, so that an edit makes new ones."""
    return Templates(folders, site)
