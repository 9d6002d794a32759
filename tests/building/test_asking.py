"""Questions about a site: what there is, what touches what, and why. Asking changes nothing."""

from pathlib import Path

import pytest

from generator.building.asking import Listed, listed, why
from generator.building.report import Reason
from generator.errors import UsageError
from generator.pages import State
from generator.project import Project
from tests.site_kit import (
    DAY,
    NOW,
    Files,
    article,
    build_at,
    edit,
    png,
    public,
    rendered,
    request,
    site,
    tree,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

CALL = "2025/11/call/index.html"
CONTENT: Files = {
    "content/articles/call.md": article(
        "The call", "[The match](match.md).", section="news", image="../images/wave.png"
    ),
    "content/articles/match.md": article("The match", date="2025-10-05", section="sport"),
    "content/articles/plan.md": article("The plan", draft="true"),
    "content/articles/storm.md": article("The storm", date="2025-12-24 08:00"),
    "content/authors/ada-reed.md": "---\nname: Ada Reed\n---\nAda reports.\n",
    "content/images/wave.png": png("blue"),
    "content/images/unused.png": png("red"),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = site(tmp_path / "site", CONTENT)
    build_at(made)
    return made


def touched(project: Project, name: str) -> set[str]:
    return set(why(request(project), name).outputs)


def facts(project: Project, name: str) -> dict[str, str]:
    return dict(why(request(project), name).facts)


def test_articles_are_listed_newest_first_with_state_and_address(project: Project) -> None:
    found, problems = listed(request(project))
    assert problems == ()
    assert [(each.title, each.state, each.url) for each in found] == [
        ("The storm", State.SCHEDULED, "/2025/12/storm/"),
        ("The plan", State.DRAFT, "/2025/11/plan/"),
        ("The call", State.PUBLISHED, "/2025/11/call/"),
        ("The match", State.PUBLISHED, "/2025/10/match/"),
    ]


def test_a_list_is_as_of_its_time(project: Project) -> None:
    found, _ = listed(request(project, NOW + 30 * DAY))
    assert found[0].state is State.PUBLISHED


def test_an_article_that_cannot_be_read_is_a_problem_and_the_others_are_listed(
    project: Project,
) -> None:
    write(project.root, {"content/articles/bad.md": "no front matter"})
    found, problems = listed(request(project))
    assert len(found) == 4
    assert [problem.path for problem in problems] == ["content/articles/bad.md"]


def test_a_listed_address_is_the_published_one(project: Project) -> None:
    found, _ = listed(request(project))
    shown = [each for each in found if each.state is State.PUBLISHED]
    assert all(isinstance(each, Listed) for each in found)
    assert {f"{each.url.lstrip('/')}index.html" for each in shown} <= set(public(project))


def test_a_source_touches_what_would_differ_without_it(project: Project) -> None:
    before = set(public(project))
    found = touched(project, "content/articles/match.md")
    assert {"2025/10/match/index.html", CALL, "index.html", "feed.xml", "sitemap.xml"} <= found
    assert found <= before
    assert "sections/news/index.html" not in found
    assert "robots.txt" not in found


def test_what_an_edit_of_a_title_renders_was_foretold(project: Project) -> None:
    foretold = touched(project, "content/articles/match.md")
    edit(project, "content/articles/match.md", "title: The match", "title: A match")
    assert set(rendered(build_at(project))) <= foretold


def test_a_draft_and_an_unused_picture_touch_nothing(project: Project) -> None:
    assert touched(project, "content/articles/plan.md") == set()
    assert touched(project, "content/images/unused.png") == set()


def test_a_picture_touches_its_copy_and_what_shows_it(project: Project) -> None:
    found = touched(project, "content/images/wave.png")
    assert CALL in found
    assert any(name.startswith("media/wave.") for name in found)


def test_a_layout_touches_the_pages_that_are_made_with_it(project: Project) -> None:
    assert touched(project, "layouts/article.html") == {CALL, "2025/10/match/index.html"}


def test_a_part_touches_every_page_that_includes_it(project: Project) -> None:
    html = {name for name in public(project) if name.endswith(".html")}
    assert touched(project, "layouts/parts/foot.html") == html


@pytest.mark.parametrize(
    "name", ["site.toml", "layouts/messages/en.toml", "layouts/assets/site.css"]
)
def test_what_every_page_uses_touches_every_page(project: Project, name: str) -> None:
    made = {each for each in public(project) if not each.startswith(("media/", "assets/"))}
    own = {
        each for each in public(project) if each.startswith("assets/") and "messages" not in name
    }
    assert touched(project, name) == made | own


def test_the_themes_own_settings_touch_all_that_shows_them(project: Project) -> None:
    write(
        project.root, {"layouts/theme.toml": '[light]\nink = "#111111"\n[dark]\nink = "#eeeeee"\n'}
    )
    assert touched(project, "layouts/theme.toml") == touched(project, "site.toml")


@pytest.mark.parametrize(
    "name", [CALL, f"public/{CALL}", f"./public/{CALL}", "/2025/11/call/", "2025/11/call/"]
)
def test_an_output_is_known_by_its_file_and_by_its_address(project: Project, name: str) -> None:
    assert facts(project, name) == {
        "output": CALL,
        "address": "/2025/11/call/",
        "layout": "layouts/article.html",
        "source": "content/articles/call.md",
        "last made because": Reason.NEW,
        "now": "fresh",
    }


def test_a_file_is_known_by_its_whole_path(project: Project) -> None:
    assert facts(project, str(project.public / CALL))["output"] == CALL
    assert CALL in touched(project, str(project.root / "content/articles/call.md"))


def test_a_picture_says_what_it_is_made_of(project: Project) -> None:
    name = next(name for name in public(project) if name.startswith("media/"))
    assert facts(project, name)["made of"] == "content/images/wave.png"


def test_an_output_says_why_it_was_made_and_why_it_would_be(project: Project) -> None:
    edit(project, "content/articles/call.md", "[The match]", "[A match]")
    assert facts(project, CALL)["now"] == f"stale: {Reason.PAGE}"
    build_at(project)
    found = facts(project, CALL)
    assert (found["last made because"], found["now"]) == (Reason.PAGE, "fresh")
    (project.public / CALL).unlink()
    assert facts(project, CALL)["now"] == f"stale: {Reason.MISSING}"


def test_before_the_first_build_an_output_was_not_made_yet(tmp_path: Path) -> None:
    found = facts(site(tmp_path, CONTENT), CALL)
    assert found["last made because"] == "it has not been made yet"
    assert found["now"] == f"stale: {Reason.NEW}"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("content/articles/cal.md", "content/articles/call.md"),
        ("public/2025/11/cal/index.html", CALL),
        ("2025/11/cal/index.html", CALL),
        ("layouts/artcle.html", "layouts/article.html"),
        ("sit.toml", "site.toml"),
        ("content/articles/plam.md", "content/articles/plan.md"),
    ],
)
def test_an_unknown_path_is_refused_with_the_one_that_was_meant(
    project: Project, name: str, meant: str
) -> None:
    with pytest.raises(UsageError, match="expected a file of the site or of the result") as found:
        why(request(project), name)
    assert f'did you mean "{meant}"?' in str(found.value)


def test_asking_changes_nothing(project: Project) -> None:
    edit(project, "content/articles/call.md", "[The match]", "[A match]")
    before = tree(project.root)
    listed(request(project))
    for name in ("content/articles/call.md", CALL, "site.toml", "layouts/base.html"):
        why(request(project), name)
    assert tree(project.root) == before


def test_a_source_that_touches_nothing_says_in_which_state_it_is(project: Project) -> None:
    states = {name: why(request(project), f"content/articles/{name}.md").state
              for name in ("call", "plan", "storm")}  # fmt: skip
    assert states == {"call": None, "plan": State.DRAFT, "storm": State.SCHEDULED}
    assert why(request(project), "content/images/unused.png").state is None
