"""`/items`, `/brands`, `/uoms`, `/inventorytypes`: what can be sold (I1, I2, I4, I6).

A page of items is joined from bytes; a filter is worked out once while nothing changes, so every further
page of it costs one page.
"""

from collections.abc import Sequence

from sim_flourish.envelope import joined_page, page, success
from sim_flourish.filters import Filters
from sim_flourish.item_search import candidate_items
from sim_flourish.shapes.item_json import (
    UOM_DESCRIPTIONS,
    brand_json,
    item_bytes,
    item_head,
    item_json,
    uom_json,
)
from sim_flourish.warehouse.inventory_types import INVENTORY_TYPES
from sim_flourish.warehouse.items import Brand, Item, ItemId, StrainType, Uom
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.warehouse import Warehouse
from sim_flourish.warehouse.world import World
from sim_flourish.working import warehouse_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

BRAND_FILTERS: Filters[Brand] = Filters(
    texts={"brand_id": lambda one: (str(one.brand_id),), "brand_name": lambda one: (one.brand_name,)},
    numbers=frozenset({"brand_id"}),
    flags={"active": lambda one: one.active},
)


def item_filters(brand_ids: dict[str, str]) -> Filters[Item]:
    """The parameters of `/items`; `brand_ids` gives the id of a brand's name."""
    return Filters(
        texts={
            "item_id": lambda one: (one.item_id,),
            "sku": lambda one: (one.sku,),
            "brand_name": lambda one: (one.brand,),
            "brand_id": lambda one: (brand_ids.get(one.brand or ""),),
            "inventory_type": lambda one: (one.inventory_type,),
            "item_class": lambda one: (one.item_class,),
            "item_category": lambda one: (one.item_category,),
            "item_name": lambda one: (one.item_name,),
            "strain_name": lambda one: (one.strain_name,),
            "retail_display_name": lambda one: (one.retail_display_name,),
            "uom": lambda one: (one.uom.value, UOM_DESCRIPTIONS[one.uom]),
            "ecommerce_item_name": lambda one: (one.ecommerce.ecommerce_item_name,),
            "ecommerce_category_name": lambda one: (one.ecommerce.ecommerce_category_name,),
            "ecommerce_sub_category_name": lambda one: (one.ecommerce.ecommerce_sub_category_name,),
            "item_strain_type_name": lambda one: (one.ecommerce.item_strain_type_name,),
            "strain_type_name": lambda one: (one.strain_type_name,),
        },
        choices={
            "item_strain_type_name": frozenset(StrainType),
            "strain_type_name": frozenset(StrainType),
        },
        flags={
            "strain_required": lambda one: one.flags.strain_required,
            "sellable": lambda one: one.flags.sellable,
            "is_medical": lambda one: one.flags.is_medical,
            "active": lambda one: one.flags.active,
            "is_external": lambda one: one.flags.external,
            "ecommerce_active": lambda one: one.ecommerce.ecommerce_active,
        },
        moments={"last_updated_timestamp": lambda one: one.audit.last_updated_at},
        widening=frozenset({"strain_type_name", "item_strain_type_name"}),
    )


def list_items(call: Call[World]) -> Answer:
    """The items asked for, oldest first."""
    warehouse = warehouse_for(call)
    brands = {one.brand_name: str(one.brand_id) for one in call.world.brands.values()}
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
    """One item."""
    item = call.world.items.get(ItemId(item_id))
    if item is None:
        raise not_found("item", item_id)
    return success(item_json(item))


def list_brands(call: Call[World]) -> Answer:
    """The active brands; others only when asked for (contract section 2 Brands)."""
    narrowed = BRAND_FILTERS.parse(call.query)
    brands = [one for one in call.world.brands.values() if "active" in call.query or one.active]
    return page(call, narrowed.of(brands), brand_json)


def list_uoms(call: Call[World]) -> Answer:
    """The units of measure."""
    return page(call, tuple(Uom), uom_json)


def list_inventory_types(call: Call[World]) -> Answer:
    """The kinds of inventory, as plain texts."""
    return page(call, INVENTORY_TYPES, str)


def hang_items(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/items")(list_items)
    edge.route("GET", "/items/{item_id}")(get_item)
    edge.route("GET", "/brands")(list_brands)
    edge.route("GET", "/uoms")(list_uoms)
    edge.route("GET", "/inventorytypes")(list_inventory_types)
