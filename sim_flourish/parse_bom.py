"""Reads a bill of materials, or one of its details, out of a request body."""

from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.item_json import UOM_IDS
from sim_flourish.warehouse.items import Item, ItemId, Uom
from sim_flourish.warehouse.keep_boms import BomDetailRequest, BomRequest
from sim_flourish.warehouse.refusals import Refusal, RefusedError, invalid
from sim_flourish.warehouse.world import World

_UOM_OF_ID = {uom_id: uom for uom, uom_id in UOM_IDS.items()}


def parse_bom(world: World, fields: JsonFields) -> BomRequest:
    """A bill of materials.

    Raises:
        RefusedError: a field is missing or wrong, or the item does not exist.
    """
    effective_at = fields.moment("effective_date")
    if effective_at is None:
        raise invalid("effective_date", "is required")
    return BomRequest(
        item=_item(world, fields),
        nickname=fields.required_text("nickname"),
        qty_to_create=fields.positive("qty_to_create", decimals=4),
        effective_at=effective_at,
        active=fields.flag_or_number("active"),
        is_primary=fields.flag_or_number("is_primary"),
        work_instructions=fields.text("work_instructions"),
    )


def parse_bom_detail(world: World, fields: JsonFields) -> BomDetailRequest:
    """A detail.

    Raises:
        RefusedError: a field is missing or wrong, or the item, the category or the unit does not exist.
    """
    by_item = fields.has("item_id")
    return BomDetailRequest(
        item=_item(world, fields) if by_item else None,
        item_category_id=None if by_item else _category_id(world, fields),
        qty=fields.positive("qty", decimals=4),
        uom=_uom(fields),
        notes=fields.text("notes"),
    )


def _item(world: World, fields: JsonFields) -> Item:
    item_id = fields.identity("item_id")
    item = world.items.get(ItemId(item_id or ""))
    if item is None:
        raise RefusedError(Refusal.ITEM_NAMED_UNKNOWN, id=item_id)
    return item


def _category_id(world: World, fields: JsonFields) -> int:
    category_id = fields.identity("item_category_id")
    for known in world.catalogue.item_categories:
        if str(known) == category_id:
            return known
    raise RefusedError(Refusal.CATEGORY_UNKNOWN, id=category_id)


def _uom(fields: JsonFields) -> Uom:
    uom = _UOM_OF_ID.get(fields.whole_number("qty_uom_id") or 0)
    if uom is None:
        raise invalid("qty_uom_id", "is the id of no unit of measure")
    return uom
