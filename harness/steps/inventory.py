"""Steps about what Ordo's inventory shows."""

from decimal import Decimal

from pytest_bdd import parsers, then

from harness.clients.flourish_shapes import Item
from harness.clients.ordo_shapes import InventoryItem
from harness.steps.story import Story
from harness.steps.words import sentence


def find(story: Story, item: Item) -> InventoryItem | None:
    """The item in Ordo, once nothing is in flight."""
    story.settle()
    return next((one for one in story.ordo.rep.inventory() if one.sku == item.sku), None)


def must_find(story: Story, item: Item) -> InventoryItem:
    """The item in Ordo; it is an error when it is not there."""
    found = find(story, item)
    story.expect(found is not None, f"the item {item.sku} in Ordo", "it is not there")
    assert found is not None
    return found


def sellable_in_flourish(story: Story, item: Item) -> Decimal:
    """The sum over the rows of Flourish's inventory summary."""
    rows = story.api.summary(story.facility.id, item.sku)
    return sum((row.sellable_qty for row in rows), Decimal(0))


def expect_as_in_flourish(story: Story, item: Item) -> None:
    """The item in Ordo has the name, brand, price and unit that it has in Flourish."""
    seen = must_find(story, item)
    in_ordo = (seen.flourish_item_id, seen.name, seen.brand, seen.price, seen.uom)
    in_flourish = (item.id, item.item_name, item.brand, item.price, item.uom)
    story.expect(in_ordo == in_flourish, f"the item as in Flourish {in_flourish}", f"Ordo shows {in_ordo}")


def expect_as_before(story: Story, item: Item) -> None:
    """The item in Ordo has changed in nothing that people see."""
    seen, before = must_find(story, item), story.inventory_before[item.sku]
    story.expect(seen == before, f"the item as it was, {before}", f"Ordo shows {seen}")


@then("the item is in Ordo")
def _in_ordo(story: Story) -> None:
    must_find(story, story.item)


@then("the item is not in Ordo")
def _not_in_ordo(story: Story) -> None:
    found = find(story, story.item)
    story.expect(found is None, "the item not to be in Ordo", f"Ordo shows {found}")


@then(sentence("the item is in Ordo with {quantity:Quantity} sellable"))
def _in_ordo_with(story: Story, quantity: Decimal) -> None:
    _expect_sellable(story, story.item, quantity)


@then(sentence("the last of them is in Ordo with {quantity:Quantity} sellable"))
def _last_in_ordo_with(story: Story, quantity: Decimal) -> None:
    _expect_sellable(story, story.items[-1], quantity)


def _expect_sellable(story: Story, item: Item, quantity: Decimal) -> None:
    seen = must_find(story, item).sellable_qty
    story.expect(seen == quantity, f"{quantity} of it sellable in Ordo", f"Ordo shows {seen}")


@then("Ordo shows the sellable quantity that Flourish shows")
def _same_sellable(story: Story) -> None:
    _expect_sellable(story, story.item, sellable_in_flourish(story, story.item))


@then("Ordo shows the sellable quantity from before")
def _sellable_as_before(story: Story) -> None:
    _expect_sellable(story, story.item, story.inventory_before[story.item.sku].sellable_qty)


@then("the item in Ordo reads as it does in Flourish")
def _reads_as_in_flourish(story: Story) -> None:
    expect_as_in_flourish(story, story.item)


@then("the item in Ordo reads as it did before")
def _reads_as_before(story: Story) -> None:
    expect_as_before(story, story.item)


@then("the second item in Ordo reads as it did before")
def _second_reads_as_before(story: Story) -> None:
    expect_as_before(story, story.items[1])


@then(parsers.re(r"Ordo lists (?P<count>[0-9]+) items?"), converters={"count": int})
def _lists(story: Story, count: int) -> None:
    story.settle()
    seen = len(story.ordo.rep.inventory())
    story.expect(seen == count, f"{count} items in Ordo", f"it lists {seen}")


@then("Ordo lists every SKU once")
def _every_sku_once(story: Story) -> None:
    story.settle()
    listed = sorted(one.sku for one in story.ordo.rep.inventory())
    known = {item.sku for item in story.items} | set(story.inventory_before)
    story.expect(listed == sorted(known), f"each of {sorted(known)} once", f"Ordo lists {listed}")


@then("Ordo lists the item under its new SKU")
def _under_new_sku(story: Story) -> None:
    expect_as_in_flourish(story, story.item)


@then(parsers.re(r'Ordo lists the items of (?P<brands>"[^"]*"(?: and "[^"]*")*) only'))
def _of_brands_only(story: Story, brands: str) -> None:
    story.settle()
    wanted = set(brands.split('"')[1::2])
    expected = sorted(item.sku for item in story.items if item.brand in wanted)
    listed = sorted(one.sku for one in story.ordo.rep.inventory())
    story.expect(listed == expected, f"the items {expected} in Ordo", f"it lists {listed}")
