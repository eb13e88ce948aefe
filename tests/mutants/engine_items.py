"""Engines that are wrong about single items: pairing, edits, what stops matching, the report (I4 to I15)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from integration_engine.core.brands import Difference, NearMiss
from integration_engine.core.catalogue import BrandChange, LeftOutReason
from tests.mutants.engine_sync import pardon
from tests.mutants.mutant import Change, Mutant, instead

_REFRESH = "integration_engine.work.item_work:refresh_item"
_REPORT = "integration_engine.work.sync_inventory:report_of"


def _one_of_a_name(original: Any) -> Any:
    def plan(items: Any, brands: Any, held: Any) -> Any:
        return original(tuple({item.item_name: item for item in items}.values()), brands, held)

    return plan


def _keeps_held(original: Any) -> Any:
    def plan(items: Any, brands: Any, held: Any) -> Any:
        held = tuple(held)
        known = {one.sku for one in held}
        made = original(items, brands, held)
        rest = tuple(one for one in items if one.sku in known and one not in made.brought)
        return replace(made, brought=(*made.brought, *rest))

    return plan


def _price_of_item(original: Any) -> Any:
    def packs(items: Any, rows: Any) -> Any:
        for pack in original(items, rows):
            yield replace(pack, price=items[pack.flourish_item_id].price)

    return packs


def _singles(original: Any) -> Any:
    def body(state: Any) -> Any:
        made = original(state)
        for line in made["order_lines"]:
            if line.pop("item_variation_pk", None):
                del line["sku"]
        return made

    return body


def _one_by_one(original: Any) -> Any:
    def changes(*facts: Any) -> Any:
        return tuple(replace(change, items=1) for change in original(*facts) for _ in range(change.items))

    return changes


def _any_end_of_a_match(_original: Any) -> Any:
    def changes(stale: Any, _brands: Any) -> Any:
        pairs = {(held.brand, (item and item.brand) or "") for held, item in stale}
        return tuple(BrandChange(brand=old, brand_now=new, items=1) for old, new in pairs)

    return changes


def _as_active(judge: Callable[[Any], bool]) -> Change:
    """An engine with a judgement of its own on what can be ordered."""
    return instead(
        "integration_engine.flourish.answers:parse_item",
        lambda original: lambda row: replace(original(row), active=judge(row)),
    )


def _active_only(original: Any) -> Any:
    return lambda items, *facts: original([item for item in items if item.active], *facts)


def _held_only(original: Any) -> Any:
    def refresh(connection: Any, sku: str) -> bool:
        held = {one.sku for one in connection.ordo.items()}
        return sku in held and original(connection, sku)

    return refresh


def _refresh_all(original: Any) -> Any:
    def refresh(connection: Any, _sku: str) -> bool:
        for one in connection.ordo.items():
            original(connection, one.sku)
        return True

    return refresh


MUTANTS = (
    Mutant(
        name="writes SKUs in capital letters",
        breaks=("I6",),
        consequence="Two SKUs that differ in case become one item.",
        changes=(
            instead(
                "integration_engine.ordo.formats:item_row",
                lambda original: (
                    lambda item, quantity: {
                        **original(item, quantity),
                        "sku": item.sku.upper(),
                    }
                ),
            ),
        ),
        first="differ only in case are two SKUs",
    ),
    Mutant(
        name="pairs items by name",
        breaks=("I6",),
        consequence="Of two items of one name only one comes.",
        changes=(instead("integration_engine.core.catalogue:plan_sync", _one_of_a_name),),
        first="same name are two items",
    ),
    Mutant(
        name="is deaf to changes of inventory",
        breaks=("I5",),
        consequence="Ordo sells what is long gone, until somebody syncs.",
        changes=(
            instead("integration_engine.receive.receive_flourish_webhook:_LONGEST_SKU", lambda _original: -1),
        ),
    ),
    Mutant(
        name="refreshes every item when one changes",
        breaks=("I5",),
        consequence="An unfinished edit of one item reaches Ordo because another was counted.",
        changes=(instead(_REFRESH, _refresh_all),),
        first="An edit of another item",
    ),
    Mutant(
        name="leaves an item that Ordo lacks to the next sync",
        breaks=("I10",),
        consequence="An item whose brand was put right is in stock and cannot be ordered.",
        changes=(instead(_REFRESH, _held_only),),
        first="put right comes when its inventory changes",
    ),
    Mutant(
        name="brings whatever item the inventory changes of",
        breaks=("I10", "I4"),
        consequence="A delivery to the warehouse puts an item of a foreign brand on offer in Ordo.",
        changes=(
            pardon(
                LeftOutReason.NO_BRAND,
                LeftOutReason.BRAND_MISMATCH,
                where="integration_engine.work.item_work",
            ),
        ),
        first="of another brand stays out when",
    ),
    Mutant(
        name="does not know packs",
        breaks=("I11",),
        consequence="Packs are in stock in Flourish and cannot be ordered in Ordo.",
        changes=(
            instead(
                "integration_engine.core.catalogue:variations_of", lambda _original: lambda *_facts: iter(())
            ),
        ),
        first="with its own quantity and price",
    ),
    Mutant(
        name="sells a pack at the price of one",
        breaks=("I11",),
        consequence="Five are sold for the price of one.",
        changes=(instead("integration_engine.core.catalogue:variations_of", _price_of_item),),
        first="with its own quantity and price",
    ),
    Mutant(
        name="says nothing of packs without a SKU",
        breaks=("I11",),
        consequence="Packs are missing in Ordo and nobody learns why.",
        changes=(
            instead(
                "integration_engine.core.catalogue:variations_of",
                lambda original: lambda *facts: (pack for pack in original(*facts) if pack.sku),
            ),
        ),
        first="A pack without a SKU",
    ),
    Mutant(
        name="orders singles where packs are asked for",
        breaks=("I11",),
        consequence="The buyer gets three of what should be three packs.",
        changes=(instead("integration_engine.flourish.place_order:outbound_order", _singles),),
        first="takes packs and not singles",
    ),
    Mutant(
        name="refreshes an item that has stopped matching",
        breaks=("I9",),
        consequence="An item whose brand was taken away goes on changing in Ordo.",
        changes=(
            pardon(
                LeftOutReason.NO_BRAND,
                LeftOutReason.BRAND_MISMATCH,
                where="integration_engine.work.item_work",
            ),
        ),
        first="keeps its quantity",
    ),
    Mutant(
        name="syncs what Ordo holds whether it matches or not",
        breaks=("I9",),
        consequence="An item that stopped matching is brought up to date for ever.",
        changes=(instead("integration_engine.core.catalogue:plan_sync", _keeps_held),),
        first="stays as it was and is reported",
    ),
    Mutant(
        name="says nothing of a brand that was renamed",
        breaks=("I13",),
        consequence="Two hundred items are reported one by one, and nobody sees that it is one brand.",
        changes=(
            instead("integration_engine.core.catalogue:_brand_changes", lambda _original: lambda *_facts: ()),
        ),
        first="told in one line",
    ),
    Mutant(
        name="tells a renamed brand once for each item",
        breaks=("I13",),
        consequence="The report of a renamed brand is as long as its list of items.",
        changes=(instead("integration_engine.core.catalogue:_brand_changes", _one_by_one),),
        first="told in one line",
    ),
    Mutant(
        name="takes every end of a match for a renamed brand",
        breaks=("I13",),
        consequence="The report says of a brand that was removed from Ordo that it is now itself.",
        changes=(instead("integration_engine.core.catalogue:_brand_changes", _any_end_of_a_match),),
        first="is no change of brand",
    ),
    Mutant(
        name="does not report what stopped matching",
        breaks=("I9",),
        consequence="Nobody learns that an item in Ordo is out of date.",
        changes=(
            instead(
                "integration_engine.core.catalogue:_no_longer_matching",
                lambda _original: lambda *_facts: (),
            ),
        ),
        first="stays as it was and is reported",
    ),
    Mutant(
        name="shows every item as active",
        breaks=("I15",),
        consequence="The rep sells an item that the warehouse has given up.",
        changes=(_as_active(lambda _row: True),),
        first="synced and shown as inactive",
    ),
    Mutant(
        name="does not look whether an item is sellable",
        breaks=("I15",),
        consequence="The rep sells an item that is not for sale.",
        changes=(_as_active(lambda row: row["active"]),),
        first="synced and shown as inactive",
    ),
    Mutant(
        name="shows only what web shops show as active",
        breaks=("I15",),
        consequence="Nothing can be ordered from a seller without a web shop.",
        changes=(_as_active(lambda row: row["active"] and row["sellable"] and row["ecommerce_active"]),),
        first="Neither quantity nor web shops",
    ),
    Mutant(
        name="shows what is sold out as inactive",
        breaks=("I15",),
        consequence="What comes in tomorrow cannot be ordered today.",
        changes=(
            instead(
                "integration_engine.ordo.formats:item_row",
                lambda original: (
                    lambda item, quantity: original(
                        replace(item, active=item.active and quantity > 0), quantity
                    )
                ),
            ),
        ),
        first="Neither quantity nor web shops",
    ),
    Mutant(
        name="does not sync inactive items",
        breaks=("I15", "I3"),
        consequence="An item that became inactive goes on being sold as it was.",
        changes=(instead("integration_engine.core.catalogue:plan_sync", _active_only),),
        first="synced and shown as inactive",
    ),
    Mutant(
        name="reports nothing that was left out",
        breaks=("I7", "I4"),
        consequence="Nobody learns why an item does not come.",
        changes=(instead(_REPORT, lambda original: lambda plan: {**original(plan), "left_out": []}),),
        first="left out and reported",
    ),
    Mutant(
        name="points at no near miss",
        breaks=("I7",),
        consequence="A typing error in a brand is looked for in vain.",
        changes=(
            instead(
                "integration_engine.core.brands:BrandBook.near_miss",
                lambda _original: lambda _self, _brand: None,
            ),
        ),
        first="nearly the same",
    ),
    Mutant(
        name="points at a brand that only begins alike",
        breaks=("I7",),
        consequence="The report sends people after a brand that is meant to be another.",
        changes=(
            instead(
                "integration_engine.core.brands:BrandBook.near_miss",
                lambda original: (
                    lambda self, brand: (
                        original(self, brand)
                        or next(
                            (
                                NearMiss(brand=one, difference=Difference.CASE)
                                for one in self._exact
                                if one.startswith(brand[:3])
                            ),
                            None,
                        )
                    )
                ),
            ),
        ),
        first="only resembles",
    ),
)
