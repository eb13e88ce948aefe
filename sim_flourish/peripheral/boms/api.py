"""`/boms`: bills of materials, what items are made of."""

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.filters import Filters
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import record_change, work_for
from sim_flourish.model.catalogue import Bom, BomDetail
from sim_flourish.model.items import Item
from sim_flourish.model.world import World
from sim_flourish.peripheral.boms.rules import (
    create_bom,
    parse_bom,
    parse_bom_detail,
    put_bom_detail,
    remove_bom_detail,
    update_bom,
)
from sim_flourish.peripheral.boms.shapes import bom_detail_json, bom_json
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

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
    """One bill with its details."""
    return success(bom_json(call.world, _find(call, bom_id)))


def post_bom(call: Call[World]) -> Answer:
    """A new bill without details; a primary one takes the place of the one before."""
    bom = create_bom(work_for(call), parse_bom(call.world, JsonFields(call.body)))
    return _answer_changed(call, bom, "added")


def put_bom(call: Call[World], bom_id: str) -> Answer:
    """Changes a bill; its details stay."""
    before = _find(call, bom_id)
    bom = update_bom(work_for(call), before, parse_bom(call.world, JsonFields(call.body)))
    return _answer_changed(call, bom, "changed")


def post_bom_detail(call: Call[World], bom_id: str) -> Answer:
    """A new detail."""
    bom = _find(call, bom_id)
    detail = put_bom_detail(work_for(call), bom, parse_bom_detail(call.world, JsonFields(call.body)))
    record_change(call, "bom", bom_id, "detail added")
    return success(bom_detail_json(call.world, bom, detail))


def put_bom_detail_of(call: Call[World], bom_id: str, bom_detail_id: str) -> Answer:
    """Replaces a detail; what was an item can become a category."""
    bom = _find(call, bom_id)
    old = _find_detail(bom, bom_detail_id)
    detail = put_bom_detail(work_for(call), bom, parse_bom_detail(call.world, JsonFields(call.body)), old)
    record_change(call, "bom", bom_id, "detail changed")
    return success(bom_detail_json(call.world, bom, detail))


def delete_bom_detail(call: Call[World], bom_id: str, bom_detail_id: str) -> Answer:
    """Removes a detail; answers what is left of the bill."""
    bom = _find(call, bom_id)
    left = remove_bom_detail(work_for(call), bom, _find_detail(bom, bom_detail_id))
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
    """The routes of the External API."""
    router.route("GET", "/boms")(list_boms)
    router.route("POST", "/boms")(post_bom)
    router.route("GET", "/boms/{bom_id}")(get_bom)
    router.route("PUT", "/boms/{bom_id}")(put_bom)
    router.route("POST", "/boms/{bom_id}/details")(post_bom_detail)
    router.route("PUT", "/boms/{bom_id}/details/{bom_detail_id}")(put_bom_detail_of)
    router.route("DELETE", "/boms/{bom_id}/details/{bom_detail_id}")(delete_bom_detail)
