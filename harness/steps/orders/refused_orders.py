"""Steps about orders that Flourish will not take."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, then

from harness.clients.ordo_shapes import Buyer
from harness.steps.context import ordering, refusals, setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of, sentence
from harness.steps.context.traffic import NEW_ORDER

SAME_LICENSE = "The Other Counter"
"""The destination that has the license number of the buyer, too."""


def _unknown_license(context: ScenarioContext) -> None:
    setup.trade(context)
    context.orders.buyer = setup.unknown_buyer(context)
    ordering.make(context)


def _nearly_right_license(context: ScenarioContext) -> None:
    setup.trade(context)
    assert context.orders.buyer is not None
    near = Buyer(name=context.orders.buyer.name, license_number=context.orders.buyer.license_number[:-1])
    ordering.make(context, buyer=near)


def _license_of_two(context: ScenarioContext) -> None:
    ordering.make(context)
    assert context.orders.buyer is not None
    _ = context.flourish.office.add_destination(SAME_LICENSE, context.orders.buyer.license_number).value


def _sku_gone(context: ScenarioContext) -> None:
    setup.trade(context, items=2)
    ordering.make(context)
    setup.edit_item(context, 0, sku=context.fake_data.sku())


def _objection(context: ScenarioContext) -> None:
    ordering.make(context)
    control = context.flourish.control
    control.arm("status", match=NEW_ORDER, count=None, status=400, message=refusals.OBJECTION)


_WRONG: Mapping[str, Callable[[ScenarioContext], None]] = {
    "a buyer whose license Flourish lacks": _unknown_license,
    "a buyer whose license is nearly right": _nearly_right_license,
    "a buyer whose license two destinations have": _license_of_two,
    "a SKU that Flourish no longer has": _sku_gone,
    "a detail that Flourish objects to": _objection,
}


@given(sentence("an order with {something_wrong}"))
def _order_with(context: ScenarioContext, something_wrong: str) -> None:
    one_of(_WRONG, something_wrong)(context)


@given(sentence("an order that Flourish refused for {something_wrong}"))
def _refused_order(context: ScenarioContext, something_wrong: str) -> None:
    one_of(_WRONG, something_wrong)(context)
    _ = ordering.confirm(context).value
    seen = context.in_ordo()
    context.expect(seen.refusal is not None, "a refused order to begin with", f"it is {seen.status}")


@given("the warehouse has added the buyer")
def _add_buyer(context: ScenarioContext) -> None:
    buyer = context.orders.buyer
    assert buyer is not None, "the order has no buyer"
    _ = context.flourish.office.add_destination(buyer.name, buyer.license_number).value


@given("the warehouse has deactivated the destination that is not the buyer's")
def _deactivate_other(context: ScenarioContext) -> None:
    assert context.orders.buyer is not None, "the order has no buyer"
    found = context.api.destinations(context.orders.buyer.license_number)
    [other] = [one for one in found if one.name == SAME_LICENSE]
    _ = context.flourish.office.deactivate_destination(other).value


@then("Ordo shows that Flourish refused the order and names both destinations")
def _names_both(context: ScenarioContext) -> None:
    buyer = context.order.as_typed.buyer
    names = [buyer.license_number, buyer.name, SAME_LICENSE]
    cause = refusals.Cause(code=refusals.Code.AMBIGUOUS_DESTINATION, names=names)
    refusals.expect_cause(context, context.in_ordo().refusal, cause, "a refusal")


@then("Flourish has the order at the buyer's own destination")
def _own_destination(context: ScenarioContext) -> None:
    assert context.orders.buyer is not None, "the order has no buyer"
    destination, wanted = context.in_flourish().destination, context.orders.buyer.name
    seen = None if destination is None else destination.name
    context.expect(seen == wanted, f"the order to go to {wanted!r}", f"it goes to {seen!r}")


@given("a buyer in Flourish whose license number begins with that of the buyer")
def _longer_license(context: ScenarioContext) -> None:
    """The one with the longer number was there first, so that whoever takes the first comes to grief."""
    buyer = context.orders.buyer = setup.unknown_buyer(context)
    longer = f"{buyer.license_number}2"
    _ = context.flourish.office.add_destination(context.fake_data.company(), longer).value
    _ = context.flourish.office.add_destination(buyer.name, buyer.license_number).value
