"""Items and variations by what they are looked up by: SKU, brand, name."""

from collections.abc import Iterable

from sim_flourish.model.items import BrandId, Item, ItemId, ItemVariation, VariationId
from sim_flourish.model.world import World


class ItemIndex:
    """Items of one world. `version` grows with every change."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_sku: dict[str, dict[ItemId, None]] = {}
        self._by_brand: dict[str | None, dict[ItemId, None]] = {}
        self.version = 0
        for item in world.items.values():
            self._index(item)

    def put(self, item: Item) -> None:
        self.version += 1
        old = self._world.items.get(item.item_id)
        if old is not None:
            del self._by_sku[old.sku][old.item_id]
            del self._by_brand[old.brand][old.item_id]
        self._world.items[item.item_id] = item
        self._index(item)

    def with_sku(self, sku: str) -> tuple[Item, ...]:
        """Every item that carries the SKU; more than one is possible (I8)."""
        return tuple(self._world.items[item_id] for item_id in self._by_sku.get(sku, ()))

    def of_brand(self, brand_name: str | None) -> tuple[Item, ...]:
        """Every item of the brand, exactly as written (I7)."""
        return tuple(self._world.items[item_id] for item_id in self._by_brand.get(brand_name, ()))

    def with_ids(self, item_ids: Iterable[str]) -> tuple[Item, ...]:
        """The items with these ids, unknown ids left out."""
        items = self._world.items
        return tuple(
            items[ItemId(item_id)] for item_id in dict.fromkeys(item_ids) if ItemId(item_id) in items
        )

    def brand_named(self, brand_name: str | None) -> BrandId | None:
        brands = self._world.brands.values()
        return next((brand.brand_id for brand in brands if brand.brand_name == brand_name), None)

    def _index(self, item: Item) -> None:
        self._by_sku.setdefault(item.sku, {})[item.item_id] = None
        self._by_brand.setdefault(item.brand, {})[item.item_id] = None


class VariationIndex:
    """Variations of one world. `version` grows with every change."""

    def __init__(self, world: World) -> None:
        self._variations = world.catalogue.item_variations
        self._by_item: dict[ItemId, dict[VariationId, None]] = {}
        self._by_sku: dict[str, dict[VariationId, None]] = {}
        self.version = 0
        for variation in self._variations.values():
            self._index(variation)

    def put(self, variation: ItemVariation) -> None:
        """Adds a variation or replaces it; its item stays the same."""
        self.version += 1
        old = self._variations.get(variation.variation_id)
        if old is not None and old.sku:
            del self._by_sku[old.sku][old.variation_id]
        self._variations[variation.variation_id] = variation
        self._index(variation)

    def find(self, variation_id: VariationId | None) -> ItemVariation | None:
        """The variation of this id; None for none."""
        return None if variation_id is None else self._variations.get(variation_id)

    def of_item(self, item_id: ItemId) -> tuple[ItemVariation, ...]:
        """Every variation of the item, inactive ones too."""
        return tuple(self._variations[variation_id] for variation_id in self._by_item.get(item_id, ()))

    def with_sku(self, sku: str) -> tuple[ItemVariation, ...]:
        return tuple(self._variations[variation_id] for variation_id in self._by_sku.get(sku, ()))

    def _index(self, variation: ItemVariation) -> None:
        self._by_item.setdefault(variation.item_id, {})[variation.variation_id] = None
        if variation.sku:
            self._by_sku.setdefault(variation.sku, {})[variation.variation_id] = None
