"""Making outputs, in this process or another: a batch of tasks in, a batch of outcomes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from time import perf_counter

from generator.building.memory.drawings import Drawings
from generator.building.publish import Place, Staged, stage
from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath, SourcePath
from generator.planning.plan import Output
from generator.planning.recipes import Resize
from generator.rendering.compiled import Compiled
from generator.rendering.render import render
from generator.rendering.templates import Templates
from generator.site_info import SiteInfo


@dataclass(frozen=True, slots=True)
class Making:
    """What all tasks of a build share. `layouts` names the state of the layouts' files."""

    folders: tuple[Path, ...]
    site: SiteInfo
    layouts: str
    place: Place
    drawings: Drawings | None
    compiled: Compiled | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One output to make, of some `files`; `live` is the digest of what is published."""

    output: Output
    bodies: Mapping[Digest, str]
    files: Mapping[SourcePath, Path]
    live: Digest | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An output, made. `staged` is None where the bytes are those that are published already."""

    path: OutputPath
    digest: Digest
    staged: Staged | None
    problems: tuple[Problem, ...] = ()
    seconds: float = field(default=0.0, compare=False)


def make_batch(making: Making, tasks: Sequence[Task]) -> list[Outcome]:
    """Make some outputs; what their layouts do wrong comes back as problems."""
    return [_measured(making, task) for task in tasks]


def _measured(making: Making, task: Task) -> Outcome:
    began = perf_counter()
    outcome = _make(making, task)
    return replace(outcome, seconds=perf_counter() - began)


def kept(making: Making, task: Task, data: bytes) -> Outcome:
    """Put an output's bytes on the stage, unless they are published already."""
    path, found = task.output.path, digest(data)
    if found == task.live:
        return Outcome(path, found, None)
    return Outcome(path, found, stage(making.place, path, data))


def refused(task: Task, problems: tuple[Problem, ...]) -> Outcome:
    """Return what became of an output that cannot be made."""
    return Outcome(task.output.path, Digest(""), None, problems)


def _make(making: Making, task: Task) -> Outcome:
    try:
        data = _drawn(making, task) or _rendered(making, task)
    except ProblemsFound as error:
        return refused(task, error.problems)
    return kept(making, task, data)


def _rendered(making: Making, task: Task) -> bytes:
    templates = _templates(making.folders, making.site, making.layouts, making.compiled)
    return render(
        task.output, templates, task.bodies, lambda source: task.files[source].read_bytes()
    )


def _drawn(making: Making, task: Task) -> bytes | None:
    """Return a picture as it was drawn before, or draw it and remember it; None for all else."""
    recipe = task.output.recipe
    if making.drawings is None or not isinstance(recipe, Resize):
        return None
    data = making.drawings.get(recipe)
    if data is None:
        data = _rendered(making, task)
        making.drawings.keep(recipe, data)
    return data


@lru_cache(maxsize=2)
def _templates(
    folders: tuple[Path, ...],
    site: SiteInfo,
    layouts: str,  # noqa: ARG001
    compiled: Compiled | None,
) -> Templates:
    """Return this process's layouts; `layouts` is in the key, so that an edit makes new ones."""
    return Templates(folders, site, compiled)
