"""Keeps what items are described by: a category or a strain that is named for the first time is made."""

from dataclasses import replace
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.catalogue import Strain, StrainId
from sim_flourish.model.items import Item, ItemCategory, ItemVariation, StrainType, VariationId
from sim_flourish.warehouse.warehouse import Work

_LONGEST_ABBREVIATION = 4


def find_or_make_category(
    work: Work, inventory_type: str, item_class: str, item_category: str
) -> ItemCategory:
    """The category of exactly these three names, made when there is none."""
    named = (inventory_type, item_class, item_category)
    categories = work.world.catalogue.item_categories
    for category in categories.values():
        if (category.inventory_type, category.item_class, category.item_category) == named:
            return category
    made = ItemCategory(
        item_category_id=work.ids.number("item_category"),
        inventory_type=inventory_type,
        item_class=item_class,
        item_category=item_category,
    )
    categories[made.item_category_id] = made
    return made


def strain_named(work: Work, strain_name: str) -> Strain | None:
    strains = work.world.catalogue.strains.values()
    return next((strain for strain in strains if strain.strain_name == strain_name), None)


def make_strain(work: Work, strain_name: str, strain_type: StrainType) -> Strain:
    """A new strain of which nothing else is known, stored."""
    strain = new_strain(work, strain_name, strain_type)
    work.world.catalogue.strains[strain.strain_id] = strain
    return strain


def new_strain(work: Work, strain_name: str, strain_type: StrainType) -> Strain:
    """A new strain of which nothing else is known, not yet stored."""
    return Strain(
        strain_id=StrainId(work.ids.hex("strain", 8)),
        strain_name=strain_name,
        abbreviation="".join(word[0] for word in strain_name.split())[:_LONGEST_ABBREVIATION].upper(),
        type=strain_type,
        audit=work.signed.new(),
    )


def put_strain(work: Work, strain: Strain) -> None:
    """Adds a strain or replaces it; its items carry its new name and type."""
    work.world.catalogue.strains[strain.strain_id] = strain
    for item in list(work.world.items.values()):
        carried = (item.strain_name, item.strain_type_name)
        if item.strain_id == strain.strain_id and carried != (strain.strain_name, strain.type):
            work.warehouse.items.put(of_strain(replace(item, audit=work.signed.on(item.audit)), strain))


def of_strain(item: Item, strain: Strain) -> Item:
    return replace(
        item,
        strain_id=strain.strain_id,
        strain_name=strain.strain_name,
        strain_type_name=strain.type,
    )


def make_variation(
    work: Work, item: Item, variation_name: str, *, unit_qty: Decimal, unit_price: Decimal
) -> ItemVariation:
    """A new variation of which nothing else is known, not yet stored."""
    return ItemVariation(
        variation_id=VariationId(str(work.ids.number("item_variation"))),
        item_id=item.item_id,
        variation_name=variation_name,
        retail_display_name=variation_name,
        unit_qty=unit_qty,
        unit_price=unit_price,
        audit=work.signed.new(),
    )


def strain_of(work: Work, strain_id: str) -> Strain:
    """The strain of this id, as somebody named it in a request."""
    strain = work.world.catalogue.strains.get(StrainId(strain_id))
    if strain is None:
        raise RefusedError(Refusal.STRAIN_UNKNOWN, field="strain_id", id=strain_id)
    return strain
