"""What the benchmark scripts share: timing, percentiles, one line for each figure."""

import time
from collections.abc import Callable, Sequence


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values are."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def show(what: str, figure: str) -> None:
    """Print one figure."""
    print(f"{what:<58} {figure}", flush=True)
