"""Bills of materials: what is asked for, and what may be kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError, invalid
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.items.shapes import UOM_IDS
from sim_flourish.model.catalogue import Bom, BomDetail
from sim_flourish.model.items import Item, ItemId, Uom
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class BomRequest:
    """What a caller says about a bill of materials; None where nothing is said."""

    item: Item
    nickname: str
    qty_to_create: Decimal
    effective_at: datetime
    active: bool | None
    is_primary: bool | None
    work_instructions: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BomDetailRequest:
    """What a caller says about a detail: an item, or a category."""

    item: Item | None
    item_category_id: int | None
    qty: Decimal
    uom: Uom
    notes: str | None


def create_bom(work: Work, asked: BomRequest) -> Bom:
    """A new one without details, active unless said otherwise."""
    plain = Bom(
        bom_id=work.ids.number("bom"),
        item_id=asked.item.item_id,
        nickname=asked.nickname,
        effective_at=asked.effective_at,
        qty_to_create=asked.qty_to_create,
        audit=work.signed.new(),
    )
    return update_bom(work, plain, asked)


def update_bom(work: Work, bom: Bom, asked: BomRequest) -> Bom:
    """The bill as it is said to be; its details stay, and what is not said."""
    said_instructions = asked.work_instructions
    changed = replace(
        bom,
        item_id=asked.item.item_id,
        nickname=asked.nickname,
        active=bom.active if asked.active is None else asked.active,
        is_primary=bom.is_primary if asked.is_primary is None else asked.is_primary,
        effective_at=asked.effective_at,
        qty_to_create=asked.qty_to_create,
        work_instructions=bom.work_instructions if said_instructions is None else said_instructions,
        audit=work.signed.on(bom.audit),
    )
    boms = work.world.catalogue.boms
    for other in list(boms.values()):
        if changed.is_primary and other.is_primary and other.item_id == changed.item_id:
            boms[other.bom_id] = replace(other, is_primary=False, audit=work.signed.on(other.audit))
    boms[changed.bom_id] = changed
    return changed


def put_bom_detail(work: Work, bom: Bom, asked: BomDetailRequest, old: BomDetail | None = None) -> BomDetail:
    """Adds a detail, or puts a new one in the place of `old`."""
    detail = BomDetail(
        bom_detail_id=work.ids.number("bom_detail") if old is None else old.bom_detail_id,
        item_id=None if asked.item is None else asked.item.item_id,
        item_category_id=asked.item_category_id,
        qty=asked.qty,
        uom=asked.uom,
        notes=asked.notes,
        audit=work.signed.new() if old is None else work.signed.on(old.audit),
    )
    others = (
        (*bom.details, detail)
        if old is None
        else (detail if known is old else known for known in bom.details)
    )
    _save_details(work, bom, tuple(others))
    return detail


def remove_bom_detail(work: Work, bom: Bom, detail: BomDetail) -> Bom:
    """The bill without one of its details."""
    return _save_details(work, bom, tuple(known for known in bom.details if known is not detail))


def _save_details(work: Work, bom: Bom, details: tuple[BomDetail, ...]) -> Bom:
    changed = replace(bom, details=details, audit=work.signed.on(bom.audit))
    work.world.catalogue.boms[changed.bom_id] = changed
    return changed


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
