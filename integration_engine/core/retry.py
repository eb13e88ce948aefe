"""When a failed call is tried again: exponential with jitter, capped, told apart by blame.

Seconds in, seconds out; the caller adds them to its clock and brings the randomness.
"""

from enum import StrEnum

BASE_SECONDS = 2.0
CAP_SECONDS = 300.0
LONGEST_RETRY_AFTER_SECONDS = 3600.0
REFUSED_AGAIN_SECONDS = 3600.0
LONGEST_WAIT_SECONDS = max(CAP_SECONDS, LONGEST_RETRY_AFTER_SECONDS, REFUSED_AGAIN_SECONDS)
_MOST_DOUBLINGS = 16  # beyond the cap anyway; keeps the power small


class Patience(StrEnum):
    """How soon repeating a failed call may help."""

    PASSING = "passing"
    """Unreachable, busy, broken answer: soon, then ever more rarely."""
    SLOW = "slow"
    """Somebody has to act first (wrong credentials, say): rarely; acting wakes the work at once."""
    REFUSED = "refused"
    """Ordo refuses a report: rarely, then hourly; what changes is reported at once (O21)."""


def retry_seconds(patience: Patience, failures: int, retry_after: float | None, chance: float) -> float:
    """Seconds until the next attempt.

    Args:
        patience: how soon repeating may help.
        failures: how many attempts have failed in a row, this one included; at least 1.
        retry_after: what the server asked for (429, 503), in seconds.
        chance: a random number in [0, 1); half of the delay is fixed and half of it scattered, so that orders
            that failed together do not come back together.
    """
    if patience is Patience.SLOW:
        delay = CAP_SECONDS
    elif patience is Patience.REFUSED:
        delay = CAP_SECONDS if failures <= 1 else REFUSED_AGAIN_SECONDS
    else:
        delay = min(CAP_SECONDS, BASE_SECONDS * 2.0 ** min(max(failures, 1) - 1, _MOST_DOUBLINGS))
        delay *= 0.5 + 0.5 * chance
    if retry_after is None:
        return delay
    return max(delay, min(retry_after, LONGEST_RETRY_AFTER_SECONDS))
