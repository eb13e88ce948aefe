"""Waiting in tests: for a named condition, with a deadline, and never for a time."""

import threading
from collections.abc import Callable

from foundation.clock import Deadline

PATIENCE = 60.0
"""Seconds after which a thing counts as hanging; a machine that is merely slow is no failure."""
_LOOK_SECONDS = 0.002


def wait_until(name: str, condition: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Waits until `condition()` is true; fails by `name` when it never becomes so."""
    deadline = Deadline(seconds)
    pause = threading.Event()
    while not condition():
        assert not deadline.passed(), f"timed out waiting for: {name}"
        pause.wait(_LOOK_SECONDS)
