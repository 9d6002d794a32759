"""Finding one output by its path, without planning the others: what a preview answers from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from generator.paths import OutputPath
from generator.planning.plan import Index, Kind, Output, plan_indexes
from generator.planning.site import Site


class Finder:
    """Finds the outputs of one site. What it planned on the way, it remembers."""

    def __init__(self, site: Site, kinds: Sequence[Kind], indexes: Sequence[Index]) -> None:
        """Take the site and the kinds of output that it has."""
        self.site = site
        self._kinds = kinds
        self._indexes = indexes
        self._parts: dict[Kind, Mapping[OutputPath, Output]] = {}
        self._found: dict[OutputPath, Output] = {}

    def find(self, path: OutputPath) -> Output | None:
        """Return the output at a path; None where the site has none."""
        if path in self._found:
            return self._found[path]
        output = next(self._candidates(path), None)
        if output:
            self._found[path] = output
        return output

    def all_at(self, path: OutputPath) -> tuple[Output, ...]:
        """Return all outputs that want a path: more than one is a fault."""
        return tuple(self._candidates(path))

    def __contains__(self, path: object) -> bool:
        return self.find(OutputPath(str(path))) is not None

    def _candidates(self, path: OutputPath) -> Iterator[Output]:
        for kind in self._kinds:
            yield from kind.by_path.find(self.site, path) if kind.by_path else ()
        for kind in self._kinds:
            part = {} if kind.by_path else self._part(kind)
            yield from [part[path]] if path in part else ()
        if any(path.startswith(index.names) for index in self._indexes):
            yield from [self._of_indexes[path]] if path in self._of_indexes else ()

    def _part(self, kind: Kind) -> Mapping[OutputPath, Output]:
        if kind not in self._parts:
            self._parts[kind] = _by_path(kind.plan(self.site))
        return self._parts[kind]

    @cached_property
    def _of_indexes(self) -> Mapping[OutputPath, Output]:
        others = (output.outline for kind in self._kinds for output in kind.plan(self.site))
        return _by_path(plan_indexes(self.site, self._indexes, others))


def _by_path(outputs: Iterable[Output]) -> Mapping[OutputPath, Output]:
    return {output.path: output for output in outputs}
