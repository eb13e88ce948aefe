"""The kinds of inventory there are, in the order of their ids (contract section 2 Inventory)."""

INVENTORY_TYPES = ("Cannabis", "Raw Materials", "Supplies", "Hemp", "Non-Inventory")


def inventory_type_id(name: str) -> int:
    """The number of a kind, from 1 as shown for cannabis; 0 for one of nobody's kinds."""
    return INVENTORY_TYPES.index(name) + 1 if name in INVENTORY_TYPES else 0
