"""What a terminal shows of work that takes its time."""

import sys
from io import StringIO

import pytest

from generator.building.report import Progress
from generator.cli_output import complain, progress


class Screen(StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until the one time in it is changed."""
    times = [100.0]
    monkeypatch.setattr("generator.cli_output.time.monotonic", lambda: times[0])
    return times


def on(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Progress:
    monkeypatch.setattr(sys, "stderr", screen)
    return progress(quiet=False)


def all_of(show: Progress, total: int) -> None:
    for done in range(1, total + 1):
        show("Sending", done, total)


def test_each_of_a_few_is_shown_after_a_second_and_erased_at_the_end(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    show = on(screen, monkeypatch)
    all_of(show, 3)
    assert screen.getvalue() == ""
    clock[0] += 1.5
    all_of(show, 3)
    shown = "\rSending 1 of 3\rSending 2 of 3\rSending 3 of 3\r\033[K"
    assert screen.getvalue() == shown


def test_of_many_every_fiftieth_is_shown(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    show = on(screen, monkeypatch)
    clock[0] += 1.5
    all_of(show, 201)
    numbers = [line.split()[1] for line in screen.getvalue().split("\r")[1:-1]]
    assert numbers == ["50", "100", "150", "200", "201"]


def test_a_complaint_takes_the_place_of_what_was_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    on(screen, monkeypatch)
    complain("the host is gone")
    assert screen.getvalue() == "\r\033[Kbroadsheet: the host is gone\n"


def test_nothing_is_shown_where_nobody_looks(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    show = progress(quiet=False)
    clock[0] += 1.5
    all_of(show, 3)
    complain("the host is gone")
    assert capsys.readouterr().err == "broadsheet: the host is gone\n"
