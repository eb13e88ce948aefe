"""Bills of materials: what an item is made of (contract section 2 Items)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.items import ItemId, Uom


@dataclass(frozen=True, slots=True, kw_only=True)
class BomDetail:
    """How much goes in of one item, or of any item of one category."""

    bom_detail_id: int
    item_id: ItemId | None
    item_category_id: int | None
    qty: Decimal
    uom: Uom
    notes: str | None
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Bom:
    """What makes `qty_to_create` of an item; of all for one item at most one is the primary one."""

    bom_id: int
    item_id: ItemId
    nickname: str
    active: bool
    is_primary: bool
    effective_at: datetime
    qty_to_create: Decimal
    work_instructions: str | None
    details: tuple[BomDetail, ...]
    audit: Audit
