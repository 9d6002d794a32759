"""What an editor may ask for in an address, and what is made of nonsense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.desk.query import NOTHING, DeskQuery, Order, read_query, written


def test_an_address_without_a_question_asks_for_everything_newest_first() -> None:
    assert read_query("") == NOTHING == DeskQuery(order=Order.PUBLISHED, page=1)
    assert not NOTHING.is_filtering


def test_every_part_of_a_question_is_read() -> None:
    text = (
        "q=harbour+p%C3%A9rez&state=draft&section=Economy&byline=Ana&problem=tags"
        "&sort=-title&page=3"
    )
    expected = DeskQuery(
        "harbour pérez", "draft", "Economy", "Ana", "tags", Order.TITLE, is_reversed=True, page=3
    )
    assert read_query(text) == expected
    assert expected.is_filtering


@pytest.mark.parametrize(
    "nonsense",
    [
        "state=hidden",
        "state=DRAFT",
        "sort=random",
        "sort=--title",
        "sort=",
        "page=0",
        "page=-4",
        "page=first",
        "page=٣",
        "page=1e3",
        "page=" + "9" * 5000,
        "unknown=field",
        "q=%20%09",
        "&&&===",
        "&".join(["q=a"] * 1000),
    ],
)
def test_nonsense_asks_for_nothing(nonsense: str) -> None:
    assert read_query(nonsense) == NOTHING


def test_a_value_is_one_short_line_that_can_be_shown() -> None:
    assert read_query("q=a%00b%0Ac%E2%80%AEd").text == "ab cd"
    assert read_query("q=%ff").text == "\ufffd"
    assert len(read_query("q=" + "x" * 5000).text) == 200


def test_a_page_too_far_on_is_still_a_number() -> None:
    assert read_query("page=9999999").page == 1_000_000


@given(st.text())
def test_no_address_can_fail(text: str) -> None:
    read_query(text)


@given(
    st.builds(
        DeskQuery,
        text=st.text("aé&=#%+?", max_size=20),
        state=st.sampled_from(["", "draft", "corrected"]),
        problem=st.sampled_from(["", "any", "image_credit"]),
        order=st.sampled_from(Order),
        is_reversed=st.booleans(),
        page=st.integers(1, 1000),
    )
)
def test_what_is_written_is_read_again(query: DeskQuery) -> None:
    assert read_query(written(query).removeprefix("?")) == query


def test_only_what_is_asked_for_stands_in_an_address() -> None:
    assert written(NOTHING) == ""
    assert written(DeskQuery(text="a&b", page=2)) == "?q=a%26b&page=2"
    assert written(DeskQuery(order=Order.PUBLISHED, is_reversed=True)) == "?sort=-published"


def test_a_second_click_on_a_heading_turns_the_order_round() -> None:
    once = DeskQuery(text="a", page=7).sorted_by(Order.WORDS)
    assert (once.sort, once.page, once.text) == ("words", 1, "a")
    assert once.sorted_by(Order.WORDS).sort == "-words"
    assert once.sorted_by(Order.WORDS).sorted_by(Order.WORDS).sort == "words"
    assert once.sorted_by(Order.WORDS).sorted_by(Order.TITLE).sort == "title"


def test_another_state_starts_at_the_first_page() -> None:
    assert DeskQuery(section="News", page=4).with_state("draft") == DeskQuery(
        section="News", state="draft"
    )
