"""Work in one process or several: the same results, in the same order."""

import os
import signal
import sys
import time
from collections.abc import Sequence

import pytest

from generator.building.workers import LIGHT, MOST, Load, Workers, default_jobs
from generator.errors import BroadsheetError, Problem, ProblemsFound


def doubled(items: Sequence[int]) -> list[int]:
    return [2 * item for item in items]


def processes(items: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in items]


def sizes(items: Sequence[int]) -> list[int]:
    return [len(items)]


def failing(items: Sequence[int]) -> list[int]:
    raise ProblemsFound([Problem(f"file {items[0]}", 1, 2, "title", "expected", "hint")])


def dying(_: Sequence[int]) -> list[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def terminating(_: Sequence[int]) -> list[int]:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
    return []


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    items = list(range(3 * LIGHT.worth_it + 7))
    with Workers(jobs) as workers:
        assert list(workers.map(doubled, items)) == [2 * item for item in items]
        assert list(workers.map(doubled, items[::-1])) == [2 * item for item in items[::-1]]


def test_no_work_needs_no_result() -> None:
    with Workers(4) as workers:
        assert list(workers.map(doubled, [])) == []


def test_a_little_work_stays_in_this_process() -> None:
    with Workers(4) as workers:
        assert set(workers.map(processes, range(LIGHT.worth_it - 1))) == {os.getpid()}


def test_much_work_goes_to_other_processes() -> None:
    with Workers(2) as workers:
        found = set(workers.map(processes, range(LIGHT.worth_it)))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_one_job_means_this_process() -> None:
    with Workers(1) as workers:
        assert set(workers.map(processes, range(LIGHT.worth_it))) == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_is_handed_over_in_batches(jobs: int) -> None:
    with Workers(jobs) as workers:
        found = list(workers.map(sizes, range(LIGHT.worth_it)))
    assert sum(found) == LIGHT.worth_it
    assert max(found) == LIGHT.batch


def test_what_a_worker_raises_comes_back_whole() -> None:
    with Workers(2) as workers, pytest.raises(ProblemsFound) as found:
        list(workers.map(failing, range(LIGHT.worth_it)))
    assert found.value.problems == (Problem("file 0", 1, 2, "title", "expected", "hint"),)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_worker_that_dies_is_reported_with_what_to_do() -> None:
    with Workers(2) as workers, pytest.raises(BroadsheetError, match="--jobs 1"):
        list(workers.map(dying, range(LIGHT.worth_it)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_beside_other_work_gives_what_it_gives_here(jobs: int) -> None:
    with Workers(jobs) as workers:
        one, two = workers.beside(doubled, [1, 2]), workers.beside(processes, [1])
        assert one() == [2, 4]
        assert (two() == [os.getpid()]) is (jobs == 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_worker_that_dies_beside_other_work_is_reported_as_well() -> None:
    with Workers(2) as workers:
        wait = workers.beside(dying, [1])
        with pytest.raises(BroadsheetError, match="--jobs 1"):
            wait()


def test_the_number_of_jobs_is_that_of_the_processors_within_bounds() -> None:
    assert 1 <= default_jobs() <= MOST


def test_heavy_work_is_handed_out_in_smaller_parts() -> None:
    load = Load(batch=3, worth_it=6)
    with Workers(jobs=2) as workers:
        assert list(workers.map(sizes, range(5), load)) == [3, 2]
        assert os.getpid() not in set(workers.map(processes, range(6), load))


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is ended without a signal")
def test_a_worker_ends_by_sigterm_whatever_that_means_to_its_parent() -> None:
    """A pool that has lost one of them ends the others by it, and waits."""
    previous = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with Workers(2) as workers, pytest.raises(BroadsheetError, match="a worker process died"):
            list(workers.map(terminating, range(LIGHT.worth_it)))
    finally:
        signal.signal(signal.SIGTERM, previous)
