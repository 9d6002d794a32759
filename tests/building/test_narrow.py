"""After an edit of a few articles, a build plans what that touches: what it makes is the same."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.building import making
from generator.building.build import plan_only
from generator.building.report import Report
from generator.building.work import Work, whole_work
from generator.errors import ProblemsFound
from generator.paths import SourcePath
from generator.planning.changes import Audience
from generator.preview.following import Following
from generator.project import Project
from generator.reading.read import read
from tests.site_kit import (
    DAY,
    HOUR,
    NOW,
    SITE_TOML,
    THEME,
    Files,
    article,
    build_at,
    edit,
    png,
    request,
    settled,
    site,
    tree,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

CALL, STORM, NEW, WAITING = (
    f"content/articles/{name}.md" for name in ("call", "storm", "new", "waiting")
)
CONTENT: Files = {
    CALL: article("The call", "First.", tags="[Ships]", section="news"),
    STORM: article("The storm", "Wind.", date="2025-11-19 08:00", section="news"),
    "content/articles/draft.md": article("A draft", draft="true"),
    "content/images/wave.png": png("blue"),
    "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
}
SITE_FEEDS = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """Count the plans of all outputs."""
    made: list[Work] = []

    def counted(*args: Any) -> Work:  # noqa: ANN401 - as it takes them
        made.append(whole_work(*args))
        return made[-1]

    monkeypatch.setattr("generator.building.pipeline.whole_work", counted)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return begun(tmp_path, {})


def begun(root: Path, files: Files, settings: str = "", **options: object) -> Project:
    """Return a site that was built once."""
    own = {**CONTENT, "site.toml": SITE_TOML + settings, **files}
    made = site(root, {name: data for name, data in own.items() if data})
    build_at(made, NOW, clock_ns=settled(), **options)
    return made


def told(report: Report) -> tuple[object, ...]:
    return report.problems, report.changes, frozenset(report.outputs)


def same(project: Project, now: datetime = NOW, **options: object) -> Report:
    """Build, and assert that a clean build makes and tells the same."""
    report = build_at(project, now, clock_ns=settled(), **options)
    made = tree(request(project, now, **options).place.root)
    making._templates.cache_clear()
    clean = build_at(project, now, scratch=True, **options)
    assert told(report) == told(clean)
    assert made == tree(project.state / "scratch")
    return report


def stopped(project: Project, now: datetime = NOW) -> None:
    """Build, and assert that the same problems stop it which stop a clean build."""
    found = []
    for scratch in (False, True):
        with pytest.raises(ProblemsFound) as raised:
            build_at(project, now, clock_ns=settled(), scratch=scratch)
        found.append(raised.value.problems)
    assert found[0] == found[1]


def field(project: Project, line: str, source: str = CALL) -> None:
    edit(project, source, "title: ", f"{line}\ntitle: ")


def test_an_edited_text_touches_its_page_and_the_feeds_that_carry_it(
    project: Project, wholes: list[Work]
) -> None:
    edit(project, CALL, "First", "Second")
    report = same(project)
    own = {f"{home}/feed.xml" for home in ("tags/ships", "authors/ada-reed", "sections/news")}
    assert {*report.rendered} == {"2025/11/call/index.html", *SITE_FEEDS, *own}
    assert len(wholes) == 1  # of the clean build


def test_a_text_that_no_feed_carries_touches_its_page_alone(
    tmp_path: Path, wholes: list[Work]
) -> None:
    project = begun(tmp_path, {}, "[feeds]\nitems = 1\n")
    wholes.clear()
    edit(project, STORM, "Wind", "Rain")
    assert {*same(project).rendered} == {"2025/11/storm/index.html"}
    assert len(wholes) == 1


def both_edited(project: Project) -> None:
    edit(project, CALL, "First", "Second")
    edit(project, STORM, "The storm", "The gale, and The storm")


NARROW: dict[str, Callable[[Project], object]] = {
    "a title": lambda p: edit(p, CALL, "The call", "The roll call"),
    "a tag that is new": lambda p: edit(p, CALL, "[Ships]", "[Ships, Oil]"),
    "an author who is new": lambda p: edit(p, CALL, "Ada Reed", "Ben Okri, Ada Reed"),
    "a section": lambda p: edit(p, CALL, "section: news", "section: sport"),
    "a picture": lambda p: edit(p, CALL, "First.", "![Wave](../images/wave.png)"),
    "a correction": lambda p: field(p, "corrections: [{date: 2025-11-22, text: Wrong.}]"),
    "a correction to come": lambda p: field(p, "corrections: [{date: 2026-01-22, text: No.}]"),
    "an update": lambda p: field(p, "updated: 2025-11-22 10:00"),
    "an end": lambda p: field(p, "expires: 2026-01-22 10:00"),
    "a draft": lambda p: edit(p, "content/articles/draft.md", "Text", "More"),
    "two articles": both_edited,
    "a new article": lambda p: write(p.root, {NEW: article("New", tags="[Ships]")}),
    "a new article of today": lambda p: write(p.root, {NEW: article(date="2025-12-01 11:00")}),
    "a new draft": lambda p: write(p.root, {NEW: article(draft="true")}),
    "nothing but white space": lambda p: edit(p, CALL, "First.", "First.\n\n"),
}


@pytest.mark.parametrize("name", NARROW)
def test_an_edit_of_articles_is_planned_alone(
    project: Project, wholes: list[Work], name: str
) -> None:
    NARROW[name](project)
    same(project)
    assert len(wholes) == 1
    edit(project, STORM, "Wind", "Rain")  # on the ground that a narrow build left behind
    edit(project, STORM, "The storm", "A storm")
    same(project)
    assert len(wholes) == 2


def renamed(project: Project) -> None:
    (project.root / CALL).rename(project.root / NEW)


def result_edited(project: Project) -> None:
    edit(project, CALL, "First", "Second")
    (project.public / "index.html").write_text("By hand.")


def many(project: Project) -> None:
    names = (f"content/articles/many{number}.md" for number in range(51))
    write(project.root, {name: article(draft="true") for name in names})


def elsewhere(project: Project) -> None:
    build_at(project, clock_ns=settled(), output=project.state / "elsewhere")
    edit(project, CALL, "First", "Second")


def mended(project: Project) -> None:
    edit(project, "content/pages/about.md", "title: About", "title: [")
    edit(project, CALL, "First", "Second")
    with pytest.raises(ProblemsFound):
        build_at(project, clock_ns=settled())
    edit(project, "content/pages/about.md", "title: [", "title: About us")


def without(table: str, where: str = "") -> Callable[[Project], None]:
    """Return what edits an article and loses rows of the store."""

    def lose(project: Project) -> None:
        edit(project, CALL, "The call", "The roll call")
        store = sqlite3.connect(project.state / "store.sqlite")
        with store:
            store.execute(f"DELETE FROM {table} {where}")
        store.close()

    return lose


WHOLE: dict[str, Callable[[Project], object]] = {
    "an article that is gone": lambda p: (p.root / CALL).unlink(),
    "an article of another name": renamed,
    "another slug": lambda p: field(p, "slug: other"),
    "another month": lambda p: edit(p, CALL, "2025-11-20", "2025-10-20"),
    "a draft that is published": lambda p: edit(p, "content/articles/draft.md", "draft: true", ""),
    "an article that becomes a draft": lambda p: field(p, "draft: true"),
    "a withdrawal": lambda p: field(p, "withdrawn: true"),
    "an end that is past": lambda p: field(p, "expires: 2025-11-22 10:00"),
    "an alias": lambda p: field(p, "aliases: [/old/]"),
    "a new article that waits": lambda p: write(p.root, {NEW: article(date="2026-01-01")}),
    "a new draft at the address of another": lambda p: write(
        p.root, {NEW: article(draft="true", slug="draft")}
    ),
    "an embargo": lambda p: field(p, "embargo: 2026-01-01"),
    "a tag that nothing has any more": lambda p: edit(p, CALL, "[Ships]", "[]"),
    "a picture file": lambda p: write(p.root, {"content/images/wave.png": png("red")}),
    "an author's file": lambda p: write(p.root, {"content/authors/ada-reed.md": AUTHOR}),
    "a page": lambda p: edit(p, "content/pages/about.md", "Us", "We"),
    "a setting": lambda p: edit(p, "site.toml", "The Example", "Example"),
    "a layout": lambda p: edit(p, "layouts/parts/foot.html", "footer", "div"),
    "recorded addresses": lambda p: write(p.root, {"addresses.toml": "# none\n"}),
    "an edit of the result": result_edited,
    "another target meanwhile": elsewhere,
    "a fault that was mended": mended,
    "many files": many,
    "a store without what was left behind": without("builds"),
    "a store without what was read": without("shelves", "WHERE room = 'readings'"),
    "a store without outlines": without("shelves", "WHERE room = 'outputs public'"),
}
AUTHOR = "---\nname: Ada Reed\nrole: Editor\n---\nA life.\n"


@pytest.mark.parametrize("name", WHOLE)
def test_what_reaches_further_is_planned_whole(
    project: Project, wholes: list[Work], name: str
) -> None:
    WHOLE[name](project)
    wholes.clear()
    same(project)
    assert len(wholes) == 2


@pytest.mark.parametrize("later", [HOUR, 4 * HOUR, 20 * DAY])
def test_what_happens_meanwhile_is_planned_whole(
    tmp_path: Path, wholes: list[Work], later: timedelta
) -> None:
    times = {"date": "2025-12-01 13:00"}, {"expires": "2025-12-01 16:00"}
    files = {NEW: article("Comes", **times[0]), WAITING: article("Goes", **times[1])}
    project = begun(tmp_path, files)
    edit(project, CALL, "First", "Second")
    wholes.clear()
    same(project, NOW + later)
    assert len(wholes) > 1


def test_what_a_preview_has_read_was_not_built(project: Project, wholes: list[Work]) -> None:
    edit(project, CALL, "[Ships]", "[Ships, Oil]")
    Following(request(project)).open()
    edit(project, CALL, "[Ships, Oil]", "[Ships, Coal]")
    plan_only(request(project))
    wholes.clear()
    same(project)
    assert len(wholes) == 1


def test_what_a_store_could_not_take_is_not_built_upon(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect
    path = project.state / "store.sqlite"
    edit(project, CALL, "[Ships]", "[Ships, Oil]")
    other = real(path)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *a, **n: real(*a, **{**n, "timeout": 0}))
        patch.setattr("generator.building.build.remember", released(other))
        other.execute("BEGIN IMMEDIATE")
        build_at(project, clock_ns=settled())
    edit(project, CALL, "[Ships, Oil]", "[Ships]")
    assert "tags/oil/index.html" not in {*same(project).outputs}


def released(other: sqlite3.Connection) -> Callable[..., None]:
    from generator.building.memory.settled import remember

    def remembering(*args: Any) -> None:  # noqa: ANN401 - as it takes them
        other.rollback()
        other.close()
        remember(*args)

    return remembering


# -- what crosses articles


@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.parametrize(
    ("text", "fields", "change"),
    [
        ("Text.", {"tags": "[oil]"}, lambda p: edit(p, CALL, "[Ships]", "[Ships, OIL]")),
        ("[x](new.md)", {}, lambda p: write(p.root, {NEW: article("New")})),
        ("Text.", {"aliases": "[/2025/11/new/]"}, lambda p: write(p.root, {NEW: article("New")})),
        ("[x](/tags/oil/)", {}, lambda p: edit(p, CALL, "[Ships]", "[Ships, Oil]")),
        ("Text.", {}, lambda p: edit(p, CALL, "First.", "[x](/tags/at-last/)")),
    ],
)
def test_what_is_said_of_articles_that_wait_follows_an_edit(
    tmp_path: Path,
    text: str,
    fields: dict[str, object],
    change: Callable[[Project], object],
    ends: bool,
) -> None:
    end = {"expires": "2025-12-03 09:00"} if ends else {}
    last = article("Ends", tags="[At last]", **end)
    waiting = article("Later", text, date="2025-12-05 09:00", **fields)
    project = begun(tmp_path, {WAITING: waiting, "content/articles/last.md": last})
    change(project)
    same(project)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: write(p.root, {NEW: article("New", tags="[Fresh]")}),
        lambda p: edit(p, CALL, "title: ", "title: New "),
        lambda p: edit(p, CALL, "[Ships]", "[Ships, Later]"),
        lambda p: edit(p, CALL, "First.", "[x](/tags/ships/)"),
    ],
)
def test_while_nothing_is_said_of_articles_that_wait_an_edit_is_planned_alone(
    tmp_path: Path, wholes: list[Work], change: Callable[[Project], object]
) -> None:
    waiting = article("Later", "[x](call.md)", date="2025-12-05 09:00", tags="[Ships, Later]")
    project = begun(tmp_path, {WAITING: waiting})
    wholes.clear()
    change(project)
    assert same(project).problems == ()
    assert len(wholes) == 1  # the clean build's


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        ({"slug": "new"}, lambda p: write(p.root, {NEW: article("New", date="2025-12-05")})),
        ({"tags": "[Oil]"}, lambda p: edit(p, CALL, "[Ships]", "[Ships, oil]")),
        ({"aliases": "[/tags/fresh/]"}, lambda p: edit(p, CALL, "[Ships]", "[Ships, Fresh]")),
    ],
)
def test_what_would_stop_the_site_when_an_article_goes_live_is_told_of_an_edit(
    tmp_path: Path, fields: dict[str, object], change: Callable[[Project], object]
) -> None:
    project = begun(tmp_path, {WAITING: article("Later", date="2025-12-05 09:00", **fields)})
    change(project)
    assert any("this would stop the build" in each.message for each in same(project).problems)


def test_while_an_article_waits_a_text_that_leads_nowhere_else_is_planned_alone(
    tmp_path: Path, wholes: list[Work]
) -> None:
    dead = article("Later", "[x](new.md)", date="2025-12-05 09:00")
    project = begun(tmp_path, {WAITING: dead})
    edit(project, CALL, "First", "More\n\nand first")
    wholes.clear()
    assert same(project).problems
    assert len(wholes) == 1


@pytest.mark.parametrize(
    "taking",
    [
        {"content/static/tags/oil/index.html": "Static."},
        {"content/static/tags/oil/feed.xml": "Static."},
        {"content/pages/tags/oil.md": "---\ntitle: Oil\n---\nText.\n"},
        {"content/pages/oil.md": "---\ntitle: Oil\naliases: [/tags/oil/]\n---\nText.\n"},
        {"content/static/Tags/oil/index.html": "Static."},
        {"content/static/tags/oil/index.html/x.txt": "Static."},
    ],
)
def test_a_new_tag_whose_address_is_taken_stops_the_build(tmp_path: Path, taking: Files) -> None:
    project = begun(tmp_path, taking)
    edit(project, CALL, "[Ships]", "[Ships, Oil]")
    stopped(project)


def test_a_new_tag_at_the_address_of_an_article_stops_the_build(tmp_path: Path) -> None:
    toml = SITE_TOML.replace("[sections]", 'permalink = "/tags/{slug}/"\n[sections]')
    project = begun(tmp_path, {"site.toml": toml})
    edit(project, CALL, "[Ships]", "[Ships, Storm]")
    stopped(project)


@pytest.mark.parametrize("source", [STORM, NEW])
def test_a_link_to_a_file_of_the_search_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    from tests.building.test_searching import LAYOUTS, SEARCH, Fake

    monkeypatch.setattr("generator.building.build.Pagefind", Fake)
    project = begun(tmp_path, LAYOUTS, SEARCH)
    edit(project, STORM, "Wind", "Rain")
    same(project)
    write(project.root, {source: article("New", "[x](/pagefind/pagefind-entry.json)")})
    stopped(project)


def test_a_card_that_goes_while_a_text_leads_to_it_stops_the_build(tmp_path: Path) -> None:
    made = site(tmp_path, CONTENT, theme=THEME)
    build_at(made, clock_ns=settled())
    before = {*tree(made.public)}
    edit(made, CALL, "The call", "The roll call")
    same(made)
    card = next(iter({*tree(made.public)} - before))
    assert card.startswith("media/card.")
    edit(made, STORM, "Wind.", f"[x](/{card})")
    same(made)
    edit(made, CALL, "The roll call", "The call")
    stopped(made)


def test_months_whose_counts_differ_change_the_first_page_of_their_year(
    tmp_path: Path, wholes: list[Work]
) -> None:
    days = [f"2025-11-1{number}" for number in range(8)] + ["2025-10-05", "2025-10-03"]
    files = {f"content/articles/x{n}.md": article(date=day) for n, day in enumerate(days)}
    toml = SITE_TOML.replace("[sections]", 'permalink = "/{slug}/"\n[sections]')
    own = {"site.toml": f"{toml}[listings]\nsize = 2\n", NEW: article(date="2025-11-01")}
    project = begun(tmp_path, {**files, **own, CALL: "", STORM: ""})
    edit(project, NEW, "2025-11-01", "2025-10-31")
    wholes.clear()
    assert "archive/2025/index.html" in same(project).rendered
    assert len(wholes) == 1


def test_texts_that_change_places_take_recorded_addresses_with_them(
    tmp_path: Path, wholes: list[Work]
) -> None:
    content = read(SourcePath(CALL), str(CONTENT[CALL]).encode()).content
    text = content.body.digest[:16]  # type: ignore[union-attr]
    line = f'"/old/" = {{ source = "content/articles/gone.md", digest = "{text}" }}\n'
    project = begun(tmp_path, {"addresses.toml": line})
    edit(project, CALL, "First.", "Other.")
    edit(project, STORM, "Wind.", "First.")
    wholes.clear()
    assert {"_redirects", "old/index.html"} <= {*same(project).rendered}
    assert len(wholes) == 1


# -- moments


SECURITY = '[security]\ncontact = ["mailto:a@example.com"]\nexpires = 2025-12-01T13:00:00Z\n'


@pytest.mark.parametrize("text", ["First", "Second"])
def test_a_security_txt_that_has_expired_is_told_of(tmp_path: Path, text: str) -> None:
    project = begun(tmp_path, {}, SECURITY)
    edit(project, CALL, "First", text)
    assert same(project, NOW + 2 * HOUR).problems


@pytest.mark.parametrize("times", [{"date": "2025-11-29 13:00"}, {"updated": "2025-12-01 13:00"}])
@pytest.mark.parametrize("text", ["First", "Second"])
def test_a_preview_shows_what_happens_to_drafts(
    tmp_path: Path, times: dict[str, object], text: str
) -> None:
    files = {NEW: article("New", draft="true", **times)}
    project = begun(tmp_path, files, audience=Audience.PREVIEW)
    edit(project, CALL, "First", text)
    same(project, NOW + 2 * HOUR, audience=Audience.PREVIEW)


def test_a_preview_tells_of_what_would_stop_a_build_in_other_articles(tmp_path: Path) -> None:
    settings = '[checks]\nsummary = "error"\n'
    project = begun(tmp_path, {NEW: article(summary=None)}, settings, audience=Audience.PREVIEW)
    edit(project, CALL, "First", "Second")
    report = same(project, audience=Audience.PREVIEW)
    assert [each.path for each in report.problems] == [NEW]


def test_a_place_that_goes_while_another_text_leads_to_it_stops_the_build(tmp_path: Path) -> None:
    linking = article("Links", "[x](call.md#part)")
    project = begun(tmp_path, {CALL: article("The call", "## Part\n\nText."), NEW: linking})
    edit(project, CALL, "## Part\n\n", "")
    stopped(project)


def test_a_waiting_article_that_is_edited_is_planned_with_all(
    tmp_path: Path, wholes: list[Work]
) -> None:
    project = begun(tmp_path, {WAITING: article("Later", date="2025-12-05 09:00")})
    edit(project, WAITING, "Text.", "[x](nowhere.md)")
    wholes.clear()
    assert [each.path for each in same(project).problems] == [WAITING]
    assert len(wholes) == 2
