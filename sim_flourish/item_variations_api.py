"""`/items/{item_id}/itemvariations` and `/itemvariations`: items in other packs."""

from sim_flourish.envelope import page, success
from sim_flourish.shapes.catalogue_json import item_variation_json
from sim_flourish.warehouse.item_variations import ItemVariation, VariationId
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.world import World
from sim_flourish.working import warehouse_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_item_variations(call: Call[World], item_id: str) -> Answer:
    """The active ones of an item (contract section 2 Items)."""
    variations = variations_of(call, item_id)
    return page(call, [one for one in variations if one.active], item_variation_json)


def get_item_variation(call: Call[World], item_variation_pk: str) -> Answer:
    """One, active or not."""
    return success(item_variation_json(variation_of(call, item_variation_pk)))


def variations_of(call: Call[World], item_id: str) -> tuple[ItemVariation, ...]:
    """Every variation of the item in the address.

    Raises:
        RefusedError: 404, there is no such item.
    """
    if ItemId(item_id) not in call.world.items:
        raise not_found("item", item_id)
    return warehouse_for(call).variations.of_item(ItemId(item_id))


def variation_of(call: Call[World], item_variation_pk: str) -> ItemVariation:
    """The variation in the address.

    Raises:
        RefusedError: 404, there is none.
    """
    variation = warehouse_for(call).variations.find(VariationId(item_variation_pk))
    if variation is None:
        raise not_found("item variation", item_variation_pk)
    return variation


def hang_item_variations(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/items/{item_id}/itemvariations")(list_item_variations)
    edge.route("GET", "/itemvariations/{item_variation_pk}")(get_item_variation)
