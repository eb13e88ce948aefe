"""`/api/v1/inventory/syncs`: the sync button of Ordo / Inventory, and how far each sync is (I1, I7)."""

from sim_kernel.answers import Answer
from sim_kernel.journal import Kind
from sim_ordo.engine_events import ENGINE
from sim_ordo.inventory_sync_requested_event import TYPE, inventory_sync_requested_event
from sim_ordo.paging import listed, read_page
from sim_ordo.routing import OrdoCall, Route
from sim_ordo.sync_shown import sync_json
from sim_ordo.syncs import request_sync


def list_syncs(call: OrdoCall) -> Answer:
    """The syncs, the newest first."""
    page = read_page(call.query)
    return listed("syncs", list(reversed(call.world.syncs.values())), page, sync_json)


def start_sync(call: OrdoCall) -> Answer:
    """A new sync: the engine is told of it from the background, both roles may start one."""
    tenant, world = call.tenant, call.world
    world.connected()
    sync = request_sync(world.syncs.values(), ids=tenant.ids, now=tenant.clock.now())
    event = inventory_sync_requested_event(world.organization.organization_id, sync)
    world.syncs[sync.sync_id] = sync
    tenant.journal.write(Kind.CHANGE, subject="sync", sync_id=sync.sync_id, deed="requested")
    tenant.outbox.announce(ENGINE, TYPE, event)
    return Answer(status=202, body=sync_json(sync))


def get_sync(call: OrdoCall, sync_id: str) -> Answer:
    """One sync with its progress and report."""
    return Answer(body=sync_json(call.world.sync(sync_id)))


ROUTES = (
    Route(method="GET", path="/inventory/syncs", handler=list_syncs),
    Route(method="POST", path="/inventory/syncs", handler=start_sync),
    Route(method="GET", path="/inventory/syncs/{sync_id}", handler=get_sync),
)
