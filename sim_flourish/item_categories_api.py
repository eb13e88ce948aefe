"""`/itemclasses` and `/itemcategories`: what items are sorted into."""

from sim_flourish.envelope import page
from sim_flourish.shapes.catalogue_json import item_category_json, item_class_json
from sim_flourish.warehouse.item_categories import ItemCategory
from sim_flourish.warehouse.world import World
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_item_classes(call: Call[World]) -> Answer:
    """The classes, each once, in the order in which their first categories were made."""
    classes: dict[tuple[str, str], ItemCategory] = {}
    for one in call.world.catalogue.item_categories.values():
        classes.setdefault((one.inventory_type, one.item_class), one)
    return page(call, list(classes.values()), item_class_json)


def list_item_categories(call: Call[World]) -> Answer:
    """The categories."""
    return page(call, list(call.world.catalogue.item_categories.values()), item_category_json)


def hang_item_categories(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/itemclasses")(list_item_classes)
    edge.route("GET", "/itemcategories")(list_item_categories)
