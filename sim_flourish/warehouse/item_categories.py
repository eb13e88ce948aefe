"""Item categories: inventory type, class and category, the three levels that items are sorted into."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCategory:
    """One category; the number is what a bill of materials names it by, and no read shows."""

    item_category_id: int
    inventory_type: str
    item_class: str
    item_category: str
