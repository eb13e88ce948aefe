"""Categories, strains and item variations as JSON (contract section 2 Items)."""

from sim_flourish.shapes.formats import Json, audit_json, number, number_or_null
from sim_flourish.warehouse.item_categories import ItemCategory
from sim_flourish.warehouse.item_variations import ItemVariation
from sim_flourish.warehouse.strains import Strain

_NEVER_SET = """
version season style color total_cannabinoids_per_dose total_cannabinoids_per_dose_uom
total_cannabinoids_per_day total_cannabinoids_per_day_uom total_cannabinoids_per_unit
total_cannabinoids_per_unit_uom thc_per_dose thc_per_dose_uom cbd_per_dose cbd_per_dose_uom thc_per_day
thc_per_day_uom cbd_per_day cbd_per_day_uom thc_per_unit thc_per_unit_uom cbd_per_unit cbd_per_unit_uom
standard_daily_use_description active_ingredient onset_time_low_minutes onset_time_high_minutes
duration_low_minutes duration_high_minutes storage_instructions helpful_tips warning part_number
ecommerce_item ecommerce_category ecommerce_sub_category
"""
_UNSET_ON_VARIATIONS: Json = dict.fromkeys(_NEVER_SET.split())


def item_class_json(category: ItemCategory) -> Json:
    """The class that a category is in."""
    return {"inventory_type": category.inventory_type, "item_class": category.item_class}


def item_category_json(category: ItemCategory) -> Json:
    """A category; its number is not shown."""
    return {**item_class_json(category), "item_category": category.item_category}


def numbered_item_category_json(category: ItemCategory) -> Json:
    """A category as people see it in the screens, with its number."""
    return {"item_category_id": category.item_category_id, **item_category_json(category)}


def item_variation_json(variation: ItemVariation) -> Json:
    """An item in another pack."""
    return {
        **_UNSET_ON_VARIATIONS,
        "id": variation.variation_id,
        "item_id": variation.item_id,
        "variation_name": variation.variation_name,
        "variation_description": variation.variation_description,
        "unit_qty": number(variation.unit_qty),
        "unit_price": number(variation.unit_price),
        "unit_cost": number_or_null(variation.unit_cost),
        "sku": variation.sku,
        **{f"ref_field_{index}": ref for index, ref in enumerate(variation.ref_fields, start=1)},
        "taxable": variation.taxable,
        "ecommerce_active": variation.ecommerce_active,
        "retail_display_name": variation.retail_display_name,
        "active": variation.active,
        **audit_json(variation.audit),
    }


def strain_json(strain: Strain) -> Json:
    """A strain as lists show it."""
    return {
        "id": strain.strain_id,
        "strain_name": strain.strain_name,
        "abbreviation": strain.abbreviation,
        "description": strain.description,
        "type": strain.type.value,
        "indica_percentage": number(strain.indica_percentage),
        "sativa_percentage": number(strain.sativa_percentage),
        "thc_level": number_or_null(strain.thc_level),
        "cbd_level": number_or_null(strain.cbd_level),
        "veg_length_days": strain.veg_length_days,
        "flower_length_days": strain.flower_length_days,
        "active": strain.active,
    }


def strain_details_json(strain: Strain) -> Json:
    """A strain that is read by its id."""
    return {
        **strain_json(strain),
        "feel": strain.feel,
        "external": strain.external,
        **audit_json(strain.audit),
    }
