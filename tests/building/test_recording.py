"""addresses.toml as an input of the build, and how it is written."""

from pathlib import Path

import pytest

from generator.building import disk
from generator.building.asking import why
from generator.building.lock import site_lock
from generator.building.recording import addresses, record
from generator.errors import LockHeld, ProblemsFound
from generator.paths import OutputPath
from generator.planning.fates import Fate
from generator.project import Project
from tests.site_kit import (
    DAY,
    NOW,
    SITE_TOML,
    Files,
    article,
    build_at,
    clean_tree,
    edit,
    problems_at,
    public,
    rendered,
    request,
    site,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

OLD = "2025/11/call/index.html"
CONTENT: Files = {
    "content/articles/call.md": article("The call"),
    "content/articles/match.md": article("The match", date="2025-10-05"),
    "content/articles/plan.md": article("The plan", draft="true"),
    "content/articles/storm.md": article("The storm", date="2025-12-24 08:00"),
    "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = site(tmp_path / "site", CONTENT)
    record(request(made))
    return made


def file_of(project: Project) -> Path:
    return project.root / "addresses.toml"


def listed(project: Project) -> list[str]:
    lines = file_of(project).read_text("utf-8").splitlines()
    return [line.split('"')[1] for line in lines if line.startswith('"')]


def test_what_is_public_is_written_down(project: Project) -> None:
    assert listed(project) == ["/2025/10/match/", "/2025/11/call/", "/about/"]


def test_a_recording_says_what_is_new(project: Project) -> None:
    write(project.root, {"content/articles/new.md": article("New")})
    done = record(request(project))
    assert (done.added, done.total, done.changed) == (("/2025/11/new/",), 4, True)


def test_recording_again_leaves_the_file_alone(project: Project) -> None:
    before = file_of(project).stat()
    done = record(request(project, NOW + DAY))
    assert (done.added, done.changed) == ((), False)
    assert file_of(project).stat() == before


def test_a_file_with_the_ends_of_lines_of_windows_is_left_alone(project: Project) -> None:
    file = file_of(project)
    data = file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(data)
    assert not record(request(project)).changed
    assert file.read_bytes() == data


def test_time_alone_makes_more_to_record(project: Project) -> None:
    assert record(request(project, NOW + 30 * DAY)).added == ("/2025/12/storm/",)


def test_the_same_site_is_written_the_same_wherever_it_lies(
    project: Project, tmp_path: Path
) -> None:
    other = site(tmp_path / "other", CONTENT)
    record(request(other))
    assert file_of(other).read_bytes() == file_of(project).read_bytes()


def test_a_file_is_written_whole_or_not_at_all(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file_of(project).read_bytes()
    write(project.root, {"content/articles/new.md": article("New")})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "insist", full)
    with pytest.raises(OSError, match="No space"):
        record(request(project))
    assert file_of(project).read_bytes() == before


def test_a_site_with_errors_is_not_recorded(project: Project) -> None:
    before = file_of(project).read_bytes()
    write(project.root, {"content/articles/new.md": article("New", "[Gone](gone.md).")})
    with pytest.raises(ProblemsFound):
        record(request(project))
    assert file_of(project).read_bytes() == before


def test_nothing_is_recorded_during_a_build(project: Project) -> None:
    with site_lock(project.state), pytest.raises(LockHeld):
        record(request(project))


# -- the build


def test_a_renamed_article_gets_its_redirect_in_the_next_build(project: Project) -> None:
    build_at(project)
    edit(project, "content/articles/call.md", "author:", "slug: answer\nauthor:")
    report = build_at(project)
    assert OLD in rendered(report)
    assert b"/2025/11/answer/" in public(project)[OLD]


def test_the_record_alone_changes_the_site_as_any_input_does(
    project: Project, tmp_path: Path
) -> None:
    build_at(project)
    write(project.root, {"addresses.toml": '"/old/" = { to = "/about/" }\n'})
    report = build_at(project)
    assert "old/index.html" in rendered(report)
    assert public(project) == clean_tree(project, tmp_path / "clean")
    file_of(project).unlink()
    assert build_at(project).removed == (OutputPath("old/index.html"),)


def test_a_record_that_nothing_comes_of_renders_nothing(project: Project) -> None:
    build_at(project)
    file_of(project).unlink()
    assert rendered(build_at(project)) == {}


def test_below_a_path_a_redirect_leads_below_it(tmp_path: Path) -> None:
    project = site(tmp_path, {**CONTENT, "layouts/redirect.html": "{{ page.target|link }}"})
    record(request(project))
    assert "/2025/11/call/" in listed(project)
    edit(project, "content/articles/call.md", "author:", "slug: answer\nauthor:")
    build_at(project, base_url="https://example.com/repo")
    assert public(project)[OLD].strip() == b"/repo/2025/11/answer/"


def test_an_address_in_any_script_is_led_on(tmp_path: Path) -> None:
    project = site(tmp_path, {"content/articles/a.md": article("A", slug="प्रधानमंत्री")})
    record(request(project))
    assert listed(project) == ["/2025/11/प्रधानमंत्री/"]
    edit(project, "content/articles/a.md", "slug: प्रधानमंत्री", "slug: नई")
    build_at(project)
    assert b"/2025/11/%E0%A4%A8%E0%A4%88/" in public(project)["2025/11/प्रधानमंत्री/index.html"]


def test_a_lost_address_is_a_warning(project: Project) -> None:
    (project.root / "content/articles/call.md").unlink()
    [problem] = build_at(project).problems
    assert str(problem).startswith("addresses.toml:6:1: warning: expected something at")


def test_a_lost_address_is_an_error_where_site_toml_says_so(project: Project) -> None:
    (project.root / "content/articles/call.md").unlink()
    write(project.root, {"site.toml": f'{SITE_TOML}[checks]\nlost-address = "error"\n'})
    assert [each.path for each in problems_at(project)] == ["addresses.toml"]


def test_a_faulty_record_stops_the_build(project: Project) -> None:
    build_at(project)
    before = public(project)
    write(project.root, {"addresses.toml": '"/a/" = { source = "a.md" }\n'})
    [problem] = problems_at(project)
    assert (problem.path, problem.line) == ("addresses.toml", 1)
    assert public(project) == before


def test_what_is_embargoed_again_leaves_no_byte(project: Project) -> None:
    build_at(project)
    edit(
        project, "content/articles/call.md", "author:", "slug: secret\nembargo: 2026-01-01\nauthor:"
    )
    edit(project, "content/articles/call.md", "title: The call", "title: Secret")
    build_at(project)
    for path, data in public(project).items():
        assert "call" not in path
        assert b"secret" not in data.lower()


# -- questions


def test_what_became_of_addresses_can_be_asked(project: Project) -> None:
    (project.root / "content/articles/call.md").unlink()
    edit(project, "content/pages/about.md", "title: About", "title: About\nslug: us")
    found = addresses(request(project))
    assert [(each.recorded.address, each.fate, each.to) for each in found.fates] == [
        ("/2025/10/match/", Fate.LIVE, None),
        ("/2025/11/call/", Fate.LOST, None),
        ("/about/", Fate.REDIRECTED, "/us/"),
    ]
    assert found.unrecorded == ("/us/",)
    assert [problem.path for problem in found.problems] == ["addresses.toml"]


def test_why_knows_what_the_record_touches(project: Project) -> None:
    edit(project, "content/articles/call.md", "author:", "slug: answer\nauthor:")
    assert OLD in why(request(project), "addresses.toml").outputs
    assert OLD in why(request(project), "content/articles/call.md").outputs
