"""Narrows items down by an index before any filter looks at them one by one."""

from collections.abc import Callable, Iterable

from sim_flourish.warehouse.items import Item
from sim_flourish.warehouse.warehouse import Warehouse


def candidate_items(warehouse: Warehouse, asked: Callable[[str], list[str]]) -> Iterable[Item]:
    """The items among which those asked for are, in the order of their ids; all where no index helps.

    `asked` gives the values of a parameter, none where it is not there.
    """
    shelf = warehouse.items
    if item_ids := asked("item_id"):
        return _by_id(shelf.with_ids(item_ids))
    if skus := asked("sku"):
        items = [item for sku in dict.fromkeys(skus) for item in shelf.with_sku(sku)]
        varied = [one.item_id for sku in skus for one in warehouse.variations.with_sku(sku)]
        return _by_id(shelf.with_ids([*(item.item_id for item in items), *varied]))
    if brands := asked("brand_name"):
        return _by_id(item for brand in dict.fromkeys(brands) for item in shelf.of_brand(brand))
    return warehouse.world.items.values()


def _by_id(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: int(item.item_id))
