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
from generator.planning.plan import missing_addresses
from generator.planning.reaching import Reach
from generator.planning.revising import Edit, Revision, side_of
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles


def stays_sound(
    site: Site,
    edited: Collection[SourcePath],
    known: Collection[OutputPath],
    known_whole: Collection[OutputPath],
    layouts: LayoutFiles,
) -> bool:
    """Whether a site as of its last release has no error, if it had none before some edits.

    `known` are the paths of all its outputs now, `known_whole` those of kinds planned whole. In
    doubt it has one.
    """
    release = last_release(site.changes)
    if release is None:
        return True
    later = site.as_of(release)
    return _Foresight(site, later, edited, known, known_whole, layouts).is_good


@dataclass(frozen=True, eq=False)
class _Foresight:
    site: Site
    later: Site
    edited: Collection[SourcePath]
    known: Collection[OutputPath]
    known_whole: Collection[OutputPath]
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
    def _reach(self) -> Reach:
        return Reach(
            kinds=KINDS, revision=self._step, known=self.known, known_whole=self.known_whole
        )

    @property
    def _is_free(self) -> bool:
        """Whether each output has its path for itself, and none that is there now is gone."""
        reach = self._reach
        return not (reach.is_contested or reach.gone or collide(reach.new, self.known))

    @property
    def _missing(self) -> Iterator[Problem]:
        planned = {*self.known, *self._reach.new}
        expected = chain.from_iterable(each.expectations for each in self._come)
        return missing_addresses(expected, planned.__contains__, ())
