"""Looking at a small site with one check, and what it tells."""

from generator.checks import check
from generator.config import Check
from generator.model import Content
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles
from tests.planning.newsroom import Untyped, site

NO_LAYOUTS = LayoutFiles(())


def told(name: Check, *contents: Content, **settings: Untyped) -> list[str]:
    """Return what a check tells of a site, without the hints."""
    return told_of(name, site(*contents, **settings))


def told_of(name: Check, looked_at: Site, layouts: LayoutFiles = NO_LAYOUTS) -> list[str]:
    return [
        str(problem).partition("\n")[0]
        for problem in check(looked_at, layouts)
        if problem.check == name
    ]
