"""One hostile text stops only itself: each of these would take seconds, minutes or the machine.

The limit is made a twentieth of what it is, and so is the time that the tests take.
"""

import contextlib
import gc
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from generator.fields import Notes
from generator.reading import markup, sanitising
from generator.reading.deadline import DeadlineExceeded, deadline
from generator.reading.markup import read_markup
from tests.reading.texts import convert

SECONDS = 0.1
SLOW = "expected a text that can be converted in 2 seconds, got one that cannot"
LARGE = "expected at most 4 MiB of HTML, got "
NESTED = "expected simpler nesting, got lists or quotations too deep"
WITHIN = "expected at most 256 elements in each other, got more"

# Each at a size that takes over five seconds, or raises, without the limits.
PATHOLOGICAL: dict[str, tuple[str, str | tuple[str, ...]]] = {
    "opening brackets": ("[" * 16_000, SLOW),
    "opening pictures": ("![" * 8_000, SLOW),
    "nested brackets": ("[" * 8_000 + "]" * 8_000, SLOW),
    "opening links": ("[a](" * 8_000, SLOW),
    "declarations": ("<![" * 8_000, SLOW),
    "sections of characters": ("<![CDATA[" * 4_000, SLOW),
    "opening elements": ("<a " * 16_000, SLOW),
    "angled addresses": ("[a](<b" * 10_000, SLOW),
    "backticks": ("``a`" * 16_000, SLOW),
    "attributes": ('<a b="' * 16_000, SLOW),
    "opening abbreviations": ("*[" * 16_000, SLOW),
    "opening footnotes": ("[^" * 12_000, SLOW),
    "attribute lists": ("# a {: " + "{: " * 30_000, SLOW),
    "quotation marks": ('"' * 80_000, SLOW),
    "cells of code": ("`|" * 40_000 + "\n-|-\n", SLOW),
    "nested elements": ("<div>" * 50_000, (SLOW, WITHIN)),
    "nested elements with other ends": ("<div></b>" * 25_000, (SLOW, WITHIN)),
    "a wide and long table": (
        "a|" * 1_333 + "\n" + "-|" * 1_333 + "\n" + "a\n" * 1_333, (SLOW, LARGE),
    ),
    "contents lists": ("[TOC]\n\n" * 1_142 + "# a\n\n" * 1_142, (SLOW, LARGE)),
    "nested lists": ("- " * 3_000 + "a", (SLOW, NESTED)),
    "nested numbered lists": ("1. " * 3_000 + "a", (SLOW, NESTED)),
}  # fmt: skip
AFTER = "One [two](b.md).\n\n## Three\n\nFour[^1].\n\n[^1]: Five."


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(markup, "SECONDS", SECONDS)
    gc.disable()  # what is raised in a callback of the collector is a warning, so a failure here
    yield
    gc.enable()


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_pathological_text_is_its_files_problem_and_the_next_is_converted(name: str) -> None:
    text, expected = PATHOLOGICAL[name]
    after = convert(AFTER)
    notes = Notes("text.md")
    started = time.process_time()
    assert read_markup(text, 7, notes) is None
    assert time.process_time() - started < 10 * SECONDS
    [problem] = notes.problems
    assert problem.message.startswith(expected)
    assert (problem.line, problem.column) == (7, 1)
    assert convert(AFTER) == after


def test_finding_places_is_within_the_limit_too() -> None:
    notes = Notes("text.md")
    started = time.process_time()
    read_markup("".join(f"<p id=a{n}><a href=&#{n % 99 + 97};{n}>" for n in range(9_000)), 1, notes)
    assert time.process_time() - started < 10 * SECONDS


def test_an_ordinary_long_text_is_converted() -> None:
    paragraph = "A *sentence* with [a link](b.md), “quotes” and `code` that goes on for a while. "
    text = "\n\n".join([f"## Part {n}\n\n{paragraph * 5}" for n in range(20)])
    assert len(convert(text).body.refs) == 100


def test_html_beyond_its_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sanitising, "LARGEST", 10)
    notes = Notes("text.md")
    assert read_markup("a" * 50, 1, notes) is None
    assert [str(each) for each in notes.problems] == [
        "text.md:1:1: expected at most 4 MiB of HTML, got 57 characters"
    ]


def test_elements_that_close_themselves_do_not_nest() -> None:
    assert convert("<p>" * 300 + "<br>" * 300 + "<ul>" + "<li>a" * 300 + "</ul>").body.words == 300


@pytest.fixture(params=["main thread", "another thread"])
def anywhere(request: pytest.FixtureRequest) -> Callable[[Callable[[], None]], None]:
    """Calls a function here, or in a thread, where signals do not reach."""

    def call(function: Callable[[], None]) -> None:
        if request.param == "main thread":
            function()
            return
        raised: list[BaseException] = []

        def guarded() -> None:
            try:
                function()
            except BaseException as error:  # noqa: BLE001 - handed to the test's thread
                raised.append(error)

        thread = threading.Thread(target=guarded)
        thread.start()
        thread.join()
        if raised:
            raise raised[0]

    return call


def forever() -> None:
    while True:
        pass


def test_work_that_takes_too_long_is_stopped(
    anywhere: Callable[[Callable[[], None]], None],
) -> None:
    def work() -> None:
        with deadline(0.02):
            forever()

    with pytest.raises(DeadlineExceeded):
        anywhere(work)


def test_work_that_swallows_every_exception_is_stopped(
    anywhere: Callable[[Callable[[], None]], None],
) -> None:
    def work() -> None:
        with deadline(0.02), contextlib.suppress(Exception):  # as some libraries do
            forever()

    with pytest.raises(DeadlineExceeded):
        anywhere(work)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no such timer")
def test_work_that_lost_the_first_signal_is_stopped_by_the_next() -> None:
    def work() -> None:
        with deadline(0.02):
            with contextlib.suppress(BaseException):
                forever()  # as in a finaliser, where nothing can be raised
            forever()

    with pytest.raises(DeadlineExceeded):
        work()


def test_work_that_is_done_in_time_is_left_alone(
    anywhere: Callable[[Callable[[], None]], None],
) -> None:
    done: list[int] = []

    def work() -> None:
        for number in range(3):
            with deadline(0.01):
                done.append(number)
        until = time.process_time() + 0.06  # past every one of those limits
        while time.process_time() < until:
            pass

    anywhere(work)
    assert done == [0, 1, 2]
