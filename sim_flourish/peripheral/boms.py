"""`/boms`, bills of materials: what items are made of."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import Refusal, RefusedError, get_or_404, invalid
from sim_flourish.conventions.filters import Filters
from sim_flourish.conventions.formats import Json, audit_json, fields_json, stamp_millis
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import record_change, work_for
from sim_flourish.model.catalogue import Bom, BomDetail
from sim_flourish.model.items import Item, ItemId, Uom
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def save_bom(work: Work, bom: Bom) -> Bom:
    """Stores a bill; a primary one takes the place of the one before."""
    boms = work.world.catalogue.boms
    for other in list(boms.values()):
        if bom.is_primary and other.is_primary and other.item_id == bom.item_id:
            boms[other.bom_id] = replace(other, is_primary=False, audit=work.signed.on(other.audit))
    boms[bom.bom_id] = bom
    return bom


def save_details(work: Work, bom: Bom, details: Iterable[BomDetail]) -> Bom:
    """The bill, stored with these details."""
    changed = replace(bom, details=tuple(details), audit=work.signed.on(bom.audit))
    work.world.catalogue.boms[changed.bom_id] = changed
    return changed


def parse_bom(world: World, fields: JsonFields) -> dict[str, Any]:
    """What is said about a bill of materials, by its fields."""
    effective_at = fields.moment("effective_date")
    if effective_at is None:
        raise invalid("effective_date", "is required")
    flags = {name: fields.flag_or_number(name) for name in ("active", "is_primary")}
    instructions = fields.text("work_instructions")
    return {
        "item_id": _item(world, fields).item_id,
        "nickname": fields.required_text("nickname"),
        "qty_to_create": fields.positive("qty_to_create", decimals=4),
        "effective_at": effective_at,
        **{name: flag for name, flag in flags.items() if flag is not None},
        **({} if instructions is None else {"work_instructions": instructions}),
    }


def parse_bom_detail(work: Work, fields: JsonFields) -> BomDetail:
    """A detail without an id: an item, or a category."""
    by_item = fields.has("item_id")
    return BomDetail(
        bom_detail_id=0,
        item_id=_item(work.world, fields).item_id if by_item else None,
        item_category_id=None if by_item else _category_id(work.world, fields),
        qty=fields.positive("qty", decimals=4),
        uom=_uom(fields),
        notes=fields.text("notes"),
        audit=work.signed.new(),
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
    said = fields.whole_number("qty_uom_id")
    uom = next((uom for uom in Uom if uom.uom_id == said), None)
    if uom is None:
        raise invalid("qty_uom_id", "is the id of no unit of measure")
    return uom


def bom_json(world: World, bom: Bom) -> Json:
    """A bill of materials with its details; its flags and the ids of items are numbers."""
    return {
        **fields_json(bom, "bom_id nickname qty_to_create work_instructions"),
        "item_id": int(bom.item_id),
        "item_name": world.items[bom.item_id].item_name,
        "active": int(bom.active),
        "is_primary": int(bom.is_primary),
        "effective_date": stamp_millis(bom.effective_at),
        "details": [bom_detail_json(world, bom, detail) for detail in bom.details],
        **audit_json(bom.audit),
    }


def bom_detail_json(world: World, bom: Bom, detail: BomDetail) -> Json:
    category_id = detail.item_category_id
    category = None if category_id is None else world.catalogue.item_categories[category_id]
    return {
        **fields_json(detail, "bom_detail_id qty uom notes"),
        "bom_id": bom.bom_id,
        "item_id": None if detail.item_id is None else int(detail.item_id),
        "item_name": None if detail.item_id is None else world.items[detail.item_id].item_name,
        "item_category_id": category_id,
        "item_category": None if category is None else category.item_category,
        "qty_uom_id": detail.uom.uom_id,
        **audit_json(detail.audit),
    }


FILTERS: Filters[tuple[Bom, Item]] = Filters(
    texts={
        "item_id": lambda row: (row[0].item_id,),
        "nickname": lambda row: (row[0].nickname,),
        "item_name": lambda row: (row[1].item_name,),
    },
    flags={"is_active": lambda row: row[0].active, "is_primary": lambda row: row[0].is_primary},
    moments={"effective_date": lambda row: row[0].effective_at},
)


def list_boms(call: Call[World]) -> Answer:
    """The bills asked for, active or not."""
    boms = call.world.catalogue.boms.values()
    rows = FILTERS.parse(call.query).of((bom, call.world.items[bom.item_id]) for bom in boms)
    return page(call, rows, lambda row: bom_json(call.world, row[0]))


def get_bom(call: Call[World], bom_id: str) -> Answer:
    return success(bom_json(call.world, _find(call, bom_id)))


def post_bom(call: Call[World]) -> Answer:
    """A new bill without details; a primary one takes the place of the one before."""
    work, said = work_for(call), parse_bom(call.world, JsonFields(call.body))
    bom = Bom(bom_id=work.ids.number("bom"), audit=work.signed.new(), **said)
    return _answer_changed(call, save_bom(work, bom), "added")


def put_bom(call: Call[World], bom_id: str) -> Answer:
    """Changes a bill; its details stay."""
    before = _find(call, bom_id)
    work, said = work_for(call), parse_bom(call.world, JsonFields(call.body))
    bom = save_bom(work, replace(before, audit=work.signed.on(before.audit), **said))
    return _answer_changed(call, bom, "changed")


def post_bom_detail(call: Call[World], bom_id: str) -> Answer:
    bom, work = _find(call, bom_id), work_for(call)
    asked = parse_bom_detail(work, JsonFields(call.body))
    detail = replace(asked, bom_detail_id=work.ids.number("bom_detail"))
    save_details(work, bom, (*bom.details, detail))
    record_change(call, "bom", bom_id, "detail added")
    return success(bom_detail_json(call.world, bom, detail))


def put_bom_detail(call: Call[World], bom_id: str, bom_detail_id: str) -> Answer:
    """Replaces a detail; what was an item can become a category."""
    bom, work = _find(call, bom_id), work_for(call)
    old = _find_detail(bom, bom_detail_id)
    asked = parse_bom_detail(work, JsonFields(call.body))
    detail = replace(asked, bom_detail_id=old.bom_detail_id, audit=work.signed.on(old.audit))
    save_details(work, bom, (detail if known is old else known for known in bom.details))
    record_change(call, "bom", bom_id, "detail changed")
    return success(bom_detail_json(call.world, bom, detail))


def delete_bom_detail(call: Call[World], bom_id: str, bom_detail_id: str) -> Answer:
    """Removes a detail; answers what is left of the bill."""
    bom = _find(call, bom_id)
    detail = _find_detail(bom, bom_detail_id)
    left = save_details(work_for(call), bom, (known for known in bom.details if known is not detail))
    return _answer_changed(call, left, "detail removed")


def _answer_changed(call: Call[World], bom: Bom, action: str) -> Answer:
    record_change(call, "bom", str(bom.bom_id), action)
    return success(bom_json(call.world, bom))


def _find(call: Call[World], bom_id: str) -> Bom:
    return get_or_404({str(bom.bom_id): bom for bom in call.world.catalogue.boms.values()}, bom_id, "bom")


def _find_detail(bom: Bom, bom_detail_id: str) -> BomDetail:
    details = {str(detail.bom_detail_id): detail for detail in bom.details}
    return get_or_404(details, bom_detail_id, "bom detail")


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/boms")(list_boms)
    router.route("POST", "/boms")(post_bom)
    router.route("GET", "/boms/{bom_id}")(get_bom)
    router.route("PUT", "/boms/{bom_id}")(put_bom)
    router.route("POST", "/boms/{bom_id}/details")(post_bom_detail)
    router.route("PUT", "/boms/{bom_id}/details/{bom_detail_id}")(put_bom_detail)
    router.route("DELETE", "/boms/{bom_id}/details/{bom_detail_id}")(delete_bom_detail)
