"""Looking for what is wrong with a whole site, a little at a time, and again only where it must be.

A build finds everything before it writes anything. A preview shows first, and looks meanwhile:
after a save at the article that was saved and at those that refer to it, not at ten thousand.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, count
from time import perf_counter

from generator.checks import check_article, check_layouts, check_site
from generator.errors import Problem
from generator.paths import SourcePath, output_of, resolve, url_of
from generator.planning.addresses import STATIC
from generator.planning.finding import Finder
from generator.planning.hosts.dialects import hosting_problems
from generator.planning.icons import icon_problems
from generator.planning.placed import Placed
from generator.planning.plan import missing_addresses, path_problems
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles

REVISIONS = count()  # each names what was found at some moment
SLICE = 0.02  # seconds for which one step goes on


class Inspection:
    """The inspection of one site. What the one before it found of other files, it takes over."""

    def __init__(
        self, finder: Finder, layouts: LayoutFiles, to_do: Iterable[SourcePath] | None = None
    ) -> None:
        """Start with everything still to be looked at, unless it is told what is left `to_do`."""
        self._finder = finder
        self._layouts = layouts
        self._of_site: tuple[Problem, ...] = ()
        self._found: dict[SourcePath, tuple[Problem, ...]] = {}
        self._referring: dict[str, set[SourcePath]] = {}  # to a file or an address: from which
        known = finder.site.register.standings
        self._to_do = dict.fromkeys(known if to_do is None else to_do)
        self._is_done = False
        self.revision = next(REVISIONS)

    def of_next(self, finder: Finder, changed: Collection[SourcePath]) -> "Inspection":
        """Return the inspection of the next site, which differs in some files alone."""
        sites = self._finder.site, finder.site
        concerned = {each for site in sites for each in self._concerned(site, changed)}
        is_other = _others(sites[0], changed) != _others(sites[1], changed)
        rest = finder.site.register.standings if is_other else self._to_do
        to_do = chain(changed, sorted(concerned), rest)
        following = Inspection(finder, self._layouts, to_do)
        following._of_site, following._found = self._of_site, self._found
        following._referring, following.revision = self._referring, self.revision
        return following

    def _concerned(self, site: Site, changed: Collection[SourcePath]) -> Iterator[SourcePath]:
        """Yield what refers to some files, or has the same address."""
        register = site.register
        for source in changed:
            yield from self._referring.get(source, ())
            if source in register.standings:
                url = register.standings[source].url
                yield from self._referring.get(url, ())
                yield from (each.source for each in register.by_url[url])

    @property
    def is_complete(self) -> bool:
        """Whether everything was looked at."""
        return self._is_done

    @property
    def left(self) -> int:
        """How many articles are still to be looked at."""
        known = self._finder.site.register.standings
        return sum(source in known for source in list(self._to_do))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found so far."""
        found = list(self._found.values())  # another thread may be looking for more
        of_articles = (problem for each in found for problem in each)
        return (*self._of_site, *of_articles)

    def of(self, source: SourcePath) -> tuple[Problem, ...]:
        """Return what was found of an article."""
        return self._found.get(source, ())

    def step(self, is_hurried: Callable[[], bool] = bool) -> None:
        """Look at some more, for a moment; at one article where somebody is in a hurry."""
        end = perf_counter() + SLICE
        while self._to_do and perf_counter() < end:
            source = next(iter(self._to_do))
            del self._to_do[source]
            self._look_at(source)
            if is_hurried():
                return
        if not self._to_do and perf_counter() < end:
            of_site = tuple(dict.fromkeys(self._whole()))
            self._note_change(self._of_site, of_site)
            self._of_site = of_site
            self._is_done = True

    def _look_at(self, source: SourcePath) -> None:
        before, found = self._found.get(source, ()), tuple(sorted(self._of_article(source)))
        if found:
            self._found[source] = found  # at once: no browser is to see it go and come back
        else:
            self._found.pop(source, None)
        self._note_change(before, found)

    def _note_change(self, before: tuple[Problem, ...], after: tuple[Problem, ...]) -> None:
        if before != after:
            self.revision = next(REVISIONS)

    def _of_article(self, source: SourcePath) -> Iterator[Problem]:
        site = self._finder.site
        if source in site.register.standings:
            placed = site.placed(source)
            yield from site.problems_of(source)
            yield from self._of_shown(placed) if placed else ()

    def _of_shown(self, placed: Placed) -> Iterator[Problem]:
        for target in _targets(placed):
            self._referring.setdefault(target, set()).add(placed.source)
        known = self._finder.site.register.by_url
        yield from missing_addresses(placed.expectations, self._finder.__contains__, known)
        yield from path_problems(self._finder.all_at(output_of(placed.url)))
        yield from check_article(self._finder.site, placed)

    def _whole(self) -> Iterator[Problem]:
        """Yield what is wrong with the rest; what only the whole plan shows, a build tells."""
        site = self._finder.site
        yield from site.other_problems
        yield from icon_problems(site)
        yield from hosting_problems(site, ())
        yield from check_site(site)
        yield from check_layouts(site, self._layouts)


def _others(site: Site, changed: Collection[SourcePath]) -> tuple[object, ...]:
    """Return what any article may refer to that is no article: where it is another, all may."""
    contents, register = site.contents, site.register
    found = (contents.articles.get(source) or contents.pages.get(source) for source in changed)
    return (
        set(site.known.pages_by_url),
        {each for each in changed if each.startswith(STATIC) and each in contents},
        contents.authors,
        set(register.by_author),
        set(register.by_month),
        set(site.by_tag_slug),
        {alias for each in found if each for alias in each.aliases},
        site.known.unread,
    )


def _targets(placed: Placed) -> Iterator[str]:
    """Yield the files and addresses that an article refers to."""
    article = placed.article
    written = [ref.target for ref in article.body.refs]
    written += [article.image.src] if article.image else []
    for target in written:
        source = resolve(article.source, target)
        if source:
            yield source
        if target.startswith("/"):
            yield url_of(output_of(target))
