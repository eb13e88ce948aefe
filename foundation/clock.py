"""The one module that reads the clock. Everything else is handed a `Clock`.

A lab's clocks flow with real time plus an offset, so a person sees time pass and a test can move it
without waiting. Clocks come by scope (a tenant, an organization), so moving one world moves no other.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from foundation.worker_pool import waiting

_WORST_SKEW = timedelta(days=365)
_END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)  # What is due later is still before datetime's own end.


def utc_text(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC with a Z, to the microsecond where it has any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _farthest_offset() -> timedelta:
    return _END_OF_TIME - datetime.now(UTC)


def _sane(skew: timedelta) -> timedelta:
    if abs(skew) > _WORST_SKEW:
        msg = f"a clock is wrong by a year at most, not by {skew}"
        raise ValueError(msg)
    return skew


class Clock(Protocol):
    """Tells the time, always as an aware UTC datetime."""

    def now(self) -> datetime: ...


class Clocks(Protocol):
    """Hands out the clock of a scope, for example of one organization."""

    def of(self, scope: str) -> Clock:
        """The clock that everything inside `scope` follows."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class AdjustableClock:
    """A clock that flows with real time and can be moved forward at will, up to the year 9000.

    It can also be set wrong, each way: `skew` is how far it is ahead of the clocks it is moved with.
    """

    def __init__(self, offset: timedelta = timedelta(0), skew: timedelta = timedelta(0)) -> None:
        if not timedelta(0) <= offset <= _farthest_offset():
            msg = f"a clock cannot be {offset} ahead"
            raise ValueError(msg)
        self._offset = offset
        self._skew = _sane(skew)
        self._moved = threading.Condition()
        self._listeners: list[Callable[[], None]] = []

    @property
    def offset(self) -> timedelta:
        """How far this clock was moved forward."""
        return self._offset

    @property
    def skew(self) -> timedelta:
        """How far it is wrong."""
        return self._skew

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset + self._skew

    def advance(self, by: timedelta) -> datetime:
        """Moves the clock forward and tells every listener; returns the new time.

        Raises:
            ValueError: `by` is negative, because time only goes forward, or leads beyond the year 9000.
        """
        if by < timedelta(0):
            msg = f"a clock moves forward only, not by {by}"
            raise ValueError(msg)
        with self._moved:
            if by > _farthest_offset() - self._offset:
                msg = f"a clock goes up to the year {_END_OF_TIME.year}, so not forward by {by}"
                raise ValueError(msg)
            self._offset += by
            self._moved.notify_all()
        return self._notify()

    def set_wrong(self, skew: timedelta) -> datetime:
        """Sets the clock so far ahead of where it belongs, or behind; returns what it then shows.

        Raises:
            ValueError: that is more than a year.
        """
        with self._moved:
            self._skew = _sane(skew)
            self._moved.notify_all()
        return self._notify()

    def on_move(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after the clock was moved or set wrong."""
        self._listeners.append(listener)

    def _notify(self) -> datetime:
        for listener in tuple(self._listeners):
            listener()
        return self.now()

    def wait(self, duration: timedelta, give_up: Callable[[], bool] = lambda: False) -> bool:
        """Waits until `duration` has passed on this clock, by flow or by `advance`; costs no work permit.

        Returns False when `give_up()` turned true first; it is asked every 20 ms of real time.
        """
        end = self.now() + duration
        with waiting(), self._moved:
            while (left := (end - self.now()).total_seconds()) > 0:
                if give_up():
                    return False
                self._moved.wait(min(left, 0.02))
        return True


class SystemClocks:
    """Production's clocks: every scope follows the machine."""

    def __init__(self) -> None:
        self._clock = SystemClock()

    def of(self, scope: str) -> Clock:  # noqa: ARG002 - every scope has the same clock here
        return self._clock


class AdjustableClocks:
    """A lab's clocks: one adjustable clock a scope, made when first asked for."""

    def __init__(self, on_move: Callable[[], None] = lambda: None) -> None:
        self._clocks: dict[str, AdjustableClock] = {}
        self._lock = threading.Lock()
        self._on_move = on_move

    def of(self, scope: str) -> AdjustableClock:
        with self._lock:
            clock = self._clocks.get(scope)
            if clock is None:
                clock = self._clocks[scope] = AdjustableClock()
                clock.on_move(self._moved)
            return clock

    def on_move(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after any of the clocks was moved; the last listener set counts."""
        self._on_move = listener

    def _moved(self) -> None:
        self._on_move()


class Deadline:
    """A limit in real time for waiting on something that runs beside us."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - time.monotonic())

    def passed(self) -> bool:
        return self.left() == 0.0
