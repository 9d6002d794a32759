"""Listings in pages that are numbered from the oldest.

Every numbered page is full and stays as it is; the first page, at the listing's own address, holds
the newest articles: between one page's worth and just under two. So a new article changes the first
page, and once in `size` articles adds one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a listing: `number` is None for the newest; neighbours by their number."""

    number: int | None
    items: tuple[T, ...]
    has_newer: bool
    newer: int | None  # None with `has_newer` is the newest page
    older: int | None


def paged(items: Sequence[T], size: int) -> Iterator[Leaf[T]]:
    """Split items, newest first, into pages: the newest page, then the numbered ones."""
    numbered = max(len(items) // size - 1, 0)
    first = len(items) - numbered * size
    yield Leaf(None, tuple(items[:first]), has_newer=False, newer=None, older=numbered or None)
    for number in range(numbered, 0, -1):
        start = first + (numbered - number) * size
        newer = number + 1 if number < numbered else None
        page = tuple(items[start : start + size])
        yield Leaf(number, page, has_newer=True, newer=newer, older=number - 1 or None)
