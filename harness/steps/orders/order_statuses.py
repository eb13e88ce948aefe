"""Steps about the status that Ordo shows, and what it shows beside it."""

from pytest_bdd import then

from harness.clients.ordo_shapes import Order
from harness.steps.context import refusals
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.traffic import wait_for_fault


def expect_status(context: ScenarioContext, which: int, status: str) -> None:
    """The order shows the status once nothing is in flight."""
    seen = context.in_ordo(context.orders.made[which])
    context.expect(seen.status == status, f"the order to be {status} in Ordo", f"it is {seen.status}")


@then(sentence("the order is {status:Status} in Ordo"))
@then(sentence("the order stays {status:Status} in Ordo"))
def _is(context: ScenarioContext, status: str) -> None:
    expect_status(context, -1, status)


@then(sentence("the {which:Which} order is {status:Status} in Ordo"))
def _other_is(context: ScenarioContext, which: int, status: str) -> None:
    expect_status(context, which, status)


@then("Ordo asks to collect the payment")
def _collect(context: ScenarioContext) -> None:
    label = context.in_ordo().status_label
    context.expect("Collect Payment" in label, "Ordo to ask to collect the payment", f"it says {label!r}")


@then(sentence("the order has been {status:Status} in Ordo only once"))
def _only_once(context: ScenarioContext, status: str) -> None:
    times = [entry.status for entry in context.in_ordo().history].count(status)
    context.expect(times == 1, f"the order to have become {status} once", f"it did {times} times")


@then("the order stays Pending in Ordo and is shown as sending")
def _sending(context: ScenarioContext) -> None:
    seen = context.in_ordo()
    _expect_pending(context, seen, sending=True)
    refusals.expect_way_blocked(context, seen.problem)


@then("Ordo shows the order as sending or as Awaiting Delivery")
def _sending_or_received(context: ScenarioContext) -> None:
    seen = context.in_ordo()
    if seen.status != "Awaiting Delivery":  # an engine may look at once whether the order arrived
        _expect_pending(context, seen, sending=True)


@then("the order is Pending in Ordo and no longer sending")
def _back(context: ScenarioContext) -> None:
    _expect_pending(context, context.in_ordo(), sending=False)


@then("the order stays Pending in Ordo while Flourish works on it")
def _pending_meanwhile(context: ScenarioContext) -> None:
    wait_for_fault(context.flourish.control)
    _expect_pending(context, context.ordo.rep.order(context.order.order_id), sending=True)


def _expect_pending(context: ScenarioContext, seen: Order, *, sending: bool) -> None:
    expected = "a pending order that is being sent" if sending else "a pending order, not being sent"
    shown = seen.status == "Pending" and seen.sending == sending
    context.expect(shown, expected, f"it is {seen.status}, sending: {seen.sending}")


@then(sentence("Ordo shows that Flourish refused the order for {reason}"))
def _refusal(context: ScenarioContext, reason: str) -> None:
    refusals.expect_cause(
        context, context.in_ordo().refusal, refusals.of_refusal(context, reason), "a refusal"
    )


@then("Ordo shows no refusal any more")
def _no_refusal(context: ScenarioContext) -> None:
    seen = context.in_ordo().refusal
    context.expect(seen is None, "no refusal on the order's screen", f"it shows {seen}")


@then(sentence("Ordo shows a problem that names {name:Quoted}"))
def _problem(context: ScenarioContext, name: str) -> None:
    refusals.expect_cause(context, context.in_ordo().problem, refusals.of_problem(context, name), "a problem")


@then("Ordo shows no problem with the order")
def _no_problem(context: ScenarioContext) -> None:
    problem = context.in_ordo().problem
    context.expect(problem is None, "no problem with the order", f"Ordo shows {problem}")
