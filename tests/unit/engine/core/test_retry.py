"""When failed calls are tried again."""

import pytest

from integration_engine.core.retry import CAP_SECONDS, LONGEST_RETRY_AFTER_SECONDS, Patience, retry_seconds


def test_delays_double_up_to_a_cap() -> None:
    """Each failure doubles the delay until the cap, and never exceeds it."""
    delays = [retry_seconds(Patience.PASSING, failures, None, 1.0) for failures in range(1, 12)]
    assert delays[:5] == [2, 4, 8, 16, 32]
    assert delays[-1] == CAP_SECONDS == max(delays)
    assert retry_seconds(Patience.PASSING, 10_000, None, 1.0) == CAP_SECONDS


def test_chance_scatters_the_later_half() -> None:
    """At least half of the delay always passes; the rest is scattered."""
    assert retry_seconds(Patience.PASSING, 3, None, 0.0) == 4
    assert retry_seconds(Patience.PASSING, 3, None, 0.5) == 6


def test_what_needs_a_person_is_tried_rarely() -> None:
    """Rejected credentials are tried at the cap from the beginning."""
    assert retry_seconds(Patience.SLOW, 1, None, 0.0) == CAP_SECONDS


@pytest.mark.parametrize(("asked", "given"), [(1.0, 2.0), (77.0, 77.0), (1e9, LONGEST_RETRY_AFTER_SECONDS)])
def test_retry_after_is_honoured(asked: float, given: float) -> None:
    """A server's wish lengthens the delay, within reason, and never shortens it."""
    assert retry_seconds(Patience.PASSING, 1, asked, 1.0) == given
