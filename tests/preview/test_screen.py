"""What a browser is told after each build, and what it is sent."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.building.report import Report
from generator.building.request import Request
from generator.errors import Problem
from generator.fingerprint import digest
from generator.paths import OutputPath, SourcePath
from generator.planning.plan import Output, Plan
from generator.planning.recipes import Copy, FileOf
from generator.planning.times import Audience
from generator.preview.news import News
from generator.preview.rebuilding import Outcome
from generator.preview.screen import EVERYTHING, LOOK, Screen
from generator.project import Project
from tests.preview.small_site import write

CLIENT = "/livereload.js?host=localhost&port=8000"
WRONG = Problem("content/articles/a.md", 3, 7, "date", "expected a date", "date: 2025-11-28")
PAGE = "<!doctype html><html><head><title>A</title></head><body></body></html>"


@pytest.fixture
def request_of(tmp_path: Path) -> Request:
    project = Project(tmp_path, tmp_path / "layouts")
    now = datetime(2025, 12, 1, tzinfo=UTC)
    return Request(project=project, now=now, clock_ns=0, audience=Audience.PREVIEW)


def good(
    request: Request,
    files: Iterable[str],
    written: Iterable[str] = (),
    removed: Iterable[str] = (),
) -> Outcome:
    recipe = Copy(FileOf(SourcePath("content/a"), digest(b"")))
    outputs = [Output(path=OutputPath(name), recipe=recipe) for name in files]
    report = Report(
        plan=Plan({output.path: output for output in outputs}),
        read=0,
        rendered={},
        written=tuple(map(OutputPath, written)),
        removed=tuple(map(OutputPath, removed)),
    )
    return Outcome(request, report, (), 0.05)


def bad(request: Request, *problems: Problem) -> Outcome:
    return Outcome(request, None, problems, 0.05)


def state(screen: Screen) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(screen.state)
    return found


@pytest.fixture
def screen(request_of: Request) -> Screen:
    """A screen that shows a good build of three files."""
    screen = Screen(request_of.project, "run")
    for name in ("index.html", "404.html", "logo.svg"):
        write(request_of.place.root, name, PAGE)
    files = ["index.html", "404.html", "logo.svg"]
    assert screen.show(good(request_of, files, written=files)) == EVERYTHING
    return screen


FILES = ["index.html", "404.html", "logo.svg"]


def test_pages_are_told_only_when_something_changed(screen: Screen, request_of: Request) -> None:
    build = state(screen)["build"]
    assert screen.show(good(request_of, FILES)) == ""
    assert state(screen)["build"] == build
    assert screen.show(good(request_of, FILES, written=["index.html"])) == EVERYTHING
    assert state(screen)["build"] != build
    assert screen.show(good(request_of, FILES[:2], removed=["logo.svg", "x.css"])) == EVERYTHING


def test_a_lone_picture_or_style_sheet_is_swapped_in_place(
    screen: Screen, request_of: Request
) -> None:
    assert screen.show(good(request_of, FILES, written=["logo.svg"])) == "/logo.svg"


def test_a_failed_build_keeps_the_last_good_pages(screen: Screen, request_of: Request) -> None:
    build = state(screen)["build"]
    assert screen.show(bad(request_of, WRONG)) == LOOK
    assert screen.respond("/", CLIENT).status == 200
    assert state(screen)["build"] == build
    assert state(screen)["problems"] == [
        {
            "place": "content/articles/a.md:3:7",
            "message": "date: expected a date",
            "hint": "date: 2025-11-28",
            "severity": "error",
            "excerpt": "",
            "caret": "",
        }
    ]
    assert screen.show(bad(request_of, WRONG)) == ""


def test_mending_takes_the_problems_away_whether_or_not_a_file_changed(
    screen: Screen, request_of: Request
) -> None:
    screen.show(bad(request_of, WRONG))
    assert screen.show(good(request_of, FILES)) == LOOK
    assert state(screen)["problems"] == []
    screen.show(bad(request_of, WRONG))
    assert screen.show(good(request_of, FILES, written=["logo.svg"])) == EVERYTHING


def test_a_preview_that_never_worked_says_so_at_every_address(request_of: Request) -> None:
    screen = Screen(request_of.project, "run")
    screen.show(bad(request_of, WRONG))
    for address in ("/", "/a/", "/site.toml"):
        response = screen.respond(address, CLIENT)
        assert response.status == 503
        assert b"overlay.js" in response.body


def test_scripts_are_added_to_what_is_sent_and_not_to_what_is_built(
    screen: Screen, request_of: Request
) -> None:
    sent = screen.respond("/", CLIENT).body.decode()
    scripts = (
        '<script src="/_preview/overlay.js?build=run-1" defer></script>'
        '<script src="/livereload.js?host=localhost&amp;port=8000" defer></script>'
    )
    assert sent == PAGE.replace("</head>", f"{scripts}</head>")
    assert (request_of.place.root / "index.html").read_text() == PAGE
    assert screen.respond("/logo.svg", CLIENT).body.decode() == PAGE


def test_a_page_without_a_head_gets_its_scripts_all_the_same(
    screen: Screen, request_of: Request
) -> None:
    write(request_of.place.root, "index.html", "<p>plain")
    assert screen.respond("/", CLIENT).body.startswith(b"<p>plain<script src=")


def test_what_is_missing_is_answered_with_the_sites_own_page(
    screen: Screen, request_of: Request
) -> None:
    response = screen.respond("/nothing/", CLIENT)
    assert (response.status, b"<title>A</title>" in response.body) == (404, True)
    (request_of.place.root / "404.html").unlink()
    assert screen.respond("/nothing/", CLIENT).body == b"There is no such page.\n"


def test_the_terminal_hears_of_everything_once(request_of: Request) -> None:
    news = News()
    told = [
        list(news.of(outcome))
        for outcome in (
            good(request_of, FILES, written=FILES),
            good(request_of, FILES),
            bad(request_of, WRONG),
            bad(request_of, WRONG),
            good(request_of, FILES),
            bad(request_of, WRONG, WRONG),
            good(request_of, FILES, written=["index.html"], removed=["b.html"]),
        )
    ]
    assert told == [
        ["Built in 0.05 s: 3 files written"],
        [],
        [str(WRONG), "1 problem: the last good pages stay up"],
        [],
        ["Mended"],
        [str(WRONG), str(WRONG), "2 problems: the last good pages stay up"],
        ["Mended in 0.05 s: 1 file written, 1 file removed"],
    ]
