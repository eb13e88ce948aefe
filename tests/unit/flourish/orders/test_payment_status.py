"""How far an order is paid: what the catalogue says of it is what the code makes of the money."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from sim_flourish.model.payment_status import PAYMENT_VERDICTS, PaymentStatus, status_of_money

Money = tuple[int, int, int, bool]
"""What came in, what went back and what is still owed, in dollars, and whether it is marked as fully paid."""
EXAMPLES: Mapping[str, Sequence[Money]] = {
    "nothing has come in; also when nothing is owed, unless the order is marked as fully paid": (
        (0, 0, 40, False),
        (0, 0, 0, False),
    ),
    "some has come in, and more is owed": ((15, 0, 25, False), (40, 0, 5, True)),
    "nothing more is owed, and money came in or the order is marked as fully paid": (
        (40, 0, 0, False),
        (0, 0, 0, True),
        (40, 5, 0, False),
    ),
    "some of what came in went back, and something is owed": ((40, 10, 10, False),),
    "all that came in went back": ((40, 40, 40, False), (40, 40, 0, True)),
}


def test_every_payment_status_has_its_verdict_and_every_verdict_its_example() -> None:
    """What is said and what is tried are the same, status by status."""
    assert {one.status for one in PAYMENT_VERDICTS.verdicts} == set(PaymentStatus)
    assert [one.when for one in PAYMENT_VERDICTS.verdicts] == list(EXAMPLES)


@pytest.mark.parametrize(
    ("status", "money"),
    [(one.status, money) for one in PAYMENT_VERDICTS.verdicts for money in EXAMPLES.get(one.when, ())],
)
def test_a_verdict_is_what_the_money_comes_to(status: str, money: Money) -> None:
    """An order with the money that a verdict speaks of has its status."""
    paid, refunded, owed, marked = money
    found = status_of_money(paid=Decimal(paid), refunded=Decimal(refunded), owed=Decimal(owed), marked=marked)
    assert found == status
