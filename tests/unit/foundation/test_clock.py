"""Time is data: clocks flow, and move when told to."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from foundation.clock import AdjustableClock, AdjustableClocks, Deadline, SystemClocks, utc_text
from tests.waiting import PATIENCE

DAY = timedelta(days=1)


def test_an_adjustable_clock_moves_by_what_it_is_told() -> None:
    """A day's advance shows as a day."""
    clock = AdjustableClock()
    before = clock.now()
    assert clock.advance(DAY) - before >= DAY
    assert clock.offset == DAY


def test_a_clock_never_goes_back() -> None:
    """A negative advance is refused and changes nothing."""
    clock = AdjustableClock()
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-DAY)
    assert clock.offset == timedelta(0)


def test_a_clock_stays_within_the_calendar() -> None:
    """An advance beyond the year 9000 is refused and changes nothing, and so is a clock that begins there."""
    clock = AdjustableClock()
    with pytest.raises(ValueError, match="9000"):
        clock.advance(8000 * 365 * DAY)
    assert clock.offset == timedelta(0)
    for offset in (8000 * 365 * DAY, -DAY):
        with pytest.raises(ValueError, match="ahead"):
            AdjustableClock(offset)


def test_waiting_ends_when_the_clock_is_moved() -> None:
    """Somebody who waits for a day goes on as soon as the day was advanced."""
    clock = AdjustableClock()
    ends: list[bool] = []
    thread = threading.Thread(target=lambda: ends.append(clock.wait(DAY)))
    thread.start()
    clock.advance(DAY)
    thread.join(PATIENCE)
    assert ends == [True]


def test_waiting_ends_when_it_is_given_up() -> None:
    """Giving up ends the wait and says so."""
    assert AdjustableClock().wait(DAY, lambda: True) is False


def test_scopes_have_clocks_of_their_own() -> None:
    """Moving one scope's clock moves no other, and is told."""
    moves: list[str] = []
    clocks = AdjustableClocks(lambda: moves.append("moved"))
    clocks.of("a").advance(DAY)
    assert clocks.of("a").offset == DAY
    assert clocks.of("b").offset == timedelta(0)
    assert moves == ["moved"]


def test_every_scope_of_production_follows_the_machine() -> None:
    """The system's clocks are all the same clock."""
    clocks = SystemClocks()
    assert clocks.of("a") is clocks.of("b")
    assert clocks.of("a").now().tzinfo is UTC


def test_moments_are_written_in_utc_with_a_z() -> None:
    """RFC 3339, UTC, Z."""
    assert utc_text(datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)) == "2026-03-01T12:00:05Z"


def test_a_deadline_of_nothing_has_passed() -> None:
    """A deadline of no seconds is over at once, one of a minute is not."""
    assert Deadline(0).passed()
    assert not Deadline(60).passed()
