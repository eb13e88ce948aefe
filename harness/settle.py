"""Waiting: until nothing is in flight, until a condition holds, or until the lab's clocks have moved on.

The one place where the features wait. Nothing sleeps for a fixed time: every wait ends as soon as what it
waits for is so, and fails at a deadline with what is still under way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from groundwork.clock import Deadline
from harness.clients.control import SimControl
from harness.clients.engine import EngineClient

SETTLE_SECONDS = 20.0
_FIRST_PAUSE_SECONDS = 0.002
_LONGEST_PAUSE_SECONDS = 0.05
_MOST_CLOCK_MOVES = 500
_JUST_AFTER = timedelta(milliseconds=5)


class NotSettledError(Exception):
    """Something was still under way at the deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at all three places: how much is under way, and how much ever was."""

    flourish: int
    ordo: int
    engine: int
    activity: tuple[int, int, int]
    next_due_at: datetime | None

    @property
    def idle(self) -> bool:
        """Whether nothing is due or in flight anywhere."""
        return self.flourish == self.ordo == self.engine == 0

    def __str__(self) -> str:
        return f"under way in Flourish: {self.flourish}, in Ordo: {self.ordo}, in the engine: {self.engine}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The three places that one tenant's messages move between. Their clocks are always moved alike."""

    flourish: SimControl
    ordo: SimControl
    engine: EngineClient

    def look(self) -> Look:
        """Look at all three, one after the other."""
        flourish, ordo, engine = self.flourish.pending(), self.ordo.pending(), self.engine.health()
        due_times = (flourish.next_due_at, ordo.next_due_at, engine.pending.next_due_at)
        return Look(
            flourish=flourish.due + flourish.in_flight,
            ordo=ordo.due + ordo.in_flight,
            engine=engine.pending.due,
            activity=(flourish.activity, ordo.activity, engine.activity),
            next_due_at=min((at for at in due_times if at is not None), default=None),
        )

    def settle(self) -> Look:
        """Wait until nothing is in flight anywhere; what waits for its retry time may wait on.

        Two looks at which all three are idle, with the same activity counters, enclose a moment at which all
        three were idle at once.

        Raises:
            NotSettledError: something is still under way at the deadline.
        """
        limit, pause, before = Deadline(SETTLE_SECONDS), Pause(), None
        while True:
            now = self.look()
            if now.idle and before is not None and before.idle and before.activity == now.activity:
                return now
            if limit.passed():
                raise NotSettledError(f"after {SETTLE_SECONDS:.0f} seconds still {now}")
            if not now.idle:
                pause.take()
            before = now

    def pass_time(self, span: timedelta) -> None:
        """Let `span` pass on all three clocks, from one due time to the next, settling at each.

        Raises:
            NotSettledError: work keeps coming up without end.
        """
        left = span
        for _ in range(_MOST_CLOCK_MOVES):
            now = self.settle()
            if left <= timedelta(0):
                return
            step = left
            if now.next_due_at is not None:
                step = min(left, max(now.next_due_at - self.flourish.now(), timedelta(0)) + _JUST_AFTER)
            self.advance(step)
            left -= step
        raise NotSettledError(f"{span} never came to an end: there was always something due")

    def advance(self, span: timedelta) -> None:
        """Move all three clocks forward without waiting for anything."""
        for place in (self.flourish, self.ordo, self.engine):
            place.advance_clock(span.total_seconds())


class Pause:
    """The pauses between two looks: short at first, then longer."""

    def __init__(self) -> None:
        self._seconds = _FIRST_PAUSE_SECONDS
        self._never = Event()

    def take(self) -> None:
        """Pause once."""
        self._never.wait(self._seconds)
        self._seconds = min(self._seconds * 1.5, _LONGEST_PAUSE_SECONDS)


def wait_until(condition: Callable[[], bool], awaited: str) -> None:
    """Wait until `condition()` is true.

    Raises:
        NotSettledError: it is not at the deadline; names what was `awaited`.
    """
    limit, pause = Deadline(SETTLE_SECONDS), Pause()
    while not condition():
        if limit.passed():
            raise NotSettledError(f"waited {SETTLE_SECONDS:.0f} seconds in vain for {awaited}")
        pause.take()
