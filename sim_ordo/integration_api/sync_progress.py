"""How far the engine is with a sync, and its report at the end (I1, I7 to I9)."""

from typing import Any

from sim_kernel.answers import Answer
from sim_kernel.journal import Kind
from sim_ordo.routing import OrdoCall, Route, parse_body
from sim_ordo.sync_shown import sync_json
from sim_ordo.syncs import REPORTED, SyncProgress, take_progress


def report_sync(call: OrdoCall, sync_id: str) -> Answer:
    """The sync as the engine reports it."""
    tenant = call.tenant
    known = call.world.sync(sync_id)
    sync = take_progress(known, parse_body(call.body, SyncProgress), now=tenant.clock.now())
    call.world.syncs[sync_id] = sync
    facts: dict[str, Any] = {
        "subject": "sync",
        "sync_id": sync_id,
        "event": REPORTED[sync.state].value,
        "from": known.state.value,
        "to": sync.state.value,
        "processed": sync.processed,
        "total": sync.total,
    }
    tenant.journal.write(Kind.TRANSITION, **facts)
    return Answer(body=sync_json(sync))


ROUTES = (Route(method="PUT", path="/syncs/{sync_id}", handler=report_sync),)
