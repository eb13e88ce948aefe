"""Steps about items that cannot be ordered, because they are inactive or not sellable in Flourish (I15)."""

from collections.abc import Mapping
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context import ordering, setup
from harness.steps.context.ordering import Line
from harness.steps.context.refusals import expect_refused
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of
from harness.steps.inventory.inventory import must_find
from harness.steps.inventory.packs import must_find_pack

_FLAGS: Mapping[str, Mapping[str, object]] = {
    "is inactive": {"active": False},
    "is not sellable": {"sellable": False},
    "is neither active nor sellable": {"active": False, "sellable": False},
    "no web shop shows": {"ecommerce_active": False},
}


@given(parsers.re(f"an item in Flourish that (?P<flags>{any_of(_FLAGS)})"))
def _flagged(context: ScenarioContext, flags: str) -> None:
    setup.add_item(context, brand=context.catalogue.brand)
    setup.edit_item(context, -1, **_FLAGS[flags])
    setup.stock_up(context, context.catalogue.items[-1], Decimal(40))


@when("the rep tries to order the item")
def _try_order(context: ScenarioContext) -> None:
    context.settle()
    typed = ordering.fill_in(context, ordering.TERMS, [Line(item=context.item)])
    context.attempt.reply = context.ordo.rep.add_order(typed.form())


@then("Ordo refuses the inactive item by name")
def _refused_by_name(context: ScenarioContext) -> None:
    refusal = expect_refused(context, "the inactive item")
    named = refusal.code == "item_inactive" and context.item.item_name in refusal.message
    seen = f"Ordo says {refusal.code!r}: {refusal.message!r}"
    context.expect(named, f"a refusal that names {context.item.item_name!r} as inactive", seen)


@then(parsers.re("Ordo shows the item as (?P<activity>active|inactive)"))
def _item_shown(context: ScenarioContext, activity: str) -> None:
    _expect_activity(context, activity, active=must_find(context, context.item).active)


@then(parsers.re("Ordo shows the pack as (?P<activity>active|inactive)"))
def _pack_shown(context: ScenarioContext, activity: str) -> None:
    _expect_activity(context, activity, active=must_find_pack(context).active)


def _expect_activity(context: ScenarioContext, wanted: str, *, active: bool) -> None:
    shown = "active" if active else "inactive"
    context.expect(shown == wanted, f"it to be {wanted} in Ordo", f"it is {shown}")
