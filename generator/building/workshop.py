"""Handing out what is stale: each output with the texts and files that it is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.building.elsewhere import making_elsewhere
from generator.building.gathering import Gathered, bodies_by_source, read_again
from generator.building.identity import identity
from generator.building.making import Making, Outcome, Task, make_batch
from generator.building.means import Means
from generator.building.memory.drawings import Drawings
from generator.building.theme import file_of, layouts_version
from generator.building.workers import HEAVY, LIGHT
from generator.fingerprint import Digest
from generator.paths import OutputPath, SourcePath
from generator.planning.plan import Output
from generator.planning.recipes import Resize, Template, files_of
from generator.rendering.compiled import Compiled
from generator.rendering.render import bodies_of
from generator.site_info import SiteInfo

LOAD = 1000  # outputs whose texts are loaded from the store together
Live = Mapping[OutputPath, Digest]  # what stands in the result as it was published


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes the outputs of one build."""

    means: Means
    gathered: Gathered
    site: SiteInfo
    drawings: Drawings | None

    def made(self, outputs: Sequence[Output], live: Live) -> list[Outcome]:
        """Make outputs, in batches whose bodies are loaded together."""
        if not outputs:
            return []  # naming the state of the layouts reads each of them
        project, place = self.means.request.project, self.means.request.place
        version = layouts_version(project)
        kept = self.means.request.compiled_path
        compiled = Compiled(kept, identity().whole) if kept else None
        making = Making(project.layouts, self.site, version, place, self.drawings, compiled)
        drawn = [each for each in outputs if isinstance(each.recipe, Resize)]
        others = sorted(
            (each for each in outputs if not isinstance(each.recipe, Resize)), key=_by_time
        )
        work, journey = partial(make_batch, making), making_elsewhere(making)
        outcomes: list[Outcome] = []
        for load, part in ((HEAVY, drawn), (LIGHT, others)):
            for tasks in self._tasks(part, live):
                for outcome in self.means.workers.map(work, tasks, load, journey):
                    outcomes.append(outcome)
                    self.means.progress("rendering", len(outcomes), len(outputs))
        places = {output.path: place for place, output in enumerate(outputs)}
        return sorted(outcomes, key=lambda each: places[each.path])

    def _tasks(self, outputs: Sequence[Output], live: Live) -> Iterator[list[Task]]:
        """Yield tasks by the thousand: an archive's texts need not be in memory all at once."""
        for start in range(0, len(outputs), LOAD):
            part = outputs[start : start + LOAD]
            needs = {output.path: bodies_of(output.recipe) for output in part}
            bodies = self._bodies({body for each in needs.values() for body in each})
            yield [
                Task(
                    output,
                    {body: bodies[body] for body in needs[output.path]},
                    self._files(output),
                    live.get(output.path),
                )
                for output in part
            ]

    def _bodies(self, needed: set[Digest]) -> dict[Digest, str]:
        """Return bodies from the store; a text that it has lost is read again."""
        store = self.means.store
        found = store.bodies(needed)
        lost = needed - found.keys()
        if lost:
            sources = bodies_by_source(self.gathered.contents)
            files = {body: sources[body] for body in sorted(lost)}
            again = read_again(self.means.request.project.root, self.means.workers, files)
            store.keep_bodies(again)
            found.update(again)
        return found

    def _files(self, output: Output) -> dict[SourcePath, Path]:
        """Return where the files lie that an output is made from."""
        sources = self.gathered.sources

        def spelled(source: SourcePath) -> SourcePath:
            """Return a path as the disk spells it."""
            return SourcePath(sources[source].disk) if source in sources else source

        project = self.means.request.project
        return {
            each.source: file_of(project, spelled(each.source)) for each in files_of(output.recipe)
        }


def _by_time(output: Output) -> tuple[str, float]:
    """Return a key by which pages that show the same articles are made one after another.

    So what was worked out for one of them, such as a teaser, is at hand for the next.
    """
    layout = output.recipe.layout if isinstance(output.recipe, Template) else ""
    return layout, output.lastmod.timestamp() if output.lastmod else 0.0
