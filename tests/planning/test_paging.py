"""Listings in pages that are numbered from the oldest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.planning.paging import Leaf, paged

COUNTS = st.integers(0, 60)
SIZES = st.integers(1, 8)


def leaves(count: int, size: int) -> list[Leaf[int]]:
    """Page the items `count` to 1: the newest has the highest number."""
    return list(paged(range(count, 0, -1), size))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, {None: ()}),
        (1, {None: (1,)}),
        (3, {None: (3, 2, 1)}),
        (5, {None: (5, 4, 3, 2, 1)}),
        (6, {None: (6, 5, 4), 1: (3, 2, 1)}),
        (8, {None: (8, 7, 6, 5, 4), 1: (3, 2, 1)}),
        (9, {None: (9, 8, 7), 2: (6, 5, 4), 1: (3, 2, 1)}),
    ],
)
def test_items_are_paged_from_the_oldest(
    count: int, expected: dict[int | None, tuple[int, ...]]
) -> None:
    assert {leaf.number: leaf.items for leaf in leaves(count, 3)} == expected


@given(COUNTS, SIZES)
def test_every_item_is_on_exactly_one_page_and_newest_first(count: int, size: int) -> None:
    found = [item for leaf in leaves(count, size) for item in leaf.items]
    assert found == list(range(count, 0, -1))


@given(COUNTS, SIZES)
def test_a_numbered_page_is_full_and_the_first_holds_one_to_two_pages_worth(
    count: int, size: int
) -> None:
    first, *numbered = leaves(count, size)
    assert all(len(leaf.items) == size for leaf in numbered)
    assert len(first.items) < 2 * size
    assert len(first.items) >= min(count, size)


@given(COUNTS, SIZES)
def test_a_new_item_changes_the_first_page_alone_except_that_a_page_may_fill(
    count: int, size: int
) -> None:
    before = {leaf.number: leaf.items for leaf in leaves(count, size)}
    after = {leaf.number: leaf.items for leaf in leaves(count + 1, size)}
    changed = {number for number in after if after[number] != before.get(number)}
    is_filled = (count + 1) % size == 0 and count + 1 >= 2 * size
    assert before.keys() <= after.keys()
    assert changed == ({None, len(after) - 1} if is_filled else {None})


@given(COUNTS, SIZES)
def test_every_page_leads_to_its_neighbours(count: int, size: int) -> None:
    found = leaves(count, size)
    numbers = [leaf.number for leaf in found]
    assert [leaf.newer for leaf in found] == [None, *numbers[:-1]]
    assert [leaf.older for leaf in found] == [*numbers[1:], None]
    assert [leaf.has_newer for leaf in found] == [leaf.number is not None for leaf in found]
