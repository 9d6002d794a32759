"""Layouts, as the rest of the program knows them: what one is made of, and a page put through it.

Jinja2 and Babel are loaded with the first page: a build with nothing to render needs neither.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Problem, ProblemsFound, did_you_mean
from generator.fingerprint import Digest, Fingerprint, digest, fingerprint
from generator.planning.recipes import Template
from generator.rendering.catalogue import catalogue_files, load_catalogue
from generator.rendering.characters import encoded
from generator.rendering.compiled import Compiled
from generator.rendering.layout_files import LayoutFiles
from generator.rendering.words import Words
from generator.site_info import SiteInfo

if TYPE_CHECKING:
    from generator.rendering.engine import Engine


class Templates:
    """Holds the layouts of one build, as they were when each was first read.

    Where a site has a layout of its own, in the first of the folders, it stands for the theme's.
    """

    def __init__(
        self, folders: tuple[Path, ...], site: SiteInfo, compiled: Compiled | None = None
    ) -> None:
        self.files = LayoutFiles(folders)
        self._site = site
        self._compiled = compiled
        self._closures: dict[str, Fingerprint] = {}

    def closure(self, layout: str) -> Fingerprint:
        """Return the fingerprint of a layout and of all that it extends, includes or imports.

        The messages of the site's language belong to every layout. Raise `ProblemsFound` where
        there is no such layout.
        """
        if layout not in self._closures:
            self._check_exists(layout)
            parts = (self.files.closure(layout), self._catalogues)
            self._closures[layout] = fingerprint(parts)
        return self._closures[layout]

    def render(self, template: Template, bodies: Mapping[Digest, str]) -> bytes:
        """Return a page put through its layout; raise `ProblemsFound` where the layout is wrong.

        `bodies` holds the HTML of each body that the page shows.
        """
        self._check_exists(template.layout)
        return encoded(self._engine.text(template.layout, template.page, bodies))

    def _check_exists(self, layout: str) -> None:
        if self.files.read(layout) is None:
            hint = did_you_mean(layout, self.files.names())
            message = "expected this layout, got no such file"
            raise ProblemsFound([Problem(f"layouts/{layout}", 0, 0, "", message, hint)])

    @cached_property
    def _catalogues(self) -> tuple[tuple[str, Digest], ...]:
        found = catalogue_files(self._site.language, self.files)
        return tuple((name, digest(data)) for name, data in found)

    @cached_property
    def _engine(self) -> "Engine":
        from generator.rendering.engine import Engine

        language = self._site.language
        words = Words(language, load_catalogue(language, self.files))
        return Engine(self.files, self._site, words, self._compiled)
