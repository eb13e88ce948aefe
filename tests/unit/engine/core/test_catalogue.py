"""Which items sync, which are left out, and why (I2 to I13)."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from integration_engine.core.brands import BrandBook, Difference, NearMiss
from integration_engine.core.catalogue import (
    BrandChange,
    FlourishItem,
    LeftOutReason,
    OrdoItem,
    SummaryRow,
    SyncPlan,
    Variation,
    plan_sync,
    sellable_by_sku,
    variations_of,
)

ITEM = FlourishItem(
    flourish_item_id="1",
    item_name="Pre-roll",
    sku="SKU-1",
    brand="Green Leaf",
    description=None,
    category=None,
    price=Decimal(10),
    uom="ea",
    active=True,
)


def plan(*items: FlourishItem, held: Iterable[OrdoItem] = ()) -> SyncPlan:
    """A sync of these items into an Ordo with one brand."""
    return plan_sync(items, BrandBook(["Green Leaf"]), held)


def reasons(made: SyncPlan) -> list[tuple[LeftOutReason, str]]:
    """Why each left-out item is left out."""
    return [(one.reason, one.flourish_item_id) for one in made.left_out]


@pytest.mark.parametrize(
    ("brand", "expected"),
    [
        ("green leaf", NearMiss(brand="Green Leaf", difference=Difference.CASE)),
        ("Green Leaf ", NearMiss(brand="Green Leaf", difference=Difference.SPACES)),
        ("GreenLeaf", NearMiss(brand="Green Leaf", difference=Difference.SPACES)),
        ("GREEN  leaf", NearMiss(brand="Green Leaf", difference=Difference.CASE_AND_SPACES)),
        ("Blue Leaf", None),
    ],
)
def test_near_misses_are_pointed_at(brand: str, expected: NearMiss | None) -> None:
    """A brand that differs only in case, in spaces or in both is named with its difference (I7)."""
    book = BrandBook(["Green Leaf", "Other"])
    assert not book.matches(brand)
    assert book.near_miss(brand) == expected


def test_only_an_equal_brand_matches() -> None:
    """The comparison is exact (I2, I7)."""
    assert BrandBook(["Green Leaf"]).matches("Green Leaf")


def test_matching_items_are_brought_in_order() -> None:
    """Items with a brand of Ordo's and a SKU of their own sync, inactive ones too (I3, I6)."""
    second = replace(ITEM, flourish_item_id="2", sku="SKU-2", active=False)
    made = plan(ITEM, second)
    assert made.brought == (ITEM, second)
    assert made.left_out == ()


@pytest.mark.parametrize("brand", [None, "", "  "])
def test_an_item_without_brand_is_left_out(brand: str | None) -> None:
    """No brand, no sync (I4)."""
    assert reasons(plan(replace(ITEM, brand=brand))) == [(LeftOutReason.NO_BRAND, "1")]


def test_a_mismatch_is_left_out_with_its_near_miss() -> None:
    """The report carries the brand as written in Flourish and the one it almost is (I7)."""
    (left,) = plan(replace(ITEM, brand="green leaf")).left_out
    assert left.reason is LeftOutReason.BRAND_MISMATCH
    assert left.brand == "green leaf"
    assert left.near_miss == NearMiss(brand="Green Leaf", difference=Difference.CASE)


@pytest.mark.parametrize("sku", [None, "", " "])
def test_an_item_without_sku_is_left_out(sku: str | None) -> None:
    """Without SKU there is nothing to pair by (I8)."""
    assert reasons(plan(replace(ITEM, sku=sku))) == [(LeftOutReason.NO_SKU, "1")]


def test_both_carriers_of_a_sku_are_left_out() -> None:
    """A SKU carried by two items pairs with neither (I8)."""
    made = plan(ITEM, replace(ITEM, flourish_item_id="2"))
    assert reasons(made) == [(LeftOutReason.DUPLICATE_SKU, "1"), (LeftOutReason.DUPLICATE_SKU, "2")]


def test_a_carrier_of_another_brand_spoils_the_sku_too() -> None:
    """The inventory summary adds both items up, so the quantity would be wrong (I8)."""
    made = plan(ITEM, replace(ITEM, flourish_item_id="2", brand="Other"))
    assert reasons(made) == [(LeftOutReason.DUPLICATE_SKU, "1"), (LeftOutReason.BRAND_MISMATCH, "2")]


def test_an_item_that_stopped_matching_is_reported_once() -> None:
    """What Ordo holds and Flourish no longer offers is reported as such, with what it has become (I9)."""
    (left,) = plan(
        replace(ITEM, brand="GREEN LEAF"), held=[OrdoItem(sku="SKU-1", flourish_item_id="1")]
    ).left_out
    assert (left.reason, left.sku, left.brand) == (LeftOutReason.NO_LONGER_MATCHES, "SKU-1", "GREEN LEAF")
    assert left.near_miss == NearMiss(brand="Green Leaf", difference=Difference.CASE)


def test_a_changed_sku_leaves_the_old_one_behind() -> None:
    """The item comes under its new SKU, and the old one in Ordo is reported by the item's name (I6, I9)."""
    made = plan(replace(ITEM, sku="NEW"), held=[OrdoItem(sku="SKU-1", flourish_item_id="1")])
    assert [item.sku for item in made.brought] == ["NEW"]
    assert [(one.reason, one.sku, one.item_name) for one in made.left_out] == [
        (LeftOutReason.NO_LONGER_MATCHES, "SKU-1", "Pre-roll")
    ]


def test_a_vanished_item_is_reported_by_what_ordo_knows() -> None:
    """When Flourish has neither the SKU nor the item any more, Ordo's own data name it (I9)."""
    (left,) = plan(held=[OrdoItem(sku="GONE", flourish_item_id="9")]).left_out
    assert (left.reason, left.sku, left.flourish_item_id) == (LeftOutReason.NO_LONGER_MATCHES, "GONE", "9")


def test_an_item_that_still_matches_is_not_reported() -> None:
    """What Ordo holds and the sync brings again is not left out."""
    assert plan(ITEM, held=[OrdoItem(sku="SKU-1", flourish_item_id="1")]).left_out == ()


def held(count: int, brand: str) -> list[OrdoItem]:
    """So many items that Ordo holds under a brand: SKU-1, SKU-2, ..."""
    return [OrdoItem(sku=f"SKU-{n + 1}", flourish_item_id=f"{n + 1}", brand=brand) for n in range(count)]


def carrying(count: int, brand: str | None) -> list[FlourishItem]:
    """The same items in Flourish, all of one brand."""
    return [replace(ITEM, flourish_item_id=f"{n + 1}", sku=f"SKU-{n + 1}", brand=brand) for n in range(count)]


def test_items_of_another_brand_than_in_ordo_are_told_in_one_line() -> None:
    """The two names and the count, and each item besides as one that no longer matches (I9, I13)."""
    made = plan(*carrying(3, "Red Rock"), held=held(3, "Green Leaf"))
    assert made.brand_changes == (BrandChange(brand="Green Leaf", brand_now="Red Rock", items=3),)
    assert [reason for reason, _ in reasons(made)] == [LeftOutReason.NO_LONGER_MATCHES] * 3


def test_every_pair_of_brands_has_a_line_of_its_own() -> None:
    """What went to two brands is two lines, in the order of Ordo's items (I13)."""
    items = [*carrying(1, "Red Rock"), replace(ITEM, flourish_item_id="2", sku="SKU-2", brand="Gold Coast")]
    made = plan(*items, held=held(2, "Green Leaf"))
    assert [(change.brand_now, change.items) for change in made.brand_changes] == [
        ("Red Rock", 1),
        ("Gold Coast", 1),
    ]


def test_a_brand_that_differs_in_case_is_another_brand() -> None:
    """Renamed only in case is renamed (I7, I13)."""
    made = plan(*carrying(1, "GREEN LEAF"), held=held(1, "Green Leaf"))
    assert made.brand_changes == (BrandChange(brand="Green Leaf", brand_now="GREEN LEAF", items=1),)


@pytest.mark.parametrize(
    ("brand_in_ordo", "brand"),
    [
        ("Green Leaf", None),
        ("Green Leaf", ""),
        ("Green Leaf", " "),
        ("Red Rock", "Red Rock"),
        ("", "Red Rock"),
        ("Red Rock", "Green Leaf"),
    ],
)
def test_no_other_end_of_a_match_is_a_change_of_brand(brand_in_ordo: str, brand: str | None) -> None:
    """No brand any more, the brand gone from Ordo, none in Ordo, or a brand that matches (I13)."""
    assert plan(*carrying(1, brand), held=held(1, brand_in_ordo)).brand_changes == ()


def test_an_item_without_a_sku_of_its_own_has_changed_no_brand() -> None:
    """It stopped matching for its SKU; its brand is one of Ordo's, if another than before (I8, I13)."""
    made = plan(ITEM, replace(ITEM, flourish_item_id="2"), held=held(1, "Red Rock"))
    assert (made.brought, made.brand_changes) == ((), ())


def test_an_item_that_vanished_has_changed_no_brand() -> None:
    """Flourish says nothing of it, so nothing of its brand (I13)."""
    assert plan(held=held(1, "Green Leaf")).brand_changes == ()


def test_counts_cover_every_reason() -> None:
    """Each reason is counted, also those that did not occur (I7)."""
    counts = plan(replace(ITEM, brand=None), replace(ITEM, sku=None)).counts()
    assert counts == {
        LeftOutReason.NO_BRAND: 1,
        LeftOutReason.BRAND_MISMATCH: 0,
        LeftOutReason.NO_SKU: 1,
        LeftOutReason.VARIATION_WITHOUT_SKU: 0,
        LeftOutReason.DUPLICATE_SKU: 0,
        LeftOutReason.NO_LONGER_MATCHES: 0,
        LeftOutReason.REFUSED_BY_ORDO: 0,
    }


def test_a_sku_that_ordo_cannot_take_is_left_out_with_the_reason() -> None:
    """Ordo takes 200 characters; one more and the item stays out, and the report says why (I12)."""
    longest, too_long = replace(ITEM, sku="x" * 200), replace(ITEM, flourish_item_id="2", sku="x" * 201)
    made = plan(longest, too_long, replace(ITEM, flourish_item_id="3", brand=None))
    assert made.brought == (longest,)
    assert reasons(made) == [(LeftOutReason.REFUSED_BY_ORDO, "2"), (LeftOutReason.NO_BRAND, "3")]
    assert [left.detail for left in made.left_out] == ["Ordo takes SKUs of at most 200 characters.", None]


def test_sellable_quantity_is_the_sum_over_rows() -> None:
    """Several rows of a SKU add up, negative ones too; rows without SKU belong to nothing (I8)."""
    rows = [
        ("A", Decimal("1.5")),
        ("A", Decimal(-4)),
        ("B", Decimal(2)),
        (None, Decimal(9)),
        ("", Decimal(9)),
    ]
    summary = [SummaryRow(sku=sku, sellable_qty=quantity) for sku, quantity in rows]
    assert sellable_by_sku(summary) == {"A": Decimal("-2.5"), "B": Decimal(2)}


def pack(sku: str | None, **of: str) -> SummaryRow:
    """A row of a variation of ITEM."""
    ids = {"variation_id": "7", "flourish_item_id": "1", **of}
    variation = Variation(variation_name="PACK5", price=Decimal(45), **ids)
    return SummaryRow(sku=sku, sellable_qty=Decimal(4), variation=variation)


def test_a_variation_is_an_item_of_its_own() -> None:
    """It has the SKU and the price of the pack, and all else of its item; several rows name it once (I11)."""
    row = SummaryRow(sku="SKU-1", sellable_qty=Decimal(1))
    made = list(variations_of({"1": ITEM}, [row, pack("P-5"), pack("P-5")]))
    assert made == [
        replace(ITEM, item_name="Pre-roll (PACK5)", sku="P-5", price=Decimal(45), flourish_variation_id="7")
    ]


def test_a_variation_of_an_unknown_item_is_nothing() -> None:
    """An item that appeared while the lists were read comes with the next message or sync."""
    assert list(variations_of({"1": ITEM}, [pack("P-5", flourish_item_id="2")])) == []


def test_a_variation_without_a_sku_is_left_out_as_such() -> None:
    """What cannot be told from other packs is reported by the names of item and variation (I11)."""
    made = plan(ITEM, *variations_of({"1": ITEM}, [pack("")]))
    assert made.brought == (ITEM,)
    assert [(left.reason, left.item_name) for left in made.left_out] == [
        (LeftOutReason.VARIATION_WITHOUT_SKU, "Pre-roll (PACK5)")
    ]


def test_a_variation_with_the_sku_of_an_item_is_not_brought_either() -> None:
    """A SKU that two carry pairs neither (I8, I11)."""
    made = plan(ITEM, *variations_of({"1": ITEM}, [pack("SKU-1")]))
    assert (made.brought, len(made.left_out)) == ((), 2)


def test_a_variation_that_is_gone_is_reported_by_its_item() -> None:
    """A SKU in Ordo that no variation has any more is named by the item that Flourish still knows (I9)."""
    variation = next(variations_of({"1": ITEM}, [pack("P-5")]))
    made = plan(ITEM, variation, held=[OrdoItem(sku="P-OLD", flourish_item_id="1")])
    assert [(left.sku, left.item_name) for left in made.left_out] == [("P-OLD", "Pre-roll")]
