"""Looking for all that is wrong or could be better, as far as a program can see it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from generator.building.build import plan_ahead
from generator.building.identity import identity
from generator.building.lanes import try_all
from generator.building.memory.answers import recall, remember
from generator.building.pagefind import Pagefind
from generator.building.reaching import Manners
from generator.building.report import Progress, silent
from generator.building.request import SECOND_NS, Request
from generator.building.searching import Searching
from generator.checks import check, check_article, check_links
from generator.checks.links import Answer, Answers, Verdict, addresses_of, is_cut_off
from generator.errors import Problem, Severity
from generator.pages import State
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles

LINKS_FILE = "links.json"


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was looked at, and what is wrong with it. `links` are None where none was tried.

    `drafts` were passed over.
    """

    articles: int
    pages: int
    drafts: int
    problems: tuple[Problem, ...]
    links: int | None = None


def checked(
    request: Request, manners: Manners | None = None, progress: Progress = silent
) -> Checked:
    """Look at what is public and at what waits for its time; a draft is nobody's problem yet.

    Errors are those of a build. With `manners`, links to other sites are tried so, of what is
    public.
    """
    site, plan, later = plan_ahead(request)
    search = Searching(request.place, site, identity().whole, Pagefind())
    found = check(site, LayoutFiles(request.project.layouts))
    waiting = [*_warnings(site, later)] if later else []
    problems = {*plan.problems, *search.problems(plan), *found, *chain(*waiting)}
    links = None
    if manners:
        answers, tried = _answers(request, site, manners, progress)
        problems |= set(check_links(site, answers, tried))
        links = len(answers)
    articles = len(site.articles) + len(waiting)
    states = Counter(each.life.state for each in site.register.standings.values())
    drafts = states[State.DRAFT]
    return Checked(articles, len(site.pages), drafts, tuple(sorted(problems)), links)


def _answers(
    request: Request, site: Site, manners: Manners, progress: Progress
) -> tuple[Answers, Answers]:
    """Return the answers to all links to other sites, and those of them that are of now."""
    file = request.project.state / LINKS_FILE
    now = request.clock_ns // SECOND_NS
    addresses = addresses_of(site)
    known = recall(file, now)
    tried = try_all((each for each in addresses if each not in known), manners, progress)
    if is_cut_off(tried):
        # One that answered lately tells a machine without a network from addresses without a site.
        tried |= try_all([each for each in addresses if _is_good(known.get(each))][:1], manners)
    if tried and not is_cut_off(tried):
        remember(file, tried, now)
    answers = known | tried
    return {each: answers[each] for each in addresses if each in answers}, tried


def _is_good(answer: Answer | None) -> bool:
    return answer is not None and answer.verdict is Verdict.GOOD


def _warnings(site: Site, later: Site) -> Iterator[list[Problem]]:
    """Yield what is to be said of each article that waits; its errors are told by the plan."""
    public = {each.article.source for each in site.articles}
    for placed in later.articles:
        if placed.article.source not in public:
            found = check_article(later, placed)
            yield [each for each in found if each.severity is Severity.WARNING]
