"""A build of a site at rest: it plans nothing, and nothing that matters escapes it."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.building import unchanged
from generator.building.gathering import Gathered, gather
from generator.building.identity import Identity
from generator.building.report import Report
from generator.fingerprint import Fingerprint
from generator.planning.changes import Audience
from generator.project import Project
from tests.site_kit import (
    NOW,
    SITE_TOML,
    Files,
    article,
    build_at,
    edit,
    png,
    public,
    settled,
    site,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

GATHER = "generator.building.pipeline.gather"
CALL = "content/articles/call.md"
CONTENT: Files = {
    CALL: article("The call", "First."),
    "content/articles/later.md": article("Later", date="2025-12-24 08:00"),
    "content/images/wave.png": png("blue"),
}


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Count how often content is gathered, as for every plan."""
    made: list[object] = []

    def counted(*args: Any, **named: Any) -> Gathered:  # noqa: ANN401 - as it takes them
        made.append(args)
        return gather(*args, **named)

    monkeypatch.setattr(GATHER, counted)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a site that was built, with stamps that are trusted."""
    project = site(tmp_path, CONTENT)
    again(project)
    return project


def again(project: Project, now: datetime = NOW, **options: object) -> Report:
    return build_at(project, now, **{"clock_ns": settled(), **options})


def test_a_second_build_plans_nothing_and_tells_the_same(
    tmp_path: Path, plans: list[object]
) -> None:
    project = site(tmp_path, CONTENT)
    first = again(project)
    planned = len(plans)
    second = again(project)
    assert len(plans) == planned > 0
    assert (second.read, second.rendered, second.written, second.removed) == (0, {}, (), ())
    assert sorted(second.outputs) == sorted(first.outputs)
    assert (second.next, second.changes, second.problems) == (
        first.next, first.changes, first.problems,
    )  # fmt: skip


def same_size_and_time(project: Project) -> None:
    file = project.root / CALL
    state = file.stat()
    file.write_text(file.read_text().replace("First", "Third"))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def edited_result(project: Project) -> None:
    (project.public / "2025/11/call/index.html").write_text("Edited.")


def without_manifest(project: Project) -> None:
    for file in (project.state / "outputs").rglob("manifest*"):
        file.unlink()


CHANGES: dict[str, Callable[[Project], object]] = {
    "an edit": lambda p: edit(p, CALL, "First", "An edited first"),
    "an edit that leaves size and time": same_size_and_time,
    "a new file": lambda p: write(p.root, {"content/articles/new.md": article("New")}),
    "a file that is gone": lambda p: (p.root / CALL).unlink(),
    "a file of another name": lambda p: (p.root / CALL).rename(p.root / "content/articles/b.md"),
    "a picture": lambda p: write(p.root, {"content/images/wave.png": png("red")}),
    "a layout": lambda p: write(p.root, {"layouts/article.html": "<p>Other</p>"}),
    "a style": lambda p: write(p.root, {"layouts/assets/own.css": "p { margin: 0 }"}),
    "site.toml": lambda p: edit(p, "site.toml", "title = ", "# a word\ntitle = "),
    "addresses.toml": lambda p: write(p.root, {"addresses.toml": "# nothing\n"}),
    "an edit of the result": edited_result,
    "a missing file of the result": lambda p: (p.public / "index.html").unlink(),
    "a lost manifest": without_manifest,
    "a lost store": lambda p: (p.state / "store.sqlite").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_everything_is_planned(
    project: Project, plans: list[object], change: str
) -> None:
    CHANGES[change](project)
    again(project)
    assert plans
    result = public(project)
    again(project, clean=True)
    assert public(project) == result


def test_what_is_no_file_is_told_every_time(project: Project, plans: list[object]) -> None:
    (project.root / "content/link.md").symlink_to(project.root / CALL)
    for _ in range(2):
        plans.clear()
        with pytest.raises(Exception, match="symbolic link"):
            again(project)
        assert plans


@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "https://other.example"},
        {"audience": Audience.PREVIEW},
        {"output": "there"},
        {"clean": True},
        {"scratch": True},
        {"now": NOW - timedelta(days=1)},
        {"now": NOW + timedelta(days=60)},
    ],
)
def test_what_is_wanted_otherwise_is_planned(
    project: Project, plans: list[object], tmp_path: Path, options: dict[str, object]
) -> None:
    wanted = dict(options)
    if "output" in wanted:
        wanted["output"] = tmp_path / "there"
    again(project, **wanted)  # type: ignore[arg-type]
    assert plans


def test_until_the_next_change_the_hour_makes_no_difference(
    project: Project, plans: list[object]
) -> None:
    report = again(project, NOW + timedelta(minutes=1))
    assert report.next
    again(project, report.next - timedelta.resolution)
    assert not plans
    again(project, report.next)
    assert plans


def test_other_code_plans_anew(
    project: Project, plans: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Identity(Fingerprint("other"), Fingerprint("other"))
    monkeypatch.setattr(unchanged, "identity", lambda: other)
    again(project)
    assert plans


def test_other_rules_of_the_time_zone_plan_anew(
    project: Project, plans: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "_rules_of", lambda _: "another hour")
    again(project)
    assert plans


def test_after_a_save_of_a_moment_ago_the_stamps_prove_nothing(
    project: Project, plans: list[object]
) -> None:
    edit(project, CALL, "First", "Second")
    for _ in range(2):
        plans.clear()
        build_at(project)  # by the machine's own clock
        assert plans


def test_what_changes_during_a_build_is_no_part_of_what_it_leaves_behind(
    project: Project, plans: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project, CALL, "First", "Second")

    def meanwhile(*args: Any, **named: Any) -> Gathered:  # noqa: ANN401 - as above
        write(project.root, {"layouts/parts/own.html": "Other"})
        return gather(*args, **named)

    with monkeypatch.context() as patch:
        patch.setattr(GATHER, meanwhile)
        again(project)
    (project.root / "layouts/parts/own.html").unlink()
    assert not plans
    again(project)
    assert plans


def test_a_build_that_was_killed_after_it_had_published_is_no_rest(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    before, layout = public(project), project.root / "layouts/article.html"
    text = layout.read_text()
    layout.write_text("<p>Other</p>")
    with monkeypatch.context() as patch:
        patch.setattr("generator.building.build.remember", killed)
        with pytest.raises(KeyboardInterrupt):
            again(project)
    assert public(project) != before
    layout.write_text(text)
    again(project)
    assert public(project) == before


def test_a_build_that_fails_leaves_nothing_behind(project: Project, plans: list[object]) -> None:
    whole = (project.root / CALL).read_text()
    write(project.root, {CALL: "---\ntitle: [\n---\n"})
    for _ in range(2):
        plans.clear()
        with pytest.raises(Exception, match="YAML"):
            again(project)
        assert plans
    plans.clear()
    write(project.root, {CALL: whole})
    again(project)
    assert plans


def test_a_build_with_nothing_to_do_tells_times_as_the_sites_clocks_show_them(
    tmp_path: Path,
) -> None:
    settings = SITE_TOML.replace('"UTC"', '"America/New_York"')
    later = article("Later", date="2025-12-24 08:00")
    project = site(tmp_path, {"site.toml": settings, "content/articles/later.md": later})
    told = [build_at(project, clock_ns=settled()).changes[0].at.isoformat() for _ in range(3)]
    assert told == ["2025-12-24T08:00:00-05:00"] * 3
