"""Item categories with their numbers, which the External API asks for and never tells."""

from sim_flourish.envelope import success
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.catalogue_json import numbered_item_category_json
from sim_flourish.warehouse.keep_catalogue import find_or_make_category
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.world import World
from sim_flourish.working import note_change, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_all_item_categories(call: Call[World]) -> Answer:
    """All of them."""
    categories = call.world.catalogue.item_categories.values()
    return success([numbered_item_category_json(one) for one in categories])


def add_item_category(call: Call[World]) -> Answer:
    """A new category; the same three names belong to one only."""
    fields, known = JsonFields(call.body), len(call.world.catalogue.item_categories)
    names = [fields.required_text(name) for name in ("inventory_type", "item_class", "item_category")]
    category = find_or_make_category(work_for(call), *names)
    if len(call.world.catalogue.item_categories) == known:
        raise RefusedError(Refusal.ALREADY_EXISTS, what="item category", name=category.item_category)
    note_change(call, "item_category", str(category.item_category_id), "added")
    return success(numbered_item_category_json(category))


def hang_item_categories_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/item-categories")(list_all_item_categories)
    edge.route("POST", "/item-categories")(add_item_category)
