"""Looking at a whole site: what is public, what waits, and nothing that is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.building.checking import Checked, checked
from generator.building.cleaning import clean
from generator.errors import Severity
from generator.project import Project
from generator.starting import start_site
from tests.building.other_site import NEIGHBOURLY, OtherSite, other_site
from tests.site_kit import (
    NOW,
    THEME,
    article,
    build_at,
    edit,
    png,
    problems_at,
    request,
    site,
    tree,
)
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


def test_everything_that_could_be_better_in_an_article_is_told_at_its_place(tmp_path: Path) -> None:
    text = 'Word "word ' + "word " * 60 + "\n\n![](/a.png)"
    bad = article(
        "T" * 91, text, date="2025-12-01", author="The Example", image="/a.png", image_alt=None,
        image_credit=None, summary=None,
    )  # fmt: skip
    looked = look(tmp_path, {CALL: bad, "content/a.png": png()})
    assert [(each.line, each.field, each.check) for each in looked.problems] == [
        (0, "summary", "summary"),
        (2, "title", "title-length"),
        (3, "author", "byline"),
        (4, "date", "date-time"),
        (5, "image", "picture-credit"),
        (5, "image", "picture-width"),
        (5, "image", "picture-alt"),
        (7, "", "first-paragraph"),
        (7, "", "quotation-marks"),
        (9, "", "text-picture-alt"),
    ]


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


def linked(root: Path, there: OtherSite) -> Project:
    """Return a site that links to a page of another site, and to one that is not there."""
    text = f"[It]({there.url}/page) and [them]({there.url}/gone)."
    return site(root, {CALL: article("The call", text)})


def test_other_sites_are_asked_only_on_request(tmp_path: Path) -> None:
    with other_site(page=200) as there:
        looked = checked(request(linked(tmp_path, there)))
        assert (looked.problems, looked.links) == ((), None)
        assert not there.asked


def test_links_to_other_sites_are_tried_and_told_with_their_place(tmp_path: Path) -> None:
    with other_site(page=200) as there:
        looked = checked(request(linked(tmp_path, there)), NEIGHBOURLY)
    assert looked.links == 2
    (problem,) = looked.problems
    assert (problem.path, problem.line, problem.check) == (CALL, 7, "dead-link")


def test_what_was_answered_is_not_asked_again_until_it_may_have_changed(tmp_path: Path) -> None:
    with other_site(page=200) as there:
        asking = request(linked(tmp_path, there))
        first = checked(asking, NEIGHBOURLY)
        assert checked(asking, NEIGHBOURLY) == first
        assert there.asked == {"HEAD /page": 1, "HEAD /gone": 1, "GET /gone": 1}
        later = replace(asking, clock_ns=asking.clock_ns + 3_600 * 1_000_000_000)
        checked(later, NEIGHBOURLY)
        assert there.asked == {"HEAD /page": 1, "HEAD /gone": 2, "GET /gone": 2}


def test_what_was_answered_is_forgotten_with_all_that_is_remembered(tmp_path: Path) -> None:
    with other_site(page=200) as there:
        asking = request(linked(tmp_path, there))
        checked(asking, NEIGHBOURLY)
    assert (asking.project.state / "links.json").exists()
    clean(asking)
    assert not asking.project.state.exists()


def test_without_a_network_nothing_is_remembered(tmp_path: Path) -> None:
    with other_site(page=200) as there:
        project = linked(tmp_path, there)
    (problem,) = checked(request(project), NEIGHBOURLY).problems
    assert problem.path == "the network"
    assert not (project.state / "links.json").exists()


def test_an_address_without_a_site_is_blamed_where_another_still_answers(tmp_path: Path) -> None:
    with other_site(page=200) as there:
        project = linked(tmp_path, there)
        checked(request(project), NEIGHBOURLY)
        edit(project, CALL, "/gone", "/page) [no](http://127.0.0.1:9/none")
        for _ in range(2):
            (problem,) = checked(request(project), NEIGHBOURLY).problems
            assert (problem.path, problem.check) == (CALL, "uncertain-link")
            assert "http://127.0.0.1:9/none" in problem.message


def test_a_search_that_cannot_be_made_is_told_as_by_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.building.pagefind.Pagefind.version", "")
    start_site(tmp_path)
    with (tmp_path / "site.toml").open("a") as file:
        file.write("\n[search]\nenabled = true\n")
    (problem,) = checked(request(Project(tmp_path, THEME), NOW)).problems
    assert "expected Pagefind" in problem.message


def test_drafts_are_counted_apart(tmp_path: Path) -> None:
    drafts = {f"content/articles/d{n}.md": article(f"D {n}", draft="true") for n in range(2)}
    looked = look(tmp_path, {CALL: article(), **drafts})
    assert (looked.articles, looked.drafts) == (1, 2)


def test_the_sample_site_has_nothing_to_mend() -> None:
    sample = Project(ROOT, THEME)
    assert checked(request(sample, SAMPLE_TIME, clock_ns=0, scratch=True)).problems == ()


def test_a_new_site_has_nothing_to_mend(tmp_path: Path) -> None:
    start_site(tmp_path)
    assert checked(request(Project(tmp_path, THEME), NOW)).problems == ()
