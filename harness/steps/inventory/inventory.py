"""Steps about what Ordo's inventory shows."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pytest_bdd import parsers, then

from harness.clients.ordo_shapes import InventoryItem
from harness.steps.context import item_rows, sync_rows
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_items import TypedItem, TypedPack

_ALWAYS_CHECKED = ("id", "price", "uom")
"""Decisions of ours that an item would be none without."""


def find(context: ScenarioContext, item: TypedItem) -> InventoryItem | None:
    """The item in Ordo, once nothing is in flight."""
    context.settle()
    return next((seen for seen in context.ordo.rep.inventory() if seen.sku == item.sku), None)


def must_find(context: ScenarioContext, item: TypedItem) -> InventoryItem:
    """The item in Ordo; it is an error when it is not there."""
    found = find(context, item)
    context.expect(found is not None, f"the item {item.sku} in Ordo", "it is not there")
    assert found is not None
    return found


@then("the item is in Ordo")
def _in_ordo(context: ScenarioContext) -> None:
    must_find(context, context.item)


@then("the item is not in Ordo")
def _not_in_ordo(context: ScenarioContext) -> None:
    found = find(context, context.item)
    context.expect(found is None, "the item not to be in Ordo", f"Ordo shows {found}")


@then(sentence("the item is in Ordo with {quantity:Quantity} sellable"))
def _in_ordo_with(context: ScenarioContext, quantity: Decimal) -> None:
    _expect_sellable(context, context.item, quantity)


@then(sentence("the last of them is in Ordo with {quantity:Quantity} sellable"))
def _last_in_ordo_with(context: ScenarioContext, quantity: Decimal) -> None:
    _expect_sellable(context, context.catalogue.items[-1], quantity)


def _expect_sellable(context: ScenarioContext, item: TypedItem, quantity: Decimal) -> None:
    seen = must_find(context, item).sellable_qty
    context.expect(seen == quantity, f"{quantity} of it sellable in Ordo", f"Ordo shows {seen}")


@then("Ordo shows the sellable quantity that Flourish shows")
def _same_sellable(context: ScenarioContext) -> None:
    _expect_sellable(context, context.item, item_rows.sellable_of(context, context.item.goods))


@then("Ordo shows the sellable quantity from before")
def _sellable_as_before(context: ScenarioContext) -> None:
    _expect_sellable(context, context.item, context.catalogue.shown_before[context.item.sku].sellable_qty)


@then("the item in Ordo reads as it does in Flourish")
@then("Ordo lists the item under its new SKU")
def _reads_as_in_flourish(context: ScenarioContext) -> None:
    _expect_as_typed(context, [context.item], assumed=False)


@then("Ordo shows the item as it is in Flourish")
def _as_in_flourish(context: ScenarioContext) -> None:
    _expect_as_typed(context, [context.item], assumed=True)


@then("Ordo shows the pack as it is in Flourish")
def _pack_as_in_flourish(context: ScenarioContext) -> None:
    _expect_as_typed(context, [context.catalogue.pack], assumed=True)


@then("Ordo shows every item that matches as it is in Flourish, and no other")
def _all_as_in_flourish(context: ScenarioContext) -> None:
    matching = sync_rows.matching(context)
    context.settle()
    listed, wanted = sorted(seen.sku for seen in context.ordo.rep.inventory()), sorted(map(_sku, matching))
    lacking, too_many = Counter(wanted) - Counter(listed), Counter(listed) - Counter(wanted)
    seen = f"it lists {len(listed)}, lacks {[*lacking][:5]} and has {[*too_many][:5]} too many"
    context.expect(not lacking and not too_many, f"{len(wanted)} items in Ordo", seen)
    _expect_as_typed(context, matching, assumed=True)


def _sku(goods: TypedItem | TypedPack) -> str:
    return goods.sku or ""


def _expect_as_typed(
    context: ScenarioContext, goods: Sequence[TypedItem | TypedPack], *, assumed: bool
) -> None:
    """Ordo shows them as the warehouse typed them, by every row of the table of fields."""
    context.settle()
    listed = context.ordo.rep.inventory()
    by_sku = {seen.sku: seen for seen in listed}
    missing = [each.sku for each in goods if each.sku not in by_sku]
    context.expect(not missing, "the items in Ordo", f"it lacks {missing[:5]}")
    pairs = [(item_rows.expected(context, each), by_sku[_sku(each)]) for each in goods]
    checked = item_rows.checks(assumed=assumed, also=_ALWAYS_CHECKED)
    before = context.catalogue.shown_before.values()
    wrong = item_rows.differences(pairs, [*listed, *before], checked)
    context.expect(not wrong, "Ordo to show what Flourish must hold", f"it has {'; '.join(wrong[:5])}")


@then("the item in Ordo reads as it did before")
def _reads_as_before(context: ScenarioContext) -> None:
    _expect_as_before(context, context.item)


@then("the second item in Ordo reads as it did before")
def _second_reads_as_before(context: ScenarioContext) -> None:
    _expect_as_before(context, context.catalogue.items[1])


@then("the items in Ordo read as they did before")
def _all_read_as_before(context: ScenarioContext) -> None:
    for item in context.catalogue.items:
        _expect_as_before(context, item)


def _expect_as_before(context: ScenarioContext, item: TypedItem) -> None:
    seen, before = must_find(context, item), context.catalogue.shown_before[item.sku]
    context.expect(seen == before, f"the item as it was, {before}", f"Ordo shows {seen}")


@then(parsers.re(r"Ordo lists (?P<count>[0-9]+) items?"), converters={"count": int})
def _lists(context: ScenarioContext, count: int) -> None:
    context.settle()
    seen = len(context.ordo.rep.inventory())
    context.expect(seen == count, f"{count} items in Ordo", f"it lists {seen}")


@then("Ordo lists every SKU once")
def _every_sku_once(context: ScenarioContext) -> None:
    context.settle()
    listed = sorted(seen.sku for seen in context.ordo.rep.inventory())
    known = {item.sku for item in context.catalogue.items} | set(context.catalogue.shown_before)
    context.expect(listed == sorted(known), f"each of {sorted(known)} once", f"Ordo lists {listed}")


@then(parsers.re(r'Ordo lists the items of (?P<brands>"[^"]*"(?: and "[^"]*")*) only'))
def _of_brands_only(context: ScenarioContext, brands: str) -> None:
    context.settle()
    wanted = set(brands.split('"')[1::2])
    expected = sorted(item.sku for item in context.catalogue.items if item.brand in wanted)
    listed = sorted(seen.sku for seen in context.ordo.rep.inventory())
    context.expect(listed == expected, f"the items {expected} in Ordo", f"it lists {listed}")
