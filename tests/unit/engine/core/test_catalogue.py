"""Which items sync, which are left out, and why (I2 to I12)."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from integration_engine.core.brands import BrandBook, Difference, NearMiss
from integration_engine.core.catalogue import (
    FlourishItem,
    LeftOutReason,
    OrdoItem,
    SyncPlan,
    plan_sync,
    sellable_by_sku,
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


def test_counts_cover_every_reason() -> None:
    """Each reason is counted, also those that did not occur (I7)."""
    counts = plan(replace(ITEM, brand=None), replace(ITEM, sku=None)).counts()
    assert counts == {
        LeftOutReason.NO_BRAND: 1,
        LeftOutReason.BRAND_MISMATCH: 0,
        LeftOutReason.NO_SKU: 1,
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
    assert sellable_by_sku(rows) == {"A": Decimal("-2.5"), "B": Decimal(2)}
