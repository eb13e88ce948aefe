"""Packages: received and closed here; what lies in them is corrected by adjustments."""

from sim_flourish.back_office.inventory_adjustments_screen import facility_named, variation_named
from sim_flourish.envelope import success
from sim_flourish.inventory_webhook import tell_inventory_changed
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.inventory_json import package_json
from sim_flourish.warehouse.adjust_inventory import AdjustmentRequest, Reason, new_package
from sim_flourish.warehouse.close_package import archive_package, cancel_package
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.packages import OriginHarvest, Package, PackageId, PackageStatus
from sim_flourish.warehouse.refusals import invalid, not_found
from sim_flourish.warehouse.world import World
from sim_flourish.working import note_change, warehouse_for, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

_CLOSE = {PackageStatus.CANCELLED: cancel_package, PackageStatus.ARCHIVED: archive_package}


def receive_package(call: Call[World]) -> Answer:
    """A new package of an item; that is no adjustment, because the books were right before."""
    fields, work = JsonFields(call.body), work_for(call)
    item_id = fields.required_text("item_id")
    item = call.world.items.get(ItemId(item_id))
    if item is None:
        raise not_found("item", item_id)
    qty = fields.positive("qty", decimals=4)
    asked = AdjustmentRequest(
        facility=facility_named(call, fields.text("facility_id")),
        item=item,
        adjustment_qty=qty,
        reason=Reason(code="Received", comment=""),
        lot_number=fields.text("lot_number") or None,
        variation=variation_named(call, item.item_id, fields.identity("item_variation_id")),
    )
    harvest, is_sample = _harvest(fields.inner("origin_harvest")), fields.flag("is_sample") is True
    package = new_package(work, asked, qty, origin_harvest=harvest, is_sample=is_sample)
    work.warehouse.stock.put(package)
    return _told(call, package, "received")


def close_package(call: Call[World], package_id: str) -> Answer:
    """Cancels a package of which nothing is set aside, or archives an empty one."""
    package = call.world.packages.get(PackageId(package_id))
    if package is None:
        raise not_found("package", package_id)
    status = JsonFields(call.body).choice("package_status", PackageStatus)
    if status not in _CLOSE:
        raise invalid("package_status", f"must be one of {', '.join(one.value for one in _CLOSE)}")
    return _told(call, _CLOSE[status](work_for(call), package), status.value.lower())


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


def _told(call: Call[World], package: Package, deed: str) -> Answer:
    note_change(call, "package", package.package_id, deed)
    tell_inventory_changed(call.tenant, package.facility_id, [package.item_id])
    goods = warehouse_for(call).goods(package.item_id, package.item_variation_id)
    return success(package_json(goods, package, with_origin=True))


def hang_packages_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("POST", "/packages")(receive_package)
    edge.route("PATCH", "/packages/{package_id}")(close_package)
