"""Work that somebody waits for goes first."""

import threading

import pytest

from generator.preview.threads import Asked

AT_ONCE, LONG = 0.0, 60.0


def test_while_nobody_asks_nothing_waits() -> None:
    asked = Asked()
    asked.wait(LONG)
    assert not asked


def test_as_long_as_anybody_waits_for_an_answer_somebody_asks() -> None:
    asked = Asked()
    with asked:
        with asked:
            assert asked
        assert asked
    assert not asked


def test_an_answer_that_fails_is_one_as_well() -> None:
    asked = Asked()
    with pytest.raises(ZeroDivisionError), asked:
        _ = 1 // 0
    assert not asked


def test_what_can_wait_waits_for_the_answer_and_no_longer() -> None:
    asked, has_waited = Asked(), threading.Event()

    def wait() -> None:
        asked.wait(LONG)
        has_waited.set()

    with asked:
        threading.Thread(target=wait, daemon=True).start()
        assert not has_waited.wait(0.05)
    assert has_waited.wait(LONG)


def test_it_does_not_wait_for_ever() -> None:
    asked = Asked()
    with asked:
        asked.wait(AT_ONCE)
        assert asked
