"""The plan: every file of the result, described before any is made."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.errors import Problem, did_you_mean, errors_in
from generator.pages import (
    ArticlePage,
    FrontPage,
    IndexPage,
    ListingPage,
    RedirectPage,
    StaticPage,
)  # fmt: skip
from generator.paths import OutputPath, SourcePath, UrlPath, collision_key, output_of, path_fault
from generator.planning.changes import Change
from generator.planning.hosts.dialects import hosting_problems
from generator.planning.icons import icon_problems
from generator.planning.outline import Outline
from generator.planning.recipes import Recipe, Template
from generator.planning.references import Expectation
from generator.planning.revising import Revision
from generator.planning.site import Site

TEXTS = ArticlePage, StaticPage  # what the site's own search finds
WITH_HEAD = (*TEXTS, FrontPage, IndexPage, ListingPage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file of the result, and how its bytes are made.

    `source` is the file it is mainly of, for messages. `lastmod` is set on what a sitemap lists.
    """

    path: OutputPath
    recipe: Recipe
    source: SourcePath | None = None
    url: UrlPath | None = None
    lastmod: datetime | None = None

    @property
    def outline(self) -> Outline:
        """What other outputs are told of it."""
        page = self.recipe.page if isinstance(self.recipe, Template) else None
        about = page.head if isinstance(page, WITH_HEAD) else None
        return Outline(
            path=self.path,
            url=self.url,
            lastmod=self.lastmod,
            is_listed=bool(self.url and about and about.indexable and not about.canonical),
            is_text=isinstance(page, TEXTS) and page.head.indexable,
            is_stub=isinstance(page, RedirectPage),
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All outputs in the order in which they are to be published, and every problem found.

    `of_hosts` are among the problems. `whole` and `indexes` are among the outputs: those of kinds
    that are planned whole, and those that were planned from all others.
    """

    outputs: Mapping[OutputPath, Output]
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()  # of the future, soonest first
    of_hosts: tuple[Problem, ...] = ()
    whole: tuple[OutputPath, ...] = ()
    indexes: tuple[OutputPath, ...] = ()

    @property
    def valid_until(self) -> datetime | None:
        """When the site would next change with no edit; None for never."""
        return self.changes[0].at if self.changes else None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that must stop a build."""
        return errors_in(self.problems)


Outputs = Iterable[Output]


@dataclass(frozen=True, slots=True)
class ByPath:
    """How single outputs of a kind are planned: found by path, and which an edit may `touch`."""

    find: Callable[[Site, OutputPath], Outputs]
    touched: Callable[[Revision], Iterable[OutputPath]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of output: how all of it is planned, and how single ones are.

    A kind without `by_path` has few outputs: all are planned for one.
    """

    plan: Callable[[Site], Outputs]
    by_path: ByPath | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """A kind of output that is planned from all others. Its paths start with one of `names`."""

    plan: Callable[[Site, Sequence[Outline]], Outputs]
    names: tuple[str, ...]


def make_plan(site: Site, kinds: Sequence[Kind], indexes: Sequence[Index]) -> Plan:
    """Plan every output: first what comes from the site, then what comes from other outputs."""
    by_kind = [(kind, list(kind.plan(site))) for kind in kinds]
    of_kinds = [output for _, made in by_kind for output in made]
    of_indexes = plan_indexes(site, indexes, (each.outline for each in of_kinds))
    outputs = [*of_kinds, *of_indexes]
    planned = {output.path: output for output in outputs}
    addresses = [output.url for output in outputs if output.url]
    of_hosts = tuple(hosting_problems(site, outputs))
    problems = [*site.problems, *path_problems(outputs), *of_hosts, *icon_problems(site)]
    problems += missing_addresses(site.expectations, planned.__contains__, addresses)
    return Plan(
        outputs=planned,
        problems=tuple(sorted(problems)),
        changes=site.changes,
        of_hosts=of_hosts,
        whole=tuple(o.path for kind, made in by_kind if kind.by_path is None for o in made),
        indexes=tuple(each.path for each in of_indexes),
    )


def plan_indexes(site: Site, indexes: Sequence[Index], outlines: Iterable[Outline]) -> list[Output]:
    """Plan what comes from other outputs; each index is told of those before it as well."""
    listed = [*outlines]
    outputs: list[Output] = []
    for index in indexes:
        made = list(index.plan(site, listed))
        listed += (each.outline for each in made)
        outputs += made
    return outputs


def each_once(outputs: Outputs) -> Iterator[Output]:
    """Yield outputs without those whose path another one had before."""
    done: set[OutputPath] = set()
    for output in outputs:
        if output.path not in done:
            done.add(output.path)
            yield output


def path_problems(outputs: Iterable[Output]) -> Iterable[Problem]:
    """Find outputs that cannot be written on some system, or that would overwrite another."""
    taken: dict[str, Output] = {}
    for output in outputs:
        key = collision_key(output.path)
        other = taken.setdefault(key, output)
        fault = path_fault(output.path)
        if other is not output:
            yield _collision(output, other)
        elif fault:
            message = f"expected an address that every system can store, got {fault}"
            yield Problem(_blamed(output), 0, 0, "slug", message)
    for key, output in taken.items():
        folders = key.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            file = taken.get("/".join(folders[:depth]))
            if file is not None:
                yield _collision(output, file)


def _collision(output: Output, other: Output) -> Problem:
    """Blame the later file, and in one file the alias."""
    by_blame = sorted((output, other), key=lambda o: (o.source or "", _field_of(o) == "aliases"))
    first, second = by_blame
    owner = first.source or "a page of the site's own"
    message = f"expected an address of its own, got {second.path}, which {owner} has"
    hint = "give one of them another slug or alias"
    return Problem(_blamed(second), 0, 0, _field_of(second), message, hint)


def _field_of(output: Output) -> str:
    """Return the field that gave an output its address; "" for a file that has none."""
    match output.recipe:
        case Template(page=RedirectPage()):
            return "aliases"
        case Template():
            return "slug"
        case _:
            return ""


def _blamed(output: Output) -> str:
    return output.source or f"the output {output.path}"


def missing_addresses(
    expectations: Iterable[Expectation],
    is_planned: Callable[[OutputPath], bool],
    known: Collection[UrlPath],
) -> Iterator[Problem]:
    """Find every address that something leads to, and that no output has."""
    for expected in expectations:
        if not is_planned(output_of(expected.url)):
            place = expected.place
            message = f'expected an address of this site, got "{expected.url}", which is none'
            hint = did_you_mean(expected.url, known)
            yield Problem(place.source, place.line, place.column, place.field, message, hint)
