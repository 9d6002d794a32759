"""Publishing on time, with a clock that a test turns and a folder that is really deployed to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.building import identity
from generator.building.identity import Identity
from generator.building.lock import site_lock
from generator.building.report import silent
from generator.cli_waiting import publish_on_time
from generator.deploy.deploying import Deployer, Wish, deployer
from generator.deploy.publishing import due, publish, result_of
from generator.deploy.target import DeployFailed
from generator.deploy.waiting import Clock, OnTime
from generator.errors import BroadsheetError, UsageError
from generator.fingerprint import Fingerprint
from generator.project import Project, load_config
from tests.site_kit import (
    DAY,
    HOUR,
    NOW,
    SITE_TOML,
    THEME,
    article,
    build_at,
    edit,
    request,
    settled,
    site,
    write,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("quick_disk")

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
TARGETS = '\n[deploy.production]\nto = "../www"\n'
CALL, STORM, FLOOD = (f"2025/1{end}/index.html" for end in ("1/call", "2/storm", "2/flood"))
Action = Callable[[], object]


class EndedError(Exception):
    """Raised once a test has seen enough."""


class Machine:
    """A machine whose clock moves when somebody sleeps. `passed` is in seconds since it began."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.passed = 0.0
        self.oversleeps = 0.0
        self.slept: list[float] = []
        self._events: list[tuple[float, Action]] = []

    def after(self, time: timedelta, action: Action) -> None:
        self._events.append((time.total_seconds(), action))

    def forget(self, action: Action) -> None:
        self._events = [event for event in self._events if event[1] != action]

    def set(self, by: timedelta) -> None:
        self.now += by

    def sleep(self, seconds: float) -> None:
        """Sleep, and have happen what is due then, in the order of its time."""
        self.slept.append(seconds)
        end = self.passed + seconds + (self.oversleeps if seconds else 0)
        for event in sorted(self._events, key=lambda each: each[0]):
            if event[0] <= end:
                self._events.remove(event)
                self._move(max(event[0], self.passed))
                event[1]()
        self._move(max(end, self.passed))

    def _move(self, to: float) -> None:
        self.now += timedelta(seconds=to - self.passed)
        self.passed = to


class Newsroom:
    """A site with a target that is a folder, published on time by a machine."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.www = root / "www"
        self.machine = machine
        self.project = site(root / "site", {
            "site.toml": SITE_TOML + TARGETS, "content/articles/call.md": article(),
        })  # fmt: skip
        self.published: list[datetime] = []
        self.told: list[str] = []
        self.attempts = 0
        self.fault: Action = lambda: None  # what happens at each attempt
        self._one = self._opened()
        self._result = ""

    def goes(self, until: timedelta) -> None:
        """Publish on time, for as long as that from where the machine is."""
        self.machine.after(timedelta(seconds=self.machine.passed) + until, end)
        clock = Clock(lambda: self.machine.now, lambda: self.machine.passed, self.machine.sleep)
        try:
            with suppress(EndedError):
                OnTime(self, clock, self.told.append).run()
        finally:
            self.machine.forget(end)

    def has(self, path: str) -> bool:
        """Whether readers can see a page."""
        return (self.www / path).exists()

    # What `OnTime` asks for

    def publish(self, now: datetime) -> datetime | None:
        self.attempts += 1
        self.fault()
        self._one = self._opened()
        done = publish(self._one, Wish(now=now, environment={}), silent, lambda _: None)
        self.published.append(now)
        self._result = result_of(self._one)
        return done.report.next

    def reached(self) -> datetime | None:
        return self._one.reached

    def due(self) -> datetime | None:
        return due(self._one) if result_of(self._one) != self._result else None

    def _opened(self) -> Deployer:
        wanted = request(self.project, self.machine.now, clock_ns=settled())
        return deployer(wanted, load_config(self.project), "")


def end() -> None:
    raise EndedError


def at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def storm(moment: datetime) -> dict[str, str]:
    text = article("The storm", embargo=at(moment), date="2025-12-01")
    return {"content/articles/storm.md": text}


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def newsroom(tmp_path: Path, machine: Machine) -> Newsroom:
    return Newsroom(tmp_path, machine)


# Moments


def test_an_embargo_ends_at_its_second_and_not_one_before(
    newsroom: Newsroom, machine: Machine
) -> None:
    moment = NOW + 3 * HOUR + 7 * SECOND
    write(newsroom.project.root, storm(moment))
    seen: list[bool] = []
    for before in (HOUR, SECOND, timedelta.resolution):
        machine.after(moment - before - NOW, lambda: seen.append(newsroom.has(STORM)))
    newsroom.goes(4 * HOUR)
    assert seen == [False] * 3
    assert newsroom.has(STORM)
    assert newsroom.published == [NOW, moment]
    assert newsroom.told == []


def test_a_sleep_that_ends_late_or_early_changes_little(
    newsroom: Newsroom, machine: Machine
) -> None:
    moment = NOW + 10 * MINUTE + 30 * SECOND
    write(newsroom.project.root, storm(moment))
    machine.oversleeps = 0.3
    newsroom.goes(11 * MINUTE)
    assert moment <= newsroom.published[1] < moment + SECOND
    later = machine.now + 10 * MINUTE
    write(newsroom.project.root, storm(later))
    machine.oversleeps = -0.0005
    newsroom.goes(11 * MINUTE)
    assert later <= newsroom.published[-1] < later + SECOND


def test_a_sleep_lasts_a_minute_at_most(newsroom: Newsroom, machine: Machine) -> None:
    write(newsroom.project.root, storm(NOW + HOUR))
    newsroom.goes(2 * HOUR)
    assert max(machine.slept) == 60
    assert len(machine.slept) < 130


def test_two_changes_close_to_each_other_are_two_publications(
    newsroom: Newsroom, machine: Machine
) -> None:
    """The second one's moment comes while the first is under way."""
    moment = NOW + HOUR
    write(newsroom.project.root, storm(moment))
    flood = article("The flood", embargo=at(moment + SECOND), date="2025-12-01")
    write(newsroom.project.root, {"content/articles/flood.md": flood})

    def takes_two_seconds() -> None:
        machine.after(timedelta(seconds=machine.passed), lambda: machine.set(2 * SECOND))

    newsroom.fault = takes_two_seconds
    newsroom.goes(2 * HOUR)
    assert newsroom.has(STORM)
    assert newsroom.has(FLOOD)
    assert newsroom.published[1] - moment < SECOND
    assert newsroom.published[2] - moment < 3 * SECOND
    assert len(newsroom.published) == 3


def test_what_expires_is_gone_at_its_second(newsroom: Newsroom, machine: Machine) -> None:
    moment = NOW + HOUR
    edit(newsroom.project, "content/articles/call.md", "author", f"expires: {at(moment)}\nauthor")
    seen: list[bool] = []
    machine.after(HOUR - SECOND, lambda: seen.append(newsroom.has(CALL)))
    write(newsroom.project.root, {
        f"content/articles/n{each}.md": article(f"N {each}") for each in range(9)
    })  # fmt: skip
    newsroom.goes(2 * HOUR)
    assert seen == [True]
    assert newsroom.published == [NOW, moment]
    assert not newsroom.has(CALL)


def test_a_clock_that_is_put_back_for_winter_ends_no_embargo_an_hour_early(tmp_path: Path) -> None:
    """In New York the hour from one to two is there twice on that night."""
    zone = SITE_TOML.replace("UTC", "America/New_York")
    machine = Machine(datetime(2025, 11, 2, 4, tzinfo=UTC))
    newsroom = Newsroom(tmp_path, machine)
    moment = "2025-11-02 01:30:00 -05:00"  # the second one
    storm = article("The storm", embargo=moment, date="2025-11-01")
    first = article("The flood", embargo="2025-11-02 01:30:00 -04:00", date="2025-11-01")
    old = article("The call", date="2025-10-01")
    write(newsroom.project.root, {
        "site.toml": zone + TARGETS, "content/articles/storm.md": storm,
        "content/articles/flood.md": first, "content/articles/call.md": old,
    })  # fmt: skip
    newsroom.goes(4 * HOUR)
    assert newsroom.published[1:] == [
        datetime(2025, 11, 2, 5, 30, tzinfo=UTC), datetime(2025, 11, 2, 6, 30, tzinfo=UTC)
    ]  # fmt: skip


def test_edits_are_published_at_the_next_moment_and_not_before(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + 2 * HOUR))
    machine.after(
        HOUR,
        lambda: write(
            newsroom.project.root,
            {"content/articles/flood.md": article("The flood", date="2025-12-01")},
        ),
    )
    seen: list[bool] = []
    machine.after(2 * HOUR - SECOND, lambda: seen.append(newsroom.has(FLOOD)))
    newsroom.goes(3 * HOUR)
    assert seen == [False]
    assert newsroom.has(FLOOD)


def test_a_moment_that_another_build_has_found_is_met(newsroom: Newsroom, machine: Machine) -> None:
    def edited() -> None:
        write(newsroom.project.root, storm(NOW + 3 * HOUR))
        build_at(newsroom.project, machine.now)

    machine.after(HOUR, edited)
    newsroom.goes(4 * HOUR)
    assert newsroom.published == [NOW, NOW + 3 * HOUR]


def test_a_build_as_of_another_time_moves_no_moment(newsroom: Newsroom, machine: Machine) -> None:
    write(newsroom.project.root, storm(NOW + 3 * HOUR))
    machine.after(HOUR, lambda: build_at(newsroom.project, NOW + 9 * DAY))
    newsroom.goes(4 * HOUR)
    assert newsroom.published == [NOW, NOW + 3 * HOUR]
    assert newsroom.has(STORM)


# The clock


def test_a_clock_that_is_set_back_is_waited_for_and_takes_nothing_back(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + HOUR))
    newsroom.goes(HOUR + MINUTE)
    machine.set(-2 * HOUR)
    seen: list[bool] = []
    for minutes in (1, 60, 118):
        machine.after(HOUR + MINUTE + minutes * MINUTE, lambda: seen.append(newsroom.has(STORM)))
    newsroom.goes(3 * HOUR)  # started anew
    assert seen == [True] * 3
    assert newsroom.published == [NOW, NOW + HOUR, NOW + HOUR]
    (line,) = newsroom.told
    assert line == (
        "the clock shows 2025-12-01 11:01:00, and readers have the site as of 2025-12-01 13:00:00: "
        "nothing is published before then, so that nothing is taken back"
    )


def test_a_clock_that_is_set_back_while_it_waits_is_followed(
    newsroom: Newsroom, machine: Machine
) -> None:
    moment = NOW + 3 * HOUR
    write(newsroom.project.root, storm(moment))
    machine.after(HOUR, lambda: machine.set(-2 * HOUR))
    newsroom.goes(6 * HOUR)
    assert newsroom.published == [NOW, moment]
    assert newsroom.told == [
        "the clock was set back by 2:00:00: waiting by it, and nothing that is public is taken back"
    ]


def test_a_few_seconds_back_are_no_word_worth(newsroom: Newsroom, machine: Machine) -> None:
    newsroom.goes(MINUTE)
    machine.set(-(MINUTE + 3 * SECOND))
    newsroom.goes(MINUTE)
    assert newsroom.published == [NOW, NOW]
    assert newsroom.told == []


def test_a_clock_that_is_set_forward_by_a_little_is_followed(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + 3 * HOUR))
    machine.after(HOUR, lambda: machine.set(2 * HOUR + 30 * SECOND))
    newsroom.goes(2 * HOUR)
    assert NOW + 3 * HOUR <= newsroom.published[1] <= NOW + 3 * HOUR + MINUTE
    assert newsroom.told == []


def test_a_clock_that_leaps_by_days_is_doubted_for_an_hour(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + 2 * DAY))
    machine.after(HOUR, lambda: machine.set(3 * DAY))
    seen: list[bool] = []
    machine.after(2 * HOUR, lambda: seen.append(newsroom.has(STORM)))
    newsroom.goes(3 * HOUR)
    assert seen == [False]
    assert newsroom.published[1] == NOW + 3 * DAY + 2 * HOUR
    first, second = newsroom.told
    assert first == (
        "the clock was set forward by 3 days, 0:00:00: nothing is published for an hour, "
        "in case that is wrong"
    )
    assert second == "the clock is believed again"


def test_a_leap_that_is_mended_has_published_nothing(newsroom: Newsroom, machine: Machine) -> None:
    moment = NOW + 2 * DAY
    write(newsroom.project.root, storm(moment))
    machine.after(HOUR, lambda: machine.set(3 * DAY))
    machine.after(HOUR + 20 * MINUTE, lambda: machine.set(-3 * DAY))
    newsroom.goes(3 * DAY)
    assert newsroom.published == [NOW, moment]
    assert newsroom.told[1:] == ["the clock is believed again"]


def test_a_laptop_that_slept_for_days_is_believed_at_once(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + DAY))

    def asleep() -> None:
        machine.set(3 * DAY)
        machine.passed += DAY.total_seconds() * 3

    machine.after(HOUR, asleep)
    newsroom.goes(4 * DAY)
    assert newsroom.published[1] <= NOW + HOUR + 3 * DAY + MINUTE
    assert newsroom.told == []


def test_after_a_week_off_all_that_was_missed_is_done_at_once(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + DAY))
    newsroom.goes(HOUR)
    machine.set(7 * DAY)
    newsroom.goes(MINUTE)
    assert newsroom.has(STORM)
    assert newsroom.published == [NOW, NOW + 7 * DAY + HOUR]
    assert newsroom.told == []


# Failures


def test_a_host_that_is_gone_is_tried_again_with_growing_pauses(
    newsroom: Newsroom, machine: Machine
) -> None:
    def gone() -> None:
        if machine.now < NOW + HOUR:
            message = "the host\n does not answer"
            raise DeployFailed(message)

    newsroom.fault = gone
    newsroom.goes(2 * HOUR)
    assert newsroom.has(CALL)
    assert NOW + HOUR <= newsroom.published[0] <= NOW + HOUR + 5 * MINUTE
    pauses = [int(line.split()[-2]) for line in newsroom.told]
    assert pauses[:8] == [5, 10, 20, 40, 80, 160, 300, 300]
    assert max(pauses) == 300
    assert newsroom.told[0] == "the host does not answer; trying again in 5 s"


def test_a_disk_that_fails_is_tried_again_too(newsroom: Newsroom, machine: Machine) -> None:
    def full() -> None:
        if machine.passed < 5:
            raise OSError(28, "No space left on device")

    newsroom.fault = full
    newsroom.goes(HOUR)
    assert newsroom.published == [NOW + 5 * SECOND]


def test_another_deploy_is_waited_for(newsroom: Newsroom, machine: Machine) -> None:
    with site_lock(newsroom.project.state / "deploys"):
        newsroom.goes(2 * SECOND)
    assert newsroom.published == []
    newsroom.goes(MINUTE)
    assert newsroom.published == [machine.now - MINUTE]
    assert len(newsroom.told) == 1
    assert newsroom.told[0].endswith("; trying again in 5 s")


def test_problems_are_told_once_and_published_when_mended(
    newsroom: Newsroom, machine: Machine
) -> None:
    call = "content/articles/call.md"
    edit(newsroom.project, call, "title:", "titel:")
    machine.after(10 * MINUTE, lambda: edit(newsroom.project, call, "author:", "autor:"))

    def mended() -> None:
        edit(newsroom.project, call, "titel:", "title:")
        edit(newsroom.project, call, "autor:", "author:")

    machine.after(HOUR, mended)
    newsroom.goes(2 * HOUR)
    assert NOW + HOUR <= newsroom.published[0] <= NOW + HOUR + MINUTE
    assert [line.count("hint:") for line in newsroom.told] == [1, 2]
    assert newsroom.attempts < 80


def test_a_site_toml_in_the_middle_of_an_edit_is_waited_for(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + HOUR))
    machine.after(MINUTE, lambda: edit(newsroom.project, "site.toml", "[deploy", "[depoly"))
    machine.after(
        HOUR + 30 * SECOND, lambda: edit(newsroom.project, "site.toml", "[depoly", "[deploy")
    )
    newsroom.goes(2 * HOUR)
    assert newsroom.has(STORM)
    assert len(newsroom.told) == 1


def test_what_is_doubtful_waits_for_a_person(newsroom: Newsroom, machine: Machine) -> None:
    """Half of the site expires: somebody says that it is meant, elsewhere."""
    edit(
        newsroom.project, "content/articles/call.md", "author", f"expires: {at(NOW + HOUR)}\nauthor"
    )

    def said() -> None:
        one = deployer(request(newsroom.project, machine.now), load_config(newsroom.project), "")
        publish(one, Wish(now=machine.now, environment={}, is_certain=True), silent, lambda _: None)

    machine.after(2 * HOUR, said)
    newsroom.goes(3 * HOUR)
    assert not newsroom.has(CALL)
    assert len(newsroom.told) == 1
    assert "if that is meant, say so with --yes" in newsroom.told[0]


def test_what_is_typed_wrong_ends_it_at_the_start_and_not_later(
    newsroom: Newsroom, machine: Machine
) -> None:
    write(newsroom.project.root, storm(NOW + HOUR))
    edit(newsroom.project, "site.toml", "../www", "nowhere/www")
    with pytest.raises(UsageError, match="cannot be deployed to"):
        newsroom.goes(HOUR)
    edit(newsroom.project, "site.toml", "nowhere/www", "../www")
    machine.after(MINUTE, lambda: edit(newsroom.project, "site.toml", "../www", "nowhere/www"))
    newsroom.goes(2 * HOUR)
    assert len(newsroom.told) == 1
    assert "cannot be deployed to" in newsroom.told[0]


# The program itself


@pytest.fixture
def real(tmp_path: Path) -> Project:
    """A site of now, with an article that goes live in some seconds."""
    moment = datetime.now(UTC) + timedelta(seconds=6)
    fields = {"embargo": at(moment), "date": f"{moment - DAY:%Y-%m-%d}", "slug": "storm"}
    return site(tmp_path / "site", {
        "site.toml": SITE_TOML + TARGETS, "content/articles/call.md": article(),
        "content/articles/storm.md": article("The storm", **fields),
    })  # fmt: skip


def waiting(project: Project, *words: str, **environment: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "publish", "--wait", *words],
        cwd=project.root,
        env={**inherited, "PYTHONPATH": str(THEME.parent), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="is ended by a signal")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_publishes_when_an_embargo_ends_and_ends_when_it_is_told_to(
    real: Project, number: signal.Signals, code: int
) -> None:
    www = real.root.parent / "www"
    with waiting(real) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        while not lines[-1].startswith("Sent"):
            lines.append(process.stdout.readline())
        assert not list(www.glob("*/*/storm"))
        lines = []
        while not lines or not lines[-1].startswith("Sent"):
            lines.append(process.stdout.readline())
        assert list(www.glob("*/*/storm/index.html"))
        time.sleep(0.2)
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (code, "")


def test_it_ends_where_the_program_was_replaced_so_that_it_is_started_anew(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its parts are loaded when they are needed: those of two versions must not meet."""
    found = iter((Identity(Fingerprint("old"), Fingerprint("")),))
    later = Identity(Fingerprint("new"), Fingerprint(""))
    monkeypatch.setattr(identity, "_identity", lambda: next(found, later))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    identity.identity.cache_clear()
    try:
        with pytest.raises(BroadsheetError, match="start it again"):
            publish_on_time(newsroom.project, "", Wish(now=NOW, environment={}))
    finally:
        identity.identity.cache_clear()
    assert capsys.readouterr().out.splitlines()[-1].startswith("Sent ")


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        ((), {"SOURCE_DATE_EPOCH": "1764590400"}, "expected a clock that goes"),
        (("--json",), {}, "it has no end"),
        (("--dry-run",), {}, "it has no end"),
        (("elsewhere",), {}, "expected a target of site.toml"),
    ],
)
def test_it_begins_only_what_it_can_go_on_with(
    real: Project, words: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    with waiting(real, *words, **environment) as process:
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, told in errors) == (2, True)
    assert bool(output) == ("--json" in words)
