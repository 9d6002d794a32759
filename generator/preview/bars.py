"""The bar at the foot of a previewed page: what it is, and the ways to its desk and its source."""

from collections.abc import Iterator
from datetime import datetime

from generator.desk.addresses import DESK, article_address, editor_link
from generator.desk.bar import bar
from generator.desk.moments import told
from generator.errors import errors_in
from generator.planning.finding import Finder
from generator.planning.standing import Standing
from generator.planning.times import STEPS
from generator.preview.inspecting import Inspection
from generator.preview.showing import Shown

SEEN = frozenset(STEPS.values())  # changes that a reader of the page would see


def bar_of(shown: Shown, finder: Finder, inspection: Inspection, editor: str, now: datetime) -> str:
    """Return the bar for a page, as HTML; `editor` is a pattern for links."""
    site, source = finder.site, shown.source
    standing = site.register.standings.get(source) if source else None
    page = site.contents.pages.get(source) if source else None
    problems = inspection.of(source) if source else ()
    errors = len(errors_in(problems))
    title = standing.article.title if standing else page.title if page else site.config.title
    return bar(
        standing.life.state if standing else None,
        title,
        desk=article_address(source) if standing and source else DESK,
        source=editor_link(editor, source) if source else "",
        errors=errors,
        warnings=len(problems) - errors,
        notes=tuple(_notes(standing, now.astimezone(site.config.zone))) if standing else (),
    )


def _notes(standing: Standing, now: datetime) -> Iterator[str]:
    """Yield what will happen to an article by itself."""
    for change in standing.life.changes:
        what = change.reason.partition(": ")[2]
        if change.at > now and what in SEEN:
            yield f"{what} {told(change.at, now)}"
