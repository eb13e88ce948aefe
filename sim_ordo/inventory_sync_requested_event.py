"""`inventory.sync_requested`: what leaves Ordo when someone starts a sync (I1)."""

from sim_ordo.events import event_body
from sim_ordo.syncs import Sync

TYPE = "inventory.sync_requested"


def inventory_sync_requested_event(organization_id: str, sync: Sync) -> bytes:
    """The event of a new sync (schemas/ordo/events/inventory_sync_requested.json)."""
    data = {"organization_id": organization_id, "sync_id": sync.sync_id}
    return event_body(TYPE, "inventory_sync_requested", sync.requested_at, data)
