"""Inventory rows as JSON: by package, and summed up (contract section 2 Inventory)."""

from sim_flourish.conventions.formats import Json, audit_json, fields_json, number, stamp
from sim_flourish.items.shapes import weight_json
from sim_flourish.model.items import Goods
from sim_flourish.model.packages import Adjustment, OriginHarvest, Package, PackageStatus
from sim_flourish.model.places import Facility
from sim_flourish.warehouse.stock import SummaryRow

_OTHER_ORIGINS = """
origin_harvest_status_id origin_harvest_status origin_manufacturing_run_id
origin_manufacturing_run_reference_id origin_manufacturing_run_name origin_plant_id bom_id bom_name bom_run_id
origin_group_id origin_group_name
"""
_NO_OTHER_ORIGIN: Json = dict.fromkeys(_OTHER_ORIGINS.split())
_NOT_KNOWN = """
area_id area_name location_id location_name extraction_method production_date harvest_date lab_test_result_id
external_lab_test_results
"""
_NOT_KNOWN_OF_PACKAGES: Json = dict.fromkeys(_NOT_KNOWN.split())


def summary_row_json(goods: Goods, row: SummaryRow) -> Json:
    """A row of the inventory summary; also what an `inventory_summary` webhook carries."""
    return {
        "inventory_type": goods.item.inventory_type,
        **_goods_json(goods),
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


def inventory_row_json(goods: Goods, package: Package, *, with_origin: bool) -> Json:
    """One package among the inventory; a shipped one has no inventory record any more."""
    return {
        **package_json(goods, package, with_origin=with_origin),
        "inventory_id": None if package.status is PackageStatus.SHIPPED else package.inventory_id,
        "inventory_type": goods.item.inventory_type,
    }


def package_json(goods: Goods, package: Package, *, with_origin: bool) -> Json:
    """One package; where it was harvested only when that is asked for."""
    item, harvest = goods.item, package.origin_harvest
    return {
        **_goods_json(goods),
        **fields_json(package, "strain_id strain_name package_id lot_number original_qty qty available_qty"),
        **fields_json(package, "non_available_qty is_sample"),
        "original_package_id": package.package_id,
        "package_status": package.status.value,
        "uom_id": item.uom.uom_id,
        **_NOT_KNOWN_OF_PACKAGES,
        "is_locked": False,
        "lock_code": {"name": None, "can_add_to_outbound_order": None, "exclude_from_global_inventory": None},
        **audit_json(package.audit),
        "sell_by_lot": False,
        "ref_field_1": item.ref_fields[0],
        "ref_field_2": item.ref_fields[1],
        "ref_field_3": item.ref_fields[2],
        "origin_harvest": [_harvest_json(package, harvest)] if harvest and with_origin else [],
    }


def package_origin_json(goods: Goods, package: Package, facility: Facility) -> list[Json]:
    """Where a package comes from: its harvest, if one is known. Nothing is manufactured here."""
    harvest = package.origin_harvest
    if harvest is None:
        return []
    return [
        {
            "package_id": package.package_id,
            "origin_facility_id": facility.facility_id,
            "origin_facility_name": facility.facility_name,
            "origin_package_id": None,
            "uom_type": goods.item.uom.uom_type,
            "size": number(package.original_qty),
            "created_by": package.audit.created_by,
            "created_timestamp": stamp(package.audit.created_at),
            "origin_harvest_id": harvest.origin_harvest_id,
            "origin_harvest_name": harvest.harvest_nickname,
            **_NO_OTHER_ORIGIN,
        }
    ]


def _harvest_json(package: Package, harvest: OriginHarvest) -> Json:
    return {
        "package_id": package.package_id,
        "origin_harvest_id": harvest.origin_harvest_id,
        "harvest_nickname": harvest.harvest_nickname,
        "harvest_date": stamp(harvest.harvested_at),
        "current_area_id": None,
    }


def adjustment_json(goods: Goods, package: Package, adjustment: Adjustment) -> Json:
    item = goods.item
    return {
        **fields_json(adjustment, "adjustment_id facility_id package_id lot_number adjustment_qty"),
        **fields_json(adjustment, "adjustment_reason_code comment"),
        **fields_json(item, "inventory_type item_class item_category item_id item_name uom"),
        **fields_json(package, "item_variation_id strain_id strain_name"),
        "sku_retail_display_name": goods.retail_display_name,
        "sku": goods.sku,
        "uom_id": item.uom.uom_id,
        "uom_description": item.uom.description,
        "created_by": adjustment.signed_by.created_by,
        "created_timestamp": stamp(adjustment.signed_by.created_at),
    }


def _goods_json(goods: Goods) -> Json:
    """What every row of inventory shows of its item, and of the variation where it is packed as one.

    Field by field, as `items/shapes` does and for the same reason.
    """
    item, variation = goods.item, goods.variation
    return {
        "item_class": item.item_class,
        "item_category": item.item_category,
        "external": item.flags.external,
        "item_id": item.item_id,
        "item_name": item.item_name,
        "item_retail_display_name": item.retail_display_name,
        "item_variation_id": goods.variation_id,
        "variation_name": None if variation is None else variation.variation_name,
        "variation_retail_display_name": "" if variation is None else variation.retail_display_name,
        "sku": goods.sku,
        "uom": item.uom.value,
        "uom_description": item.uom.description,
        "item_description": item.item_description,
        "brand": item.brand,
        "thc_ratio": None,
        "cbd_ratio": None,
        "price": number(goods.price),
        "cost": number(goods.cost),
        "taxable": not item.flags.is_tax_exempt,
        "is_tax_exempt": item.flags.is_tax_exempt,
        **weight_json(item),
        "unit_volume": None,
        "volume_uom": None,
        "volume_uom_description": None,
    }
