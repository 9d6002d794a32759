"""One build of a site at a time."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator.building import lock
from generator.building.lock import site_lock
from generator.errors import LockHeld

HOLDING = """
import sys
from pathlib import Path
from generator.building.lock import site_lock
from generator.errors import LockHeld

sys.stdin.readline()
try:
    with site_lock(Path(sys.argv[1])):
        print("won", flush=True)
        sys.stdin.read()
except LockHeld as error:
    print(error, flush=True)
"""


def process(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(lock.__file__).parents[2])},
    )


def start(racer: subprocess.Popen[str]) -> None:
    assert racer.stdin is not None
    racer.stdin.write("go\n")
    racer.stdin.flush()


def answer(racer: subprocess.Popen[str]) -> str:
    assert racer.stdout is not None
    return racer.stdout.readline().strip()


def test_the_folder_is_made_and_the_lock_can_be_taken_again(tmp_path: Path) -> None:
    folder = tmp_path / "site" / ".broadsheet"
    assert not folder.parent.exists()
    for _ in range(2):
        with site_lock(folder):
            assert (folder / "lock.pid").read_text() == f"{os.getpid()}\n"
        assert not (folder / "lock.pid").exists()


def test_an_error_under_the_lock_releases_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), site_lock(tmp_path):
        raise ZeroDivisionError
    with site_lock(tmp_path):
        pass


def test_it_cannot_be_taken_twice_by_one_thread(tmp_path: Path) -> None:
    with site_lock(tmp_path), pytest.raises(LockHeld, match=f"process {os.getpid()}"):
        site_lock(tmp_path).__enter__()


def test_it_excludes_another_thread(tmp_path: Path) -> None:
    refusals: list[str] = []

    def contend() -> None:
        try:
            with site_lock(tmp_path):
                refusals.append("none")
        except LockHeld as error:
            refusals.append(str(error))

    with site_lock(tmp_path):
        thread = threading.Thread(target=contend)
        thread.start()
        thread.join()
    assert refusals == [f"another build of this site is running (process {os.getpid()})"]


def test_the_loser_leaves_the_holder_its_lock_and_its_name(tmp_path: Path) -> None:
    with site_lock(tmp_path):
        for _ in range(2):
            with pytest.raises(LockHeld):
                site_lock(tmp_path).__enter__()
        assert (tmp_path / "lock.pid").read_text() == f"{os.getpid()}\n"


@pytest.mark.parametrize("content", [None, "", "who?"])
def test_a_holder_that_has_not_said_its_name_is_reported_without(
    tmp_path: Path, content: str | None
) -> None:
    with site_lock(tmp_path):
        (tmp_path / "lock.pid").unlink()
        if content is not None:
            (tmp_path / "lock.pid").write_text(content)
        with pytest.raises(LockHeld, match=re.compile("is running$")):
            site_lock(tmp_path).__enter__()


def test_sites_do_not_hinder_each_other(tmp_path: Path) -> None:
    with site_lock(tmp_path / "one"), site_lock(tmp_path / "two"):
        pass


def test_of_two_processes_exactly_one_wins_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    racers = [process(tmp_path), process(tmp_path)]
    for racer in racers:
        start(racer)
    answers = [answer(racer) for racer in racers]
    assert answers.count("won") == 1
    winner = racers[answers.index("won")]
    refusal = answers[1 - answers.index("won")]
    assert refusal.startswith("another build of this site is running")
    with pytest.raises(LockHeld, match=rf"\(process {winner.pid}\)$"):
        site_lock(tmp_path).__enter__()
    winner.kill()
    for racer in racers:
        racer.communicate()
    assert (tmp_path / "lock.pid").exists()  # left by the dead, and in nobody's way
    with site_lock(tmp_path):
        assert (tmp_path / "lock.pid").read_text() == f"{os.getpid()}\n"
