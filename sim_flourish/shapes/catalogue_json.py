"""Categories and strains as JSON (contract section 2, Items and Strains)."""

from sim_flourish.shapes.formats import Json, audit_json, number, number_or_null
from sim_flourish.warehouse.item_categories import ItemCategory
from sim_flourish.warehouse.strains import Strain


def item_class_json(category: ItemCategory) -> Json:
    """The class that a category is in."""
    return {"inventory_type": category.inventory_type, "item_class": category.item_class}


def item_category_json(category: ItemCategory) -> Json:
    """A category; its number is not shown."""
    return {**item_class_json(category), "item_category": category.item_category}


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
