"""What browsers are to see: the site as it is now, and what is wrong with it.

Every page is told the digest of what it shows. Asked with it, `state` says whether that is still
right, so that a page which missed a message finds out by itself.
"""

import json
import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from generator.building.request import Request
from generator.errors import Problem, errors_in
from generator.fingerprint import Digest, digest
from generator.media_types import served_as
from generator.paths import OutputPath, SourcePath, UrlPath
from generator.preview.answers import look_up
from generator.preview.editors import Editor
from generator.preview.excerpts import excerpt
from generator.preview.following import LAYOUTS, Following
from generator.preview.showing import Kept, Showing, Shown
from generator.rendering.templates import Templates

NOT_FOUND = OutputPath("404.html")
HTML = served_as(".html")
LOOK = "/_preview/state.json"  # where pages ask; told to a page, it says: ask now
SCRIPT = "/_preview/page.js"
HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
REMEMBERED = 200  # pages that were sent, to tell how they differ from what they became
NOTHING_YET = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Preview</title></head>
<body><p>The page will show here as soon as its problems are mended.</p></body>
</html>
"""
Swap = tuple[str, str]  # the address of a style sheet, and the one that stands for it now


@dataclass(frozen=True, slots=True)
class Response:
    """What to send. `headers` are only those that depend on the answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it was sent, with the addresses of style sheets by name."""

    body: bytes
    styles: Mapping[str, str]


class Screen:
    """The state of the preview. `take` is for one thread at a time, all else for any."""

    def __init__(self, request: Request, editor: Editor) -> None:
        """Start with nothing to show."""
        self._project = request.project
        self._editor = editor
        self._kept = Kept()
        self._last_sent: dict[str, Digest] = {}
        self._sent: OrderedDict[Digest, Sent] = OrderedDict()
        self.following = Following(request)
        self.showing: Showing | None = None

    @property
    def made(self) -> int:
        """How many outputs were made so far."""
        return self._kept.made

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the site, as far as it is known."""
        return self.following.problems

    @property
    def next_change(self) -> datetime | None:
        """When the site next changes by itself; None for never."""
        changes = self.showing.site.changes if self.showing else ()
        return changes[0].at if changes else None

    def address_of(self, source: SourcePath) -> UrlPath | None:
        """Return where an article is shown; None where it is not."""
        placed = self.showing.site.placed(source) if self.showing else None
        return placed.url if placed else None

    def sent_to(self, address: str) -> Digest | None:
        """Return the digest of what was last sent to a page."""
        return self._last_sent.get(address)

    # -- what changes it

    def open(self) -> None:
        """Read the site. Raise `LockHeld` while a build of it is running."""
        self.following.open()
        self._renew(other_layouts=True)

    def take(self, changed: Collection[str] | None) -> frozenset[SourcePath]:
        """Look again at what changed; return the files of content that have another value."""
        fresh = self.following.look(changed)
        parts = [LAYOUTS] if changed is None else changed
        self._renew(other_layouts=any(part.partition("/")[0] == LAYOUTS for part in parts))
        return fresh

    def turn(self, request: Request) -> None:
        """Show the site as it is at the time of a request."""
        self.following.turn(request)
        self._renew()

    def _renew(self, *, other_layouts: bool = False) -> None:
        site, last = self.following.site, self.showing
        if site is None:
            return
        if last is None or other_layouts or last.site.info != site.info:
            templates = Templates(self._project.layouts, site.info)
        else:
            templates = last.templates
        self.showing = Showing(site, self.following, templates, self._kept)

    # -- what browsers ask

    def respond(self, address: str, client: str) -> Response:
        """Answer a request for an address; `client` is the address of livereload's script."""
        showing = self.showing
        if showing is None:
            return Response(503, self._with_scripts(NOTHING_YET, client), {"Content-Type": HTML})
        answer = look_up(address, showing.finder)
        if answer.moved_to:
            return Response(302, headers={"Location": answer.moved_to})
        shown = showing.show(answer.path) if answer.path else None
        missing = None if shown else showing.show(NOT_FOUND)
        if shown is None and missing is None:
            return Response(404, b"There is no such page.\n", {"Content-Type": served_as(".txt")})
        return self._response(shown or missing, 200 if shown else 404, address, client)

    def _response(self, shown: Shown | None, status: int, address: str, client: str) -> Response:
        assert shown is not None
        kind = served_as(shown.path)
        if kind == HTML:
            body = shown.body or NOTHING_YET
            self._remember(shown)
            self._last_sent[address] = shown.digest
            return Response(status if shown.body else 503, self._with_scripts(body, client),
                            {"Content-Type": kind})  # fmt: skip
        return Response(status if shown.body or not shown.problems else 503, shown.body,
                        {"Content-Type": kind})  # fmt: skip

    def page(self, address: str) -> Shown | None:
        """Return what stands at an address now: the page, or what says that there is none."""
        showing = self.showing
        if showing is None:
            return None
        path = look_up(address, showing.finder).path
        return showing.show(path or NOT_FOUND)

    def state(self, address: str, shows: str) -> bytes:
        """Say what a page must know that shows something of a digest: as JSON."""
        page = self.page(address)
        current = page.digest if page else digest(NOTHING_YET)
        self._last_sent[address] = current
        problems = (*errors_in(self.problems), *(page.problems if page else ()))
        state = {
            "shows": current,
            "styles": self._swaps(Digest(shows), page) if page and shows != current else [],
            "problems": list(self._described(dict.fromkeys(problems))),
        }
        return json.dumps(state).encode()

    def _swaps(self, shows: Digest, page: Shown) -> list[Swap]:
        """Return the style sheets to exchange, where a page differs in nothing else."""
        before = self._sent.get(shows)
        after = self._remember(page)
        if before is None:
            return []
        body, swaps = before.body, []
        for name, address in before.styles.items():
            other = after.styles.get(name, address)
            if other != address:
                body = body.replace(address.encode(), other.encode())
                swaps.append((address, other))
        return swaps if body == page.body else []

    def _remember(self, page: Shown) -> Sent:
        assert self.showing is not None
        assets = self.showing.site.info.assets
        sent = Sent(page.body, {name: url for name, url in assets if name.endswith(".css")})
        self._sent[page.digest] = sent
        self._sent.move_to_end(page.digest)
        while len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)
        return sent

    def _with_scripts(self, page: bytes, client: str) -> bytes:
        """Return a page that follows the preview."""
        query = urlencode({"shows": digest(page)})
        scripts = (
            f'<script src="{SCRIPT}?{query}" defer></script>'
            f'<script src="{escape(client)}" defer></script>'
        ).encode()
        end = HEAD_END.search(page)
        place = end.start() if end else len(page)
        return page[:place] + scripts + page[place:]

    def _described(self, problems: Iterable[Problem]) -> Iterator[dict[str, str]]:
        for problem in problems:
            found = excerpt(self._project, problem)
            place = f":{problem.line}:{problem.column}" if problem.line else ""
            subject = f"{problem.field}: " if problem.field else ""
            link = self._editor.link(self._project.root, problem.path, problem.line, problem.column)
            yield {
                "place": f"{problem.path}{place}",
                "message": f"{subject}{problem.message}",
                "hint": problem.hint,
                "severity": problem.severity.value,
                "excerpt": found.text if found else "",
                "caret": found.caret if found else "",
                "editor": link if found else "",
            }
