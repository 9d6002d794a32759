"""What other sites answered is remembered: the good for days, the rest for an hour."""

import json
from pathlib import Path

import pytest

from generator.building.memory.answers import GOOD_FOR, OTHERS_FOR, recall, remember
from generator.checks.links import Answer, Verdict

NOW = 1_764_590_400
GOOD = Answer(Verdict.GOOD, moved="https://example.com/new")
DEAD = Answer(Verdict.DEAD, "it answers 404 Not Found")
ANSWERS = {"https://example.com/a": GOOD, "https://example.com/ñ": DEAD}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "links.json"


def test_what_was_answered_is_recalled(file: Path) -> None:
    remember(file, ANSWERS, NOW)
    assert recall(file, NOW) == ANSWERS


@pytest.mark.parametrize(
    ("later", "held"),
    [
        (OTHERS_FOR - 1, {GOOD, DEAD}),
        (OTHERS_FOR, {GOOD}),
        (GOOD_FOR - 1, {GOOD}),
        (GOOD_FOR, set()),
    ],
)
def test_a_good_answer_holds_for_days_and_any_other_for_an_hour(
    file: Path, later: int, held: set[Answer]
) -> None:
    remember(file, ANSWERS, NOW)
    assert set(recall(file, NOW + later).values()) == held


def test_an_answer_of_the_future_does_not_hold(file: Path) -> None:
    remember(file, ANSWERS, NOW)
    assert recall(file, NOW - 1) == {}


def test_a_new_answer_stands_for_the_old_and_the_others_stay(file: Path) -> None:
    remember(file, ANSWERS, NOW)
    remember(file, {"https://example.com/a": DEAD}, NOW + 60)
    assert recall(file, NOW + 60) == ANSWERS | {"https://example.com/a": DEAD}


def test_what_holds_no_more_is_forgotten(file: Path) -> None:
    remember(file, ANSWERS, NOW)
    remember(file, {}, NOW + GOOD_FOR)
    assert json.loads(file.read_text("utf-8")) == {}


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"\xff", b'{"a": 1}', b'{"a": {"verdict": "fine"}}',
     b'{"a": {"verdict": "good", "reason": "", "moved": "", "at": "soon"}}'],
)  # fmt: skip
def test_what_cannot_be_read_is_forgotten(file: Path, damage: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(damage)
    assert recall(file, NOW) == {}


def test_where_nothing_was_remembered_nothing_is_recalled(file: Path) -> None:
    assert recall(file, NOW) == {}
