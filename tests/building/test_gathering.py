"""Which stamps are remembered: what was written a moment ago may be written again within a tick."""

import pytest

from generator.building.gathering import _trusted
from generator.reading.sources import Stamp

NOW = 1_000_000_000_000
SECOND = 1_000_000_000
LONG_AGO = NOW - 3600 * SECOND


@pytest.mark.parametrize("age", [3 * SECOND, 2 * SECOND + 1, 3600 * SECOND])
def test_the_stamp_of_a_file_that_has_rested_is_remembered(age: int) -> None:
    stamp = Stamp(NOW - age, NOW - age, 10, 7)
    assert _trusted(stamp, NOW) == stamp


@pytest.mark.parametrize("age", [2 * SECOND, SECOND, 0, -SECOND, -3600 * SECOND])
def test_the_stamp_of_a_file_that_was_just_written_is_not(age: int) -> None:
    for stamp in (Stamp(NOW - age, LONG_AGO, 10, 7), Stamp(LONG_AGO, NOW - age, 10, 7)):
        assert _trusted(stamp, NOW) not in (stamp, Stamp(LONG_AGO, LONG_AGO, 10, 7))
