"""The item variations with what finds them fast: by item and by SKU. Derived from the world, never stored."""

from sim_flourish.warehouse.item_variations import ItemVariation, VariationId
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.world import World


class VariationShelf:
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
        return tuple(self._variations[one] for one in self._by_item.get(item_id, ()))

    def with_sku(self, sku: str) -> tuple[ItemVariation, ...]:
        """Every variation that carries the SKU."""
        return tuple(self._variations[one] for one in self._by_sku.get(sku, ()))

    def _index(self, variation: ItemVariation) -> None:
        self._by_item.setdefault(variation.item_id, {})[variation.variation_id] = None
        if variation.sku:
            self._by_sku.setdefault(variation.sku, {})[variation.variation_id] = None
