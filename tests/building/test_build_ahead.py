"""Faults of articles that wait for their time are told before they stop a build at night."""

from pathlib import Path

import pytest

from generator.errors import Severity
from generator.planning.changes import Audience
from tests.site_kit import article, build_at, problems_at, site

LATER = "content/articles/later.md"


@pytest.mark.parametrize("field", ["date", "embargo"])
def test_a_fault_of_an_article_that_waits_is_a_warning_now(tmp_path: Path, field: str) -> None:
    waiting = article("Later", section="sprt", **{field: "2025-12-24 08:00"})
    report = build_at(site(tmp_path, {LATER: waiting}))
    (problem,) = report.problems
    assert problem.severity is Severity.WARNING
    assert problem.message.startswith('expected one of news, sport, got "sprt"; ')
    assert problem.message.endswith("this would stop the build of 2025-12-24 08:00")


def test_a_dead_link_of_an_article_that_waits_is_told_with_its_line(tmp_path: Path) -> None:
    waiting = article("Later", "See [it](gone.md).", date="2025-12-24 08:00")
    (problem,) = build_at(site(tmp_path, {LATER: waiting})).problems
    assert (problem.path, problem.line) == (LATER, 7)


def test_what_is_an_error_today_is_told_once(tmp_path: Path) -> None:
    files = {
        "content/articles/now.md": article("Now", section="sprt"),
        LATER: article("Later", date="2025-12-24 08:00"),
    }
    assert [problem.path for problem in problems_at(site(tmp_path, files))] == [
        "content/articles/now.md"
    ]


def test_a_draft_with_faults_warns_nobody(tmp_path: Path) -> None:
    draft = article("Later", section="sprt", date="2025-12-24 08:00", draft="true")
    assert build_at(site(tmp_path, {LATER: draft})).problems == ()


def test_a_preview_shows_what_waits_and_so_its_fault_is_an_error(tmp_path: Path) -> None:
    waiting = article("Later", section="sprt", date="2025-12-24 08:00")
    (problem,) = problems_at(site(tmp_path, {LATER: waiting}), audience=Audience.PREVIEW)
    assert problem.severity is Severity.ERROR
