"""Items, brands, variations, categories and strains as JSON."""

import orjson

from sim_flourish.conventions.formats import (
    Json,
    audit_json,
    compact_json,
    fields_json,
    number,
    number_or_null,
)
from sim_flourish.model.catalogue import Strain
from sim_flourish.model.items import Brand, Item, ItemCategory, ItemVariation, Uom

_NEVER_SET = """
part_number ndc_number product_code barcode season season_year style style_sfx color color_sfx color_desc
version special_instructions shelf_days unit_volume volume_uom_id volume_uom volume_uom_description
unit_height unit_width unit_length dimension_uom_id dimension_uom dimension_uom_description days_of_supply
default_supplier unit_cbd_percent unit_thc_percent thc_ratio cbd_ratio cbd_mg_per_day thc_mg_per_day
cbd_per_dose cbd_per_dose_uom_id cbd_per_dose_uom cbd_per_dose_uom_description thc_per_dose
thc_per_dose_uom_id thc_per_dose_uom thc_per_dose_uom_description cbd_per_unit unit_cbd_content_uom_id
cbd_per_unit_uom cbd_per_unit_uom_description thc_per_unit unit_thc_content_uom_id thc_per_unit_uom
thc_per_unit_uom_description total_cannabinoids_per_dose total_cannabinoids_per_day
total_cannabinoids_per_unit number_of_servings num_doses_per_unit num_days_per_unit dose_measurement
unit_measurement usable_cannabis_qty usable_cannabis_qty_uom_id usable_cannabis_qty_uom
usable_cannabis_qty_uom_description unit_days unit_cannabinoids metrc_administration_method
metrc_item_ingredients item_ingredients allergens serving_size serving_size_grams
standard_daily_use_description intake_form_id amount_per_dose_active_ingredient
doses_per_day_active_ingredient active_ingredient onset_time_low_minutes onset_time_high_minutes
duration_low_minutes duration_high_minutes dosage_amount storage_instructions helpful_tips warning
leaflink_id leaflink_company
"""
_COMMON: Json = {
    "product_source_type": "Mixed",
    "serial_number_tracked": False,
    "use_by_date_req": False,
    "plant_additive": 0,
    "single_unit_package": False,
    "sync_each_by_weight_or_volume_uom": False,
    "integration_status_id": 40,
    **dict.fromkeys(_NEVER_SET.split()),
}
_COMMON_BYTES = orjson.dumps(_COMMON)[1:]


def item_json(item: Item) -> Json:
    return {**_own_json(item), **_COMMON}


def item_head(item: Item) -> bytes:
    return compact_json(_own_json(item))[:-1]


def item_bytes(head: bytes) -> bytes:
    return b"%b,%b" % (head, _COMMON_BYTES)


def uom_json(uom: Uom) -> Json:
    return {"uom_type": uom.uom_type, "uom": uom.value, "description": uom.description}


def brand_json(brand: Brand) -> Json:
    """A brand; whether it is active is a number here."""
    return {"brand_id": brand.brand_id, "brand_name": brand.brand_name, "active": int(brand.active)}


def _own_json(item: Item) -> Json:
    """Field by field: with `fields_json` a catalogue's first page takes 1.7 times as long (measured)."""
    flags, shop, refs = item.flags, item.ecommerce, item.ref_fields
    return {
        "id": item.item_id,
        "item_name": item.item_name,
        "active": flags.active,
        "external": flags.external,
        "sku": item.sku,
        "retail_display_name": item.retail_display_name,
        "price": number(item.price),
        "cost": number(item.cost),
        "item_description": item.item_description,
        "inventory_type": item.inventory_type,
        "item_class": item.item_class,
        "item_category": item.item_category,
        "brand": item.brand,
        "strain_required": flags.strain_required,
        "strain_id": item.strain_id,
        "strain_name": item.strain_name,
        "strain_type_name": item.strain_type_name,
        **{f"ref_field_{index}": ref for index, ref in enumerate(refs, start=1)},
        "sellable": flags.sellable,
        "needs_fulfillment": flags.needs_fulfillment,
        "is_medical": flags.is_medical,
        "is_tax_exempt": flags.is_tax_exempt,
        "lot_tracked": flags.lot_tracked,
        "reorder_point": item.reorder_point,
        "standard_qty_uom_id": item.uom.uom_id,
        "uom": item.uom.value,
        "uom_description": item.uom.description,
        **weight_json(item),
        "weight_uom_id": None if item.weight_uom is None else item.weight_uom.uom_id,
        "ecommerce_active": shop.ecommerce_active,
        "ecommerce_item_name": shop.ecommerce_item_name,
        "ecommerce_category_name": shop.ecommerce_category_name,
        "ecommerce_sub_category_name": shop.ecommerce_sub_category_name,
        "item_strain_type_name": shop.item_strain_type_name,
        **audit_json(item.audit),
    }


def weight_json(item: Item) -> Json:
    return {
        "unit_weight": number_or_null(item.unit_weight),
        "weight_uom": item.weight_uom,
        "weight_uom_description": None if item.weight_uom is None else item.weight_uom.description,
    }


_NEVER_SET_IN_CATALOGUE = """
version season style color total_cannabinoids_per_dose total_cannabinoids_per_dose_uom
total_cannabinoids_per_day total_cannabinoids_per_day_uom total_cannabinoids_per_unit
total_cannabinoids_per_unit_uom thc_per_dose thc_per_dose_uom cbd_per_dose cbd_per_dose_uom thc_per_day
thc_per_day_uom cbd_per_day cbd_per_day_uom thc_per_unit thc_per_unit_uom cbd_per_unit cbd_per_unit_uom
standard_daily_use_description active_ingredient onset_time_low_minutes onset_time_high_minutes
duration_low_minutes duration_high_minutes storage_instructions helpful_tips warning part_number
ecommerce_item ecommerce_category ecommerce_sub_category
"""
_UNSET_ON_VARIATIONS: Json = dict.fromkeys(_NEVER_SET_IN_CATALOGUE.split())


def item_class_json(category: ItemCategory) -> Json:
    return {"inventory_type": category.inventory_type, "item_class": category.item_class}


def item_category_json(category: ItemCategory) -> Json:
    """A category; its number is not shown."""
    return {**item_class_json(category), "item_category": category.item_category}


def numbered_item_category_json(category: ItemCategory) -> Json:
    """A category as people see it in the screens, with its number."""
    return {"item_category_id": category.item_category_id, **item_category_json(category)}


def item_variation_json(variation: ItemVariation) -> Json:
    return {
        **_UNSET_ON_VARIATIONS,
        "id": variation.variation_id,
        **fields_json(variation, "item_id variation_name variation_description unit_qty unit_price"),
        **fields_json(variation, "unit_cost sku taxable ecommerce_active retail_display_name active"),
        **{f"ref_field_{index}": ref for index, ref in enumerate(variation.ref_fields, start=1)},
        **audit_json(variation.audit),
    }


def strain_json(strain: Strain) -> Json:
    """A strain as lists show it."""
    return {
        "id": strain.strain_id,
        **fields_json(strain, "strain_name abbreviation description type indica_percentage"),
        **fields_json(strain, "sativa_percentage thc_level cbd_level veg_length_days flower_length_days"),
        **fields_json(strain, "active"),
    }


def strain_details_json(strain: Strain) -> Json:
    """A strain that is read by its id."""
    return {
        **strain_json(strain),
        "feel": strain.feel,
        "external": strain.external,
        **audit_json(strain.audit),
    }
