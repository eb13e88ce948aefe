"""Steps about packs: variations of an item with a stock, a price and mostly a SKU of their own (I11)."""

from dataclasses import replace
from decimal import Decimal

from pytest_bdd import given, then, when

from harness.clients.ordo_shapes import InventoryItem
from harness.steps.context import ordering, setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence


def _add_pack(context: ScenarioContext, sku: str | None, stock: Decimal) -> None:
    context.settle()
    setup.add_pack(context, context.item, sku=sku, stock=stock)


@given(sentence("a pack of the item with {quantity:Quantity} in stock"))
@when(sentence("a pack of the item comes in with {quantity:Quantity} in stock"))
def _with_stock(context: ScenarioContext, quantity: Decimal) -> None:
    _add_pack(context, context.fake_data.sku(), quantity)


@given("a pack of the item without a SKU")
def _without_sku(context: ScenarioContext) -> None:
    _add_pack(context, None, Decimal(4))


@when("the warehouse writes off all packs")
def _write_off(context: ScenarioContext) -> None:
    context.settle()
    setup.stock_up(context, context.catalogue.pack, Decimal(-4))


@given(sentence("the rep has confirmed an order of {count:Count} packs"))
@when(sentence("the rep confirms an order of {count:Count} packs"))
def _confirm(context: ScenarioContext, count: int) -> None:
    setup.trade(context)
    context.settle()
    lines = (ordering.line_of_packs(context.item, context.catalogue.pack, Decimal(count)),)
    ordering.save(context, replace(ordering.fill_in(context, ordering.TERMS), lines=lines))
    _ = ordering.confirm(context).value
    context.settle()


def _find(context: ScenarioContext) -> InventoryItem | None:
    context.settle()
    sku = context.catalogue.pack.sku
    return next((seen for seen in context.ordo.rep.inventory() if seen.sku == sku), None)


def must_find_pack(context: ScenarioContext) -> InventoryItem:
    """The pack in Ordo; it is an error when it is not there."""
    found = _find(context)
    context.expect(found is not None, f"the pack {context.catalogue.pack.sku} in Ordo", "it is not there")
    assert found is not None
    return found


@then("the pack is not in Ordo")
def _not_in_ordo(context: ScenarioContext) -> None:
    found = _find(context)
    context.expect(found is None, "the pack not to be in Ordo", f"Ordo shows {found}")


@then(sentence("the pack is in Ordo with {quantity:Quantity} sellable"))
def _sellable(context: ScenarioContext, quantity: Decimal) -> None:
    seen = must_find_pack(context).sellable_qty
    context.expect(seen == quantity, f"{quantity} packs sellable in Ordo", f"Ordo shows {seen}")


@then("the pack in Ordo has its own price and the brand of its item")
def _price_and_brand(context: ScenarioContext) -> None:
    seen = must_find_pack(context)
    wanted = (context.catalogue.pack.unit_price, context.item.brand)
    shown = (seen.price, seen.brand)
    context.expect(shown == wanted, f"price and brand {wanted}", f"Ordo shows {shown}")


@then("the sync report says that the pack was left out for having no SKU")
def _reported(context: ScenarioContext) -> None:
    assert context.syncs.last is not None, "nothing was synced"
    context.settle()
    report = context.ordo.admin.sync(context.syncs.last.sync_id).report
    left_out = report.left_out if report is not None else []
    reasons = [entry.reason for entry in left_out if context.catalogue.pack.variation_name in entry.item_name]
    wanted = ["variation_without_sku"]
    context.expect(reasons == wanted, f"the pack reported as {wanted}", f"the report gives {reasons}")


@then(sentence("Flourish has an order of {count:Count} of the pack"))
def _order_of_packs(context: ScenarioContext, count: int) -> None:
    context.settle()
    lines = [
        (str(line.item_variation_pk), line.order_qty)
        for order in context.flourish.desk.orders()
        for line in order.order_lines
    ]
    wanted = [(context.catalogue.pack.id, Decimal(count))]
    context.expect(lines == wanted, f"one order with the lines {wanted}", f"Flourish has {lines}")


@then("the line in Ordo is still of the pack")
def _line_of_pack(context: ScenarioContext) -> None:
    pack = context.catalogue.pack
    lines = [(line.sku, line.flourish_variation_id) for line in context.in_ordo().lines]
    context.expect(lines == [(pack.sku, pack.id)], f"a line of {pack.sku}, {pack.id}", f"Ordo shows {lines}")
