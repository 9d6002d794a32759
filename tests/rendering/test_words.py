"""Dates, lists, numbers and messages, in the languages that the theme speaks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from generator.errors import ProblemsFound
from generator.pages import Time
from generator.rendering.words import Words
from tests.rendering.factories import HAVANA, MORNING, at

ENGLISH = Words("en", {"by": "By {names}", "hits_one": "{count} hit", "hits_other": "{count} hits"})
SPANISH = Words("es", {"hits_one": "{count} golpe", "hits_other": "{count} golpes"})
NARROW = "\u00a0"  # the space that Unicode's locale data puts before AM and PM


@pytest.mark.parametrize(
    ("words", "style", "expected"),
    [
        (ENGLISH, "full", "Friday, November 28, 2025"),
        (ENGLISH, "short", "Nov 28, 2025"),
        (SPANISH, "full", "viernes, 28 de noviembre de 2025"),
        (SPANISH, "short", "28 nov 2025"),
    ],
)
def test_a_date_is_written_as_its_language_does(words: Words, style: str, expected: str) -> None:
    assert words.date(at(has_time=False), style) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (ENGLISH, f"Friday, November 28, 2025, 9:30{NARROW}AM EST"),
        (SPANISH, "viernes, 28 de noviembre de 2025, 9:30 EST"),
        (Words("es-419", {}), f"viernes, 28 de noviembre de 2025, 9:30{NARROW}a.m. EST"),
        (Words("en-GB", {}), "Friday, 28 November 2025, 09:30 EST"),
    ],
)
def test_an_hour_that_is_known_is_shown_with_its_zone(words: Words, expected: str) -> None:
    assert words.date(at()) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Havana", "CST"),
        ("Europe/Madrid", "CET"),
        ("America/Caracas", "UTC-4"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_without_letters_is_told_by_its_distance(zone: str, expected: str) -> None:
    moment = datetime(2025, 11, 28, 9, 30, tzinfo=ZoneInfo(zone))
    assert SPANISH.date(Time(moment, has_time=True)).endswith(f" {expected}")


def test_a_date_stays_the_day_of_its_own_zone() -> None:
    late = datetime(2025, 11, 28, 23, 59, tzinfo=HAVANA)
    assert ENGLISH.date(Time(late, has_time=False), "short") == "Nov 28, 2025"


def test_the_two_hours_of_one_face_in_autumn_are_told_apart() -> None:
    first = datetime(2025, 11, 2, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    for moment, zone in ((first, "EDT"), (first.replace(fold=1), "EST"), (first, "EDT")):
        assert ENGLISH.date(Time(moment, has_time=True)).endswith(f" {zone}")


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match='"full" or "short"'):
        ENGLISH.date(at(), "long")


def test_a_month_is_named_with_its_year() -> None:
    assert ENGLISH.month(MORNING) == "November 2025"
    assert SPANISH.month(MORNING) == "noviembre de 2025"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["Ana"], "Ana"),
        (["Ana", "Luis"], "Ana and Luis"),
        (["Ana", "Luis", "Eva"], "Ana, Luis and Eva"),
        (["A {0}", "{1} B"], "A {0} and {1} B"),
    ],
)
def test_an_english_list_has_no_comma_before_and(names: list[str], expected: str) -> None:
    assert ENGLISH.listed(names) == expected


@pytest.mark.parametrize("name", ["Inés", "inés", "Íñigo", "Hilda", "Yvonne", "Ignacio"])
def test_a_spanish_list_says_e_before_the_sound_of_i(name: str) -> None:
    assert SPANISH.listed(["Ana", "Luis", name]) == f"Ana, Luis e {name}"


@pytest.mark.parametrize("name", ["Hierro", "Yago", "Luis", "Y", "Helena"])
def test_a_spanish_list_says_y_before_all_else(name: str) -> None:
    assert SPANISH.listed(["Inés", name]) == f"Inés y {name}"


def test_one_spanish_name_stays_alone() -> None:
    assert SPANISH.listed(["Inés"]) == "Inés"


def test_thousands_are_set_apart_as_the_language_does() -> None:
    assert ENGLISH.number(3000) == "3,000"
    assert SPANISH.number(3000) == "3000"
    assert SPANISH.number(30_000) == "30.000"
    assert Words("es-419", {}).number(9999) == "9999"


def test_a_message_is_filled_in() -> None:
    assert ENGLISH.t("by", names="Ana") == "By Ana"


def test_an_unknown_message_is_refused_by_its_name() -> None:
    with pytest.raises(KeyError, match="bye"):
        ENGLISH.t("bye")


@pytest.mark.parametrize(
    ("words", "count", "expected"),
    [
        (ENGLISH, 1, "1 hit"),
        (ENGLISH, 0, "0 hits"),
        (ENGLISH, 1234, "1,234 hits"),
        (SPANISH, 1, "1 golpe"),
        (SPANISH, 1_000_000, "1.000.000 golpes"),  # "many", which the catalogue does without
    ],
)
def test_a_count_chooses_the_plural_and_is_written_as_a_number(
    words: Words, count: int, expected: str
) -> None:
    assert words.t("hits", count=count) == expected


def test_a_message_without_plural_forms_may_have_a_count() -> None:
    assert Words("en", {"found": "Found: {count}"}).t("found", count=2) == "Found: 2"


def test_a_region_that_nobody_knows_speaks_as_its_language() -> None:
    assert Words("es-ZZ", {}).month(MORNING) == "noviembre de 2025"


def test_a_language_without_dates_is_a_problem_of_the_settings() -> None:
    with pytest.raises(ProblemsFound) as caught:
        Words("xx", {}).month(datetime(2025, 1, 1, tzinfo=UTC))
    (problem,) = caught.value.problems
    assert (problem.path, problem.field) == ("site.toml", "language")
