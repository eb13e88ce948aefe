"""Many items at once with what there is of each, as people upload a spreadsheet (I1, I3)."""

from decimal import Decimal

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import work_for
from sim_flourish.events import InventoryChanged
from sim_flourish.inventory.rules import AdjustmentRequest, Reason, new_package
from sim_flourish.items.back_office import new_item, save_item
from sim_flourish.model.items import Goods, Item
from sim_flourish.model.places import Facility, FacilityId
from sim_flourish.model.values import ZERO
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

_RECEIVED = Reason(code="Received", comment="")


def import_items(call: Call[World]) -> Answer:
    """Adds all the items or, where one cannot be added, none; in the order in which they stand."""
    fields, work = JsonFields(call.body), work_for(call)
    facilities = call.world.facilities
    facility_id = FacilityId(fields.text("facility_id") or next(iter(facilities)))
    facility = get_or_404(facilities, facility_id, "facility")
    read = [
        (new_item(work, row), row.number("qty", least=ZERO, decimals=4) or ZERO)
        for row in fields.list_of("items") or ()
    ]
    for item, _ in read:
        save_item(call, work, item, is_new=True)
    stocked = tuple(item.item_id for item, qty in read if qty)
    for item, qty in read:
        if qty:
            _receive(work, facility, item, qty)
    if stocked:
        call.tenant.publish(InventoryChanged(facility_id=facility_id, item_ids=stocked))
    return success([{"id": item.item_id} for item, _ in read])


def _receive(work: Work, facility: Facility, item: Item, qty: Decimal) -> None:
    """A package of all there is of the item."""
    asked = AdjustmentRequest(
        facility=facility, goods=Goods(item=item, variation=None), adjustment_qty=qty, reason=_RECEIVED
    )
    work.warehouse.stock.put(new_package(work, asked, qty))


def register(router: ApiRouter[World]) -> None:
    router.route("POST", "/item-imports")(import_items)
