"""What a build has before it: the outputs to look at, and all that stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.building.memory.settled import Ground
from generator.errors import Problem
from generator.fingerprint import fingerprint
from generator.paths import OutputPath
from generator.planning.plan import Plan
from generator.planning.site import Site


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Work:
    """A site, and the plan of what is to be looked at; `others` are published, and stay.

    `texts` are the pages that the site's own search finds.
    """

    site: Site
    plan: Plan
    ground: Ground
    texts: tuple[OutputPath, ...]
    others: tuple[OutputPath, ...] = ()

    @property
    def outputs(self) -> tuple[OutputPath, ...]:
        """All outputs; what is to be looked at comes first, in publishing order."""
        return (*self.plan.outputs, *self.others)


def whole_work(site: Site, plan: Plan, files: int, later: Iterable[Problem]) -> Work:
    """Return the work of looking at every output of a plan.

    `files` were read; `later` is what is said of articles that wait.
    """
    ground = Ground(
        files=files,
        info=fingerprint(site.info),
        of_articles=site.article_problems,
        of_hosts=plan.of_hosts,
        later=tuple(later),
        whole=plan.whole,
        indexes=plan.indexes,
    )
    texts = tuple(path for path, each in plan.outputs.items() if each.outline.is_text)
    return Work(site=site, plan=plan, ground=ground, texts=texts)
