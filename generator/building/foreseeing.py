"""Whether an edit would stop the site later, when what waits goes live with nobody there.

A whole plan is made once more, as of the last release. Where that had no errors before an edit of a
few articles, it is enough to look at those articles, and at what comes or goes by then.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from generator.building.colliding import collide
from generator.checks import check_revised
from generator.errors import Problem, errors_in
from generator.outputs import KINDS
from generator.paths import OutputPath, SourcePath
from generator.planning.ahead import last_release
from generator.planning.placed import Placed
from generator.planning.plan import Kind, Output, missing_addresses
from generator.planning.revising import Edit, Revision, side_of
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles


def stays_sound(
    site: Site, edited: Collection[SourcePath], known: Collection[OutputPath], layouts: LayoutFiles
) -> bool:
    """Whether a site as of its last release has no error, if it had none before some edits.

    `known` are the paths of all its outputs now. In doubt it has one.
    """
    release = last_release(site.changes)
    return release is None or _Foresight(site, site.as_of(release), edited, known, layouts).is_good


@dataclass(frozen=True, eq=False)
class _Foresight:
    site: Site
    later: Site
    edited: Collection[SourcePath]
    known: Collection[OutputPath]
    layouts: LayoutFiles

    @property
    def is_good(self) -> bool:
        return not errors_in([*self._problems]) and self._is_free and not any(self._missing)

    @cached_property
    def _step(self) -> Revision:
        """What comes and goes from now until then, as if it were edited."""
        was, now = self.site.register.standings, self.later.register.standings
        moved = [source for source in now if was[source].is_shown != now[source].is_shown]
        sides = ((side_of(self.site, each), side_of(self.later, each)) for each in moved)
        return Revision(self.site, self.later, tuple(Edit(*both, is_quiet=False) for both in sides))

    @property
    def _come(self) -> Iterator[Placed]:
        return (each.after.placed for each in self._step.edits if each.after)

    @property
    def _problems(self) -> Iterator[Problem]:
        sources = {*self.edited, *(each.source for each in self._come)}
        yield from chain(*map(self.later.problems_of, sources), self.later.other_problems)
        yield from check_revised(self.later, tuple(self._come), self.layouts)

    @cached_property
    def _planned(self) -> list[tuple[Output, bool]]:
        """What may differ then; and whether another kind of output has its path now."""
        return [pair for kind in KINDS for pair in self._of_kind(kind)]

    def _of_kind(self, kind: Kind) -> Iterator[tuple[Output, bool]]:
        if kind.by_path is None:
            own = {each.path for each in kind.plan(self.site)}
            for output in kind.plan(self.later):
                yield output, output.path in self.known and output.path not in own
            return
        for path in dict.fromkeys(kind.by_path.touched(self._step)):
            for output in kind.by_path.find(self.later, path):
                is_own = path not in self.known or any(kind.by_path.find(self.site, path))
                yield output, not is_own

    @property
    def _is_free(self) -> bool:
        """Whether each output has its path for itself, and none that is there now is gone."""
        paths = [output.path for output, _ in self._planned]
        named = (kind.by_path.touched(self._step) for kind in KINDS if kind.by_path)
        gone = {*chain.from_iterable(named)} & {*self.known} - {*paths}
        new = [path for path in paths if path not in self.known]
        is_taken = any(taken for _, taken in self._planned) or len({*paths}) < len(paths)
        return not (is_taken or gone or collide(new, self.known))

    @property
    def _missing(self) -> Iterator[Problem]:
        planned = {*self.known, *(output.path for output, _ in self._planned)}
        expected = chain.from_iterable(each.expectations for each in self._come)
        return missing_addresses(expected, planned.__contains__, ())
