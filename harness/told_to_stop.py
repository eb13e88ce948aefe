"""Ctrl-C and SIGTERM as an orderly end, for the commands that run until they are told to stop."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class ToldToStop(BaseException):
    """Raised in the main thread by the first Ctrl-C or SIGTERM."""


@contextmanager
def ends_when_told() -> Iterator[None]:
    """Turn the first signal into the end of the block; later ones cannot tear the ending apart."""
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    try:
        with suppress(ToldToStop):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_until_told() -> None:
    """Wait for the signal; what follows in the block still runs."""
    with suppress(ToldToStop):
        threading.Event().wait()


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise ToldToStop
