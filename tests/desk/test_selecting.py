"""Which articles stand on the desk, and in which order."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from generator.desk.query import DeskQuery, Order
from generator.desk.selecting import Selection, about, folded, select, weight
from generator.desk.values import Desk
from generator.errors import Problem
from generator.pages import State
from generator.paths import SourcePath
from tests.desk.newsroom import article, at, desk, newsroom, warning

ERROR = Problem("content/articles/a.md", 2, 8, "date", "expected a date, got none")
CALL = article(
    "The call",
    published=at(2025, 11, 28, 9, 30),
    changed=datetime(2025, 11, 30, tzinfo=UTC),
    words=300,
    problems=(warning("image_credit"), warning("author[2].name")),
)
HARBOUR = article(
    "Harbour reopens",
    published=at(2025, 11, 29),
    changed=datetime(2025, 11, 29, tzinfo=UTC),
    words=900,
    section="Economy",
    byline=("Íñigo Núñez", "The Data Desk"),
    problems=(ERROR,),
)
BLACKOUT = article(
    "Álava blackout",
    published=at(2025, 12, 8, 9, 0),
    changed=datetime(2025, 12, 1, tzinfo=UTC),
    words=60,
    state=State.SCHEDULED,
    section="Energy",
    is_corrected=True,
)
DESK = desk(CALL, HARBOUR, BLACKOUT)


def titles(query: DeskQuery, shown: Desk = DESK) -> list[str]:
    return [each.title for each in select(shown, query).articles]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.PUBLISHED, ["Álava blackout", "Harbour reopens", "The call"]),
        (Order.CHANGED, ["Álava blackout", "The call", "Harbour reopens"]),
        (Order.TITLE, ["Álava blackout", "Harbour reopens", "The call"]),
        (Order.SECTION, ["Harbour reopens", "Álava blackout", "The call"]),
        (Order.BYLINE, ["The call", "Álava blackout", "Harbour reopens"]),
        (Order.STATE, ["Álava blackout", "Harbour reopens", "The call"]),
        (Order.WORDS, ["Harbour reopens", "The call", "Álava blackout"]),
        (Order.PROBLEMS, ["Harbour reopens", "The call", "Álava blackout"]),
    ],
)
def test_every_column_has_its_order(order: Order, expected: list[str]) -> None:
    assert titles(DeskQuery(order=order)) == expected


def test_an_order_can_be_turned_round() -> None:
    backward = DeskQuery(order=Order.WORDS, is_reversed=True)
    assert titles(backward) == ["Álava blackout", "The call", "Harbour reopens"]


def test_equal_articles_stay_in_the_order_of_their_files_either_way() -> None:
    same = [article("Same", source=SourcePath(f"content/{name}.md")) for name in "cab"]
    for is_reversed in (False, True):
        found = select(desk(*same), DeskQuery(order=Order.WORDS, is_reversed=is_reversed))
        assert [each.source for each in found.articles] == [f"content/{name}.md" for name in "abc"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (DeskQuery(text="HARBOUR"), {"Harbour reopens"}),
        (DeskQuery(text="inigo economy"), {"Harbour reopens"}),
        (DeskQuery(text="alava"), {"Álava blackout"}),
        (DeskQuery(text="the-call.md"), {"The call"}),
        (DeskQuery(text="harbour nothing"), set()),
        (DeskQuery(section="Economy"), {"Harbour reopens"}),
        (DeskQuery(section="Econ"), set()),
        (DeskQuery(byline="núñez"), {"Harbour reopens"}),
        (DeskQuery(byline="ana"), {"The call", "Álava blackout"}),
        (DeskQuery(problem="any"), {"The call", "Harbour reopens"}),
        (DeskQuery(problem="none"), {"Álava blackout"}),
        (DeskQuery(problem="error"), {"Harbour reopens"}),
        (DeskQuery(problem="warning"), {"The call"}),
        (DeskQuery(problem="author"), {"The call"}),
        (DeskQuery(problem="title"), set()),
        (DeskQuery(state="scheduled"), {"Álava blackout"}),
        (DeskQuery(state="corrected"), {"Álava blackout"}),
        (DeskQuery(state="draft"), set()),
        (DeskQuery(text="a", section="Politics", problem="warning"), {"The call"}),
    ],
)
def test_a_question_finds_exactly_what_it_asks_for(query: DeskQuery, expected: set[str]) -> None:
    found = select(DESK, query)
    assert {each.title for each in found.articles} == expected
    assert found.found == len(expected)


def test_the_counts_of_states_are_of_what_else_was_asked() -> None:
    found = select(DESK, DeskQuery(byline="ana", state="draft"))
    counts = dict(found.states)
    assert counts == {
        "draft": 0, "scheduled": 1, "embargoed": 0, "published": 1, "expired": 0,
        "withdrawn": 0, "corrected": 1,
    }  # fmt: skip
    assert found.in_any_state == 2


def test_articles_come_a_hundred_at_a_time() -> None:
    many = newsroom(250)
    pages = [select(many, DeskQuery(page=number)) for number in (1, 2, 3)]
    assert [(each.first, each.last, each.pages) for each in pages] == [
        (1, 100, 3), (101, 200, 3), (201, 250, 3),
    ]  # fmt: skip
    shown = {each.source for page in pages for each in page.articles}
    assert len(shown) == 250


def test_beyond_the_last_page_stands_the_last_one() -> None:
    many = newsroom(250)
    assert select(many, DeskQuery(page=99)) == select(many, DeskQuery(page=3))


def test_nothing_found_is_a_page_of_its_own() -> None:
    found = select(desk(), DeskQuery(page=4))
    assert found == Selection((), 0, 1, 1, found.states, 0)
    assert (found.first, found.last) == (0, 0)


def test_every_desk_is_searched_in_its_own_articles() -> None:
    assert titles(DeskQuery(text="harbour")) == ["Harbour reopens"]
    renamed = desk(replace(HARBOUR, title="Port reopens", source=SourcePath("content/port.md")))
    assert titles(DeskQuery(text="harbour"), renamed) == []
    assert titles(DeskQuery(text="port"), renamed) == ["Port reopens"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [("title", "title"), ("author[2].name", "author"), ("image.alt", "image"), ("", "text")],
)
def test_a_problem_is_about_a_field(field: str, expected: str) -> None:
    assert about(warning(field)) == expected


def test_errors_and_warnings_are_counted_apart() -> None:
    assert weight(CALL) == (0, 2)
    assert weight(HARBOUR) == (1, 0)
    assert weight(BLACKOUT) == (0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Peña", "pena"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("İzmir", "izmir")],
)
def test_texts_are_compared_without_case_and_accents(text: str, expected: str) -> None:
    assert folded(text) == expected
