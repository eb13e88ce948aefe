"""What people do to stock on screens: adjust it, take packages in, close them, look at all of it."""

from decimal import Decimal

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404, invalid, not_found
from sim_flourish.conventions.formats import Json
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import record_change, warehouse_for, work_for
from sim_flourish.events import InventoryChanged
from sim_flourish.inventory.rules import (
    AdjustmentRequest,
    Reason,
    adjust_inventory,
    archive_package,
    cancel_package,
    new_package,
)
from sim_flourish.inventory.shapes import adjustment_json, package_json, summary_row_json
from sim_flourish.model.items import Goods, ItemId, ItemVariation, VariationId
from sim_flourish.model.packages import OriginHarvest, Package, PackageId, PackageStatus
from sim_flourish.model.places import Facility, FacilityId
from sim_flourish.model.world import World
from sim_flourish.warehouse.stock import GroupBy
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def adjust(call: Call[World]) -> Answer:
    """Corrects an item's quantity in a facility, the company's first when none is named."""
    fields = JsonFields(call.body)
    qty = fields.number("adjustment_qty", decimals=4)
    if not qty:
        raise invalid("adjustment_qty", "must be a number other than 0")
    code = fields.text("adjustment_reason_code") or "Count"
    asked = _parse(call, fields, qty, Reason(code=code, comment=fields.text("comment") or ""))
    adjustments = adjust_inventory(work_for(call), asked)
    facility_id, goods, packages = asked.facility.facility_id, asked.goods, call.world.packages
    call.tenant.publish(InventoryChanged(facility_id=facility_id, item_ids=(goods.item.item_id,)))
    return success([adjustment_json(goods, packages[entry.package_id], entry) for entry in adjustments])


def _parse(call: Call[World], fields: JsonFields, qty: Decimal, reason: Reason) -> AdjustmentRequest:
    """Which goods a form is about, in the company's first facility when none is named."""
    item = get_or_404(call.world.items, ItemId(fields.required_text("item_id")), "item")
    variation = _variation(call, item.item_id, fields.identity("item_variation_id"))
    return AdjustmentRequest(
        facility=_facility(call, fields.text("facility_id")),
        goods=Goods(item=item, variation=variation),
        adjustment_qty=qty,
        reason=reason,
        lot_number=fields.text("lot_number") or None,
    )


def _variation(call: Call[World], item_id: ItemId, variation_id: str | None) -> ItemVariation | None:
    if variation_id is None:
        return None
    variation = call.world.catalogue.item_variations.get(VariationId(variation_id))
    if variation is None or variation.item_id != item_id:
        raise not_found("item variation", variation_id)
    return variation


def _facility(call: Call[World], facility_id: str | None) -> Facility:
    if facility_id is None:
        return next(iter(call.world.facilities.values()))
    return get_or_404(call.world.facilities, FacilityId(facility_id), "facility")


_CLOSE = {PackageStatus.CANCELLED: cancel_package, PackageStatus.ARCHIVED: archive_package}


def receive_package(call: Call[World]) -> Answer:
    """A new package of an item; that is no adjustment, because the books were right before."""
    fields, work = JsonFields(call.body), work_for(call)
    qty = fields.positive("qty", decimals=4)
    asked = _parse(call, fields, qty, Reason(code="Received", comment=""))
    harvest, is_sample = _harvest(fields.inner("origin_harvest")), fields.flag("is_sample") is True
    package = new_package(work, asked, qty, origin_harvest=harvest, is_sample=is_sample)
    work.warehouse.stock.put(package)
    return _answer_changed(call, package, "received")


def close_package(call: Call[World], package_id: str) -> Answer:
    """Cancels a package of which nothing is set aside, or archives an empty one."""
    package = get_or_404(call.world.packages, PackageId(package_id), "package")
    status = JsonFields(call.body).choice("package_status", PackageStatus)
    if status not in _CLOSE:
        raise invalid("package_status", f"must be one of {', '.join(status.value for status in _CLOSE)}")
    return _answer_changed(call, _CLOSE[status](work_for(call), package), status.value.lower())


def _harvest(fields: JsonFields | None) -> OriginHarvest | None:
    if fields is None:
        return None
    harvested_at = fields.moment("harvest_date")
    if harvested_at is None:
        raise invalid(fields.named("harvest_date"), "is required")
    harvest_id = fields.required_text("origin_harvest_id")
    return OriginHarvest(
        origin_harvest_id=harvest_id,
        harvest_nickname=fields.text("harvest_nickname") or harvest_id,
        harvested_at=harvested_at,
    )


def _answer_changed(call: Call[World], package: Package, action: str) -> Answer:
    record_change(call, "package", package.package_id, action)
    call.tenant.publish(InventoryChanged(facility_id=package.facility_id, item_ids=(package.item_id,)))
    goods = warehouse_for(call).goods_of(package)
    return success(package_json(goods, package, with_origin=True))


def list_all_stock(call: Call[World]) -> Answer:
    """Every facility with the inventory summary of every item, those without stock too."""
    return success(
        [{"facility_id": known, "items": _rows(call, known)} for known in call.world.facilities],
    )


def _rows(call: Call[World], facility_id: FacilityId) -> list[Json]:
    warehouse = warehouse_for(call)
    return [
        summary_row_json(warehouse.goods_of(row), row)
        for item in call.world.items.values()
        for row in warehouse.stock.summary(facility_id, item, GroupBy.ITEM_NAME)
    ]


def register(router: ApiRouter[World]) -> None:
    router.route("POST", "/inventory-adjustments")(adjust)
    router.route("POST", "/packages")(receive_package)
    router.route("PATCH", "/packages/{package_id}")(close_package)
    router.route("GET", "/stock")(list_all_stock)
