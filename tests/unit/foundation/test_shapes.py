"""Classes are read into by many threads at once, also when each is the first to."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import make_dataclass
from functools import partial
from pathlib import Path
from threading import Barrier
from types import GenericAlias

import msgspec
import pytest

from foundation.shapes import convert, decoder
from tests.programs import run_program

CHECKOUT = Path(__file__).parents[3]
TIMES, THREADS = 60, 6
RACE = """
import sys
from tests.unit.foundation.test_shapes import race
race({reader!r})
"""


@pytest.mark.parametrize("reader", ["convert", "decoder"])
def test_the_first_uses_of_a_class_may_be_at_once(reader: str) -> None:
    """A process of its own tries, because with plain msgspec this ends it with a segmentation fault."""
    ran = run_program(sys.executable, "-c", RACE.format(reader=reader), cwd=CHECKOUT)
    assert (ran.returncode, ran.stderr) == (0, "")


def race(reader: str) -> None:
    """Threads read into a class that none has used before, again and again into another one."""
    sys.setswitchinterval(1e-6)
    value = {f"outer_{i}": [{f"inner_{j}": j for j in range(30)}] for i in range(20)}
    for number in range(TIMES):
        inner = make_dataclass(f"Inner{number}", [(f"inner_{j}", int | None) for j in range(30)])
        outer = make_dataclass(f"Outer{number}", [(name, GenericAlias(list, (inner,))) for name in value])
        if reader == "convert":
            at_once(partial(convert, value, outer))
        else:
            at_once(partial(lambda shape: decoder(shape)(msgspec.json.encode(value)), outer))


def at_once(read: Callable[[], object]) -> None:
    """On as many threads as make it likely that one is interrupted by another."""
    barrier = Barrier(THREADS)

    def wait_and_read() -> None:
        barrier.wait()
        read()

    with ThreadPoolExecutor(THREADS) as threads:
        for one in [threads.submit(wait_and_read) for _ in range(THREADS)]:
            one.result()


def test_what_does_not_fit_is_told() -> None:
    """As msgspec tells it."""
    shape = make_dataclass("Shape", [("number", int)])
    with pytest.raises(msgspec.ValidationError, match="number"):
        convert({"number": "1"}, shape)
    assert convert({"number": "1"}, shape, strict=False) == shape(number=1)
    with pytest.raises(msgspec.ValidationError, match="number"):
        decoder(shape)(b"{}")
