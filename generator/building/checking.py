"""Looking for all that is wrong or could be better, as far as a program can see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.building.build import plan_ahead
from generator.building.request import Request
from generator.checks import check, check_article
from generator.errors import Problem, Severity
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles


@dataclass(frozen=True, slots=True)
class Checked:
    """How many articles and pages were looked at, and what is wrong with them."""

    articles: int
    pages: int
    problems: tuple[Problem, ...]


def checked(request: Request) -> Checked:
    """Look at what is public and at what waits for its time; a draft is nobody's problem yet."""
    site, plan, later = plan_ahead(request)
    found = check(site, LayoutFiles(request.project.layouts))
    waiting = [*_warnings(site, later)] if later else []
    problems = {*plan.problems, *found, *(problem for each in waiting for problem in each)}
    return Checked(len(site.articles) + len(waiting), len(site.pages), tuple(sorted(problems)))


def _warnings(site: Site, later: Site) -> Iterator[list[Problem]]:
    """Yield what is to be said of each article that waits; its errors are told by the plan."""
    public = {each.article.source for each in site.articles}
    for placed in later.articles:
        if placed.article.source not in public:
            found = check_article(later, placed)
            yield [each for each in found if each.severity is Severity.WARNING]
