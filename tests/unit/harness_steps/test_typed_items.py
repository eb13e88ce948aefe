"""What Ordo must show of an item follows from what was typed; every row of the table is checked."""

from decimal import Decimal

import msgspec
import pytest

from harness.clients.ordo_shapes import InventoryItem, NearMiss
from harness.fields import FIELDS
from harness.steps.context import order_rows
from harness.steps.context.item_rows import CHECKED, ITEM, STOCK, ExpectedItem, checks, differences
from harness.steps.context.order_rows import rows
from harness.steps.context.sync_rows import near_miss
from harness.steps.context.typed_items import TypedItem, TypedPack, on_order
from harness.steps.context.typed_orders import HeldOrder, TypedLine, moved_to

_FORM = {
    "item_name": "Name",
    "sku": "SKU",
    "brand": "Brand",
    "price": Decimal("4.635"),
    "item_description": "About",
    "item_category": "Flower",
    "uom": "g",
    "retail_display_name": "Another name",
}
_ITEM = TypedItem.of("7", _FORM)
_PACK = TypedPack(id="3", item_id="7", variation_name="FIVE", sku="SKU-5", unit_price=Decimal(20))
_SHOWN = InventoryItem(
    sku="SKU",
    flourish_item_id="7",
    name="Name",
    brand="Brand",
    price=Decimal("4.64"),
    sellable_qty=Decimal("2.5"),
    active=True,
    description="About",
    category="Flower",
    uom="g",
)


def _wrong(shown: InventoryItem, *listed: InventoryItem, pack: TypedPack | None = None) -> list[str]:
    must = ExpectedItem(item=_ITEM, pack=pack, sellable_qty=Decimal("2.5"))
    return differences([(must, shown)], [shown, *listed], checks(assumed=True))


def test_every_row_about_items_has_a_check() -> None:
    """The table of fields is the only list: a row without a check, or a check without a row, fails."""
    for message in (ITEM, STOCK):
        assert sorted(CHECKED[message]) == sorted(rows(message, assumed=True))
    assert {*CHECKED, *order_rows.CHECKED} == set(FIELDS)


def test_what_is_as_typed_passes() -> None:
    """Prices count in whole cents; what goes into other fields of Flourish's screen is no matter."""
    assert _wrong(_SHOWN) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sku", "sku"),
        ("flourish_item_id", "8"),
        ("name", "NAME"),
        ("brand", None),
        ("price", Decimal("4.63")),
        ("sellable_qty", Decimal(3)),
        ("active", False),
        ("description", "abou"),
        ("category", "Flowers"),
        ("uom", "ea"),
        ("flourish_variation_id", "3"),
    ],
)
def test_what_is_otherwise_is_named(field: str, value: object) -> None:
    """Each field of an item in Ordo is looked at."""
    assert _wrong(msgspec.structs.replace(_SHOWN, **{field: value}))


@pytest.mark.parametrize("field", ["description", "category", "uom"])
def test_an_optional_field_is_left_out_of_all_items_or_of_none(field: str) -> None:
    """An engine that does not carry it passes; one that loses it on the way does not."""
    without = msgspec.structs.replace(_SHOWN, **{field: None})
    assert _wrong(without) == []
    assert _wrong(without, _SHOWN)


def test_a_pack_is_told_by_its_own_name_and_that_of_its_item() -> None:
    """With a SKU and a price of its own."""
    shown = msgspec.structs.replace(
        _SHOWN, sku="SKU-5", name="Name, FIVE", price=Decimal(20), flourish_variation_id="3"
    )
    assert _wrong(shown, pack=_PACK) == []
    assert _wrong(msgspec.structs.replace(shown, name="Name"), pack=_PACK)


def test_orders_take_what_they_hold_until_they_are_cancelled() -> None:
    """Of the goods in question, packs apart from single items."""
    line = TypedLine(item_id="7", sku="SKU", item_name="Name", quantity=Decimal("2.5"), unit_price=Decimal(1))
    held = HeldOrder(lines=(line,), notes=(), requested_delivery_date=None)
    assert on_order([held, held], _ITEM.goods) == Decimal(5)
    assert on_order([held, moved_to("Cancelled")(held)], _ITEM.goods) == Decimal("2.5")
    assert on_order([held], _PACK.goods) == 0


def test_the_smallest_difference_of_a_brand_is_the_near_miss() -> None:
    """Case before spaces, spaces before both; what only resembles is none."""
    brands = ["Green Valley"]
    assert near_miss("green valley", brands) == NearMiss(brand="Green Valley", difference="case")
    assert near_miss("GreenValley", brands) == NearMiss(brand="Green Valley", difference="spaces")
    assert near_miss("GREENVALLEY", brands) == NearMiss(brand="Green Valley", difference="case_and_spaces")
    assert [near_miss(brand, brands) for brand in ("Green Valley", "Green", None)] == [None, None, None]
