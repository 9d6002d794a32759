"""Questions about a site that change nothing: what there is, what touches what, and why."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from generator.building.build import plan_only
from generator.building.gathering import gather
from generator.building.identity import identity
from generator.building.memory.store import Store
from generator.building.publish import altered, load_manifest
from generator.building.request import Request
from generator.building.searching import FOLDER, found_in
from generator.building.staleness import bases_of, stale
from generator.building.theme import LAYOUTS
from generator.building.workers import Workers
from generator.config import SITE_FILE
from generator.errors import Problem, UsageError, did_you_mean
from generator.fingerprint import Fingerprinter
from generator.model import Article
from generator.pages import State
from generator.paths import OutputPath, SourcePath, UrlPath, output_of
from generator.planning.addresses import article_url
from generator.planning.plan import Plan
from generator.planning.recipes import Copy, Recipe, Resize, Template, files_of
from generator.planning.site import Site
from generator.planning.theme import THEME_FILE
from generator.planning.times import Clock
from generator.project import load_config
from generator.reading.sources import scan
from generator.rendering.layout_files import LayoutFiles
from generator.rendering.templates import Templates


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list: its file, its state, when it is published, and where."""

    source: SourcePath
    title: str
    state: State
    published: datetime
    url: UrlPath


@dataclass(frozen=True, slots=True)
class Touched:
    """What a source touches: `outputs`; or what an output is: its `facts`, each with a name.

    `state` is an article's, where it touches nothing because it is not public.
    """

    outputs: tuple[OutputPath, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    state: State | None = None


def listed(request: Request) -> tuple[tuple[Listed, ...], tuple[Problem, ...]]:
    """Return every article that can be read, newest first, and the problems of the others."""
    config = load_config(request.project, request.base_url)
    with closing(Store(request.store_path)) as store, Workers(request.jobs) as workers:
        store.begin(identity().whole)
        gathered = gather(request.project.root, store, workers, clock_ns=request.clock_ns)
    clock = Clock(request.now, config.zone)
    found = []
    for article in gathered.contents:
        if isinstance(article, Article):
            life = clock.life(article)
            url = article_url(config.permalink, article, life.published.at)
            found.append(Listed(article.source, article.title, life.state, life.published.at, url))
    found.sort(key=lambda each: (each.published, each.source), reverse=True)
    return tuple(found), (*gathered.problems, *clock.problems)


def why(request: Request, name: str) -> Touched:
    """Say which outputs a source touches, or why an output was last rendered."""
    site, plan = plan_only(request)
    path = _relative(request, name)
    public = f"{request.project.public.name}/"
    output = OutputPath(path.removeprefix(public)) if path.startswith(public) else output_of(path)
    if output in plan.outputs:
        return Touched(facts=tuple(_about(request, site, plan, output)))
    if _is_of_the_search(request, output):
        pages = f"the {len(list(found_in(plan)))} pages that a search finds"
        return Touched(facts=(("output", output), ("made of", pages)))
    if path in (SITE_FILE, THEME_FILE):
        return Touched(_looked_at(plan))
    layouts = LayoutFiles(request.project.layouts)
    if path in _names(layouts):
        return Touched(_with_layout(layouts, plan, path.removeprefix(LAYOUTS)))
    if (request.project.root / path).is_file():
        return _touched(request, plan, SourcePath(path))
    known = (SITE_FILE, *_names(layouts), *scan(request.project.root).sources, *plan.outputs)
    guess = did_you_mean(path, known)
    message = f"expected a file of the site or of the result, got {name}"
    raise UsageError(f"{message}: {guess}" if guess else message)


def _is_of_the_search(request: Request, output: OutputPath) -> bool:
    published = load_manifest(request.place)
    return output.startswith(FOLDER) and published is not None and output in published.files


def _touched(request: Request, plan: Plan, source: SourcePath) -> Touched:
    outputs = _without(request, plan, source)
    if outputs:
        return Touched(outputs)
    articles, _ = listed(request)
    return Touched(state=next((each.state for each in articles if each.source == source), None))


def _names(layouts: LayoutFiles) -> list[str]:
    return [LAYOUTS + name for name in layouts.names()]


def _relative(request: Request, name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    root = PurePosixPath(request.project.root.as_posix())
    return str(path.relative_to(root)) if path.is_relative_to(root) else name.removeprefix("./")


def _without(request: Request, plan: Plan, source: SourcePath) -> tuple[OutputPath, ...]:
    """Return the outputs that would differ if a source were not there: that is what it touches."""
    _, other = plan_only(request, leave_out=source)
    fingerprint = Fingerprinter()
    return tuple(
        path
        for path, output in plan.outputs.items()
        if path not in other.outputs
        or fingerprint(output.recipe) != fingerprint(other.outputs[path].recipe)
    )


def _looked_at(plan: Plan) -> tuple[OutputPath, ...]:
    """Return what shows the settings or the look of the site: all but copies and pictures."""
    return tuple(
        path for path, o in plan.outputs.items() if not isinstance(o.recipe, Copy | Resize)
    )


def _is_made_of(recipe: Recipe, source: SourcePath) -> bool:
    return any(file.source == source for file in files_of(recipe))


def _with_layout(files: LayoutFiles, plan: Plan, name: str) -> tuple[OutputPath, ...]:
    """Return the outputs whose layout uses this file, or that carry this asset."""
    if name.startswith("assets/"):
        return tuple(
            path for path, o in plan.outputs.items()
            if isinstance(o.recipe, Template) or _is_made_of(o.recipe, SourcePath(LAYOUTS + name))
        )  # fmt: skip
    users = {
        recipe.layout
        for recipe in (output.recipe for output in plan.outputs.values())
        if isinstance(recipe, Template)
        and (name.startswith("messages/") or name in dict(files.closure(recipe.layout)))
    }
    return tuple(
        path for path, o in plan.outputs.items()
        if isinstance(o.recipe, Template) and o.recipe.layout in users
    )  # fmt: skip


def _about(request: Request, site: Site, plan: Plan, path: OutputPath) -> Iterator[tuple[str, str]]:
    output = plan.outputs[path]
    yield "output", path
    if output.url:
        yield "address", output.url
    match output.recipe:
        case Template(layout=layout):
            yield "layout", LAYOUTS + layout
        case recipe:
            for file in files_of(recipe):
                yield "made of", file.source
    if output.source:
        yield "source", output.source
    published = load_manifest(request.place)
    with closing(Store(request.store_path)) as store:
        made = store.outputs(request.target)
    layouts = Templates(request.project.layouts, site.info)
    bases = bases_of(plan, site.info, identity(), layouts)
    reasons = stale(bases, made, published, altered(request.place, published) if published else {})
    yield "last made because", made[path].reason if path in made else "it has not been made yet"
    yield "now", f"stale: {reasons[path]}" if path in reasons else "fresh"
