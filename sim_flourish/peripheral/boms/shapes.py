"""Bills of materials as JSON, in the words of the documented requests (schemas/PROVENANCE.md)."""

from sim_flourish.conventions.formats import Json, audit_json, number, stamp_millis
from sim_flourish.items.shapes import UOM_IDS
from sim_flourish.model.catalogue import Bom, BomDetail
from sim_flourish.model.world import World


def bom_json(world: World, bom: Bom) -> Json:
    """A bill of materials with its details; its flags and the ids of items are numbers."""
    return {
        "bom_id": bom.bom_id,
        "item_id": int(bom.item_id),
        "item_name": world.items[bom.item_id].item_name,
        "nickname": bom.nickname,
        "active": int(bom.active),
        "is_primary": int(bom.is_primary),
        "effective_date": stamp_millis(bom.effective_at),
        "qty_to_create": number(bom.qty_to_create),
        "work_instructions": bom.work_instructions,
        "details": [bom_detail_json(world, bom, detail) for detail in bom.details],
        **audit_json(bom.audit),
    }


def bom_detail_json(world: World, bom: Bom, detail: BomDetail) -> Json:
    """How much goes in of an item or a category."""
    category_id = detail.item_category_id
    category = None if category_id is None else world.catalogue.item_categories[category_id]
    return {
        "bom_detail_id": detail.bom_detail_id,
        "bom_id": bom.bom_id,
        "item_id": None if detail.item_id is None else int(detail.item_id),
        "item_name": None if detail.item_id is None else world.items[detail.item_id].item_name,
        "item_category_id": category_id,
        "item_category": None if category is None else category.item_category,
        "qty": number(detail.qty),
        "qty_uom_id": UOM_IDS[detail.uom],
        "uom": detail.uom.value,
        "notes": detail.notes,
        **audit_json(detail.audit),
    }
