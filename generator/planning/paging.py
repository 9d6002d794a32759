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
    yield leaf(items, size, None)
    for number in range(_numbered(len(items), size), 0, -1):
        yield leaf(items, size, number)


def leaf(items: Sequence[T], size: int, number: int | None) -> Leaf[T]:
    """Return one page; raise `ValueError` where there is none of that number."""
    numbered = _numbered(len(items), size)
    first = len(items) - numbered * size
    if number is None:
        page = tuple(items[:first])
        return Leaf(None, page, has_newer=False, newer=None, older=numbered or None)
    if not 1 <= number <= numbered:
        raise ValueError(number)
    start = first + (numbered - number) * size
    newer = number + 1 if number < numbered else None
    page = tuple(items[start : start + size])
    return Leaf(number, page, has_newer=True, newer=newer, older=number - 1 or None)


def leaf_of(length: int, place: int, size: int) -> int | None:
    """Return the number of the page on which an item stands; None is the newest page."""
    numbered = _numbered(length, size)
    first = length - numbered * size
    return None if place < first else numbered - (place - first) // size


def leaves_from(length: int, place: int, size: int, steps: int) -> Iterator[int | None]:
    """Yield the pages that differ once items have come or gone, one of them at a place.

    They are its own page, all that are newer, and one that is older, since that links to it. With
    at most so many items come or gone, at most so many pages are new: what is older than those
    links to the first of them.
    """
    own, numbered = leaf_of(length, place, size), _numbered(length, size)
    yield None
    yield from range(max(min((own or numbered) - 1, numbered - steps), 1), numbered + 1)


def _numbered(length: int, size: int) -> int:
    return max(length // size - 1, 0)
