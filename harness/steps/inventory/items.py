"""Steps about items in Flourish and their stock."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from pytest_bdd import given, parsers, when

from harness.steps.context import setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, sentence
from harness.steps.context.traffic import TO_ORDO
from harness.steps.context.typed_items import TypedItem


def adjust(context: ScenarioContext, by: Decimal = Decimal(-7), facility: int | None = None) -> None:
    """The warehouse adjusts the item's inventory."""
    setup.stock_up(context, context.item, by, facility=facility)


@given(sentence("an item in Flourish with {quantity:Quantity} in stock"))
def _with_stock(context: ScenarioContext, quantity: Decimal) -> None:
    setup.add_item(context, brand=context.catalogue.brand, stock=quantity)


_ITEMS: Mapping[str, Callable[[ScenarioContext], TypedItem]] = {
    "that never had any stock": lambda context: setup.add_item(context, brand=context.catalogue.brand),
    "without a brand": lambda context: setup.add_item(context, brand=None, stock=Decimal(50)),
    "without a SKU": lambda context: setup.add_item(
        context, brand=context.catalogue.brand, sku="", stock=Decimal(5)
    ),
    "whose SKU is too long for Ordo": lambda context: setup.add_item(
        context, brand=context.catalogue.brand, sku=context.fake_data.sku() * 30
    ),
    "of another brand with the same SKU": lambda context: setup.add_item(
        context, brand=context.fake_data.brand(), sku=context.item.sku
    ),
}


@given(parsers.re(f"an item in Flourish (?P<which>{any_of(_ITEMS)})"))
def _item(context: ScenarioContext, which: str) -> None:
    _ITEMS[which](context)


@given("an item in Flourish that Ordo refuses")
def _refused_item(context: ScenarioContext) -> None:
    item = setup.add_item(context, brand=context.catalogue.brand)
    context.catalogue.refused.add(item.id)
    match = {"method": "PUT", "path": f"{TO_ORDO}/items", "order": item.id}
    context.ordo.control.arm("status", status=422, match=match, count=None)


@given(sentence("{count:Count} items in Flourish"))
def _several(context: ScenarioContext, count: int) -> None:
    for _ in range(count):
        setup.add_item(context, brand=context.catalogue.brand)


@given(sentence("only the last of them in stock, with {quantity:Quantity}"))
def _last_in_stock(context: ScenarioContext, quantity: Decimal) -> None:
    setup.stock_up(context, context.catalogue.items[-1], quantity)


@given("the last of them has the SKU of the first")
def _same_sku_as_first(context: ScenarioContext) -> None:
    setup.edit_item(context, -1, sku=context.catalogue.items[0].sku)


@given("an item in Flourish of a brand that is not in Ordo")
def _of_other_brand(context: ScenarioContext) -> None:
    context.catalogue.other_brand = context.fake_data.brand()
    setup.add_item(context, brand=context.catalogue.other_brand, stock=Decimal(50))


@given(sentence("an item in Flourish of the brand {brand:Quoted}"))
def _of_brand(context: ScenarioContext, brand: str) -> None:
    setup.add_item(context, brand=brand, stock=Decimal(5))


@given(sentence("an item in Flourish named {name:Quoted} of the brand {brand:Quoted}"))
def _named_of_brand(context: ScenarioContext, name: str, brand: str) -> None:
    setup.add_item(context, brand=brand, item_name=name, stock=Decimal(5))


@given(parsers.re(r'items in Flourish of the brands (?P<brands>"[^"]*"(?:, "[^"]*")* and "[^"]*")'))
def _of_brands(context: ScenarioContext, brands: str) -> None:
    for brand in brands.split('"')[1::2]:
        setup.add_item(context, brand=brand, stock=Decimal(5))


@given("two items in Flourish of the same name with SKUs of their own")
def _same_name(context: ScenarioContext) -> None:
    name = context.fake_data.item_name()
    for _ in range(2):
        setup.add_item(context, brand=context.catalogue.brand, item_name=name)


@given("two items in Flourish whose SKUs differ only in case")
def _skus_in_other_case(context: ScenarioContext) -> None:
    sku = context.fake_data.sku()
    for written in (sku.upper(), sku.lower()):
        setup.add_item(context, brand=context.catalogue.brand, sku=written)


@given("two items in Flourish with the same SKU")
def _same_sku(context: ScenarioContext) -> None:
    # both are there before either moves, so that no message about the first finds it alone
    sku = context.fake_data.sku()
    for item in [setup.add_item(context, brand=context.catalogue.brand, sku=sku) for _ in range(2)]:
        setup.stock_up(context, item, Decimal(5))


@given(
    sentence("an item in Flourish with {one:Quantity} in stock in one lot and {other:Quantity} in another")
)
def _two_lots(context: ScenarioContext, one: Decimal, other: Decimal) -> None:
    item = setup.add_item(context, brand=context.catalogue.brand)
    for quantity, lot in ((one, "LOT-1"), (other, "LOT-2")):
        setup.stock_up(context, item, quantity, lot_number=lot)


@given(
    sentence("an item in Flourish with {here:Quantity} in stock and {there:Quantity} in the second facility")
)
def _two_facilities(context: ScenarioContext, here: Decimal, there: Decimal) -> None:
    item = setup.add_item(context, brand=context.catalogue.brand, stock=here)
    setup.stock_up(context, item, there, facility=1)


def _rename(context: ScenarioContext) -> Mapping[str, object]:
    return {"item_name": context.fake_data.item_name()}


def _reprice(context: ScenarioContext) -> Mapping[str, object]:
    data = context.fake_data
    return {
        **_rename(context),
        "price": data.price(),
        "item_description": data.sentence(),
        "item_category": f"{data.category()} II",
        "uom": data.uom(),
    }


_EDITS: Mapping[str, Callable[[ScenarioContext], Mapping[str, object]]] = {
    "edited the item": _reprice,
    "renamed the item": _rename,
    "given the item another price": lambda context: {"price": context.fake_data.price()},
    "given the item another description": lambda context: {"item_description": context.fake_data.sentence()},
    "taken the item's description away": lambda _: {"item_description": ""},
    "given the item another category": lambda context: {
        "item_category": f"{context.fake_data.category()} II"
    },
    "given the item another unit": lambda _: {"uom": "mg"},
    "given the item another SKU": lambda context: {"sku": context.fake_data.sku()},
    "given the item another brand": lambda context: {"brand": context.fake_data.brand()},
    "given the item its brand in capital letters": lambda context: {"brand": context.catalogue.brand.upper()},
    "taken the item's brand away": lambda _: {"brand": None},
    "made the item inactive": lambda _: {"active": False},
    "made the item not sellable": lambda _: {"sellable": False},
    "made the item active and sellable again": lambda _: {"active": True, "sellable": True},
}


@given(parsers.re(f"the warehouse has (?P<edited>{any_of(_EDITS)})"))
def _has_edited(context: ScenarioContext, edited: str) -> None:
    setup.edit_item(context, 0, **_EDITS[edited](context))


@when("the warehouse edits the item")
def _edit(context: ScenarioContext) -> None:
    setup.edit_item(context, 0, **_reprice(context))


@given("the warehouse has given the first item the SKU of the second")
def _sku_of_second(context: ScenarioContext) -> None:
    setup.edit_item(context, 0, sku=context.catalogue.items[1].sku)


@given("the warehouse has edited the second item")
def _edit_second(context: ScenarioContext) -> None:
    setup.edit_item(context, 1, **_reprice(context))


@given("the warehouse has given the item the brand that is in Ordo")
@when("the warehouse gives the item the brand that is in Ordo")
def _brand_put_right(context: ScenarioContext) -> None:
    context.settle()
    setup.edit_item(context, 0, brand=context.catalogue.brand)


@when("the warehouse adjusts the item's inventory")
@given("the warehouse has adjusted the item's inventory")
def _adjust(context: ScenarioContext) -> None:
    context.settle()
    adjust(context)


@when("the first stock of the item comes in")
def _first_stock(context: ScenarioContext) -> None:
    context.settle()
    adjust(context, by=Decimal(12))


@when("the warehouse sells the item at retail")
def _sell_at_retail(context: ScenarioContext) -> None:
    context.settle()
    person = {"email": "ida@example.com", "first_name": "Ida", "last_name": "Moss", "dob": "1991-05-04"}
    customer = context.api.add_customer(person).value.data
    body = {
        "customer_id": customer.id,
        "fulfillment_type": "pickup",
        "order_lines": [{"sku": context.item.sku, "order_qty": 1}],
    }
    _ = context.api.place_retail_order(context.facility.id, body).value
    context.catalogue.move(context.facility.id, context.item.goods, Decimal(-1))


@given(sentence("the warehouse has adjusted the item's inventory {count:Count} times"))
def _adjust_often(context: ScenarioContext, count: int) -> None:
    for number in range(count):
        adjust(context, by=Decimal(number + 1))


@when("the warehouse adjusts the item's inventory in the second facility")
def _adjust_elsewhere(context: ScenarioContext) -> None:
    adjust(context, facility=1, by=Decimal(9))


@given("the warehouse has written off all of the item's stock")
@when("the warehouse writes off all of the item's stock")
def _write_off(context: ScenarioContext) -> None:
    adjust(context, by=-setup.PLENTY)
