"""Publishing on time: at each moment when the site changes by itself, for as long as it is let.

What is under embargo is never published before its moment, whatever becomes of the clock, and what
is public is never taken back because of it. All that fails is tried again: nobody is there.

A clock that was set far forward cannot be told from the right one by looking at it, and neither can
the clock of a machine that was off for a week: where this begins, the clock is believed. But a
clock that leaps while this runs, by more than the time that has passed, also in sleep, is doubted
for an hour. A wrong step is mostly corrected by then, and an embargo that ends an hour late does
less harm than one that ends a day early.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NoReturn, Protocol

from generator.deploy.guards import Doubtful
from generator.deploy.publishing import behind
from generator.errors import BroadsheetError, ProblemsFound, UsageError

TICK = 0.001  # seconds; clocks that stand still for a moment must not be asked all the time
SLICE = 60.0  # seconds; after each, the clock is looked at again
LEAP = timedelta(days=1)  # by which the clock may be set forward and is believed at once
STEP_BACK = timedelta(minutes=1)  # of which a word is said
BELIEVED_AFTER = 3600.0  # seconds in which nobody set the clock back
HARDLY = 10.0  # seconds that the clock may be behind without a word: time servers do that
FIRST = 5.0  # seconds until the first new attempt; each next one waits twice as long
HOST, SOURCES = 300.0, 60.0  # seconds at most, for what a host, or an editor, must mend


class Publication(Protocol):
    """What is published again and again."""

    def publish(self, now: datetime) -> datetime | None:
        """Publish as of a moment; return when the site next changes by itself."""
        ...

    def reached(self) -> datetime | None:
        """Return as of when readers have the site."""
        ...

    def due(self) -> datetime | None:
        """Return when it changes by itself as somebody else has built it since, if anybody has."""
        ...


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's clocks.

    `now` can be set. `passed` cannot: it counts seconds, also those in which the machine slept.
    `sleep` takes seconds; what it raises ends the waiting.
    """

    now: Callable[[], datetime]
    passed: Callable[[], float]
    sleep: Callable[[float], None]


class OnTime:
    """Publishes, waits for the next moment, and does so for ever."""

    def __init__(self, site: Publication, clock: Clock, say: Callable[[str], None]) -> None:
        """Take what to publish; `say` tells people what is out of order."""
        self._site = site
        self._clock = clock
        self._say = say
        self._trust = Trust(clock, say)
        self._is_proven = False  # whether it was published at all, as it was typed

    def run(self) -> NoReturn:
        """Go on until `sleep` raises. Raise `UsageError` where it cannot even begin."""
        while True:
            self._wait_for(self._publish())

    def _publish(self) -> datetime | None:
        """Publish, as often as it takes; return the next moment."""
        failing, mending, told = Pauses(HOST), Pauses(SOURCES), ""
        while True:
            now = self._believed()
            try:
                moment = self._site.publish(now)
            except (ProblemsFound, UsageError) as error:
                self._check_begun(error)
                if str(error) != told:
                    told, mending = str(error), Pauses(SOURCES)
                    self._say(f"{told}\nnothing was published: it is, as soon as that is mended")
                self._sleep(mending.take())
            except BrokenPipeError:
                raise  # nobody reads any more what is said
            except (BroadsheetError, OSError) as error:
                pause = failing.take()
                self._say(f"{' '.join(str(error).split())}; trying again in {pause:.0f} s")
                self._sleep(pause)
            else:
                self._is_proven = True
                return moment

    def _check_begun(self, error: BroadsheetError) -> None:
        """Raise what was wrong with the command from the start; later, a person may mend it."""
        is_typed = isinstance(error, UsageError) and not isinstance(error, Doubtful)
        if is_typed and not self._is_proven:
            raise error

    def _wait_for(self, moment: datetime | None) -> None:
        """Return at a moment, or at one that somebody else's build has found to be sooner."""
        pause: float | None = 0.0  # it may be that we were told to end meanwhile
        while pause is not None:
            self._tick(pause)
            pause = self._until(moment)

    def _until(self, moment: datetime | None) -> float | None:
        """Return for how long to sleep now; None where a moment has come."""
        found = [each.astimezone(UTC) for each in (moment, self._site.due()) if each]
        if not found or not self._trust.is_there:
            return SLICE
        left = (min(found) - self._clock.now()).total_seconds()
        return min(max(left, TICK), SLICE) if left > 0 else None

    def _believed(self) -> datetime:
        """Return the time, once the clock is believed, and not before what readers have."""
        is_told = False
        while True:
            now, reached = self._clock.now(), self._site.reached()
            left = (reached - now).total_seconds() if reached else 0.0
            if left <= 0 and self._trust.is_there:
                return now
            if reached and left > HARDLY and not is_told:
                is_told = True
                self._say(behind(now, reached))
            self._tick(min(left, SLICE) if left > 0 else SLICE)

    def _sleep(self, seconds: float) -> None:
        end = self._clock.passed() + seconds
        while (left := end - self._clock.passed()) > 0:
            self._tick(min(left, SLICE))

    def _tick(self, seconds: float) -> None:
        self._clock.sleep(seconds)
        self._trust.look()


class Trust:
    """Whether the clock shows as much more as has passed."""

    def __init__(self, clock: Clock, say: Callable[[str], None]) -> None:
        self._clock = clock
        self._say = say
        self._began = self._beginning()
        self._doubted = 0.0  # since when
        self.is_there = True

    def look(self) -> None:
        """Notice where the clock was set."""
        began, passed = self._beginning(), self._clock.passed()
        leap = began - self._began
        if leap > LEAP and self.is_there:
            self.is_there, self._doubted = False, passed
            self._say(f"{_set(leap)}: nothing is published for an hour, in case that is wrong")
        elif leap <= LEAP or passed - self._doubted >= BELIEVED_AFTER:
            if not self.is_there:
                self._say("the clock is believed again")
            elif leap < -STEP_BACK:
                self._say(f"{_set(leap)}: waiting by it, and nothing that is public is taken back")
            self.is_there, self._began = True, began

    def _beginning(self) -> datetime:
        """Return what the clock showed when nothing had passed, had it never been set."""
        return self._clock.now() - timedelta(seconds=self._clock.passed())


def _set(leap: timedelta) -> str:
    way = "forward" if leap > timedelta() else "back"
    return f"the clock was set {way} by {timedelta(seconds=round(abs(leap).total_seconds()))}"


class Pauses:
    """How long to wait before each new attempt: twice as long each time, up to a bound."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._next = FIRST

    def take(self) -> float:
        """Return the next pause, in seconds."""
        taken, self._next = self._next, min(2 * self._next, self._most)
        return taken
