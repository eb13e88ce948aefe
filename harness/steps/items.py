"""Steps about items in Flourish and their stock."""

from decimal import Decimal

from pytest_bdd import given, parsers, when

from harness.steps import stage
from harness.steps.story import Story
from harness.steps.words import sentence


def edit(story: Story, index: int, **changes: object) -> None:
    """The warehouse edits an item and saves it."""
    changed = story.flourish.office.change_item(story.items[index].id, changes).value.data
    story.items[index] = changed


def adjust(story: Story, index: int = 0, facility: int | None = None, by: Decimal = Decimal(-7)) -> None:
    """The warehouse adjusts an item's inventory."""
    facility_id = story.facilities[story.paired if facility is None else facility].id
    _ = story.flourish.office.adjust_inventory(story.items[index].id, by, facility_id=facility_id).value


@given(sentence("an item in Flourish with {quantity:Quantity} in stock"))
def _with_stock(story: Story, quantity: Decimal) -> None:
    stage.add_item(story, brand=story.brand, stock=quantity)


@given("an item in Flourish that never had any stock")
def _never_any_stock(story: Story) -> None:
    stage.add_item(story, brand=story.brand)


@given(sentence("{count:Count} items in Flourish"))
def _several(story: Story, count: int) -> None:
    for _ in range(count):
        stage.add_item(story, brand=story.brand)


@given(sentence("only the last of them in stock, with {quantity:Quantity}"))
def _last_in_stock(story: Story, quantity: Decimal) -> None:
    stage.stock_up(story, story.items[-1], quantity)


@given("the last of them has the SKU of the first")
def _same_sku_as_first(story: Story) -> None:
    edit(story, -1, sku=story.items[0].sku)


@given("an item in Flourish without a brand")
def _without_brand(story: Story) -> None:
    stage.add_item(story, brand=None, stock=Decimal(50))


@given("an item in Flourish of a brand that is not in Ordo")
def _of_other_brand(story: Story) -> None:
    story.other_brand = story.made_up.brand()
    stage.add_item(story, brand=story.other_brand, stock=Decimal(50))


@given(sentence("an item in Flourish of the brand {brand:Quoted}"))
def _of_brand(story: Story, brand: str) -> None:
    stage.add_item(story, brand=brand, stock=Decimal(5))


@given(sentence("an item in Flourish named {name:Quoted} of the brand {brand:Quoted}"))
def _named_of_brand(story: Story, name: str, brand: str) -> None:
    stage.add_item(story, brand=brand, name=name, stock=Decimal(5))


@given(parsers.re(r'items in Flourish of the brands (?P<brands>"[^"]*"(?:, "[^"]*")* and "[^"]*")'))
def _of_brands(story: Story, brands: str) -> None:
    for brand in brands.split('"')[1::2]:
        stage.add_item(story, brand=brand, stock=Decimal(5))


@given("two items in Flourish of the same name with SKUs of their own")
def _same_name(story: Story) -> None:
    name = story.made_up.item_name()
    for _ in range(2):
        stage.add_item(story, brand=story.brand, name=name)


@given("two items in Flourish whose SKUs differ only in case")
def _skus_in_other_case(story: Story) -> None:
    sku = story.made_up.sku()
    for written in (sku.upper(), sku.lower()):
        stage.add_item(story, brand=story.brand, sku=written)


@given("two items in Flourish with the same SKU")
def _same_sku(story: Story) -> None:
    # both are there before either moves, so that no message about the first finds it alone
    sku = story.made_up.sku()
    for item in [stage.add_item(story, brand=story.brand, sku=sku) for _ in range(2)]:
        stage.stock_up(story, item, Decimal(5))


@given("an item in Flourish of another brand with the same SKU")
def _same_sku_other_brand(story: Story) -> None:
    stage.add_item(story, brand=story.made_up.brand(), sku=story.item.sku)


@given("an item in Flourish without a SKU")
def _without_sku(story: Story) -> None:
    stage.add_item(story, brand=story.brand, sku="", stock=Decimal(5))


@given(
    sentence("an item in Flourish with {one:Quantity} in stock in one lot and {other:Quantity} in another")
)
def _two_lots(story: Story, one: Decimal, other: Decimal) -> None:
    item = stage.add_item(story, brand=story.brand)
    for quantity, lot in ((one, "LOT-1"), (other, "LOT-2")):
        adjust_inventory = story.flourish.office.adjust_inventory
        _ = adjust_inventory(item.id, quantity, facility_id=story.facility.id, lot_number=lot).value


@given(
    sentence("an item in Flourish with {here:Quantity} in stock and {there:Quantity} in the second facility")
)
def _two_facilities(story: Story, here: Decimal, there: Decimal) -> None:
    item = stage.add_item(story, brand=story.brand, stock=here)
    stage.stock_up(story, item, there, facility=1)


@given("the warehouse has edited the item")
@when("the warehouse edits the item")
def _edit(story: Story) -> None:
    edit(story, 0, item_name=story.made_up.item_name(), price=story.made_up.price())


@given("the warehouse has edited the second item")
def _edit_second(story: Story) -> None:
    edit(story, 1, item_name=story.made_up.item_name(), price=story.made_up.price())


@given("the warehouse has renamed the item")
def _rename(story: Story) -> None:
    edit(story, 0, item_name=story.made_up.item_name())


@given("the warehouse has given the item another SKU")
def _other_sku(story: Story) -> None:
    edit(story, 0, sku=story.made_up.sku())


@given("the warehouse has given the item the brand that is in Ordo")
@when("the warehouse gives the item the brand that is in Ordo")
def _brand_put_right(story: Story) -> None:
    story.settle()
    edit(story, 0, brand=story.brand)


@given("the warehouse has taken the item's brand away")
def _brand_away(story: Story) -> None:
    edit(story, 0, brand=None)


@given("the warehouse has given the item another brand")
def _other_brand(story: Story) -> None:
    edit(story, 0, brand=story.made_up.brand())


@given("the warehouse has given the item its brand in capital letters")
def _brand_in_capitals(story: Story) -> None:
    edit(story, 0, brand=story.brand.upper())


@when("the warehouse adjusts the item's inventory")
@given("the warehouse has adjusted the item's inventory")
def _adjust(story: Story) -> None:
    story.settle()
    adjust(story)


@when("the warehouse sells the item at retail")
def _sell_at_retail(story: Story) -> None:
    story.settle()
    person = {"email": "ida@example.com", "first_name": "Ida", "last_name": "Moss", "dob": "1991-05-04"}
    customer = story.api.add_customer(person).value.data
    body = {
        "customer_id": customer.id,
        "fulfillment_type": "pickup",
        "order_lines": [{"sku": story.item.sku, "order_qty": 1}],
    }
    _ = story.api.place_retail_order(story.facilities[story.paired].id, body).value


@given(sentence("the warehouse has adjusted the item's inventory {count:Count} times"))
def _adjust_often(story: Story, count: int) -> None:
    for number in range(count):
        adjust(story, by=Decimal(number + 1))


@when("the warehouse adjusts the item's inventory in the second facility")
def _adjust_elsewhere(story: Story) -> None:
    adjust(story, facility=1, by=Decimal(9))


@given("the warehouse has written off all of the item's stock")
def _write_off(story: Story) -> None:
    adjust(story, by=-stage.PLENTY)
