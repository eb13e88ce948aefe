"""What an engine calls about inventory: items written, and the progress of a sync (I1 to I9)."""

from foundation.journal_entries import Change, Transition
from sim_kernel.answers import Answer
from sim_ordo.formats import moment_text
from sim_ordo.inventory.screens import sync_json
from sim_ordo.model.inventory import pairs_page, store_items
from sim_ordo.model.syncs import REPORTED, SyncProgress, take_progress
from sim_ordo.paging import LARGEST_PAGE, read_filter, read_page
from sim_ordo.routing import OrdoCall, Route, parse_body


def list_item_pairs(call: OrdoCall) -> Answer:
    """Which Flourish item each SKU stands for; with `sku`, whether Ordo holds that one (I5, I6, I9, I13)."""
    page = read_page(call.query, default=LARGEST_PAGE, filters=("sku",))
    sku = read_filter(call.query, "sku")
    return Answer(raw=pairs_page(call.world.inventory, sku, limit=page.limit, offset=page.offset))


def put_items(call: OrdoCall) -> Answer:
    """Stores items by SKU: new ones are added, known ones replaced."""
    tenant = call.tenant
    stored = store_items(call.world.inventory, call.body["items"], moment_text(tenant.clock.now()))
    action = f"{stored.created} created, {stored.updated} updated"
    tenant.journal.write(Change(subject="inventory", action=action))
    return Answer(body={"created": stored.created, "updated": stored.updated})


def report_sync(call: OrdoCall, sync_id: str) -> Answer:
    tenant = call.tenant
    known = call.world.sync(sync_id)
    sync = take_progress(known, parse_body(call.body, SyncProgress), now=tenant.clock.now())
    call.world.syncs[sync_id] = sync
    tenant.journal.write(
        Transition(
            subject="sync",
            subject_id=sync_id,
            events=(REPORTED[sync.state].value,),
            before=known.state.value,
            after=sync.state.value,
        )
    )
    return Answer(body=sync_json(sync))


ROUTES = (
    Route(method="GET", path="/items", handler=list_item_pairs),
    Route(method="PUT", path="/items", handler=put_items),
    Route(method="PUT", path="/syncs/{sync_id}", handler=report_sync),
)
