"""What a browser is to see: the last good build, and what has been wrong since.

Every page is told which build it shows. `state` says which one is current, so that a page that
missed a message finds out by itself.
"""

import json
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from generator.building.publish import load_manifest
from generator.building.report import Report
from generator.building.request import Request
from generator.errors import Problem
from generator.media_types import served_as
from generator.paths import OutputPath
from generator.preview.excerpts import excerpt
from generator.preview.files import Answer, look_up, read_output
from generator.preview.rebuilding import Outcome
from generator.project import Project

NOT_FOUND = OutputPath("404.html")
HTML = served_as(".html")
# What the server tells pages, in the place of a file that changed.
EVERYTHING = "*"  # the page may be another: load it again
LOOK = "/_preview/state.json"  # the page is the same, what is known of it is not: look there
HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
NOTHING_YET = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Preview</title></head>
<body><p>The site will show here as soon as its problems are mended.</p></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Response:
    """What to send. `headers` are only those that depend on the answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Screen:
    """The state of the preview. Used by one thread."""

    def __init__(self, project: Project, run: str) -> None:
        """Start with nothing; `run` tells this server from one that had the port before."""
        self._project = project
        self._run = run
        self._build = 0
        self._root = Path()
        self._outputs: AbstractSet[OutputPath] | None = None
        self._problems: tuple[Problem, ...] = ()
        self._state = self._described()

    @property
    def state(self) -> bytes:
        """What pages ask for: the current build and its problems, as JSON."""
        return self._state

    def show(self, outcome: Outcome) -> str:
        """Take in what a build came to; return what to tell open pages, "" for nothing."""
        before, self._root = self._problems, outcome.request.place.root
        if outcome.report:
            self._problems = ()
            self._outputs = frozenset(outcome.report.plan.outputs)
        else:
            self._problems = outcome.problems
            self._outputs = self._outputs or _built_before(outcome.request)
        message = self._message(outcome.report, mended=before != self._problems)
        if message not in ("", LOOK):
            self._build += 1
        self._state = self._described()
        return message

    def respond(self, address: str, client: str) -> Response:
        """Answer a request for an address; `client` is the address of livereload's script."""
        if self._outputs is None:
            return Response(503, self._with_scripts(NOTHING_YET, client), {"Content-Type": HTML})
        answer = look_up(address, self._outputs)
        if answer.moved_to:
            return Response(302, headers={"Location": answer.moved_to})
        return self._sent(answer, client) or self._not_found(client)

    def _message(self, report: Report | None, *, mended: bool) -> str:
        """Return what pages must be told: "" for nothing, or the one file to load again."""
        changed = (*report.written, *report.removed) if report else ()
        if not changed:
            return LOOK if mended else ""
        if len(changed) == 1 and not mended and not changed[0].endswith(".html"):
            return f"/{changed[0]}"  # a style sheet or picture, which can be swapped in place
        return EVERYTHING

    def _sent(self, answer: Answer, client: str) -> Response | None:
        data = read_output(self._root, answer.path) if answer.path else None
        if answer.path is None or data is None:
            return None
        kind = served_as(answer.path)
        body = self._with_scripts(data, client) if kind == HTML else data
        return Response(200, body, {"Content-Type": kind})

    def _not_found(self, client: str) -> Response:
        page = read_output(self._root, NOT_FOUND)
        if page is None or self._outputs is None or NOT_FOUND not in self._outputs:
            return Response(404, b"There is no such page.\n", {"Content-Type": served_as(".txt")})
        return Response(404, self._with_scripts(page, client), {"Content-Type": HTML})

    def _with_scripts(self, page: bytes, client: str) -> bytes:
        """Return a page that follows the preview. What lies on the disk stays as it was built."""
        scripts = (
            f'<script src="/_preview/overlay.js?build={self._name}" defer></script>'
            f'<script src="{escape(client)}" defer></script>'
        ).encode()
        end = HEAD_END.search(page)
        place = end.start() if end else len(page)
        return page[:place] + scripts + page[place:]

    @property
    def _name(self) -> str:
        return f"{self._run}-{self._build}"

    def _described(self) -> bytes:
        problems = list(_described(self._project, self._problems))
        return json.dumps({"build": self._name, "problems": problems}).encode()


def _built_before(request: Request) -> AbstractSet[OutputPath] | None:
    """Return the outputs of an earlier preview: the last good pages, though not of this run."""
    manifest = load_manifest(request.place)
    return frozenset(manifest.files) if manifest else None


def _described(project: Project, problems: Iterable[Problem]) -> Iterable[dict[str, str]]:
    for problem in problems:
        found = excerpt(project, problem)
        place = f":{problem.line}:{problem.column}" if problem.line else ""
        yield {
            "place": f"{problem.path}{place}",
            "message": f"{problem.field}: {problem.message}" if problem.field else problem.message,
            "hint": problem.hint,
            "severity": problem.severity.value,
            "excerpt": found.text if found else "",
            "caret": found.caret if found else "",
        }
