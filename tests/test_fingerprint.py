"""Fingerprints: two values have one exactly when they are equal, anywhere and always."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum, StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import When
from generator.fingerprint import Fingerprinter, digest, fingerprint
from generator.model import Credit, ImageUse, Role

ROOT = Path(__file__).parents[1]


class Colour(StrEnum):
    RED = "red"


class Shade(StrEnum):
    RED = "red"


class Number(Enum):
    ONE = 1


@dataclass(frozen=True)
class Point:
    x: object
    y: object = None


@dataclass(frozen=True, slots=True)
class Place:
    x: object
    y: object = None


@dataclass
class Loose:
    x: int


def same_name(module: str) -> type:
    kind = make_dataclass("Same", ["x"], frozen=True)
    kind.__module__ = module
    return kind


def typed(value: object) -> object:
    """A value with its types, so that equality does not take True for 1, nor 1 for 1.0."""
    if isinstance(value, tuple):
        return ("tuple", *map(typed, value))
    if isinstance(value, Mapping):
        return frozenset((typed(key), typed(item)) for key, item in value.items())
    if isinstance(value, Point):
        return ("Point", typed(value.x), typed(value.y))
    if isinstance(value, float):
        return ("float", repr(value))
    return (type(value).__name__, value)


keys = st.text(max_size=3) | st.integers(-3, 3) | st.booleans() | st.none()
scalars = (
    keys
    | st.binary(max_size=3)
    | st.floats(allow_nan=False)
    | st.datetimes(timezones=st.just(UTC))
    | st.sampled_from([Colour.RED, Shade.RED, Number.ONE])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.builds(Point, inner, inner)
    ),
    max_leaves=8,
)


@given(values, values)
def test_any_two_values_have_one_fingerprint_exactly_when_they_are_equal(
    one: object, other: object
) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (typed(one) == typed(other))


@given(st.lists(keys, max_size=4), st.lists(keys, max_size=4))
def test_any_two_lists_of_parts_are_kept_apart(one: list[object], other: list[object]) -> None:
    same = typed(tuple(one)) == typed(tuple(other))
    assert (fingerprint(tuple(one)) == fingerprint(tuple(other))) == same


@given(st.dictionaries(st.text(max_size=3), st.integers()))
def test_the_order_of_a_mapping_does_not_matter(mapping: dict[str, int]) -> None:
    turned = dict(reversed(list(mapping.items())))
    assert fingerprint(mapping) == fingerprint(turned) == fingerprint(MappingProxyType(mapping))


APART = [
    ("a", b"a"), (1, True), (1, 1.0), (0.0, -0.0), (0, False), ("", None), ((), None),
    (("ab",), ("a", "b")),
    ((("a",), "b"), (("a", "b"),)),
    ((("a",), "b"), ("a", ("b",))), ({}, ()), ({"a": 1}, (("a", 1),)),
    (Point(1), Place(1)), (Colour.RED, Shade.RED), (Colour.RED, "red"), (Number.ONE, 1),
    (Point(1), (1, None)), ("S1:a", "a"), (1, "1"), (12, (1, 2)), ("e\u0301", "\u00e9"),
    (same_name("one")(1), same_name("two")(1)),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_values_of_different_kinds_are_kept_apart(one: object, other: object) -> None:
    assert fingerprint(one) != fingerprint(other)


MOMENT = datetime(2025, 11, 28, 9, 30, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    "other",
    [
        MOMENT.astimezone(UTC),
        MOMENT.replace(microsecond=1),
        MOMENT.replace(tzinfo=ZoneInfo("America/Havana")),  # 9:30 CST instead of 9:30 EST
        MOMENT.replace(tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_time_that_would_be_printed_otherwise_is_another(other: datetime) -> None:
    assert fingerprint(MOMENT) != fingerprint(other)


def test_the_two_times_that_a_clock_shows_twice_are_two() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    assert fingerprint(first) != fingerprint(first.replace(fold=1))


REFUSED = [
    {1, 2}, frozenset({1}), [1], bytearray(b"x"), Loose(1), datetime(2025, 1, 1),  # noqa: DTZ001
    date(2025, 1, 1), object(), Point, len, Path("x"), 1j, timedelta(1), range(3), iter(()),
]  # fmt: skip


@pytest.mark.parametrize("value", REFUSED, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: (v,), lambda v: {"a": v}, Point])
def test_what_cannot_be_named_with_certainty_is_refused(value: object, wrap: type[Point]) -> None:
    with pytest.raises(TypeError, match=r"^cannot fingerprint "):
        fingerprint(wrap(value))


def test_a_subclass_that_may_hide_something_is_refused() -> None:
    class Loud(str):
        __slots__ = ()

    with pytest.raises(TypeError, match=r"^cannot fingerprint a Loud"):
        fingerprint(Loud("x"))


def test_a_shared_part_is_encoded_once() -> None:
    @dataclass(frozen=True)
    class Counted:
        times: ClassVar[list[object]] = []
        text: str

        def __getattribute__(self, name: str) -> object:
            if name == "text":
                Counted.times.append(self)
            return super().__getattribute__(name)

    part, equal = Counted("teaser"), Counted("teaser")
    of = Fingerprinter()
    assert of((part, part)) == of((part, equal))
    assert [each is part for each in Counted.times] == [True, False]


def test_a_part_that_is_gone_is_not_taken_for_another() -> None:
    of = Fingerprinter()
    found = {of(Point(number)) for number in range(1_000)}  # each at a reused address, but kept
    assert len(found) == 1_000


def test_a_digest_is_of_the_bytes() -> None:
    assert digest(b"") == "cae66941d9efbd404e4d88758ea67670"
    assert digest(b"a") != digest(b"b")


def test_a_value_has_one_fingerprint_in_every_process() -> None:
    program = (
        "from tests.test_fingerprint import SAMPLE\n"
        "from generator.fingerprint import fingerprint\n"
        "print(fingerprint(SAMPLE))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed, zone in [("0", "UTC"), ("1", "Asia/Kolkata"), ("random", "Pacific/Apia")]
    }
    assert found == {fingerprint(SAMPLE)}


SAMPLE = (
    {"b": 1, "a": (2.5, None, True), "é": b"\0"},
    Credit("Madison Reed", Role.VIDEO),
    ImageUse("a.jpg"),
    When("2025-11-28"),
    MOMENT,
)
