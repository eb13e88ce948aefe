"""Ordo's inventory: items by SKU as the engine brought them (I1, I3, I6).

An item is made into JSON once, when it is stored; every page is joined from those bytes. By intent Ordo
stores whatever it is given, matching brand or not, so that an engine that breaks I2 is seen.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NotRequired, TypedDict

import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryItem:
    """An item; `body` is how it is shown (schemas/ordo/inventory_item.json), `price` is for one `uom`."""

    sku: str
    flourish_item_id: str
    name: str
    brand: str | None
    price: str
    body: bytes
    flourish_variation_id: str | None = None

    @property
    def active(self) -> bool:
        """Whether it can be ordered (I15)."""
        return bool(orjson.loads(self.body)["active"])


class ItemRow(TypedDict):
    """What storing reads of a row; a row has all of `schemas/ordo/item.json`, judged before."""

    flourish_variation_id: NotRequired[str | None]

    sku: str
    flourish_item_id: str
    name: str
    brand: str | None
    price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """How many SKUs were new and how many were known."""

    created: int
    updated: int


def store_items(inventory: MutableMapping[str, InventoryItem], rows: Sequence[ItemRow], now: str) -> Stored:
    """Stores rows by SKU; of two rows with one SKU the last one counts. `now` is an RFC 3339 text."""
    before = len(inventory)
    skus = {row["sku"] for row in rows}
    for row in rows:
        inventory[row["sku"]] = InventoryItem(
            sku=row["sku"],
            flourish_item_id=row["flourish_item_id"],
            name=row["name"],
            brand=row["brand"],
            price=row["price"],
            flourish_variation_id=row.get("flourish_variation_id"),
            body=orjson.dumps({"flourish_variation_id": None, **row, "updated_at": now}),
        )
    created = len(inventory) - before
    return Stored(created=created, updated=len(skus) - created)


@dataclass(frozen=True, slots=True, kw_only=True)
class InventorySearch:
    """Which items are looked for; None where anything goes. `text` is part of a name or SKU, in any case."""

    text: str | None = None
    brand: str | None = None
    sku: str | None = None

    @property
    def everything(self) -> bool:
        return self.text is None and self.brand is None and self.sku is None

    def wants(self, item: InventoryItem) -> bool:
        if self.sku is not None and item.sku != self.sku:
            return False
        if self.brand is not None and item.brand != self.brand:
            return False
        text = (self.text or "").casefold()
        return text in item.name.casefold() or text in item.sku.casefold()


def find_items(inventory: Mapping[str, InventoryItem], search: InventorySearch) -> Sequence[InventoryItem]:
    """The items looked for, in the order in which they first came."""
    if search.sku is not None and not (search.text or search.brand):
        return [inventory[search.sku]] if search.sku in inventory else []
    return [item for item in inventory.values() if search.wants(item)]


def inventory_page(
    inventory: Mapping[str, InventoryItem], search: InventorySearch, *, limit: int, offset: int
) -> bytes:
    """One page as JSON (schemas/ordo/inventory_list.json), joined from the stored bytes."""
    if search.everything:
        page, total = islice(inventory.values(), offset, offset + limit), len(inventory)
    else:
        found = find_items(inventory, search)
        page, total = islice(found, offset, offset + limit), len(found)
    return joined_page((item.body for item in page), total=total, limit=limit, offset=offset)


def pairs_page(inventory: Mapping[str, InventoryItem], sku: str | None, *, limit: int, offset: int) -> bytes:
    """One page of which Flourish item each SKU, or this one, stands for (schemas/ordo/item_pairs.json)."""
    found = inventory.values() if sku is None else find_items(inventory, InventorySearch(sku=sku))
    pairs: Iterator[bytes] = (
        orjson.dumps({"sku": item.sku, "flourish_item_id": item.flourish_item_id, "brand": item.brand})
        for item in islice(found, offset, offset + limit)
    )
    return joined_page(pairs, total=len(found), limit=limit, offset=offset)


def joined_page(bodies: Iterable[bytes], *, total: int, limit: int, offset: int) -> bytes:
    """`{"items": [...], "total", "limit", "offset"}` without parsing anything."""
    rest = f'],"total":{total},"limit":{limit},"offset":{offset}}}'.encode()
    return b'{"items":[' + b",".join(bodies) + rest
