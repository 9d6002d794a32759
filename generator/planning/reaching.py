"""The outputs of all kinds that a revision may touch, and what that does to the others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from generator.paths import OutputPath
from generator.planning.plan import Kind, Output
from generator.planning.recipes import Template
from generator.planning.revising import Revision


@dataclass(frozen=True, eq=False, kw_only=True)
class Reach:
    """What a revision may touch of some kinds of output.

    `known` are the paths of all outputs before it, `known_whole` those of kinds planned whole.
    """

    kinds: Sequence[Kind]
    revision: Revision
    known: Collection[OutputPath]
    known_whole: Collection[OutputPath]

    @cached_property
    def outputs(self) -> list[Output]:
        """All that is planned anew, in the order of the kinds."""
        return [output for _, output in self._planned]

    @cached_property
    def whole(self) -> tuple[OutputPath, ...]:
        """The paths of those that are of kinds planned whole."""
        return tuple(output.path for kind, output in self._planned if kind.by_path is None)

    @cached_property
    def new(self) -> list[OutputPath]:
        """The paths at which nothing was before."""
        return [each.path for each in self.outputs if each.path not in self.known]

    @cached_property
    def gone(self) -> frozenset[OutputPath]:
        """The paths of outputs that are no more, of kinds not planned whole."""
        named = chain.from_iterable(self._touched.values())
        return frozenset(path for path in named if path in self.known) - self._paths

    @property
    def is_contested(self) -> bool:
        """Whether two outputs have one path, or one has a path that was another kind's."""
        is_twice = len(self._paths) < len(self.outputs)
        return is_twice or any(self._was_another(*each) for each in self._planned)

    @cached_property
    def _paths(self) -> frozenset[OutputPath]:
        return frozenset(each.path for each in self.outputs)

    @cached_property
    def _touched(self) -> Mapping[Kind, Sequence[OutputPath]]:
        single = ((kind, kind.by_path) for kind in self.kinds if kind.by_path)
        return {kind: [*dict.fromkeys(each.touched(self.revision))] for kind, each in single}

    @cached_property
    def _planned(self) -> list[tuple[Kind, Output]]:
        return [(kind, output) for kind in self.kinds for output in self._of(kind)]

    def _of(self, kind: Kind) -> Iterable[Output]:
        site = self.revision.after
        if kind.by_path is None:
            return kind.plan(site)
        return chain.from_iterable(kind.by_path.find(site, path) for path in self._touched[kind])

    def _was_another(self, kind: Kind, output: Output) -> bool:
        """Whether at the path of an output was one of another kind."""
        path = output.path
        if path not in self.known or not isinstance(output.recipe, Template):
            return False  # the outputs of other recipes are named by digest
        if kind.by_path is None:
            return path not in self.known_whole
        return not any(kind.by_path.find(self.revision.before, path))
