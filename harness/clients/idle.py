"""Waiting: until nothing is in flight, until a condition holds, or until the lab's clocks have moved on.

The one place where the features wait. Nothing sleeps for a fixed time: every wait ends as soon as what it
waits for is so, and fails at a deadline with what is still under way.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from foundation.clock import Deadline
from harness.clients.control import SimControl
from harness.clients.engine import EngineClient

SETTLE_SECONDS = 20.0
_LONGEST_CALL_SECONDS = 5
_LOOK_SECONDS = 0.25  # After so long one looks whether the engine waits for an answer that is held.
_A_MOMENT = timedelta(milliseconds=1)
CLOCK = "controllable_clock"
FLOURISH, ORDO = "Flourish", "Ordo"
_FIRST_PAUSE_SECONDS = 0.006
_LONGEST_PAUSE_SECONDS = 0.05
_MOST_CLOCK_MOVES = 100
_FEWEST_CLOCK_MOVES = 5


class NotIdleError(Exception):
    """Something was still under way at the deadline."""


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """The three places that one tenant's messages move between. Their clocks are always moved alike.

    The simulators' may be wrong: `ahead` says by how much, where they are.
    """

    flourish: SimControl
    ordo: SimControl
    engine: EngineClient
    ahead: dict[str, timedelta] = field(default_factory=dict)
    _last_activity: int = -1

    def settle(self) -> None:
        """Wait until nothing is in flight anywhere; what waits for its retry time may wait on.

        The simulators send only when somebody acts on them, the engine acts only on what they send. So
        nothing is in flight at all when the engine is idle and has done nothing since it was last found idle
        here, or when the simulators have sent nothing since a look before it was found idle.

        Raises:
            NotIdleError: something is still under way at the deadline.
        """
        limit = Deadline(SETTLE_SECONDS)
        sent = self._wait_for_deliveries(limit)
        while True:
            activity = self._wait_for_engine(limit)
            if activity == self._last_activity:
                return
            self._last_activity = activity
            sent_before, sent = sent, self._wait_for_deliveries(limit)
            if sent == sent_before:
                return

    def _wait_for_deliveries(self, limit: Deadline) -> tuple[int, ...]:
        """The simulators' counts of activity, once they have nothing to send."""
        return tuple(
            self._wait_for_delivery(simulator, name, limit)
            for name, simulator in ((FLOURISH, self.flourish), (ORDO, self.ordo))
        )

    def _wait_for_delivery(self, simulator: SimControl, name: str, limit: Deadline) -> int:
        while not (seen := simulator.settle(min(limit.left(), _LONGEST_CALL_SECONDS))).settled:
            if limit.passed():
                raise NotIdleError(f"{name} was still delivering after {SETTLE_SECONDS:.0f} seconds")
        return seen.activity

    def _wait_for_engine(self, limit: Deadline) -> int:
        """The engine's count of activity, once it has nothing to do.

        Where its clock can be moved, nobody sits out the time for which it waits for an answer.
        """
        pause = Pause()
        while (health := self.engine.health(wait_seconds=_LOOK_SECONDS)).pending.due:
            if limit.passed():
                due = health.pending.due
                raise NotIdleError(f"the engine still had {due} to do after {SETTLE_SECONDS:.0f} seconds")
            if CLOCK not in health.capabilities or not self._let_caller_give_up():
                pause.take()
        return health.activity

    def _let_caller_give_up(self) -> bool:
        """Move the clocks to where the first caller that a fault holds gives up; whether there is one.

        The engine's goes first here: by its clock, too, it has waited when the call is dropped.
        """
        waits = [
            at - simulator.now()
            for simulator in (self.flourish, self.ordo)
            if (at := simulator.pending().caller_gives_up_at) is not None
        ]
        if waits:
            span = max(min(waits), timedelta(0)) + _A_MOMENT
            for place in (self.engine, self.flourish, self.ordo):
                place.advance_clock(span.total_seconds())
        return bool(waits)

    def next_due_in(self) -> timedelta | None:
        """How long it is until something waiting for its time becomes due; None when nothing waits."""
        due = {
            FLOURISH: self.flourish.pending().next_due_at,
            ORDO: self.ordo.pending().next_due_at,
            "engine": self.engine.health().pending.next_due_at,
        }
        dates = [at - self._ahead(place) for place, at in due.items() if at is not None]
        return max(min(dates) - self._now(), timedelta(0)) if dates else None

    def set_clock_wrong(self, place: str, by: timedelta) -> None:
        """Sets the clock of Flourish or Ordo so far ahead of the others, or behind."""
        control = {FLOURISH: self.flourish, ORDO: self.ordo}[place]
        self.ahead[place] = by
        control.set_clock_wrong(by.total_seconds())

    def _ahead(self, place: str) -> timedelta:
        return self.ahead.get(place, timedelta(0))

    def _now(self) -> datetime:
        """The time on a clock that is right."""
        return self.flourish.now() - self._ahead(FLOURISH)

    def pass_time(self, span: timedelta) -> None:
        """Let `span` pass on all three clocks, from one due time to the next, settling at each.

        Due times that are close together are passed at once, so that a long span takes few moves.

        Raises:
            NotIdleError: work keeps coming up without end.
        """
        left = span
        for _ in range(_MOST_CLOCK_MOVES):
            self.settle()
            if left <= timedelta(0):
                return
            due_in = self.next_due_in()
            step = left if due_in is None else min(left, max(due_in, span / _FEWEST_CLOCK_MOVES))
            self.advance(step)
            left -= step
        raise NotIdleError(f"{span} never came to an end: there was always something due")

    def engine_is_back(self) -> None:
        """The engine has been restarted: its laboratory clock, which it forgot, is moved to where it was."""
        self._last_activity = -1
        if CLOCK in self.engine.health().capabilities:
            behind = self._now() - self.engine.advance_clock(0)
            self.engine.advance_clock(max(behind, timedelta(0)).total_seconds())

    def advance(self, span: timedelta) -> None:
        """Move all three clocks forward without waiting for anything.

        Ordo's goes last, because what it signs must not come from the engine's future; Flourish's goes first,
        so that what the engine then asks it is answered as of the new time.
        """
        for place in (self.flourish, self.engine, self.ordo):
            place.advance_clock(span.total_seconds())


class Pause:
    """The pauses between two looks: short at first, then longer."""

    def __init__(self) -> None:
        self._seconds = _FIRST_PAUSE_SECONDS
        self._never = Event()

    def take(self) -> None:
        """Pause once."""
        self._never.wait(self._seconds)
        self._seconds = min(self._seconds * 1.4, _LONGEST_PAUSE_SECONDS)


def wait_until(condition: Callable[[], bool], awaited: str, *, seconds: float | None = None) -> None:
    """Wait until `condition()` is true, at most `seconds`, or as long as anybody waits here.

    Raises:
        NotIdleError: it is not at the deadline; names what was `awaited`.
    """
    seconds = SETTLE_SECONDS if seconds is None else seconds
    limit, pause = Deadline(seconds), Pause()
    while not condition():
        if limit.passed():
            raise NotIdleError(f"timed out after {seconds:.0f} seconds waiting for {awaited}")
        pause.take()
