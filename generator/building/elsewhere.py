"""Making outputs on a machine that has none of this one's files: what an output takes along.

Each order holds all that its output is made from. What the orders of a batch share, such as a
picture or the layouts, is one object and travels once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

from generator.building.cluster import Journey
from generator.building.making import Making, Outcome, Task, kept, refused
from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Digest
from generator.paths import SourcePath
from generator.planning.plan import Output
from generator.planning.recipes import Copy, Recipe, Resize
from generator.rendering.layout_files import LayoutFiles
from generator.rendering.render import render
from generator.rendering.templates import Templates
from generator.site_info import SiteInfo

ASSETS = "assets/"

Carried = tuple[
    tuple[str, tuple[bytes, ...]], ...
]  # files by name, as `LayoutFiles.versions` has them
Made = bytes | tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """What pages are put through."""

    site: SiteInfo
    layouts: Carried


@dataclass(frozen=True, slots=True)
class Order:
    """One output, with the bytes of the files that it is made from."""

    output: Output
    bodies: Mapping[Digest, str]
    files: Mapping[SourcePath, bytes]
    looks: Looks


def making_elsewhere(making: Making) -> Journey[Task, Order, Made, Outcome]:
    """Return how the tasks of a build are done elsewhere; drawings, stage and result stay here."""
    return Journey(partial(_orders, making), fill, partial(_received, making))


def fill(orders: Sequence[Order]) -> list[Made]:
    """Make some outputs of what came along; what their layouts do wrong comes back as problems."""
    return [_filled(order) for order in orders]


def _filled(order: Order) -> Made:
    templates = _templates(order.looks)
    try:
        return render(order.output, templates, order.bodies, order.files.__getitem__)
    except ProblemsFound as error:
        return error.problems


def _orders(making: Making, tasks: Sequence[Task]) -> list[Order | None]:
    looks = Looks(making.site, _carried(making.folders, making.layouts))
    read = cache(Path.read_bytes)  # a dozen outputs of a batch are one picture
    return [_order(making, task, looks, read) for task in tasks]


def _order(making: Making, task: Task, looks: Looks, read: Callable[[Path], bytes]) -> Order | None:
    """Return what is to be made elsewhere; None for what is quicker or better told here."""
    if isinstance(task.output.recipe, Copy) or _is_drawn(making, task.output.recipe):
        return None
    try:
        files = {source: read(path) for source, path in task.files.items()}
    except OSError:
        return None
    return Order(task.output, task.bodies, files, looks)


def _is_drawn(making: Making, recipe: Recipe) -> bool:
    drawings = making.drawings
    return drawings is not None and isinstance(recipe, Resize) and drawings.get(recipe) is not None


def _received(making: Making, task: Task, made: Made) -> Outcome:
    if not isinstance(made, bytes):
        return refused(task, made)
    if making.drawings and isinstance(task.output.recipe, Resize):
        making.drawings.keep(task.output.recipe, made)
    return kept(making, task, made)


@lru_cache(maxsize=2)
def _carried(folders: tuple[Path, ...], layouts: str) -> Carried:  # noqa: ARG001
    """Return the files that layouts are made of, and of all others the names, for hints.

    `layouts` names the state of the files.
    """
    files = LayoutFiles(folders)
    texts = [name for name in files.names() if not name.startswith(ASSETS)]
    needed = {name for each in texts for name, _ in files.closure(each)}
    return tuple((n, files.versions(n) if n in needed else ()) for n in files.names())


class _CarriedLayouts(LayoutFiles):
    """Holds the files of layouts that came along, on a machine without their folders."""

    def __init__(self, carried: Carried) -> None:
        super().__init__(())
        self._carried = dict(carried)

    def versions(self, name: str) -> tuple[bytes, ...]:
        return self._carried.get(name, ())

    def names(self) -> tuple[str, ...]:
        return tuple(self._carried)


@lru_cache(maxsize=2)
def _templates(looks: Looks) -> Templates:
    """Return the layouts of the batches that this process does; each is compiled once."""
    templates = Templates((), looks.site)
    templates.files = _CarriedLayouts(looks.layouts)
    return templates
