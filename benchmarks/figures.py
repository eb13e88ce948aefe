"""What the benchmark scripts share: timing, percentiles, one line for each figure."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    return lasting(work)[0]


def lasting(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that `work` takes, and what it gives."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values are."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def show(what: str, figure: str) -> None:
    """Print one figure."""
    print(f"{what:<58} {figure}", flush=True)
