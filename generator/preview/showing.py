"""What a browser is sent: outputs made when they are asked for, and kept while they are the same.

One `Showing` is of one site; the next one takes over what it kept. An output is what its
fingerprint says, as in a build, so that what was kept is right whatever has changed.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from generator.building.memory.drawings import Drawings
from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Digest, Fingerprint, Fingerprinter, digest, fingerprint
from generator.outputs import INDEXES, KINDS
from generator.paths import OutputPath, SourcePath
from generator.planning.finding import Finder
from generator.planning.plan import Output
from generator.planning.recipes import Recipe, Resize, Template
from generator.planning.site import Site
from generator.preview.texts import Texts
from generator.rendering.render import bodies_of, render
from generator.rendering.templates import Templates

MOST = 64 * 1024 * 1024  # bytes of what was made that are kept


@dataclass(frozen=True, slots=True)
class Shown:
    """An output as it is sent. With `problems` it is the last good one, or nothing at all."""

    path: OutputPath
    body: bytes
    digest: Digest
    basis: Fingerprint
    source: SourcePath | None = None
    problems: tuple[Problem, ...] = ()


class Files(Protocol):
    """Where outputs are made from."""

    @property
    def texts(self) -> Texts:
        """The HTML of texts."""

    @property
    def drawings(self) -> Drawings:
        """Pictures as they were drawn before."""

    def read(self, source: SourcePath) -> bytes:
        """Return the bytes of a file of the site or its theme."""


@dataclass(slots=True)
class Kept:
    """What was made for earlier sites: the last of each path, and how often anything was made."""

    last: OrderedDict[OutputPath, Shown] = field(default_factory=OrderedDict)
    made: int = 0
    size: int = 0  # bytes

    def take(self, shown: Shown) -> None:
        """Take in what was just made; what was made longest ago gives way."""
        before = self.last.pop(shown.path, None)
        self.size += len(shown.body) - (len(before.body) if before else 0)
        self.last[shown.path] = shown
        self.made += 1
        while self.size > MOST and len(self.last) > 1:
            self.size -= len(self.last.popitem(last=False)[1].body)


class Showing:
    """Shows one site. Used by several threads."""

    def __init__(self, site: Site, files: Files, templates: Templates, kept: Kept) -> None:
        """Take the site, its files and layouts, and what was kept of the site before."""
        self.site = site
        self.finder = Finder(site, KINDS, INDEXES)
        self.templates = templates
        self.kept = kept
        self._files = files
        self._good: set[OutputPath] = set()  # what was kept of them is right
        self._faulty: dict[OutputPath, Shown] = {}
        self._fingerprint = Fingerprinter()
        self._of_site = fingerprint(site.info)
        self._lock = threading.Lock()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the layouts of what was shown."""
        return tuple(problem for each in list(self._faulty.values()) for problem in each.problems)

    @property
    def faulty(self) -> tuple[OutputPath, ...]:
        """What could not be made as it should."""
        return tuple(self._faulty)

    def show(self, path: OutputPath) -> Shown | None:
        """Return an output as it is now; None where the site has none at this path."""
        known = self.kept.last.get(path) if path in self._good else self._faulty.get(path)
        if known:
            return known
        output = self.finder.find(path)
        if output is None:
            return None
        shown = self._made(output)
        if shown.problems:
            self._faulty[path] = shown
        else:
            self._good.add(path)
        return shown

    def _made(self, output: Output) -> Shown:
        """Make an output, unless the one that was kept is the same."""
        last = self.kept.last.get(output.path)
        try:
            basis = self._basis(output.recipe)
            if last and last.basis == basis:
                return last
            body = self._bytes(output)
        except ProblemsFound as error:
            body = last.body if last else b""
            return Shown(output.path, body, digest(body), Fingerprint(""), output.source,
                         error.problems)  # fmt: skip
        shown = Shown(output.path, body, digest(body), basis, output.source)
        with self._lock:
            self.kept.take(shown)
        return shown

    def _basis(self, recipe: Recipe) -> Fingerprint:
        with self._lock:
            own = self._fingerprint(recipe)
        if isinstance(recipe, Template):
            return fingerprint((own, self._of_site, self.templates.closure(recipe.layout)))
        return own

    def _bytes(self, output: Output) -> bytes:
        recipe = output.recipe
        if not isinstance(recipe, Resize):
            bodies = self._files.texts.of(bodies_of(recipe), self.site.contents)
            return self._rendered(output, bodies)
        drawn = self._files.drawings.get(recipe)
        if drawn is None:
            drawn = self._rendered(output, {})
            self._files.drawings.keep(recipe, drawn)
        return drawn

    def _rendered(self, output: Output, bodies: Mapping[Digest, str]) -> bytes:
        return render(output, self.templates, bodies, self._files.read)
