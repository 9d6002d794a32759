"""Looking at a whole site: what is public, what waits, and nothing that is written."""

from pathlib import Path

import pytest

from generator.building.checking import Checked, checked
from generator.errors import Severity
from generator.project import Project
from generator.starting import start_site
from tests.site_kit import NOW, THEME, article, build_at, png, problems_at, request, site, tree
from tests.whole_sites import ROOT, SAMPLE_TIME

pytestmark = pytest.mark.usefixtures("quick_disk")

CALL = "content/articles/call.md"


def look(root: Path, files: dict[str, str | bytes]) -> Checked:
    return checked(request(site(root, files)))


def names(looked: Checked) -> list[tuple[str, str, str]]:
    return [(each.path, each.check, each.severity.value) for each in looked.problems]


def test_the_problems_of_a_build_and_of_checks_are_told_together(tmp_path: Path) -> None:
    looked = look(tmp_path, {CALL: article("x" * 91, "[Gone](gone.md).")})
    assert names(looked) == [(CALL, "title-length", "warning"), (CALL, "", "error")]
    assert (looked.articles, looked.pages) == (1, 0)


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(tmp_path: Path) -> None:
    broken = article("Broken", section="sprt").replace("title:", "titel:")
    looked = look(tmp_path, {CALL: article("x" * 91), "content/articles/broken.md": broken})
    assert (CALL, "title-length", "warning") in names(looked)
    assert {path for path, check, _ in names(looked) if not check} == {"content/articles/broken.md"}


def test_what_waits_for_its_time_is_looked_at_and_a_draft_is_not(tmp_path: Path) -> None:
    long = "x" * 91
    looked = look(tmp_path, {
        CALL: article(),
        "content/articles/later.md": article(long, date="2025-12-24 08:00"),
        "content/articles/draft.md": article(long, draft="true"),
    })  # fmt: skip
    assert names(looked) == [("content/articles/later.md", "title-length", "warning")]
    assert looked.articles == 2


def test_an_error_of_what_waits_is_told_once_and_warns(tmp_path: Path) -> None:
    bare = article("Later", date="2025-12-24 08:00", image="/a.png", image_credit=None)
    looked = look(tmp_path, {"content/articles/later.md": bare, "content/a.png": png("red", 1200)})
    assert names(looked) == [("content/articles/later.md", "picture-credit", "warning")]
    assert "this would stop the build of 2025-12-24 08:00" in looked.problems[0].message


def test_a_build_stops_for_what_is_set_to_error_and_tells_nothing_of_warnings(
    tmp_path: Path,
) -> None:
    long = "x" * 91
    project = site(tmp_path, {CALL: article(long)})
    assert build_at(project).problems == ()
    toml = project.root / "site.toml"
    toml.write_text(toml.read_text("utf-8") + '[checks]\ntitle-length = "error"\n', "utf-8")
    (problem,) = problems_at(project)
    assert (problem.check, problem.severity) == ("title-length", Severity.ERROR)


def test_looking_writes_nothing_of_the_site(tmp_path: Path) -> None:
    project = site(tmp_path, {CALL: article()})
    before = tree(project.root)
    checked(request(project))
    after = {name: of for name, of in tree(project.root).items() if name[0] != "."}
    assert after == before


def test_a_layout_that_stands_for_nothing_is_told(tmp_path: Path) -> None:
    project = site(tmp_path, {CALL: article(), "layouts/artcle.html": "x"}, theme=THEME)
    assert names(checked(request(project))) == [("layouts/artcle.html", "unused-layout", "warning")]


def test_the_sample_site_has_nothing_to_mend() -> None:
    sample = Project(ROOT, THEME)
    assert checked(request(sample, SAMPLE_TIME, clock_ns=0, scratch=True)).problems == ()


def test_a_new_site_has_nothing_to_mend(tmp_path: Path) -> None:
    start_site(tmp_path)
    assert checked(request(Project(tmp_path, THEME), NOW)).problems == ()
