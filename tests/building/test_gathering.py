"""What is read again, and how it is found out."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from generator.building.gathering import _trusted, gather
from generator.building.memory.store import Store
from generator.building.workers import Workers
from generator.reading import sources
from generator.reading.sources import Stamp
from tests.site_kit import article, settled, write

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


# What a large archive does otherwise


def test_a_large_archive_is_looked_through_in_another_process_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {f"content/articles/a{n}.md": article(f"Title {n}") for n in range(3)})
    looked = []  # by this process alone
    walk = sources._walk

    def counted(*given: Any) -> Any:  # noqa: ANN401 - whatever it is given
        looked.append(1)
        return walk(*given)

    with closing(Store(None)) as store, Workers(2) as workers:
        first = gather(tmp_path, store, workers, clock_ns=settled())
        was_large = store.is_large
        here = gather(tmp_path, store, workers, clock_ns=settled())
        monkeypatch.setattr("generator.building.memory.store.LARGE", 0)
        assert (was_large, store.is_large) == (False, True)
        monkeypatch.setattr(sources, "_walk", counted)
        beside = gather(tmp_path, store, workers, clock_ns=settled())
    assert (first.read, here.read) == (3, 0)
    assert beside == here
    assert not looked
