"""Steps about an outbound order's money in Flourish: what came in, what went back (O8, O9)."""

import re
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context.step_types import sentence
from harness.steps.simulators.flourish_orders import add_item
from harness.steps.simulators.records import Simulated, line, take_order

_MOVE = re.compile(r"(?P<amount>[0-9.]+) (?P<way>comes in|goes back)|(?P<mark>marked as fully paid)")
_MOVES = r"(?:[0-9.]+ (?:comes in|goes back)|it is marked as fully paid)"
_IN_TURN = f"{_MOVES}(?:, then {_MOVES})*"


@given(sentence("an outbound order that comes to {total:Money}"))
def _order(simulated: Simulated, total: Decimal) -> None:
    item = add_item(simulated, Decimal("4.00"), Decimal(100))
    take_order(simulated, [line(item, Decimal(1), price=total)])


def _move(simulated: Simulated, moves: str, *, taken: bool) -> None:
    path = f"/outbound-orders/{simulated.orders[-1]}"
    for move in _MOVE.finditer(moves):
        button = "mark-as-fully-paid"
        if move["way"]:
            button = "payments" if move["way"] == "comes in" else "refunds"
        simulated.press(f"{path}/{button}", {"amount": Decimal(move["amount"])} if move["way"] else {})
        if taken:
            _ = simulated.answer.value


@given(parsers.re(f"an order's money of which (?P<moves>{_IN_TURN})"))
@when(parsers.re(f"of its money (?P<moves>{_IN_TURN})"))
def _moves(simulated: Simulated, moves: str) -> None:
    _move(simulated, moves, taken=True)


@when(parsers.re(f"somebody tries whether (?P<moves>{_MOVES})"))
def _tries(simulated: Simulated, moves: str) -> None:
    _move(simulated, moves, taken=False)


@given("an outbound order that was cancelled before")
def _cancelled(simulated: Simulated) -> None:
    simulated.press_taken(f"/outbound-orders/{simulated.orders[-1]}/cancel")


@then(
    sentence(
        "the outbound order shows {paid:Money} paid and {refunded:Money} refunded of {total:Money}, "
        "and is {status}"
    )
)
def _money(simulated: Simulated, paid: Decimal, refunded: Decimal, total: Decimal, status: str) -> None:
    must = {
        "total_paid": paid,
        "total_refund": refunded,
        "total_price": total,
        "payment_status": status,
    }
    simulated.expect_fields("the outbound order", simulated.order(), must)
