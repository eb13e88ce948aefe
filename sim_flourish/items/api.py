"""`/items`, their variations, `/brands`, `/item-categories`: what a catalogue is read from (I1 to I8)."""

from collections.abc import Sequence

from sim_flourish.conventions.envelope import joined_page, page, success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.filters import Filters, flag_fields, text_fields
from sim_flourish.conventions.request_context import warehouse_for
from sim_flourish.items.shapes import (
    brand_json,
    item_bytes,
    item_category_json,
    item_class_json,
    item_head,
    item_json,
    item_variation_json,
    uom_json,
)
from sim_flourish.model.items import (
    Brand,
    Item,
    ItemCategory,
    ItemId,
    ItemVariation,
    StrainType,
    Uom,
    VariationId,
)
from sim_flourish.model.values import INVENTORY_TYPES
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Warehouse, candidate_items
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def list_item_classes(call: Call[World]) -> Answer:
    """The classes, each once, in the order in which their first categories were made."""
    classes: dict[tuple[str, str], ItemCategory] = {}
    for category in call.world.catalogue.item_categories.values():
        classes.setdefault((category.inventory_type, category.item_class), category)
    return page(call, list(classes.values()), item_class_json)


def list_item_categories(call: Call[World]) -> Answer:
    return page(call, list(call.world.catalogue.item_categories.values()), item_category_json)


def list_item_variations(call: Call[World], item_id: str) -> Answer:
    """The active ones of an item (contract section 2 Items)."""
    variations = variations_of(call, item_id)
    return page(call, [variation for variation in variations if variation.active], item_variation_json)


def get_item_variation(call: Call[World], item_variation_pk: str) -> Answer:
    """One, active or not."""
    return success(item_variation_json(variation_of(call, item_variation_pk)))


def variations_of(call: Call[World], item_id: str) -> tuple[ItemVariation, ...]:
    """Every variation of the item in the address."""
    item = get_or_404(call.world.items, ItemId(item_id), "item")
    return warehouse_for(call).variations.of_item(item.item_id)


def variation_of(call: Call[World], item_variation_pk: str) -> ItemVariation:
    """The variation in the address."""
    variations = call.world.catalogue.item_variations
    return get_or_404(variations, VariationId(item_variation_pk), "item variation")


BRAND_FILTERS: Filters[Brand] = Filters(
    texts={"brand_id": lambda brand: (str(brand.brand_id),), "brand_name": lambda brand: (brand.brand_name,)},
    numbers=frozenset({"brand_id"}),
    flags={"active": lambda brand: brand.active},
)


def item_filters(brand_ids: dict[str, str]) -> Filters[Item]:
    """The parameters of `/items`; `brand_ids` gives the id of a brand's name."""
    return Filters(
        texts={
            "brand_name": lambda item: (item.brand,),
            "brand_id": lambda item: (brand_ids.get(item.brand or ""),),
            **text_fields("item_id", "sku", "inventory_type", "item_class", "item_category", "item_name"),
            **text_fields("strain_name", "strain_type_name", "retail_display_name"),
            "uom": lambda item: (item.uom.value, item.uom.description),
            **text_fields(
                "ecommerce.ecommerce_item_name",
                "ecommerce.ecommerce_category_name",
                "ecommerce.ecommerce_sub_category_name",
                "ecommerce.item_strain_type_name",
            ),
        },
        choices={
            "item_strain_type_name": frozenset(StrainType),
            "strain_type_name": frozenset(StrainType),
        },
        flags={
            **flag_fields("flags.strain_required", "flags.sellable", "flags.is_medical", "flags.active"),
            "is_external": lambda item: item.flags.external,
            "ecommerce_active": lambda item: item.ecommerce.ecommerce_active,
        },
        moments={"last_updated_timestamp": lambda item: item.audit.last_updated_at},
        widening=frozenset({"strain_type_name", "item_strain_type_name"}),
    )


def list_items(call: Call[World]) -> Answer:
    """The items asked for, oldest first."""
    warehouse = warehouse_for(call)
    brands = {brand.brand_name: str(brand.brand_id) for brand in call.world.brands.values()}
    narrowed = item_filters(brands).parse(call.query)

    def find() -> Sequence[Item]:
        return narrowed.of(candidate_items(warehouse, call.query.getlist))

    version = (warehouse.items.version, tuple(brands.items()) if "brand_id" in call.query else None)
    items = warehouse.listings.get(("items", narrowed.key), version, find)
    return joined_page(call, items, lambda item: rendered_item(warehouse, item))


def rendered_item(warehouse: Warehouse, item: Item) -> bytes:
    """The item's bytes, made when first asked for and kept until the item changes."""
    return item_bytes(warehouse.render_once(("item", item.item_id), item, lambda: item_head(item)))


def get_item(call: Call[World], item_id: str) -> Answer:
    item = get_or_404(call.world.items, ItemId(item_id), "item")
    return success(item_json(item))


def list_brands(call: Call[World]) -> Answer:
    """The active brands; others only when asked for (contract section 2 Brands)."""
    narrowed = BRAND_FILTERS.parse(call.query)
    brands = [brand for brand in call.world.brands.values() if "active" in call.query or brand.active]
    return page(call, narrowed.of(brands), brand_json)


def list_uoms(call: Call[World]) -> Answer:
    return page(call, tuple(Uom), uom_json)


def list_inventory_types(call: Call[World]) -> Answer:
    """The kinds of inventory, as plain texts."""
    return page(call, INVENTORY_TYPES, str)


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/itemclasses")(list_item_classes)
    router.route("GET", "/itemcategories")(list_item_categories)
    router.route("GET", "/items/{item_id}/itemvariations")(list_item_variations)
    router.route("GET", "/itemvariations/{item_variation_pk}")(get_item_variation)
    router.route("GET", "/items")(list_items)
    router.route("GET", "/items/{item_id}")(get_item)
    router.route("GET", "/brands")(list_brands)
    router.route("GET", "/uoms")(list_uoms)
    router.route("GET", "/inventorytypes")(list_inventory_types)
