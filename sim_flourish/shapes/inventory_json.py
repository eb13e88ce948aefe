"""Inventory rows as JSON: by package, and summed up (contract section 2, Inventory)."""

from sim_flourish.shapes.formats import Json, audit_json, number, stamp
from sim_flourish.shapes.item_json import UOM_DESCRIPTIONS, UOM_IDS, weight_json
from sim_flourish.warehouse.items import Item
from sim_flourish.warehouse.packages import Adjustment, Package, PackageStatus
from sim_flourish.warehouse.stock import SummaryRow


def summary_row_json(item: Item, row: SummaryRow) -> Json:
    """A row of the inventory summary; also what an `inventory_summary` webhook carries."""
    return {
        **_item_json(item),
        "strain_id": row.strain_id,
        "strain_name": row.strain_name,
        "lot_number": row.lot_number,
        "qty": number(row.qty),
        "available_qty": number(row.available_qty),
        "non_available_qty": number(row.non_available_qty),
        "sellable_qty": number(row.sellable_qty),
        "on_order_qty": number(row.on_order_qty),
        "last_updated_timestamp": stamp(row.last_updated_at),
    }


def package_json(item: Item, package: Package) -> Json:
    """One package; a shipped one has no inventory record any more."""
    return {
        **_item_json(item),
        "inventory_id": None if package.status is PackageStatus.SHIPPED else package.inventory_id,
        "strain_id": package.strain_id,
        "strain_name": package.strain_name,
        "package_id": package.package_id,
        "original_package_id": package.package_id,
        "package_status": package.status.value,
        "lot_number": package.lot_number,
        "original_qty": number(package.original_qty),
        "qty": number(package.qty),
        "available_qty": number(package.available_qty),
        "non_available_qty": number(package.non_available_qty),
        "uom_id": UOM_IDS[item.uom],
        "area_id": None,
        "area_name": None,
        "location_id": None,
        "location_name": None,
        "is_locked": False,
        "lock_code": {"name": None, "can_add_to_outbound_order": None, "exclude_from_global_inventory": None},
        **audit_json(package.audit),
        "sell_by_lot": False,
        "ref_field_1": item.ref_fields[0],
        "ref_field_2": item.ref_fields[1],
        "ref_field_3": item.ref_fields[2],
        "is_sample": False,
        "extraction_method": None,
        "production_date": None,
        "harvest_date": None,
        "lab_test_result_id": None,
        "origin_harvest": [],
        "external_lab_test_results": None,
    }


def adjustment_json(item: Item, adjustment: Adjustment) -> Json:
    """One correction of a package's quantity."""
    return {
        "adjustment_id": adjustment.adjustment_id,
        "facility_id": adjustment.facility_id,
        "inventory_type": item.inventory_type,
        "item_class": item.item_class,
        "item_category": item.item_category,
        "item_id": item.item_id,
        "item_name": item.item_name,
        "item_variation_id": None,
        "sku_retail_display_name": item.retail_display_name,
        "sku": item.sku,
        "strain_id": item.strain_id,
        "strain_name": item.strain_name,
        "package_id": adjustment.package_id,
        "lot_number": adjustment.lot_number,
        "adjustment_qty": number(adjustment.adjustment_qty),
        "uom_id": UOM_IDS[item.uom],
        "uom": item.uom.value,
        "uom_description": UOM_DESCRIPTIONS[item.uom],
        "adjustment_reason_code": adjustment.adjustment_reason_code,
        "comment": adjustment.comment,
        "created_by": adjustment.signed_by.created_by,
        "created_timestamp": stamp(adjustment.signed_by.created_at),
    }


def _item_json(item: Item) -> Json:
    """What every row of inventory tells of its item."""
    return {
        "inventory_type": item.inventory_type,
        "item_class": item.item_class,
        "item_category": item.item_category,
        "external": item.flags.external,
        "item_id": item.item_id,
        "item_name": item.item_name,
        "item_retail_display_name": item.retail_display_name,
        "item_variation_id": None,
        "variation_name": None,
        "variation_retail_display_name": "",
        "sku": item.sku,
        "uom": item.uom.value,
        "uom_description": UOM_DESCRIPTIONS[item.uom],
        "item_description": item.item_description,
        "brand": item.brand,
        "thc_ratio": None,
        "cbd_ratio": None,
        "price": number(item.price),
        "cost": number(item.cost),
        "taxable": not item.flags.is_tax_exempt,
        "is_tax_exempt": item.flags.is_tax_exempt,
        **weight_json(item),
        "unit_volume": None,
        "volume_uom": None,
        "volume_uom_description": None,
    }
