"""Steps that arm faults: what Flourish or Ordo will do to the engine's calls."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
from pytest_bdd import given, then, when

from foundation.journal_entries import FaultHit, Request, Transition
from harness.clients.control import SimControl
from harness.steps.context import ordering, refusals
from harness.steps.context.scenario_context import AN_HOUR, ScenarioContext
from harness.steps.context.step_types import one_of, sentence
from harness.steps.context.traffic import (
    ABOUT_ORDERS,
    ANY_MESSAGE,
    NEW_ORDER,
    TO_FLOURISH,
    TO_ORDO,
    expect_fault_to_strike,
    take_down,
    wait_for_fault,
)

Fault = tuple[str, Mapping[str, object]]
A_LONG_TIME = timedelta(minutes=10)
LONGEST_WAIT = timedelta(seconds=30)  # An engine waits no longer for an answer.

_FAULTS: Mapping[str, Fault] = {
    "an internal error": ("status", {"status": 500}),
    "a notice of maintenance": ("status", {"status": 503}),
    "an overload that asks for patience": ("status", {"status": 429, "retry_after": 30}),
    "an overload that asks for an hour of patience": ("status", {"status": 429, "retry_after": 3600}),
    "a broken connection": ("reset", {}),
    "an answer that gets lost": ("lost_response", {}),
    "an answer that comes late": (
        "delay",
        {"seconds": A_LONG_TIME.total_seconds(), "caller_waits": LONGEST_WAIT.total_seconds()},
    ),
    "no answer at all": ("timeout", {}),
    "a garbled answer": ("garbled_body", {}),
    "half an answer": ("truncated_body", {}),
    "an answer that makes no sense": ("alter", {"pointer": "/data", "value": None}),
}
_ORDO_FAULTS: Mapping[str, Fault] = {
    **_FAULTS,
    "an answer that makes no sense": ("alter", {"pointer": "/brands", "value": None}),
}
_THREE_TIMES = " three times in a row"


def _arm(control: SimControl, trouble: str, match: Mapping[str, str], nth: int = 1) -> None:
    count = 3 if trouble.endswith(_THREE_TIMES) else 1
    kind, parameters = one_of(_FAULTS, trouble.removesuffix(_THREE_TIMES))
    control.arm(kind, match=match, nth=nth, count=count, **parameters)


@given(sentence("Flourish will meet the order with {trouble}"))
def _meet_order(context: ScenarioContext, trouble: str) -> None:
    context.settle()
    first, _, then = trouble.partition(" and then ")
    if then:
        # after a lost answer the engine asks for the order before it does anything else
        _arm(context.flourish.control, "an answer that gets lost", NEW_ORDER)
        _arm(context.flourish.control, then, {**NEW_ORDER, "method": "GET"})
    else:
        _arm(context.flourish.control, first, NEW_ORDER)


@given(sentence("Flourish will answer the {which:Which} call with {trouble}"))
def _nth_call(context: ScenarioContext, which: int, trouble: str) -> None:
    context.mark_arrangement()
    _arm(context.flourish.control, trouble, {"path": TO_FLOURISH}, nth=which + 1)


@given(sentence("Ordo will answer the engine's next call with {trouble}"))
def _ordo_next_call(context: ScenarioContext, trouble: str) -> None:
    context.settle()
    _arm(context.ordo.control, trouble, {"path": TO_ORDO})


@given(sentence("Ordo will answer the engine's next question about brands with {trouble}"))
def _ordo_next_question(context: ScenarioContext, trouble: str) -> None:
    context.settle()
    kind, parameters = one_of(_ORDO_FAULTS, trouble)
    context.ordo.control.arm(kind, match={"method": "GET", "path": f"{TO_ORDO}/brands"}, **parameters)


@then("Ordo's misfortune struck")
def _struck(context: ScenarioContext) -> None:
    expect_fault_to_strike(context, context.ordo.control)


@given("Flourish is down")
def _flourish_down(context: ScenarioContext) -> None:
    context.settle()
    take_down(context.flourish.control, TO_FLOURISH)


@given("Flourish cannot list its orders")
def _no_list(context: ScenarioContext) -> None:
    """So that nothing is found by looking through them; one order is still read by its id."""
    context.settle()
    match = {**NEW_ORDER, "method": "GET"}
    context.flourish.control.arm("status", match=match, status=503, count=None)


@given("Ordo is down for the engine")
def _ordo_down(context: ScenarioContext) -> None:
    context.settle()
    take_down(context.ordo.control, TO_ORDO)


@given(sentence("a {terms:Terms} order that Flourish took while Ordo was down for the engine"))
def _taken_while_ordo_down(context: ScenarioContext, terms: str) -> None:
    ordering.make(context, terms)
    context.settle()
    take_down(context.ordo.control, TO_ORDO)
    _ = ordering.confirm(context).value
    context.settle()


@when("Flourish is up again")
@given("Flourish came up again")
@given("Flourish objects no more")
@given("Flourish gives known statuses again")
def _flourish_up(context: ScenarioContext) -> None:
    context.flourish.control.disarm()


@when("Ordo is up again")
@given("Ordo came up again")
def _ordo_up(context: ScenarioContext) -> None:
    context.ordo.control.disarm()


@given("an order that has been sending for an hour because Flourish is down")
def _sending_for_an_hour(context: ScenarioContext) -> None:
    ordering.make(context)
    context.settle()
    take_down(context.flourish.control, TO_FLOURISH)
    _ = ordering.confirm(context).value
    context.pass_time(AN_HOUR)


@given("an order that Flourish took just before it went down")
def _taken_then_down(context: ScenarioContext) -> None:
    ordering.make(context)
    context.settle()
    control = context.flourish.control
    _arm(control, "an answer that gets lost", NEW_ORDER)
    control.arm("drop", match=ANY_MESSAGE, count=None)
    _ = ordering.confirm(context).value
    wait_for_fault(control)
    take_down(control, TO_FLOURISH)
    context.pass_time(AN_HOUR)


@given("Flourish takes its time to answer")
def _slow(context: ScenarioContext) -> None:
    context.settle()
    context.flourish.control.arm("delay", match=NEW_ORDER, seconds=A_LONG_TIME.total_seconds())


@when("Flourish answers at last")
def _answers_at_last(context: ScenarioContext) -> None:
    wait_for_fault(context.flourish.control)
    context.tenant.surroundings.advance(A_LONG_TIME)


@given(sentence("Flourish will give the order's {kind} as {value:Quoted}"))
def _other_status(context: ScenarioContext, kind: str, value: str) -> None:
    context.settle()
    name = {"status": "order_status", "payment status": "payment_status"}[kind]
    give_status(context, name, value)


def give_status(context: ScenarioContext, name: str, value: str) -> None:
    """Wherever Flourish speaks of the order to the engine, one of its statuses reads `value`."""
    control = context.flourish.control
    listed = {**NEW_ORDER, "method": "GET"}
    alone = {**listed, "path": f"{NEW_ORDER['path']}/*"}
    control.arm("alter", match=alone, count=None, pointer=f"/data/{name}", value=value)
    control.arm("alter", match=listed, count=None, pointer=f"/data/0/{name}", value=value)
    control.arm("alter", match={"topic": ABOUT_ORDERS}, count=None, pointer=f"/data/{name}", value=value)


@given("a Net Terms order with an unknown status in Flourish")
def _unknown_status(context: ScenarioContext) -> None:
    ordering.await_delivery(context)
    give_status(context, "order_status", "On Hold")
    _ = context.flourish.desk.allocate(context.flourish_id()).value
    context.settle()
    cause = refusals.of_problem(context, "On Hold")
    refusals.expect_cause(context, context.in_ordo().problem, cause, "to begin with, a problem")


@given(sentence("Flourish gives the item's stock in two rows of {_quantity:Quantity}"))
def _two_rows(context: ScenarioContext) -> None:
    rows = context.api.raw_summary(context.facility.id, context.item.sku)
    _give_rows(context, [*rows, *rows])


@given(sentence("Flourish gives the item's stock in a row of {one:Quantity} and one of {other:Quantity}"))
def _unequal_rows(context: ScenarioContext, one: Decimal, other: Decimal) -> None:
    [raw] = context.api.raw_summary(context.facility.id, context.item.sku)
    row = msgspec.json.decode(raw)
    _give_rows(context, [{**row, "sellable_qty": quantity} for quantity in (one, other)])


def _give_rows(context: ScenarioContext, rows: Sequence[object]) -> None:
    match = {"path": "/external/*/inventory/summary"}
    context.flourish.control.arm("alter", match=match, count=None, pointer="/data", value=rows)


@given(sentence("{count:Count} other orders made in Flourish today"))
def _other_orders(context: ScenarioContext, count: int) -> None:
    assert context.orders.buyer is not None, "the seller has to trade before"
    destination = context.flourish.office.add_destination(
        context.fake_data.company(), context.fake_data.license_number()
    ).value.data
    for number in range(count):
        line = {"item_id": context.item.id, "order_qty": 1, "unit_price": 1}
        body = {
            "original_order_id": f"other-{number}",
            "destination": {"id": destination.id},
            "order_lines": [line],
        }
        _ = context.api.place_order(context.facility.id, body).value
    context.settle()


@then("Flourish took its time over the order")
def _took_its_time(context: ScenarioContext) -> None:
    control = context.flourish.control
    called = next(hit.at for hit in control.entries(FaultHit) if hit.fault == "delay")
    made = control.entries(Transition)[0].at
    waited = datetime.fromisoformat(made) - datetime.fromisoformat(called)
    context.expect(waited >= A_LONG_TIME, f"{A_LONG_TIME} between the call and the order", f"it was {waited}")


@then(sentence("it was the {which:Which} call that met with trouble"))
def _call_in_trouble(context: ScenarioContext, which: int) -> None:
    control, since = context.flourish.control, context.marks.arranged_at
    calls = [call.id for call in control.entries(Request, since=since) if call.api == "external_api"]
    faults = [hit.cause for hit in control.entries(FaultHit, since=since)]
    met = [number for number, call in enumerate(calls) if call in faults]
    seen = f"it came at {[number + 1 for number in met]}"
    context.expect(met == [which], f"a fault at call {which + 1}", seen)
