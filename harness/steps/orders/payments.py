"""Steps about payments and refunds in Flourish."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context import warehouse
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_orders import CENT
from harness.steps.context.warehouse import half_of

_SHARES: Mapping[str, Callable[[Decimal], Decimal]] = {
    "one cent": lambda _total: CENT,
    "half the total": half_of,
    "all but one cent": lambda total: total - CENT,
    "the total": lambda total: total,
}


def _amount(context: ScenarioContext, share: str) -> Decimal:
    return _SHARES[share](context.order.held.total)


@when(sentence("the warehouse records a payment of {share:Share}"))
@given(sentence("the warehouse has recorded a payment of {share:Share}"))
def _pay(context: ScenarioContext, share: str) -> None:
    warehouse.pay(context, context.order, _amount(context, share))


@when(sentence("the warehouse records a payment of {share:Share} {count:Count} times"))
def _pay_often(context: ScenarioContext, share: str, count: int) -> None:
    for _ in range(count):
        _pay(context, share)


@when(sentence("the warehouse refunds {share:Share}"))
@given(sentence("the warehouse has refunded {share:Share}"))
def _refund(context: ScenarioContext, share: str) -> None:
    amount = _amount(context, share)
    _ = context.flourish.desk.refund(context.flourish_id(), amount).value
    context.order.done.append(lambda order: replace(order, refunded=order.refunded + amount))


@then(parsers.re("Flourish shows the order as (?P<status>awaiting payment|partially paid)"))
def _payment_status(context: ScenarioContext, status: str) -> None:
    status = status.title()
    seen = context.in_flourish().payment_status
    context.expect(seen == status, f"Flourish to show {status}", f"it shows {seen}")
