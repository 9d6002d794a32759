"""What a misspelt word was meant to be, and what it costs to find out."""

import random
from difflib import SequenceMatcher, get_close_matches

import pytest

from generator.errors import COMPARED, did_you_mean, nearest

ADDRESSES = [
    f"/2025/{n % 12 + 1:02}/{name}-{n}/"
    for n in range(50)
    for name in (
        "harbour-opens",
        "the-call",
        "river-rises",
        "council-votes",
        "match-report",
        "pier-burns",
    )
]


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect every word that is compared letter by letter."""
    compared: list[str] = []
    compare = SequenceMatcher.set_seq1

    def counted(self: SequenceMatcher[str], word: str) -> None:
        compared.extend([word] if word else [])  # every matcher starts with no word
        compare(self, word)

    monkeypatch.setattr(SequenceMatcher, "set_seq1", counted)
    return compared


@pytest.mark.parametrize(
    ("word", "meant"),
    [("sprot", "sport"), ("News", "news"), ("nwes", "news"), ("opinoin", "opinion")],
)
def test_a_near_miss_is_told(word: str, meant: str) -> None:
    assert did_you_mean(word, ["news", "sport", "opinion"]) == f'did you mean "{meant}"?'


def test_what_is_like_nothing_is_left_alone() -> None:
    assert did_you_mean("weather", ["news", "sport", "opinion"]) == ""
    assert nearest("weather", []) is None


def test_the_spelling_of_what_is_known_is_told_whatever_its_case() -> None:
    assert nearest("the call", ["The Call", "Other"]) == "The Call"


@pytest.mark.parametrize("address", ADDRESSES[::7])
def test_among_many_the_answer_is_the_one_that_comparing_all_gives(address: str) -> None:
    chance = random.Random(address)
    place = chance.randrange(9, len(address) - 1)
    misspelt = address[:place] + address[place + 1 :]
    (best,) = get_close_matches(misspelt, sorted(ADDRESSES), n=1)
    assert nearest(misspelt, ADDRESSES) == best


def test_few_of_ten_thousand_are_compared_letter_by_letter(comparisons: list[str]) -> None:
    many = [f"/2025/11/a-story-about-number-{n}/" for n in range(10_000)]
    assert nearest("/2025/11/a-storry-about-number-4321/", many) == many[4321]
    assert len(comparisons) <= COMPARED


def test_a_few_are_all_compared(comparisons: list[str]) -> None:
    nearest("nwes", ["news", "sport"])
    assert sorted(comparisons) == ["news", "sport"]
