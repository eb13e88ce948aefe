"""Engines that carry an item or a quantity otherwise than the warehouse typed it (I1, I5, I8, I11, I15)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from integration_engine.core.catalogue import sellable_by_sku
from tests.mutants.mutant import Change, Mutant, instead

_PARSE = "integration_engine.flourish.answers:parse_item"
_CATALOGUE = "integration_engine.core.catalogue"
_DROPPED = {"description": None, "category": None, "uom": None}


def _changed(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Any], Any]:
    return lambda original: lambda *facts: {**(row := original(*facts)), **change(row)}


def _writes(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """An engine that spoils every row that it gives to Ordo."""
    return instead("integration_engine.ordo.formats:item_row", _changed(change))


def _writes_by_message(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """An engine that spoils the rows of single items, which messages bring, and syncs rightly."""
    return instead("integration_engine.work.item_work:item_row", _changed(change), only_here=True)


def _reads(change: Callable[[Any], dict[str, Any]]) -> Change:
    """An engine that takes another field of Flourish's item for the right one."""
    return instead(_PARSE, lambda original: lambda row: replace(original(row), **change(row)))


def _stored(change: Callable[[tuple[Any, ...]], Iterable[Any]]) -> Change:
    """An engine whose sync brings other items than it planned, and reports the plan."""

    def make(original: Any) -> Any:
        def store(self: Any, connection: Any, plan: Any, report: Any) -> None:
            original(self, connection, replace(plan, brought=tuple(change(plan.brought))), report)
            self._stored = len(plan.brought)

        return store

    return instead("integration_engine.work.sync_inventory:SyncRun._store", make)


def _neighbours(field: str) -> Callable[[tuple[Any, ...]], Iterable[Any]]:
    return lambda items: [
        replace(item, **{field: getattr(items[number - 1], field)}) for number, item in enumerate(items)
    ]


def _summed(change: Callable[[Any], Any]) -> Change:
    return instead(
        f"{_CATALOGUE}:sellable_by_sku",
        lambda original: lambda rows: {sku: change(quantity) for sku, quantity in original(rows).items()},
    )


def _first_rows_only(rows: Iterable[Any]) -> Any:
    by_sku: dict[str, Any] = {}
    for row in rows:
        by_sku.setdefault(row.sku or "", row)
    return sellable_by_sku(by_sku.values())


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _of_its_item(original: Any) -> Any:
    def packs(items: Any, rows: Any) -> Any:
        for pack in original(items, rows):
            yield replace(pack, item_name=items[pack.flourish_item_id].item_name)

    return packs


def _step(step: str) -> Callable[[Decimal], Decimal]:
    return lambda quantity: quantity.quantize(Decimal(step), ROUND_DOWN)


def _mutant(name: str, consequence: str, *changes: Change, breaks: str = "I5", first: str = "") -> Mutant:
    return Mutant(name=name, breaks=(breaks,), consequence=consequence, changes=changes, first=first)


_WHOLE, _EDITS = "arrives whole and as it was typed", "Whatever the warehouse edits"

MUTANTS = (
    _mutant(
        "syncs 250 items and reports all",
        "Item 251 cannot be ordered, and the report says that it came.",
        _stored(lambda items: items[:250]),
        breaks="I1",
        first=_WHOLE,
    ),
    _mutant(
        "forgets the last item of a sync",
        "One item never comes, and the report says that it did.",
        _stored(lambda items: items[:-1] if len(items) > 1 else items),
        breaks="I1",
        first=_WHOLE,
    ),
    _mutant(
        "forgets the item after each fifty",
        "Where a page begins an item is missing.",
        _stored(lambda items: [item for number, item in enumerate(items) if number % 50 or not number]),
        breaks="I1",
        first=_WHOLE,
    ),
    _mutant(
        "gives an item the price of the one before",
        "Every price in Ordo is that of something else.",
        _stored(_neighbours("price")),
        first=_WHOLE,
    ),
    _mutant(
        "gives an item the description of the one before",
        "The rep describes something else.",
        _stored(_neighbours("description")),
        first=_WHOLE,
    ),
    _mutant(
        "gives an item the activity of the one before",
        "What is given up can be ordered, and what is sold cannot.",
        _stored(_neighbours("active")),
        breaks="I15",
        first=_WHOLE,
    ),
    _mutant(
        "pairs an item with the id of the one before",
        "An order of one item is one of another in Flourish.",
        _stored(_neighbours("flourish_item_id")),
        breaks="I6",
        first=_WHOLE,
    ),
    _mutant(
        "writes names in capital letters",
        "Nobody in the warehouse wrote it so.",
        _writes(lambda row: {"name": row["name"].upper()}),
        first="as it was written",
    ),
    _mutant(
        "writes ASCII only",
        "Crème brûlée is Cr?me br?l?e.",
        _writes(lambda row: {"name": _ascii(row["name"])}),
        first="as it was written",
    ),
    _mutant(
        "escapes names for a web page",
        "The rep reads &amp; where the warehouse wrote &.",
        _writes(lambda row: {"name": row["name"].replace("&", "&amp;")}),
        first="as it was written",
    ),
    _mutant(
        "cuts names at a hundred characters",
        "Two items that differ in the end of their names look the same.",
        _writes(lambda row: {"name": row["name"][:100]}),
        first="longest texts of an item",
    ),
    _mutant(
        "cuts descriptions at 255 characters",
        "The rest of what the warehouse wrote is lost.",
        _writes(lambda row: {"description": (row["description"] or "")[:255]}),
        first="longest texts of an item",
    ),
    _mutant(
        "shows the name for buyers instead of the item's",
        "What the rep orders is called otherwise in the warehouse.",
        _reads(lambda row: {"item_name": row["retail_display_name"]}),
        first=_EDITS,
    ),
    _mutant(
        "shows what an item cost instead of its price",
        "The seller sells at cost.",
        _reads(lambda row: {"price": Decimal(str(row["cost"]))}),
        first=_EDITS,
    ),
    _mutant(
        "shows the class as the category",
        "The rep looks for an item where it is not.",
        _reads(lambda row: {"category": row["item_class"]}),
        first=_EDITS,
    ),
    _mutant(
        "sells everything each",
        "Three grams are ordered and three pieces are meant.",
        _writes(lambda _row: {"uom": "ea"}),
        first=_EDITS,
    ),
    _mutant(
        "loses description, category and unit when a message brings an item",
        "What a sync has brought is gone with the next sale.",
        _writes_by_message(lambda _row: _DROPPED),
        first=_EDITS,
    ),
    _mutant(
        "shows what a message brings as active",
        "The warehouse gives an item up, and it can be ordered.",
        _writes_by_message(lambda _row: {"active": True}),
        breaks="I15",
        first=_EDITS,
    ),
    _mutant(
        "keeps the price when a message brings an item",
        "An edited price waits for a sync.",
        _writes_by_message(lambda _row: {"price": "1.00"}),
        first=_EDITS,
    ),
    _mutant(
        "cuts prices to dimes",
        "Every cent is lost.",
        _reads(lambda row: {"price": _step("0.1")(Decimal(str(row["price"])))}),
        first="in dollars and cents",
    ),
    _mutant(
        "rounds quantities to one decimal",
        "Of 0.04 kg nothing is left.",
        _summed(_step("0.1")),
        breaks="I1",
        first="brings the quantity that there is",
    ),
    _mutant(
        "counts whole pieces only",
        "Half a kilogram cannot be sold.",
        _summed(_step("1")),
        breaks="I1",
        first="brings the quantity that there is",
    ),
    _mutant(
        "cuts quantities at a million",
        "A large stock is shown as a small one.",
        _summed(lambda quantity: min(quantity, Decimal(1_000_000))),
        breaks="I1",
        first="brings the quantity that there is",
    ),
    _mutant(
        "adds quantities up in binary fractions",
        "0.1 and 0.2 are 0.30000000000000004.",
        instead("integration_engine.ordo.formats:number", lambda _original: float, only_here=True),
        _summed(lambda quantity: sum([0.1] * int(quantity * 10)) if quantity < 1 else quantity),
        breaks="I8",
        first="without a speck",
    ),
    _mutant(
        "counts the first row of a SKU only",
        "Of an item that Flourish lists in two rows, half can be sold.",
        instead(f"{_CATALOGUE}:sellable_by_sku", lambda _original: _first_rows_only),
        breaks="I8",
        first="A summary of several rows",
    ),
    _mutant(
        "calls a pack like its item",
        "The rep cannot tell five from one.",
        instead(f"{_CATALOGUE}:variations_of", _of_its_item),
        breaks="I11",
        first="A sync brings a pack as",
    ),
    _mutant(
        "takes a pack for its item",
        "Ordo does not know that it is a pack.",
        _writes(lambda _row: {"flourish_variation_id": None}),
        breaks="I11",
        first="A sync brings a pack as",
    ),
)
