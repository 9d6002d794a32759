"""The theme's assets, and files that must stand at a fixed place."""

from collections.abc import Iterable

from generator.paths import OutputPath
from generator.planning.addresses import STATIC, asset_path
from generator.planning.plan import Copy, Output
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan a fingerprinted copy of each asset, and everything under `content/static/` as it is."""
    for asset in site.theme:
        yield Output(path=asset_path(asset), recipe=Copy(asset.source, asset.digest))
    for source in site.needed:
        if source.startswith(STATIC):
            path = OutputPath(source.removeprefix(STATIC))
            yield Output(path=path, recipe=Copy(source, site.files[source].digest), source=source)
