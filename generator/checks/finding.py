"""What a check is: a name that site.toml knows, and a function that finds.

How severe a finding is, is no matter of the check: site.toml says it, and `generator.checks` puts
it on. There are several shapes, so that a preview can look again at the one article that changed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.config import Check
from generator.model import Article, Body
from generator.pages import Target
from generator.paths import SourcePath
from generator.planning.placed import Placed
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, and where; a line of 0 is the file as a whole."""

    source: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article or a page, and what its references lead to."""

    source: SourcePath
    body: Body
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """A check of what one article shows."""

    name: Check
    find: Callable[[Site, Placed], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class TextCheck:
    """A check of what one text shows, of an article or of a page."""

    name: Check
    find: Callable[[Text], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """A check of what crosses articles, or is of the site as a whole."""

    name: Check
    find: Callable[[Site], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class LayoutCheck:
    """A check of the site's own layouts."""

    name: Check
    find: Callable[[Site, LayoutFiles], Iterable[Finding]]


def in_field(article: Article, field: str, message: str, hint: str = "") -> Finding:
    """Return a finding at a field of an article's front matter."""
    line, column = article.places.get(field, (0, 0))
    return Finding(article.source, line, column, field, message, hint)
