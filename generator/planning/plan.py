"""The plan: every file of the result, described before any is made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.errors import Problem, did_you_mean, errors_in
from generator.pages import RedirectPage
from generator.paths import OutputPath, SourcePath, UrlPath, collision_key, output_of, path_fault
from generator.planning.hosts.dialects import hosting_problems
from generator.planning.icons import icon_problems
from generator.planning.recipes import Recipe, Template
from generator.planning.references import Expectation
from generator.planning.site import Site
from generator.planning.times import Change


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


@dataclass(frozen=True, slots=True)
class Plan:
    """All outputs in the order in which they are to be published, and every problem found."""

    outputs: Mapping[OutputPath, Output]
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()  # of the future, soonest first

    @property
    def valid_until(self) -> datetime | None:
        """When the site would next change with no edit; None for never."""
        return self.changes[0].at if self.changes else None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that must stop a build."""
        return errors_in(self.problems)


Kind = Callable[[Site], Iterable[Output]]
Index = Callable[[Site, Sequence[Output]], Iterable[Output]]


def make_plan(site: Site, kinds: Sequence[Kind], indexes: Sequence[Index]) -> Plan:
    """Plan every output: first what comes from the site, then what comes from other outputs."""
    outputs: list[Output] = []
    for kind in kinds:
        outputs.extend(kind(site))
    for index in indexes:
        outputs.extend(index(site, tuple(outputs)))
    problems = [*site.problems, *_path_problems(outputs)]
    problems += [*hosting_problems(site, outputs), *icon_problems(site)]
    planned = {output.path: output for output in outputs}
    problems += _missing_addresses(site.expectations, planned)
    return Plan(planned, tuple(sorted(problems)), site.changes)


def _path_problems(outputs: Iterable[Output]) -> Iterable[Problem]:
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


def _missing_addresses(
    expectations: Iterable[Expectation], planned: Mapping[OutputPath, Output]
) -> Iterable[Problem]:
    for expected in expectations:
        if output_of(expected.url) not in planned:
            place = expected.place
            message = f'expected an address of this site, got "{expected.url}", which is none'
            hint = did_you_mean(expected.url, (o.url for o in planned.values() if o.url))
            yield Problem(place.source, place.line, place.column, place.field, message, hint)
