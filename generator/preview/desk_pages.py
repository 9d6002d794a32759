"""What answers requests for the desk: its pages, made anew when what they show is another."""

from datetime import datetime, timedelta
from html import escape

from generator.desk.addresses import DESK, source_at
from generator.desk.pages import POLICY, article_page, desk_page
from generator.desk.query import read_query
from generator.desk.values import Desk
from generator.errors import Problem
from generator.planning.finding import Finder
from generator.preview.answers import HTML, NO_PAGE, Response, into_head
from generator.preview.desks import Desks
from generator.preview.following import Following
from generator.preview.inspecting import Inspection

FRESH = timedelta(seconds=20)  # for which countdowns are right enough
Basis = tuple[Finder, tuple[Problem, ...], int, bool]  # what a desk is made of
State = tuple[Finder, Inspection, tuple[Problem, ...]]  # of the site, and all that is wrong with it


class DeskPages:
    """Answers for one preview."""

    def __init__(self, following: Following, editor: str) -> None:
        """Take the files, and a pattern for links to the editor."""
        self._desks = Desks(following, editor)
        self._last: tuple[Basis, Desk] | None = None

    def respond(
        self, address: str, query: str, client: str, state: State, now: datetime
    ) -> Response:
        """Answer a request for an address; `client` is the address of livereload's script."""
        if address == DESK.rstrip("/"):
            return Response(302, headers={"Location": DESK})
        page = self._page(address, query, state, now)
        if page is None:
            return NO_PAGE
        script = f'<script src="{escape(client)}" defer></script>'.encode()
        headers = {"Content-Type": HTML, "Content-Security-Policy": POLICY}
        return Response(200, into_head(page, script), headers)

    def _page(self, address: str, query: str, state: State, now: datetime) -> bytes | None:
        if address == DESK:
            return desk_page(self._desk(state, now), read_query(query))
        source = source_at(address)
        finder, _, problems = state
        view = self._desks.article(finder, source, problems, now) if source else None
        return article_page(view) if view else None

    def _desk(self, state: State, now: datetime) -> Desk:
        """Return the desk; the same one as long as it is right: what is counted of it is kept."""
        finder, inspection, problems = state
        basis = finder, problems, inspection.left, inspection.is_complete
        if self._last and self._last[0] == basis and now - self._last[1].now < FRESH:
            return self._last[1]
        desk = self._desks.desk(finder, inspection, problems, now)
        self._last = basis, desk
        return desk
