"""The proof by building again: what it finds, what it leaves, and as of when."""

from pathlib import Path

import pytest

from generator.building.verify import Verdict, verify
from generator.errors import ProblemsFound, UsageError
from generator.project import Project
from tests.site_kit import (
    DAY,
    NOW,
    Files,
    article,
    build_at,
    edit,
    public,
    request,
    site,
    stamps,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

CALL = "2025/11/call/index.html"
CONTENT: Files = {
    "content/articles/call.md": article("The call"),
    "content/articles/plan.md": article("The plan", date="2025-12-24 08:00"),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = site(tmp_path / "site", CONTENT)
    build_at(made)
    return made


def verdict(project: Project, **options: object) -> Verdict:
    return verify(request(project, **options))  # type: ignore[arg-type]


def test_after_a_build_all_is_identical(project: Project) -> None:
    assert verdict(project) == Verdict(len(public(project)), (), (), ())
    assert verdict(project).identical


def test_after_edits_and_builds_all_is_identical(project: Project) -> None:
    for number in range(3):
        edit(project, "content/articles/call.md", "Text.", f"Text. More {number}.")
        write(project.root, {f"content/articles/new-{number}.md": article(f"New {number}")})
        build_at(project, NOW + number * DAY)
        assert verdict(project).identical


def test_an_output_edited_by_hand_differs(project: Project) -> None:
    (project.public / CALL).write_text("hacked")
    found = verdict(project)
    assert not found.identical
    assert (found.different, found.missing, found.surplus) == ((CALL,), (), ())


def test_an_output_that_is_gone_differs(project: Project) -> None:
    (project.public / CALL).unlink()
    assert verdict(project).different == (CALL,)


def test_an_edit_that_was_not_built_differs(project: Project) -> None:
    (project.root / "content/articles/plan.md").unlink()
    write(project.root, {"content/articles/fire.md": article("The fire")})
    (project.root / "content/articles/call.md").unlink()
    found = verdict(project)
    assert found.missing == ("2025/11/fire/index.html",)
    assert found.surplus == (CALL,)
    assert "index.html" in found.different


def test_it_is_as_of_the_time_of_the_build(project: Project) -> None:
    later = request(project, NOW + 60 * DAY)
    assert verify(later).identical


def test_an_edit_that_changed_no_output_moves_the_time_on(project: Project) -> None:
    later = NOW + 10 * DAY
    times = {"date": "2025-11-20", "expires": f"{NOW + DAY:%Y-%m-%d}"}
    write(project.root, {"content/articles/brief.md": article("In brief", **times)})
    report = build_at(project, later)  # it came and went between the two builds
    assert (report.read, report.written) == (1, ())
    assert verdict(project).identical


def test_a_place_of_its_own_is_verified_with_its_own_address(
    project: Project, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    build_at(project, output=elsewhere, base_url="https://example.org/repo")
    assert verdict(project, output=elsewhere).identical
    assert verdict(project).identical
    (elsewhere / CALL).unlink()
    assert verdict(project, output=elsewhere).different == (CALL,)


def test_before_the_first_build_there_is_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing was built here yet"):
        verify(request(site(tmp_path, CONTENT)))


def test_nothing_is_changed_and_nothing_is_left_behind(project: Project) -> None:
    (project.public / CALL).write_text("hacked")
    before = stamps(project.root)
    verdict(project)
    assert stamps(project.root) == before


def test_nothing_is_left_behind_where_a_problem_stops_it(project: Project) -> None:
    edit(project, "content/articles/call.md", "title:", "titel:")
    before = stamps(project.root)
    with pytest.raises(ProblemsFound):
        verdict(project)
    assert stamps(project.root) == before


def test_what_an_interrupted_verification_left_is_no_proof(project: Project) -> None:
    build_at(project, scratch=True)
    scratch = project.state / "scratch"
    (scratch / CALL).write_text("from another day")
    write(scratch, {"stray.html": "from another day"})
    assert verdict(project).identical


def test_a_file_that_no_build_made_is_surplus(tmp_path: Path) -> None:
    project = site(tmp_path, {"content/articles/call.md": article()})
    build_at(project)
    (project.public / "mine.txt").write_text("mine")
    (project.public / ".gitignore").write_text("*")
    verdict = verify(request(project))
    assert verdict.surplus == ("mine.txt",)
    assert not verdict.identical
