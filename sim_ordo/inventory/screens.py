"""Inventory & Allocations: what is there, and Sync, which asks the engine for the items (I1)."""

from typing import Any

import msgspec

from sim_kernel.answers import Answer
from sim_ordo.events import ENGINE, event_body
from sim_ordo.formats import moment_text, optional_moment_text
from sim_ordo.model.inventory import InventorySearch, inventory_page
from sim_ordo.model.syncs import Sync, request_sync
from sim_ordo.paging import listed, read_filter, read_page
from sim_ordo.routing import OrdoCall, Route, record


def sync_json(sync: Sync) -> dict[str, Any]:
    return {
        "sync_id": sync.sync_id,
        "state": sync.state,
        "processed": sync.processed,
        "total": sync.total,
        "report": msgspec.to_builtins(sync.report),
        "error": msgspec.to_builtins(sync.error),
        "requested_at": moment_text(sync.requested_at),
        "finished_at": optional_moment_text(sync.finished_at),
    }


TYPE = "inventory.sync_requested"


def inventory_sync_requested_event(organization_id: str, sync: Sync) -> bytes:
    """The event of a new sync (schemas/ordo/events/inventory_sync_requested.json)."""
    data = {"organization_id": organization_id, "sync_id": sync.sync_id}
    return event_body(TYPE, "inventory_sync_requested", sync.requested_at, data)


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


def list_syncs(call: OrdoCall) -> Answer:
    page = read_page(call.query)
    return listed("syncs", list(reversed(call.world.syncs.values())), page, sync_json)


def start_sync(call: OrdoCall) -> Answer:
    """A new sync: the engine is told of it from the background, both roles may start one."""
    tenant, world = call.tenant, call.world
    world.connected()
    sync = request_sync(world.syncs.values(), ids=tenant.ids, now=tenant.clock.now())
    event = inventory_sync_requested_event(world.organization.organization_id, sync)
    world.syncs[sync.sync_id] = sync
    record(call, "sync", sync.sync_id, action="requested")
    tenant.outbox.announce(ENGINE, TYPE, event)
    return Answer(status=202, body=sync_json(sync))


def get_sync(call: OrdoCall, sync_id: str) -> Answer:
    return Answer(body=sync_json(call.world.sync(sync_id)))


ROUTES = (
    Route(method="GET", path="/inventory", handler=list_inventory),
    Route(method="GET", path="/inventory/{sku}", handler=get_item),
    Route(method="GET", path="/inventory/syncs", handler=list_syncs),
    Route(method="POST", path="/inventory/syncs", handler=start_sync),
    Route(method="GET", path="/inventory/syncs/{sync_id}", handler=get_sync),
)
