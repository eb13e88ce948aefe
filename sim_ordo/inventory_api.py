"""`/api/v1/inventory`: what can be sold, as the last syncs and updates left it (I1, I3)."""

from sim_kernel.answers import Answer
from sim_ordo.inventory import InventorySearch, inventory_page
from sim_ordo.paging import read_filter, read_page
from sim_ordo.routing import OrdoCall, Route


def list_inventory(call: OrdoCall) -> Answer:
    """One page of items, joined from the bytes made when each was stored."""
    page = read_page(call.query, filters=("search", "brand", "sku"))
    search = InventorySearch(
        text=read_filter(call.query, "search"),
        brand=read_filter(call.query, "brand"),
        sku=read_filter(call.query, "sku"),
    )
    return Answer(raw=inventory_page(call.world.inventory, search, limit=page.limit, offset=page.offset))


def get_item(call: OrdoCall, sku: str) -> Answer:
    """One item by its SKU. A SKU with a slash in it is found with `GET /inventory?sku=`."""
    return Answer(raw=call.world.item(sku).body)


ROUTES = (
    Route(method="GET", path="/inventory", handler=list_inventory),
    Route(method="GET", path="/inventory/{sku}", handler=get_item),
)
