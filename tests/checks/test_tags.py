"""Checks of tags: what leads to one article only, and what is spelt almost alike."""

from datetime import date, timedelta

import pytest

from generator.checks import tags
from generator.checks.tags import SINCE
from generator.config import Check
from generator.model import Article
from tests.checks.looking import told
from tests.planning.newsroom import article

FIRST = date(2024, 1, 1)


def tagged(*names: str) -> list[Article]:
    """Return an article for each of some tags, newest last."""
    return [
        article(f"a{number}", f"{FIRST + timedelta(number)}", tags=(name,))
        for number, name in enumerate(names)
    ]


def similar(*names: str) -> list[str]:
    """Return what is told of tags, as pairs: which is got, and which is there as well."""
    found = told(Check.SIMILAR_TAGS, *tagged(*names))
    return [each.partition("got ")[2].partition(" in ")[0] for each in found]


def test_a_tag_that_no_later_article_has_is_told() -> None:
    (found,) = told(Check.TAG_USED_ONCE, *tagged("Piers", *["Harbour"] * SINCE))
    assert found == (
        "content/articles/a0.md:7:7: warning: tags: "
        'expected a tag of several articles, got "Piers", which no other has'
    )


def test_a_tag_of_a_recent_article_may_be_taken_yet() -> None:
    assert told(Check.TAG_USED_ONCE, *tagged("Piers", *["Harbour"] * (SINCE - 1))) == []


def test_a_tag_of_two_articles_is_let_be() -> None:
    assert told(Check.TAG_USED_ONCE, *tagged("Piers", "Piers", *["Harbour"] * SINCE)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Strike", "Strikes"),
        ("Church", "Churches"),
        ("Elección", "Elecciones"),
        ("Human right", "Human rights"),
        ("White House", "Whitehouse"),
        ("U.S.", "US"),
        ("Caribbean", "Caribean"),
        ("Caribbean", "Carribbean"),
        ("Pentagon", "Pentgaon"),
        ("Pete Hegseth", "Pete Hegsteh"),
        ("Правительство", "Правителство"),
    ],
)
def test_tags_that_are_one_to_a_reader_are_told(one: str, other: str) -> None:
    found = similar(one, one, other)
    assert found == [f'"{other}" here and "{one}"']


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("News", "New"),
        ("Iran", "Iraq"),
        ("Mario López", "María López"),
        ("Marta López", "María López"),
        ("Gabriel Díaz", "Gabriela Díaz"),
        ("Venezuela", "Venezuelan"),
        ("Season 2024", "Season 2025"),
        ("Formula 1", "Formula 2"),
        ("Slovakia", "Slovenia"),
        ("Harbour", "Election"),
        ("North Korea", "South Korea"),
        ("Austria", "Australia"),
        ("Iceland", "Ireland"),
        ("Football", "Footfall"),
        ("Mediation", "Meditation"),
        ("Anderson", "Andersen"),
    ],
)
def test_tags_that_are_two_to_a_reader_are_let_be(one: str, other: str) -> None:
    assert similar(one, one, other) == []


def test_a_slip_in_a_tag_that_is_in_use_is_no_slip() -> None:
    assert similar("Caribbean", "Caribbean", "Caribean", "Caribean") == []


def test_the_rarer_spelling_is_told_in_its_newest_article() -> None:
    (found,) = told(Check.SIMILAR_TAGS, *tagged("Strikes", "Strike", "Strikes", "Strike", "Strike"))
    assert found == (
        "content/articles/a2.md:7:7: warning: tags: expected one spelling for one subject, "
        'got "Strikes" here and "Strike" in 3 articles'
    )


def test_a_pair_is_told_once() -> None:
    assert len(similar("Governments", "Government")) == 1


def test_of_two_thousand_tags_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []
    is_slip = tags._is_slip

    def counted(one: str, other: str) -> bool:
        compared.append((one, other))
        return is_slip(one, other)

    monkeypatch.setattr(tags, "_is_slip", counted)
    many = [f"{number:011b}".translate({48: "no", 49: "ma"}) for number in range(2000)]
    assert similar("Caribbean", "Caribbean", "Caribean", *many) == [
        '"Caribean" here and "Caribbean"'
    ]
    assert compared == [("caribbean", "caribean")]
