"""Numbers that are none are found, wherever in a world they stand."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from sim_kernel.simulator import wrong_number


@dataclass
class Index:
    """A part of a world."""

    amounts: dict[str, list[Decimal | float]] = field(default_factory=dict)


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity", "1e400", "-1e22"])
def test_what_is_no_amount_is_found(number: str) -> None:
    """Neither 'not a number', nor infinity, nor what no sum can bear goes unseen."""
    assert wrong_number([{"a": Index(amounts={"b": [Decimal(1), Decimal(number)]})}]) is not None


def test_floating_point_numbers_are_looked_at_too() -> None:
    """The same for numbers that JSON brings."""
    assert wrong_number(Index(amounts={"b": [float("inf")]})) == "inf"


@pytest.mark.parametrize("number", ["0", "0E+40", "-12.5", "999999999999999999.9999", "1e-30"])
def test_amounts_pass(number: str) -> None:
    """What can be an amount is left alone."""
    assert wrong_number(Index(amounts={"b": [Decimal(number), 0.5]})) is None
