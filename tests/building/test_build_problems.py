"""What stops a build: every problem named with its place, and nothing written."""

import os
import unicodedata
from pathlib import Path

import pytest

from generator.building import making
from generator.errors import Problem, Severity
from generator.project import Project
from tests.site_kit import (
    DAY,
    NOW,
    PLAIN,
    SITE_TOML,
    THEME,
    Files,
    article,
    build_at,
    edit,
    png,
    problems_at,
    public,
    site,
    stamps,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

CALL = "content/articles/call.md"
MISSING = 'expected a file of the site, got "{}", which does not exist'
TWO_FORMS = "expected one file of this name, got two that differ in their code points only"


def told(problems: list[Problem]) -> list[str]:
    """Return problems as an editor sees them, without their hints."""
    return [str(problem).partition("\n")[0] for problem in problems]


def of(tmp_path: Path, files: Files) -> list[str]:
    """Build a site for the first time, and return its problems; nothing may have been written."""
    project = site(tmp_path, files)
    found = told(problems_at(project))
    assert not project.public.exists()
    return found


# The last good site stays


def test_an_article_with_an_error_stops_everything_and_changes_nothing(tmp_path: Path) -> None:
    project = site(tmp_path, {CALL: article("The call"), "content/articles/b.md": article("B")})
    build_at(project)
    before = stamps(project.public)
    edit(project, CALL, "title: The call", "titel: The call")
    edit(project, "content/articles/b.md", "Text.", "A correction that waits.")
    (project.root / "content/articles/c.md").write_text(article("C"))
    for _ in range(2):  # and the second build finds it again
        assert told(problems_at(project)) == [
            f"{CALL}:2:1: titel: expected a field that exists, got an unknown one",
        ]
    assert stamps(project.public) == before
    edit(project, CALL, "titel:", "title:")
    build_at(project)
    assert b"A correction that waits." in public(project)["2025/11/b/index.html"]


def test_a_layout_with_an_error_stops_everything_and_changes_nothing(tmp_path: Path) -> None:
    project = site(tmp_path, {CALL: article("The call")})
    build_at(project)
    before = stamps(project.public)
    edit(project, CALL, "Text.", "Other.")
    write(project.root, {"layouts/404.html": "{{ page.hed }}"})
    assert told(problems_at(project)) == [
        'layouts/404.html:1:1: expected a field of NotFoundPage, got "hed"'
    ]
    assert stamps(project.public) == before
    write(project.root, {"layouts/404.html": PLAIN["layouts/404.html"]})
    build_at(project)
    assert b"Other." in public(project)["2025/11/call/index.html"]


def test_all_problems_of_several_files_come_in_one_run(tmp_path: Path) -> None:
    files: Files = {
        "content/articles/a.md": "no front matter\n",
        "content/articles/b.md": article("B", draft="maybe", section="nwes"),
        "content/articles/c.md": article("C", "[x](gone.md)\n\n[y](a.md)"),
        "content/articles/d.md": article("D", section="weather"),
        "content/articles/e.txt": "lost",
        "content/images/p.png": b"no picture",
        "content/notes.md": "astray",
    }
    *found, last = of(tmp_path, files)
    assert found == [
        'content/articles/a.md:1:1: expected "---" on the first line, got "no front matter"',
        'content/articles/b.md:6:8: draft: expected true or false, got "maybe"',
        'content/articles/b.md:7:10: section: expected one of news, sport, got "nwes"',
        f"content/articles/c.md:7:5: {MISSING.format('content/articles/gone.md')}",
        'content/articles/d.md:6:10: section: expected one of news, sport, got "weather"',
        'content/articles/e.txt: expected a name that ends in .md, got "e.txt"',
        "content/images/p.png: expected a PNG picture, got a file that cannot be read as one",
    ]
    assert last.startswith("content/notes.md: expected Markdown under content/articles/")


# Addresses


def test_two_articles_of_one_address_are_both_named(tmp_path: Path) -> None:
    files = {
        "content/articles/call.md": article("The call"),
        "content/articles/other/call.md": article("Another", slug="call"),
    }
    (found,) = of(tmp_path, files)
    assert found == (
        "content/articles/other/call.md: slug: expected an address of its own, got "
        "2025/11/call/index.html, which content/articles/call.md has"
    )


def test_the_order_in_which_files_are_found_changes_no_message(tmp_path: Path) -> None:
    files = {
        f"content/articles/{folder}/call.md": article("The call", slug="call")
        for folder in ("zz", "mm", "aa")
    }
    one = of(tmp_path / "one", files)
    two = of(tmp_path / "two", dict(reversed(files.items())))
    assert one == two
    assert len(one) == 2


def test_an_alias_at_an_articles_address_is_a_collision(tmp_path: Path) -> None:
    files = {
        "content/articles/call.md": article("The call"),
        "content/articles/storm.md": article("The storm", aliases="[/2025/11/call/]"),
    }
    (found,) = of(tmp_path, files)
    assert "content/articles/call.md" in found
    assert "content/articles/storm.md" in found


def test_a_page_at_the_address_of_a_listing_is_a_collision(tmp_path: Path) -> None:
    (found,) = of(tmp_path, {"content/pages/tags.md": "---\ntitle: Tags\n---\nText.\n"})
    assert found == (
        "content/pages/tags.md: slug: expected an address of its own, got tags/index.html, "
        "which a page of the site's own has"
    )


def test_a_file_where_a_folder_is_to_be_is_a_collision(tmp_path: Path) -> None:
    (found, *_) = of(tmp_path, {"content/static/tags": "a file", CALL: article(tags="[One]")})
    assert "content/static/tags" in found


def test_addresses_that_differ_in_case_only_collide(tmp_path: Path) -> None:
    files = {"content/static/Ads.txt": "1", "content/static/ads.TXT": "2"}
    (found,) = of(tmp_path, files)
    assert "Ads.txt" in found
    assert "ads.TXT" in found


def test_names_that_differ_in_their_code_points_only_collide(tmp_path: Path) -> None:
    nfc, nfd = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    project = site(tmp_path, {f"content/articles/{nfc}.md": article("One")})
    write(project.root, {f"content/articles/{nfd}.md": article("Two")})
    if len(list((tmp_path / "content/articles").iterdir())) == 1:
        pytest.skip("this file system has one name for both")
    assert told(problems_at(project)) == [f"content/articles/{nfc}.md: {TWO_FORMS}"]


def test_a_name_in_another_form_is_found_by_its_links(tmp_path: Path) -> None:
    nfc, nfd = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    files: Files = {
        f"content/articles/{nfd}.md": article("Two", image=f"../images/{nfc}.png"),
        f"content/images/{nfd}.png": png(),
        CALL: article("One", f"[x]({nfc}.md)"),
    }
    project = site(tmp_path, files)
    build_at(project)
    assert b'href="/2025/11/cafe/"' in public(project)["2025/11/call/index.html"]


@pytest.mark.parametrize("name", ["nul", "con.txt", "LPT1", "aux.tar.gz", "com¹"])
def test_a_name_that_a_system_reserves_is_refused(tmp_path: Path, name: str) -> None:
    (found,) = of(tmp_path, {f"content/static/{name}": "x"})
    assert found == (
        f"content/static/{name}: slug: expected an address that every system can store, "
        f'got "{name}", a name that Windows reserves'
    )


def test_an_article_named_like_a_device_is_refused(tmp_path: Path) -> None:
    (found, *_) = of(tmp_path, {"content/articles/aux.md": article("Aux")})
    assert '"aux", a name that Windows reserves' in found


# References


def test_a_dead_link_fragment_and_picture_are_named_with_file_and_line(tmp_path: Path) -> None:
    body = "First.\n\n[a](storm.md) [b](call.md#nowhere)\n\n![c](../images/none.png)\n\n[d](/no/)"
    files: Files = {
        CALL: article("The call", body, image="../images/wav.png"),
        "content/articles/storms.md": article("Storms"),
        "content/images/wave.png": png(),
    }
    project = site(tmp_path, files)
    found = problems_at(project)
    assert told(found) == [
        f'{CALL}:8:8: image: expected a picture, got "../images/wav.png", which is not there',
        f"{CALL}:12:5: {MISSING.format('content/articles/storm.md')}",
        f'{CALL}:12:19: expected a place in {CALL}, got "#nowhere", which is none',
        f'{CALL}:14:6: expected a picture, got "../images/none.png", which is not there',
        f'{CALL}:16:5: expected an address of this site, got "/no/", which is none',
    ]
    assert found[0].hint == 'did you mean "../images/wave.png"?'
    assert found[1].hint == 'did you mean "storms.md"?'


def test_a_link_to_a_draft_is_a_warning_and_shows_no_address(tmp_path: Path) -> None:
    files = {
        CALL: article("The call", "See [the plan](plan.md)."),
        "content/articles/plan.md": article("The plan", draft="true"),
    }
    project = site(tmp_path, files)
    report = build_at(project)
    (problem,) = report.problems
    assert problem.severity is Severity.WARNING
    assert str(problem) == (
        f"{CALL}:7:16: warning: leads to content/articles/plan.md, which is a draft: "
        "shown without its link"
    )
    page = public(project)["2025/11/call/index.html"]
    assert b"the plan" in page
    assert b"/plan/" not in page
    assert build_at(project).problems == report.problems  # it is said again each time


def test_a_link_to_what_will_be_public_is_shown_from_then_on(tmp_path: Path) -> None:
    files = {
        CALL: article("The call", "See [the plan](plan.md)."),
        "content/articles/plan.md": article("The plan", date="2025-12-02 12:00"),
    }
    project = site(tmp_path, files)
    (problem,) = build_at(project).problems
    assert "is scheduled for later" in problem.message
    assert build_at(project, NOW + DAY).problems == ()
    assert b'href="/2025/12/plan/"' in public(project)["2025/11/call/index.html"]


def test_a_link_to_who_signs_only_what_is_hidden_is_a_warning_and_shows_no_address(
    tmp_path: Path,
) -> None:
    files = {
        CALL: article("The call", "By [Ben](../authors/ben-okri.md)."),
        "content/articles/plan.md": article("The plan", author="Ben Okri", draft="true"),
        "content/authors/ben-okri.md": "---\nname: Ben Okri\n---\nBen writes.\n",
    }
    project = site(tmp_path, files)
    (problem,) = build_at(project).problems
    assert problem.severity is Severity.WARNING
    assert "signs no public article" in problem.message
    assert not any(b"ben-okri" in data for data in public(project).values())
    edit(project, "content/articles/plan.md", "draft: true", "draft: false")
    assert build_at(project).problems == ()
    assert b'href="/authors/ben-okri/"' in public(project)["2025/11/call/index.html"]


# Layouts and settings


def test_a_missing_layout_is_named_before_anything_is_rendered(tmp_path: Path) -> None:
    project = site(tmp_path, {CALL: article()})
    for name in ("article.html", "rss.xml"):
        (project.root / "layouts" / name).unlink()
    assert told(problems_at(project)) == [
        "layouts/article.html: expected this layout, got no such file",
        "layouts/rss.xml: expected this layout, got no such file",
    ]


def test_a_missing_part_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    project = site(tmp_path, {CALL: article()})
    (project.root / "layouts/parts/foot.html").unlink()
    found = told(problems_at(project))
    assert found == ['layouts/base.html:5:1: expected a layout that exists, got "parts/foot.html"']


def test_broken_jinja_is_named_with_file_and_line(tmp_path: Path) -> None:
    files = {
        CALL: article(),
        "layouts/parts/foot.html": "<footer>\n{% if %}\n</footer>",
        "layouts/rss.xml": "\n\n{{ page.titel }}",
    }
    found = of(tmp_path, files)
    assert found == [
        "layouts/parts/foot.html:2:1: Expected an expression, got 'end of statement block'",
        'layouts/rss.xml:3:1: expected a field of FeedPage, got "titel"',
    ]


def test_a_site_file_with_faults_names_all_of_them(tmp_path: Path) -> None:
    files = {"site.toml": SITE_TOML.replace("base_url", "base_ulr") + "[feeds]\nitems = 0\n"}
    found = of(tmp_path, files)
    assert [line.split(": ")[1] for line in found] == ["base_ulr", "feeds.items"]


def test_no_site_file_says_how_to_start(tmp_path: Path) -> None:
    (problem,) = problems_at(Project(tmp_path, THEME))
    assert (problem.path, problem.message) == (
        "site.toml",
        "expected a site here, got no such file",
    )
    assert "broadsheet init" in problem.hint


def test_no_content_says_how_to_start(tmp_path: Path) -> None:
    project = site(tmp_path, {})
    (project.root / "content").rmdir()
    (problem,) = problems_at(project)
    assert (problem.path, problem.hint) == ("content", "broadsheet init my-site")


# Files


def test_a_file_that_cannot_be_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = site(tmp_path, {CALL: article()})
    (project.root / CALL).chmod(0)
    if os.access(project.root / CALL, os.R_OK):  # root reads everything: refuse it in its stead

        def refused(*_: object) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("generator.building.gathering.read_bytes", refused)
    (found,) = told(problems_at(project))
    assert found == f"{CALL}: expected a file that can be read, got: Permission denied"


def test_a_file_that_vanishes_while_it_is_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> bytes:
        raise FileNotFoundError(2, "No such file or directory")

    project = site(tmp_path, {CALL: article()})
    monkeypatch.setattr("generator.building.gathering.read_bytes", gone)
    (found,) = told(problems_at(project))
    assert found == f"{CALL}: expected a file that can be read, got: No such file or directory"


def test_a_link_in_content_is_refused(tmp_path: Path) -> None:
    project = site(tmp_path / "site", {CALL: article()})
    (tmp_path / "secret.md").write_text(article("Secret"))
    (project.root / "content/articles/secret.md").symlink_to(tmp_path / "secret.md")
    (found,) = told(problems_at(project))
    assert found == "content/articles/secret.md: expected a file or folder, got a symbolic link"


def test_a_picture_that_changes_during_the_build_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = site(tmp_path, {CALL: article(image="../images/wave.png")})
    write(project.root, {"content/images/wave.png": png("blue")})
    real = making.make_batch

    def changing(*arguments: object) -> object:
        write(project.root, {"content/images/wave.png": png("red")})
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("generator.building.workshop.make_batch", changing)
    (found,) = told(problems_at(project))
    assert found == "content/images/wave.png: the file was changed during the build"
    assert not project.public.exists()


def test_a_theme_asset_that_changes_during_the_build_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = site(tmp_path, {CALL: article()})
    real = making.make_batch

    def changing(*arguments: object) -> object:
        write(project.root, {"layouts/assets/site.css": "other"})
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("generator.building.workshop.make_batch", changing)
    (found,) = told(problems_at(project))
    assert found == "layouts/assets/site.css: the file was changed during the build"


# The result


def test_a_file_of_a_stranger_in_the_result_stops_the_first_build(tmp_path: Path) -> None:
    files = {CALL: article(), "public/old-draft.html": "secret", "public/.gitignore": "*\n"}
    project = site(tmp_path, files)
    (problem,) = problems_at(project)
    assert problem.path == "public/"
    assert problem.message.endswith("got one that holds old-draft.html")
    assert set(public(project)) == {"old-draft.html", ".gitignore"}


def test_what_else_is_wrong_with_a_file_with_faults_is_told_in_the_same_run(tmp_path: Path) -> None:
    faulty = article("Call", "[a](gone.md)\n\n![b](none.png)", date="soon", section="sprt")
    fine = article("Fine", "[to the call](call.md)")
    project = site(tmp_path, {CALL: faulty, "content/articles/fine.md": fine})
    found = told(problems_at(project))
    assert [each.partition("expected ")[0] for each in found] == [
        f"{CALL}:4:7: date: ",
        f"{CALL}:6:10: section: ",
        f"{CALL}:8:5: ",
        f"{CALL}:10:6: ",
    ]
