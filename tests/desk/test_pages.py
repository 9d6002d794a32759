"""The desk's pages: valid, complete, and proof against what a newsroom may write."""

from dataclasses import replace

import pytest

from generator.desk.bar import bar
from generator.desk.pages import article_page, desk_page, reading_minutes
from generator.desk.query import NOTHING, DeskQuery, read_query
from generator.desk.values import ArticleDesk, Desk
from generator.pages import State
from generator.paths import SourcePath, UrlPath
from generator.pictures import Rendition
from tests.desk.newsroom import (
    EDITOR,
    NOW,
    UNREADABLE,
    article,
    article_desk,
    at,
    desk,
    newsroom,
    warning,
)
from tests.strict_html import Element, read_html

HOSTILE = '<script>alert("1")</script>\'"&amp;</title></textarea>{{ 7 * 7 }}'
PICTURE = Rendition(UrlPath("/a-16x9.jpg"), 1200, 675, "image/jpeg", "A substation")


def page(shown: Desk, query: DeskQuery = NOTHING) -> Element:
    """Return the desk's page, if nothing is wrong with it."""
    root, faults = read_html(desk_page(shown, query).decode())
    assert faults == []
    return root


def own_page(view: ArticleDesk) -> Element:
    root, faults = read_html(article_page(view).decode())
    assert faults == []
    return root


def rows(root: Element) -> list[list[str]]:
    """Return the list's rows, cell by cell."""
    (table,) = (each for each in root.all("table") if each.get("class") == "list")
    return [[cell.text for cell in row.all("td", "th")] for row in table.one("tbody").all("tr")]


def test_an_article_is_a_row_with_everything_an_editor_asks_first() -> None:
    waiting = article(
        "Budget",
        state=State.EMBARGOED,
        published=at(2025, 12, 1, 13, 10),
        release=at(2025, 12, 1, 13, 10).at,
        words=1240,
        byline=("Ana Pérez", "Tomás Leal"),
        problems=(UNREADABLE, warning("tags"), warning("title")),
        is_corrected=True,
    )
    assert rows(page(desk(waiting, article()))) == [
        ["Embargoed Corrected", "Budget", "Politics", "Ana Pérez, Tomás Leal", "1,240 5 min",
         "today 13:10 in 2 h 5 min", "3 days ago", "1 error 2 warnings of Budget"],
        ["Published", "The call", "Politics", "Ana Pérez", "460 2 min",
         "28 Nov, 09:30", "3 days ago", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=corrected",
        "problem=any&sort=-title",
        "problem=no_such_field",
        "section=Nowhere",
        "q=nothing+like+this",
        "page=3",
    ],
)
def test_every_question_is_answered_with_a_valid_page(query: str) -> None:
    page(newsroom(250), read_query(query))


def test_a_desk_without_articles_says_how_to_begin() -> None:
    text = page(desk()).text
    assert "No articles yet" in text
    assert "broadsheet new" in text
    assert "Nothing. Every article is in order." in text


def test_the_form_holds_what_was_asked() -> None:
    root = page(newsroom(50), DeskQuery("grid", "draft", "Nowhere", "Ana", "image_credit"))
    fields = {each.get("name"): each.get("value") for each in root.all("input")}
    assert fields == {"state": "draft", "q": "grid", "byline": "Ana"}
    chosen = [each.get("value") for each in root.all("option") if "selected" in each.attributes]
    assert chosen == ["Nowhere", "image_credit", "published"]


def test_who_asks_for_problems_sees_them_in_the_rows() -> None:
    shown = desk(article(problems=(warning("image_credit", "expected a credit, got none"),)))
    assert "expected a credit" not in page(shown).text
    assert "expected a credit" in page(shown, DeskQuery(problem="any")).text


def test_a_desk_whose_checks_still_run_says_how_far_they_are() -> None:
    shown = newsroom(50)
    assert "articles checked" not in page(shown).text
    running = page(replace(shown, checked=12))
    assert "12 of 50 articles checked" in running.text
    assert running.one("progress").attributes["value"] == "12"


def test_files_that_are_no_articles_stand_with_their_problems_and_the_way_to_them() -> None:
    root = page(desk(problems=(UNREADABLE, replace(UNREADABLE, path="site.toml", line=0))))
    (part,) = (each for each in root.all("div") if each.get("id") == "faulty")
    assert "content/articles/2025/12/blackout.md" in part.text
    (link,) = part.all("a")
    assert link.get("href") == "vscode://file/newsroom/content/articles/2025/12/blackout.md:3:9"


def test_the_numbers_of_a_chart_stand_in_a_table_too() -> None:
    root = page(newsroom(300))
    for table in (each for each in root.all("table") if each.get("class") == "numbers"):
        lines = table.one("tbody").all("tr")
        assert len(lines) in (26, 12)
    for drawing in (each for each in root.all("svg") if each.get("role") == "img"):
        labels = {each.get("id"): each.text for each in drawing.all("title", "desc")}
        assert all(labels[name] for name in drawing.get("aria-labelledby").split())
    newest = next(each for each in root.all("table") if each.get("class") == "numbers")
    first = [cell.text for cell in newest.one("tbody").all("tr")[0].all("th", "td")]
    assert first[0] == "01 Dec 2025"
    assert sum(map(int, first[1:-1])) == int(first[-1])


def test_the_desk_of_a_site_at_rest_says_since_when() -> None:
    assert "Nothing since 5 Mar" in page(desk(article(published=at(2025, 3, 5)))).text
    assert "Nothing since" not in page(desk(article(published=at(2025, 11, 28)))).text


def test_an_article_has_a_page_with_its_looks_problems_and_fields() -> None:
    root = own_page(article_desk(PICTURE))
    titles = [each.text for each in root.all("h2")]
    assert titles == [
        "To mend", "Coming up", "Corrections", "Front matter, as it is understood",
        "In a search result", "As a social card", "In a feed reader", "In print",
    ]  # fmt: skip
    assert "An earlier version placed the substation in Havana." in root.text
    links = [each.get("href") for each in root.all("a")]
    assert "/2025/11/grid/" in links
    assert "vscode://file/newsroom/content/articles/grid.md:13:10" in links
    assert "The headline and the summary are cut." in root.text


def test_an_article_without_a_page_says_so_and_shows_no_looks() -> None:
    bare = article(url="", state=State.WITHDRAWN)
    root = own_page(ArticleDesk(site_title="The News", home="https://a.example", now=NOW,
                                article=bare))  # fmt: skip
    titles = [each.text for each in root.all("h2")]
    assert titles[-1] == "In a feed reader"
    assert "No feed has it." in root.text
    assert "Open in the editor" not in root.text


def test_what_a_newsroom_writes_is_text_wherever_it_stands() -> None:
    hostile = article(
        HOSTILE,
        source=SourcePath(f"content/{HOSTILE}.md"),
        section=HOSTILE,
        byline=(HOSTILE,),
        problems=(warning(HOSTILE, HOSTILE),),
    )
    shown = desk(hostile, title=HOSTILE, problems=(replace(UNREADABLE, path=HOSTILE),))
    listed = page(shown, DeskQuery(text=HOSTILE, section=HOSTILE, byline=HOSTILE, problem="any"))
    own = own_page(article_desk(article=hostile, site_title=HOSTILE))
    for root in (listed, own):
        assert [each.get("src") for each in root.all("script")] == ["/_desk/assets/desk.js"]
        assert HOSTILE in root.text


def test_a_link_of_a_hostile_pattern_is_none() -> None:
    view = article_desk(editor="javascript:alert(1)")
    assert b"javascript:" not in article_page(view)
    assert b"vscode:" in article_page(article_desk(editor=EDITOR))


def test_every_kind_of_state_has_a_look() -> None:
    states = [article(state.value, state=state) for state in State]
    shown = {row[0] for row in rows(page(desk(*states)))}
    assert shown == {"Draft", "Scheduled", "Embargoed", "Published", "Expired", "Withdrawn"}


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (100, 1), (460, 2), (2300, 10)])
def test_reading_takes_a_minute_at_least(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


def test_a_bar_says_the_state_and_leads_to_desk_and_source() -> None:
    text = bar(
        State.SCHEDULED, HOSTILE, desk="/_desk/content/a.md", source="vscode://file/a.md",
        errors=1, warnings=2, notes=("goes live Monday 09:00",),
    )  # fmt: skip
    for part in ("Scheduled", "goes live Monday 09:00", "1 error, 2 warnings",
                 'href="/_desk/content/a.md#problems"', 'href="vscode://file/a.md"'):  # fmt: skip
        assert part in text
    assert "<script>alert" not in text
    assert " style=" not in text


def test_a_bar_of_no_article_leads_to_the_desk_alone() -> None:
    text = bar(None, "About")
    assert 'href="/_desk/"' in text
    assert "state-" not in text
    assert "Edit" not in text
