"""Items from Flourish on their way into Ordo's inventory, a thousand at a time (I1, I3, I5, I6)."""

from sim_kernel.answers import Answer
from sim_kernel.journal import Kind
from sim_ordo.amounts import moment_text
from sim_ordo.inventory import pairs_page, store_items
from sim_ordo.paging import LARGEST_PAGE, read_filter, read_page
from sim_ordo.routing import OrdoCall, Route


def list_item_pairs(call: OrdoCall) -> Answer:
    """Which Flourish item each SKU stands for; with `sku`, whether Ordo holds that one (I5, I6, I9)."""
    page = read_page(call.query, default=LARGEST_PAGE, filters=("sku",))
    sku = read_filter(call.query, "sku")
    return Answer(raw=pairs_page(call.world.inventory, sku, limit=page.limit, offset=page.offset))


def put_items(call: OrdoCall) -> Answer:
    """Stores items by SKU: new ones are added, known ones replaced."""
    tenant = call.tenant
    stored = store_items(call.world.inventory, call.body["items"], moment_text(tenant.clock.now()))
    tenant.journal.write(Kind.CHANGE, subject="inventory", created=stored.created, updated=stored.updated)
    return Answer(body={"created": stored.created, "updated": stored.updated})


ROUTES = (
    Route(method="GET", path="/items", handler=list_item_pairs),
    Route(method="PUT", path="/items", handler=put_items),
)
