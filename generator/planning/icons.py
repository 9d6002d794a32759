"""The drawing that every icon of the site is made from."""

from collections.abc import Iterator

from generator.errors import Problem
from generator.paths import SourcePath
from generator.planning.addresses import STATIC
from generator.planning.hosts.headers import ICONS
from generator.planning.recipes import Copy, FileOf
from generator.planning.references import VECTOR, content_path, no_drawing
from generator.planning.site import Site

DRAWING = ICONS[0]


def drawing_of(site: Site) -> FileOf | None:
    """Return site.toml's drawing, or else the one at the icon's own address, or the theme's."""
    given = site.config.theme.icon
    for source in (content_path(given) if given.endswith(VECTOR) else "", STATIC + DRAWING):
        file = site.others.get(SourcePath(source))
        if file:
            return FileOf(file.source, file.digest)
    recipes = {each.name: each.recipe for each in site.whole.assets}
    drawing = recipes.get(DRAWING)
    return drawing.file if isinstance(drawing, Copy) else None


def icon_problems(site: Site) -> Iterator[Problem]:
    """Find an icon in site.toml that is no drawing under content/."""
    given = site.config.theme.icon
    is_drawing = given.endswith(VECTOR) and content_path(given) in site.others
    if given and not is_drawing:
        yield no_drawing(site.config, "theme.icon", given, site.others)
