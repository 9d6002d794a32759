"""One build after another, none of which touches the public site."""

import asyncio
import errno
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.lock import site_lock
from generator.building.report import Progress, Report
from generator.building.request import Request
from generator.errors import BroadsheetError, Problem, UsageError
from generator.planning.times import Audience
from generator.preview import rebuilding
from generator.preview.rebuilding import Outcome, Rebuilding, Stopped
from generator.project import Project
from tests.preview.small_site import DEADLINE, THEME, small_site, write

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def request_of(tmp_path: Path) -> Request:
    project = Project(small_site(tmp_path), THEME)
    now = datetime(2025, 12, 1, tzinfo=UTC)
    return Request(project=project, now=now, clock_ns=time.time_ns())


def test_a_build_is_for_the_preview_whatever_was_asked(
    request_of: Request, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Request] = []

    def build(request: Request, _: Progress) -> Report:
        asked.append(request)
        raise UsageError("enough")

    monkeypatch.setattr(rebuilding, "build", build)
    request = Request(
        project=request_of.project, now=request_of.now, clock_ns=1, output=tmp_path / "public",
        base_url="https://example.com", clean=True,
    )  # fmt: skip
    Rebuilding(lambda: request, ADDRESS).run()
    assert asked[0].audience is Audience.PREVIEW
    assert asked[0].place.root == tmp_path / ".broadsheet" / "preview"
    assert (asked[0].base_url, asked[0].clean) == (ADDRESS, False)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (UsageError("a link is in the way"), ("the build", "a link is in the way")),
        (BroadsheetError("a worker died"), ("the build", "a worker died")),
        (
            OSError(errno.ENOSPC, "No space left on device", "/var/cache/x"),
            ("x", "could not be read or written: No space left on device"),
        ),
    ],
)
def test_faults_of_the_machine_become_problems_without_its_paths(
    request_of: Request,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    problem: tuple[str, str],
) -> None:
    def build(_: Request, __: Progress) -> Report:
        raise fault

    monkeypatch.setattr(rebuilding, "build", build)
    outcome = Rebuilding(lambda: request_of, ADDRESS).run()
    assert outcome.report is None
    assert outcome.problems == (Problem(problem[0], 0, 0, "", problem[1]),)


def test_a_disk_problem_in_the_site_is_named_as_the_site_names_it(request_of: Request) -> None:
    (request_of.project.root / "site.toml").unlink()
    (request_of.project.root / "site.toml").mkdir()
    outcome = Rebuilding(lambda: request_of, ADDRESS).run()
    assert [problem.path for problem in outcome.problems] == ["site.toml"]


def test_a_build_waits_quietly_for_another_one(request_of: Request) -> None:
    outcomes: list[Outcome] = []
    asked = threading.Event()

    def request_now() -> Request:
        asked.set()
        return request_of

    waiting = threading.Thread(
        target=lambda: outcomes.append(Rebuilding(request_now, ADDRESS).run())
    )
    with site_lock(request_of.project.state):
        waiting.start()
        assert asked.wait(DEADLINE)
        assert not outcomes
    waiting.join(DEADLINE)
    assert outcomes[0].report


def test_a_build_that_waits_can_be_stopped(request_of: Request) -> None:
    builds = Rebuilding(lambda: request_of, ADDRESS)
    with site_lock(request_of.project.state):
        builds.stop(0)
        with pytest.raises(Stopped):
            builds.run()


def test_a_running_build_that_is_stopped_changes_nothing(request_of: Request) -> None:
    builds = Rebuilding(lambda: request_of, ADDRESS)
    builds.stop(0)
    with pytest.raises(Stopped):
        builds.run()
    assert not (request_of.project.state / "preview").exists()


def test_the_event_loop_goes_on_during_a_build(
    request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def build(_: Request, __: Progress) -> Report:
        assert released.wait(DEADLINE)
        raise UsageError("enough")

    monkeypatch.setattr(rebuilding, "build", build)

    async def both() -> Outcome:
        building = asyncio.create_task(Rebuilding(lambda: request_of, ADDRESS).build())
        await asyncio.sleep(0)
        released.set()
        return await building

    assert asyncio.run(both()).report is None


def test_a_bug_in_a_build_is_raised_where_the_build_is_waited_for(
    request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(_: Request, __: Progress) -> Report:
        raise ZeroDivisionError

    monkeypatch.setattr(rebuilding, "build", build)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Rebuilding(lambda: request_of, ADDRESS).build())


def test_problems_of_content_come_back_with_their_places(request_of: Request) -> None:
    write(request_of.project.root, "content/articles/pier.md", "---\ntitle: [\n---\n")
    outcome = Rebuilding(lambda: request_of, ADDRESS).run()
    assert {problem.path for problem in outcome.problems} == {"content/articles/pier.md"}
    assert all(problem.line for problem in outcome.problems)
