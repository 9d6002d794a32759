"""Publishing once: a build and its deploy as of one moment, and what is printed of them."""

import json
import shutil
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from generator.building.build import build
from generator.building.lock import site_lock
from generator.building.report import Progress, Report, silent
from generator.building.request import Request
from generator.deploy.deploying import Deployer, Wish, deployer
from generator.deploy.guards import Doubtful
from generator.deploy.publishing import ClockBehind, Published, due, publish, result_of
from generator.deploy.target import DeployFailed
from generator.deploy.transaction import Deployment
from generator.project import Project, load_config
from tests.site_kit import (
    DAY,
    HOUR,
    NOW,
    SITE_TOML,
    article,
    build_at,
    edit,
    request,
    settled,
    site,
    tree,
    write,
)  # fmt: skip
from tests.terminal import Result, Run, terminal

pytestmark = pytest.mark.usefixtures("quick_disk")

TARGETS = '\n[deploy.production]\nto = "../www"\n'
CALL, STORM = "2025/11/call/index.html", "2025/12/storm/index.html"
LIVE = NOW + 20 * HOUR  # of the storm


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site with an article that is public, and one that waits."""
    files = {
        "site.toml": SITE_TOML + TARGETS,
        "content/articles/call.md": article(),
        "content/articles/storm.md": article("The storm", date=f"{LIVE:%Y-%m-%d %H:%M}"),
    }
    return site(tmp_path / "site", files)


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


def opened(project: Project, now: datetime = NOW) -> Deployer:
    return deployer(request(project, now, clock_ns=settled()), load_config(project), "")


def published(project: Project, now: datetime = NOW, **wanted: bool) -> Published:
    wish = replace(Wish(now=now, environment={}), **wanted)  # type: ignore[arg-type]
    return publish(opened(project, now), wish, silent, lambda _: None)


def test_what_is_public_is_built_and_deployed(project: Project, www: Path) -> None:
    done = published(project)
    assert (www / CALL).read_bytes() == (project.public / CALL).read_bytes()
    assert not (www / STORM).exists()
    assert (done.deployment.number, done.report.next) == (1, LIVE)


def test_nothing_is_done_where_nothing_has_changed(project: Project, www: Path) -> None:
    published(project)
    before = tree(www)
    assert published(project, NOW + HOUR).is_nothing
    assert tree(www) == before


def test_what_comes_due_between_the_build_and_the_deploy_waits(project: Project, www: Path) -> None:
    """Both are of one moment, and `due` tells that there is another."""
    done = published(project, LIVE - HOUR)
    assert done.report.next == LIVE == due(opened(project))
    assert not (www / STORM).exists()
    published(project, LIVE)
    assert (www / STORM).exists()


def test_the_result_of_another_build_is_told_from_ours(project: Project) -> None:
    published(project)
    one = opened(project)
    ours = result_of(one)
    published(project, NOW + HOUR)
    assert result_of(one) == ours
    sooner = NOW + 2 * HOUR
    flood = article("The flood", date=f"{sooner:%Y-%m-%d %H:%M}")
    write(project.root, {"content/articles/flood.md": flood})
    build_at(project, NOW + HOUR)
    assert result_of(one) != ours
    assert due(one) == sooner


def test_a_change_that_no_file_shows_can_be_published(project: Project) -> None:
    write(project.root, {"layouts/news-sitemap.xml": "no news"})
    published(project, LIVE)
    leaves = LIVE + 2 * DAY
    assert published(project, leaves).deployment.changes.is_empty
    assert published(project, leaves + HOUR).is_nothing


# A clock that is behind


def test_a_clock_that_was_set_back_takes_nothing_back(project: Project, www: Path) -> None:
    published(project, LIVE)
    before = tree(www)
    with pytest.raises(ClockBehind, match="so that nothing is taken back") as raised:
        published(project, LIVE - 2 * HOUR)
    assert raised.value.seconds == 7200
    assert tree(www) == before
    assert tree(project.public)[STORM]  # nothing was built either


def test_a_deploy_that_did_not_get_through_counts_as_well(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some of it may be public."""
    published(project)
    with monkeypatch.context() as patch:
        patch.setattr("generator.deploy.kinds.folder._put", failing)
        with pytest.raises(DeployFailed):
            published(project, LIVE)
    with pytest.raises(ClockBehind):
        published(project, LIVE - HOUR)


def test_a_copy_of_the_site_that_has_forgotten_is_told_by_the_target(
    project: Project, www: Path
) -> None:
    published(project, LIVE)
    for folder in (project.state, project.public):
        shutil.rmtree(folder)
    with pytest.raises(Doubtful, match="the clock shows 2025-12-02 06:00 UTC: what went live"):
        published(project, LIVE - 2 * HOUR)
    assert (www / STORM).exists()


def failing(*_: object) -> None:
    message = "the host is gone"
    raise DeployFailed(message)


def test_a_publication_with_nothing_to_do_holds_nobody_up(project: Project) -> None:
    published(project)
    published(project, NOW + 2 * HOUR)
    assert published(project, NOW + HOUR).is_nothing


def test_whoever_is_certain_of_the_clock_publishes(project: Project, www: Path) -> None:
    """The clock had been ahead, and was set right."""
    published(project, LIVE)
    published(project, LIVE - 2 * HOUR, is_certain=True)
    assert not (www / STORM).exists()
    assert published(project, LIVE - HOUR).is_nothing


def test_certainty_about_the_clock_stays_where_nothing_was_deployed(project: Project) -> None:
    published(project)
    assert published(project, NOW - HOUR, is_certain=True).is_nothing
    assert published(project, NOW - HOUR).is_nothing


def test_a_rehearsal_changes_nothing_of_that(project: Project, www: Path) -> None:
    published(project, LIVE)
    published(project, LIVE - 2 * HOUR, is_certain=True, is_rehearsal=True)
    assert (www / STORM).exists()
    with pytest.raises(ClockBehind):
        published(project, LIVE - HOUR)


# What is typed and printed


@pytest.fixture
def run(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return what runs a command in this process, as of a time."""

    stamp = settled()
    monkeypatch.setattr("time.time_ns", lambda: stamp)
    return terminal(project.root, monkeypatch, capsys)


def test_publish_says_what_was_built_and_then_what_was_deployed(run: Run) -> None:
    found = run("publish")
    lines = found.out.splitlines()
    assert (found.code, found.err) == (0, "")
    assert lines[0].startswith("Read 2, rendered ")
    upcoming = "2025-12-02 08:00, content/articles/storm.md: goes live"
    assert lines[0].endswith(f" Next change: {upcoming}.")
    assert lines[-1].endswith(": deploy 1 of production, https://example.com/")


def test_publish_with_nothing_to_do_says_one_line(run: Run) -> None:
    run("publish")
    assert run("publish", now=NOW + HOUR) == Result(
        0,
        "production is up to date: deploy 1 at https://example.com/ "
        "(next change: 2025-12-02 08:00, content/articles/storm.md: goes live)\n",
        "",
    )


def test_publish_deploys_what_was_built_before(run: Run) -> None:
    run("build")
    lines = run("publish").out.splitlines()
    assert lines[0].startswith("Read 0, rendered 0, wrote 0, removed 0 in ")
    assert lines[-1].endswith(": deploy 1 of production, https://example.com/")


def test_publish_rehearses_with_a_build(run: Run, project: Project, www: Path) -> None:
    found = run("publish", "--dry-run")
    assert found.code == 0
    assert found.out.splitlines()[-1].endswith("; nothing was done.")
    assert (project.public / CALL).exists()
    assert not www.exists()


def test_publish_tells_machines_one_object(run: Run) -> None:
    found = run("publish", "--json")
    told = json.loads(found.out)
    assert found.code == 0
    assert told["build"]["next"] == "2025-12-02T08:00:00+00:00"
    assert (told["deploy"], told["target"]) == (1, "production")
    assert json.loads(run("publish", "--json").out)["build"]["written"] == 0


def test_the_seconds_of_a_build_are_its_own(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock stands still but for a build, of 3 seconds, and a deploy, of 7."""
    passed, deploys = 0, Deployer.deploy

    def slow_build(wanted: Request, shown: Progress) -> Report:
        nonlocal passed
        passed += 3
        return build(wanted, shown)

    def slow_deploy(one: Deployer, wish: Wish, shown: Progress) -> Deployment:
        nonlocal passed
        passed += 7
        return deploys(one, wish, shown)

    monkeypatch.setattr("generator.cli_published.time.monotonic", lambda: passed)
    monkeypatch.setattr("generator.deploy.publishing.build", slow_build)
    monkeypatch.setattr("generator.deploy.publishing.Deployer.deploy", slow_deploy)
    told = json.loads(run("publish", "--json").out)
    assert (told["build"]["seconds"], told["seconds"]) == (3, 10)
    edit(project, "content/articles/call.md", "Text.", "Another text.")
    assert " in 3.00 s." in run("publish").out
    edit(project, "content/articles/call.md", "Another", "A third")
    run("build")
    built, *_, sent = run("publish").out.splitlines()
    assert built.startswith("Read 0, rendered 0, wrote 0, removed 0 in 3.00 s.")
    assert " in 10.00 s: deploy 3 of " in sent


def test_caches_are_told_what_to_forget_and_nothing_else(run: Run) -> None:
    found = run("publish", "--purge", "-")
    assert "https://example.com/2025/11/call/" in found.out.splitlines()
    assert all(line.startswith("https://example.com/") for line in found.out.splitlines())
    assert found.err.startswith("Read 2, rendered ")
    found = run("publish", "--purge", "-")
    assert (found.out, found.err.count("\n")) == ("", 1)


def test_problems_stop_it_and_are_told(run: Run, project: Project, www: Path) -> None:
    edit(project, "content/articles/call.md", "title:", "titel:")
    found = run("publish")
    assert (found.code, found.out) == (1, "")
    assert 'did you mean "title"?' in found.err
    found = run("publish", "--json")
    told = json.loads(found.out)
    assert (found.code, found.err, set(told)) == (1, "", {"build"})
    assert [each["field"] for each in told["build"]["problems"]] == ["titel"]
    assert not www.exists()


@pytest.mark.parametrize("command", ["deploy", "publish"])
def test_a_failure_is_told_to_machines_and_people(
    run: Run, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build")
    monkeypatch.setattr("generator.deploy.kinds.folder._put", failing)
    found = run(command, "production", "--json")
    assert (found.code, found.err) == (1, "broadsheet: the host is gone\n")
    assert json.loads(found.out) == {"target": "production", "error": "the host is gone"}
    assert run(command).out == ""
    found = run(command, "--json", "--purge", "-")
    assert (found.code, found.out) == (1, "")
    assert json.loads(found.err.splitlines()[0]) == {"target": "", "error": "the host is gone"}


@pytest.mark.parametrize("command", ["deploy", "publish"])
def test_machines_are_told_of_wrong_usage_and_of_others_at_work(
    run: Run, project: Project, command: str
) -> None:
    run("build")
    found = run(command, "produktion", "--json")
    told = json.loads(found.out)
    assert (found.code, told["target"]) == (2, "produktion")
    assert found.err == f"broadsheet: {told['error']}\n"
    with site_lock(project.state / "deploys"):
        found = run(command, "--json")
    assert (found.code, set(json.loads(found.out))) == (75, {"target", "error"})


@pytest.mark.parametrize("command", ["deploy", "publish"])
def test_a_deploy_that_is_stopped_says_how_it_goes_on(
    run: Run, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    run("build")
    with monkeypatch.context() as patch:
        patch.setattr("generator.deploy.kinds.folder._put", stopped)
        found = run(command)
        assert (found.code, found.out) == (130, "")
        assert found.err == "broadsheet: stopped; run it again to finish it\n"
        told = json.loads(run(command, "--json").out)
        assert told == {"target": "", "error": "stopped; run it again to finish it"}
    assert run(command).code == 0


def test_a_target_that_is_named_after_the_rollback_is_told_where_it_goes(run: Run) -> None:
    found = run("deploy", "--rollback", "production")
    assert (found.code, found.out) == (2, "")
    assert found.err.endswith(
        "Invalid value for '--rollback': expected a number of deploys, got 'production': "
        "for a target of that name, write deploy production --rollback\n"
    )
    assert "0 is not in the range x>=1" in run("deploy", "--rollback", "0").err
    assert "none is known here" in run("deploy", "production", "--rollback").err


def test_another_publication_is_not_disturbed(run: Run, project: Project) -> None:
    with site_lock(project.state):
        assert run("publish").code == 75
    with site_lock(project.state / "deploys"):
        assert run("publish").code == 75
    assert run("publish").code == 0


def test_a_target_that_is_not_there_is_wrong_usage(run: Run) -> None:
    found = run("publish", "produktion")
    assert (found.code, found.out) == (2, "")
    assert 'did you mean "production"?' in found.err


def test_a_clock_that_is_far_behind_is_told(run: Run) -> None:
    run("publish", now=LIVE)
    found = run("publish", now=LIVE - 2 * HOUR)
    assert (found.code, found.out) == (1, "")
    assert "set the clock, or say with --yes that it is right now" in found.err
    assert run("publish", "--yes", now=LIVE - 2 * HOUR).code == 0


def test_a_clock_that_is_a_little_behind_is_waited_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("publish", now=LIVE)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(LIVE.timestamp())))

    monkeypatch.setattr(time, "sleep", sleep)
    found = run("publish", now=datetime.fromtimestamp(LIVE.timestamp() - 3, LIVE.tzinfo))
    assert (found.code, slept) == (0, [3.0])
    assert found.out.startswith("production is up to date")
