"""What browsers are to see: the site as it is now, and what is wrong with it.

Every page is told the digest of what it shows. Asked with it, `state` says whether that is still
right, so that a page which missed a message finds out by itself.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from generator.building.request import Request
from generator.building.theme import layouts_version
from generator.desk.addresses import ASSETS, editor_link
from generator.errors import Problem, errors_in
from generator.fingerprint import Digest, digest
from generator.media_types import served_as
from generator.paths import OutputPath, SourcePath, UrlPath
from generator.preview.answers import HTML, NO_PAGE, Response, into_head, look_up
from generator.preview.editors import Editor
from generator.preview.excerpts import excerpt
from generator.preview.following import LAYOUTS, Following
from generator.preview.inspecting import SLICE, Inspection
from generator.preview.showing import Kept, Showing, Shown
from generator.preview.threads import Asked
from generator.rendering.templates import Templates

if TYPE_CHECKING:
    from generator.preview.desk_pages import DeskPages

NOT_FOUND = OutputPath("404.html")
LOOK = "/_preview/state.json"  # where pages ask; told to a page, it says: ask now
SCRIPT = "/_preview/page.js"
MOST = 50  # problems that a page is told of
REMEMBERED = 200  # pages that were sent, to tell how they differ from what they became
Problems = tuple[Problem, ...]
Found = tuple[tuple[Problems, int], Problems, Problems]  # from what; all problems, and the errors
NOTHING_YET = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Preview</title></head>
<body><p>The page will show here as soon as its problems are mended.</p></body>
</html>
"""


class Screen:
    """The state of the preview. `take` is for one thread at a time, all else for any."""

    def __init__(
        self, request: Request, editor: Editor, clock: Callable[[], datetime] | None = None
    ) -> None:
        """Start with nothing to show; without a `clock` it stays the time of the request."""
        self._clock = clock or (lambda: request.now)
        self._is_another_time = request.is_of_another_time
        self._project = request.project
        self._editor = editor.within(request.project.root)
        self._kept = Kept()
        self._asked = Asked()
        self._layouts = ""  # the state of their files
        self._sent: OrderedDict[Digest, bytes] = OrderedDict()
        self._sending = threading.Lock()
        self.following = Following(request)
        self._desk: DeskPages | None = None
        self._last_found: Found = (((), -1), (), ())
        self.showing: Showing | None = None
        self.inspection: Inspection | None = None

    @property
    def made(self) -> int:
        """How many outputs were made so far."""
        return self._kept.made

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the site, as far as it is known; the same value while it is."""
        return self._found[1]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What would stop a build, as far as it is known."""
        return self._found[2]

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What is wrong with the layouts of what was looked at."""
        return self.showing.problems if self.showing else ()

    @property
    def _found(self) -> Found:
        """What was found, and from what: putting it in order takes its time on a large site."""
        single = (*self.following.problems, *self.faults)
        inspection = self.inspection
        basis = single, inspection.revision if inspection else -1
        if self._last_found[0] != basis:
            known = frozenset((*single, *(inspection.problems if inspection else ())))
            problems = tuple(sorted(known))
            self._last_found = basis, problems, errors_in(problems)
        return self._last_found

    @property
    def is_inspected(self) -> bool:
        """Whether all problems are known."""
        return self.inspection is None or self.inspection.is_complete

    def inspect(self) -> None:
        """Look for problems for a moment, but let go first whoever waits for an answer."""
        self._asked.wait(SLICE)
        if self.inspection:
            self.inspection.step(self._asked.__bool__)

    @property
    def next_change(self) -> datetime | None:
        """When the site next changes by itself; None for never."""
        changes = self.showing.site.changes if self.showing else ()
        return changes[0].at if changes else None

    @property
    def next_day(self) -> datetime | None:
        """When the next day begins where the site is; None where nothing is known of it."""
        if self.showing is None:
            return None
        zone = self.showing.site.config.zone
        day = self._clock().astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(day, time(), zone).astimezone(UTC)

    def address_of(self, source: SourcePath) -> UrlPath | None:
        """Return where an article is shown; None where it is not."""
        placed = self.showing.site.placed(source) if self.showing else None
        return placed.url if placed else None

    # -- what changes it

    def open(self) -> None:
        """Read the site. Raise `LockHeld` while a build of it is running."""
        with self._disk_faults_noted():
            self.following.open()
        with self._disk_faults_noted():
            self._renew(frozenset(), other_layouts=True)

    def take(self, changed: Collection[str] | None) -> frozenset[SourcePath]:
        """Look again at what changed; return the files of content that have another value."""
        fresh: frozenset[SourcePath] = frozenset()
        with self._disk_faults_noted():
            fresh = self.following.look(changed)
            is_other = changed is None or any(part.partition("/")[0] == LAYOUTS for part in changed)
            is_other = is_other and self._layouts != layouts_version(self._project)
            self._renew(fresh, other_layouts=is_other)
            if is_other:
                self.page("/")  # so that a fault is told, even where nobody looks
        return fresh

    @contextmanager
    def _disk_faults_noted(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.following.note_fault(error)

    def turn(self, request: Request) -> None:
        """Show the site as it is at the time of a request."""
        self.following.turn(request)
        with self._disk_faults_noted():
            self._renew(frozenset(), other_time=True)

    def _renew(
        self,
        changed: Collection[SourcePath],
        *,
        other_layouts: bool = False,
        other_time: bool = False,
    ) -> None:
        """Show the site as it is now, in which some files of content are others."""
        site, last = self.following.site, self.showing
        if other_layouts:
            self._layouts = layouts_version(self._project)
        if site is None:
            return
        if last is None or other_layouts or last.site.info != site.info:
            templates = Templates(self._project.layouts, site.info)
        else:
            templates = last.templates
        showing = Showing(site, self.following, templates, self._kept)
        for path in last.faulty if last else ():
            showing.show(path)  # so that it is known whether it is still at fault
        self.showing = showing
        is_same = last is not None and site.has_settings_of(last.site)
        if self.inspection is None or not is_same or other_layouts or other_time:
            self.inspection = Inspection(showing.finder, templates.files)
        else:
            self.inspection = self.inspection.of_next(showing.finder, changed)

    # -- what browsers ask

    def respond(self, address: str, client: str) -> Response:
        """Answer a request for an address; `client` is the address of livereload's script."""
        with self._asked:
            return self._answer(address, client)

    def _answer(self, address: str, client: str) -> Response:
        showing = self.showing
        if showing is None:
            body = self._with_scripts(NOTHING_YET, client)
            return Response(503, body, {"Content-Type": HTML})
        answer = look_up(address, showing.finder)
        if answer.moved_to:
            return Response(302, headers={"Location": answer.moved_to})
        shown = showing.show(answer.path) if answer.path else None
        missing = None if shown else showing.show(NOT_FOUND)
        if shown is None and missing is None:
            return NO_PAGE
        return self._response(shown or missing, 200 if shown else 404, client)

    def _response(self, shown: Shown | None, status: int, client: str) -> Response:
        assert shown is not None
        kind = served_as(shown.path)
        if kind == HTML:
            body = shown.body or NOTHING_YET
            self._remember(shown)
            whole = self._with_scripts(body, client)
            return Response(status if shown.body else 503, whole, {"Content-Type": kind})
        return Response(status if shown.body or not shown.problems else 503, shown.body,
                        {"Content-Type": kind})  # fmt: skip

    def shown_at(self, address: str) -> Digest:
        """Return the digest of what a browser gets at an address now."""
        return shown_by(self.page(address))

    def page(self, address: str) -> Shown | None:
        """Return what stands at an address now: the page, or what says that there is none."""
        showing = self.showing
        if showing is None:
            return None
        path = look_up(address, showing.finder).path
        return showing.show(path or NOT_FOUND)

    def state(self, address: str, shows: str) -> bytes:
        """Say what a page must know that shows something of a digest: as JSON."""
        with self._asked:
            return json.dumps(self._state(address, shows)).encode()

    def _state(self, address: str, shows: str) -> dict[str, object]:
        page = self.page(address)
        current = shown_by(page)
        return {
            "shows": current,
            "bar": self._bar(page) if page else "",
            **(self._difference(Digest(shows), page) if page and shows != current else {}),
            "problems": list(self._described(self.errors[:MOST])),
        }

    def _difference(self, shows: Digest, page: Shown) -> dict[str, str]:
        """Return a page as it was sent, if that is still known, and as it is now."""
        was = self._sent.get(shows)
        self._remember(page)
        return {} if was is None else {"was": was.decode(), "is": page.body.decode()}

    def _remember(self, page: Shown) -> None:
        with self._sending:
            self._sent[page.digest] = page.body
            self._sent.move_to_end(page.digest)
            while len(self._sent) > REMEMBERED:
                self._sent.popitem(last=False)

    def _bar(self, shown: Shown) -> str:
        from generator.preview.bars import View, bar_of  # as below

        if self.showing is None or self.inspection is None:
            return ""
        source = shown.source
        faults = (each for each in self.following.problems if source and each.path == source)
        problems = (*faults, *(self.inspection.of(source) if source else ()))
        view = View(self._clock(), self._is_another_time, self._editor)
        return bar_of(shown, self.showing.finder, problems, view)

    def desk(self, address: str, query: str, client: str) -> Response:
        """Answer a request for something of the desk."""
        from generator.preview.desk_pages import DeskPages  # nobody waits for it at the start

        if self.showing is None or self.inspection is None:
            return NO_PAGE
        if self._desk is None:
            self._desk = DeskPages(self.following, self._editor)
        with self._asked:
            state = self.showing.finder, self.inspection, self.problems
            return self._desk.respond(address, query, client, state, self._clock())

    def _with_scripts(self, page: bytes, client: str) -> bytes:
        """Return a page that follows the preview."""
        query = urlencode({"shows": digest(page)})
        scripts = (
            f'<script src="{SCRIPT}?{query}" defer></script>'
            f'<script src="{ASSETS}bar.js" defer></script>'
            f'<script src="{escape(client)}" defer></script>'
        ).encode()
        return into_head(page, scripts)

    def _described(self, problems: Iterable[Problem]) -> Iterator[dict[str, str]]:
        for problem in problems:
            found = excerpt(self._project, problem)
            place = f":{problem.line}:{problem.column}" if problem.line else ""
            subject = f"{problem.field}: " if problem.field else ""
            link = editor_link(self._editor, problem.path, problem.line, problem.column)
            yield {
                "place": f"{problem.path}{place}",
                "message": f"{subject}{problem.message}",
                "hint": problem.hint,
                "severity": problem.severity.value,
                "excerpt": found.text if found else "",
                "caret": found.caret if found else "",
                "editor": link if found else "",
            }


def shown_by(page: Shown | None) -> Digest:
    """Return the digest of what a browser gets for a page: where it was never good, a stand-in."""
    return page.digest if page and page.body else digest(NOTHING_YET)
