"""Inventory adjustments: what the books say is corrected, and Flourish tells of it (I5)."""

from sim_flourish.envelope import success
from sim_flourish.inventory_webhook import tell_inventory_changed
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.inventory_json import adjustment_json
from sim_flourish.warehouse.adjust_inventory import AdjustmentRequest, Reason, adjust_inventory
from sim_flourish.warehouse.goods import Goods
from sim_flourish.warehouse.item_variations import ItemVariation, VariationId
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.places import Facility, FacilityId
from sim_flourish.warehouse.refusals import invalid, not_found
from sim_flourish.warehouse.world import World
from sim_flourish.working import work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def adjust(call: Call[World]) -> Answer:
    """Corrects an item's quantity in a facility, the company's first when none is named."""
    fields = JsonFields(call.body)
    facility = facility_named(call, fields.text("facility_id"))
    item_id = fields.required_text("item_id")
    item = call.world.items.get(ItemId(item_id))
    if item is None:
        raise not_found("item", item_id)
    qty = fields.number("adjustment_qty", decimals=4)
    if not qty:
        raise invalid("adjustment_qty", "must be a number other than 0")
    asked = AdjustmentRequest(
        facility=facility,
        item=item,
        adjustment_qty=qty,
        reason=Reason(
            code=fields.text("adjustment_reason_code") or "Count", comment=fields.text("comment") or ""
        ),
        variation=variation_named(call, item.item_id, fields.identity("item_variation_id")),
        lot_number=fields.text("lot_number") or None,
    )
    adjustments = adjust_inventory(work_for(call), asked)
    tell_inventory_changed(call.tenant, facility.facility_id, [item.item_id])
    goods = Goods(item=item, variation=asked.variation)
    return success([adjustment_json(goods, call.world.packages[one.package_id], one) for one in adjustments])


def variation_named(call: Call[World], item_id: ItemId, variation_id: str | None) -> ItemVariation | None:
    """The variation of the item that a form names, if any.

    Raises:
        RefusedError: 404, the item has none of this id.
    """
    if variation_id is None:
        return None
    variation = call.world.catalogue.item_variations.get(VariationId(variation_id))
    if variation is None or variation.item_id != item_id:
        raise not_found("item variation", variation_id)
    return variation


def facility_named(call: Call[World], facility_id: str | None) -> Facility:
    """The facility that a form names, the company's first when it names none.

    Raises:
        RefusedError: 404, there is none of this id.
    """
    if facility_id is None:
        return next(iter(call.world.facilities.values()))
    facility = call.world.facilities.get(FacilityId(facility_id))
    if facility is None:
        raise not_found("facility", facility_id)
    return facility


def hang_inventory_adjustments(edge: HttpEdge[World]) -> None:
    """Hangs the route on the edge."""
    edge.route("POST", "/inventory-adjustments")(adjust)
