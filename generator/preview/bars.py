"""The bar at the foot of a previewed page: what it is, and the ways to its desk and its source."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from generator.desk.addresses import DESK, article_address, editor_link
from generator.desk.bar import bar
from generator.desk.moments import told
from generator.errors import Problem, errors_in
from generator.planning.changes import Audience
from generator.planning.finding import Finder
from generator.planning.site import Site
from generator.planning.standing import Standing
from generator.planning.times import STEPS
from generator.preview.showing import Shown

SEEN = frozenset(STEPS.values())  # changes that a reader of the page would see


@dataclass(frozen=True, slots=True)
class View:
    """How the site is looked at: as of `now`, which may be another time; `editor` is a pattern."""

    now: datetime
    is_another_time: bool
    editor: str


def bar_of(shown: Shown, finder: Finder, problems: Collection[Problem], view: View) -> str:
    """Return the bar for a page, as HTML; `problems` are those of its file."""
    site, source = finder.site, shown.source
    standing = site.register.standings.get(source) if source else None
    page = site.contents.pages.get(source) if source else None
    errors = len(errors_in(problems))
    title = standing.article.title if standing else page.title if page else site.config.title
    return bar(
        standing.life.state if standing else None,
        title,
        desk=article_address(source) if standing and source else DESK,
        source=editor_link(view.editor, source) if source else "",
        errors=errors,
        warnings=len(problems) - errors,
        notes=tuple(_notes(site, standing, view)),
    )


def _notes(site: Site, standing: Standing | None, view: View) -> Iterator[str]:
    """Yield how the site is looked at, and what will happen to an article by itself."""
    now = view.now.astimezone(site.config.zone)
    if view.is_another_time:
        yield f"as of {now.day} {now:%b %Y, %H:%M}"
    if site.audience is Audience.PUBLIC:
        yield "as readers see it"
    for change in standing.life.changes if standing else ():
        what = change.reason.partition(": ")[2]
        if change.at > now and what in SEEN:
            yield f"{what} {told(change.at, now)}"
