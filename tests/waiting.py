"""Waiting in tests: for a named condition, with a deadline, and never for a time."""

import threading
from collections.abc import Callable

from groundwork.clock import Deadline

PATIENCE_SECONDS = 5.0
_LOOK_SECONDS = 0.002


def wait_until(name: str, condition: Callable[[], object], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Waits until `condition()` is true; fails by `name` when it is not after five seconds, or so many."""
    deadline = Deadline(seconds)
    pause = threading.Event()
    while not condition():
        assert not deadline.passed(), f"waited in vain: {name}"
        pause.wait(_LOOK_SECONDS)
