"""The theme's assets, and files that must stand at a fixed place."""

from collections.abc import Iterable

from generator.paths import OutputPath
from generator.planning.addresses import STATIC
from generator.planning.plan import Output
from generator.planning.recipes import Copy, FileOf
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan each asset, and everything under `content/static/` as it is."""
    for asset in site.whole.assets:
        yield Output(path=asset.path, recipe=asset.recipe)
    for source, file in site.static.items():
        path = OutputPath(source.removeprefix(STATIC))
        yield Output(path=path, recipe=Copy(FileOf(source, file.digest)), source=source)
