"""What is stocked and ordered: an item, or one of its variations, which has its own SKU, name and price."""

from dataclasses import dataclass
from decimal import Decimal

from sim_flourish.warehouse.item_variations import ItemVariation
from sim_flourish.warehouse.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """An item, packed as a variation or as none."""

    item: Item
    variation: ItemVariation | None = None

    @property
    def sku(self) -> str:
        """The SKU of the variation; empty where it has none, so that packs never count as single items."""
        return self.item.sku if self.variation is None else self.variation.sku or ""

    @property
    def price(self) -> Decimal:
        """What one of it costs, in dollars."""
        return self.item.price if self.variation is None else self.variation.unit_price

    @property
    def cost(self) -> Decimal:
        """What one of it cost the company, in dollars; the item's where the variation's is not known."""
        if self.variation is None or self.variation.unit_cost is None:
            return self.item.cost
        return self.variation.unit_cost

    @property
    def retail_display_name(self) -> str:
        """The name that buyers see."""
        return (self.variation or self.item).retail_display_name
