"""Steps that look at all orders of the seller at once, and at what must hold whatever happened to them.

They judge by `order_audit`, with what the journals say about the past. The explorer finds by the same
functions; so the scenario that it prints fails for what it has found.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal

from pytest_bdd import then

from foundation.journal_entries import Request
from harness.report.expected_status import OPEN
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.invariants.message_effects import missing_effects
from harness.steps.invariants.observed_state import ObservedState, is_good
from harness.steps.invariants.order_audit import Finding

_ADJUSTMENTS = "/back-office/inventory-adjustments"
_SHIPPED = frozenset({"Shipped"})
_PROMISED = OPEN | _SHIPPED


def stock_that_does_not_add_up(observed: ObservedState) -> list[str]:
    """What came in must lie there or be shipped, and what is promised to nobody must be sellable."""
    came_in, shipped, promised = (
        _came_in(observed),
        _ordered(observed, _SHIPPED),
        _ordered(observed, _PROMISED),
    )
    there: defaultdict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    for row in observed.stock:
        qty, sellable = there[row.item_id]
        there[row.item_id] = (qty + row.qty, sellable + row.sellable_qty)
    wrong = []
    for item_id, seen in there.items():
        right = (came_in[item_id] - shipped[item_id], came_in[item_id] - promised[item_id])
        if seen != right:
            numbers = f"{seen[0]} there and {seen[1]} sellable, and should have {right[0]} and {right[1]}"
            wrong.append(f"the item {item_id} has {numbers}")
    return wrong


def _came_in(observed: ObservedState) -> Mapping[str, Decimal]:
    """What was counted into the stock, by item."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in observed.of_flourish:
        if isinstance(entry, Request) and entry.path == _ADJUSTMENTS and is_good(entry.status):
            assert isinstance(entry.body, dict)
            sums[str(entry.body["item_id"])] += Decimal(str(entry.body["adjustment_qty"]))
    return sums


def _ordered(observed: ObservedState, statuses: Collection[str]) -> Mapping[str, Decimal]:
    """What is on orders in these statuses, by item."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for order in observed.in_flourish:
        for line in order.order_lines:
            if order.order_status in statuses:
                sums[line.item_id] += line.order_qty
    return sums


def expect_no(context: ScenarioContext, *findings: Finding, expected: str) -> None:
    """No order of the seller has any of these findings."""
    wrong = [order for order in ObservedState.of(context).audited_orders() if order.findings & set(findings)]
    names = ", ".join(f"{order.in_ordo.order_id} ({', '.join(sorted(order.findings))})" for order in wrong)
    context.expect(not wrong, expected, f"it is otherwise with {names}")


@then("Flourish has every confirmed order once and no other")
def _each_once(context: ScenarioContext) -> None:
    expected = "every confirmed order in Flourish once, and no other"
    expect_no(context, Finding.DOUBLED, Finding.LOST, Finding.UNASKED, expected=expected)


@then("no order has gone back in Ordo")
def _none_went_back(context: ScenarioContext) -> None:
    expect_no(context, Finding.WENT_BACK, expected="no order to go back in Ordo")


@then("Ordo shows every order as Flourish has it")
def _all_alike(context: ScenarioContext) -> None:
    expected = "every order in Ordo as Flourish has it"
    expect_no(context, Finding.OTHER_STATUS, Finding.OTHER_LINES, expected=expected)


@then("Flourish's stock adds up")
def _stock(context: ScenarioContext) -> None:
    wrong = stock_that_does_not_add_up(ObservedState.of(context))
    context.expect(not wrong, "Flourish's stock to add up", "; ".join(wrong))


@then("every message that the engine took has had its effect")
def _effects_of_messages(context: ScenarioContext) -> None:
    wrong = "; ".join(effect.what for effect in missing_effects(ObservedState.of(context)))
    context.expect(not wrong, "every message that the engine took to have had its effect", wrong)
