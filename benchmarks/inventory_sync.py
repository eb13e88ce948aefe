"""How long an inventory sync takes, from the click in Ordo until its report is there.

Wanted: 10,000 items in single-digit seconds, and 100,000 in ten times that, not more.
"""

import argparse

from figures import show, timed

from harness.clients.flourish_shapes import Brand, Page
from harness.clients.idle import wait_until
from harness.clients.tenant import make_tenant
from harness.clients.wire import open_session
from harness.lab.lab import INTERACTIVE_HTTP_TIMEOUT, EngineSettings, freeze_objects, start_lab
from harness.steps.context import setup
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import ScenarioContext

LONGEST_SECONDS = 600.0


def connect(context: ScenarioContext) -> None:
    """Connect the two sides, with every brand of the catalogue in Ordo."""
    for brand in context.api.wire.get("/external/api/v1/brands", Page[Brand]).value.data:
        setup.add_brand(context, brand.brand_name)
    setup.connect(context)


def sync(context: ScenarioContext) -> None:
    """Click sync in Ordo's inventory, and wait for its report."""
    admin = context.ordo.admin
    sync_id = admin.start_sync().value.sync_id
    wait_until(
        lambda: admin.sync(sync_id).state in {"succeeded", "failed"}, "the sync", seconds=LONGEST_SECONDS
    )
    if (state := admin.sync(sync_id).state) != "succeeded":
        raise SystemExit(f"the sync ended as {state}")


def main() -> None:
    """Sync a catalogue twice: into an empty inventory, and over itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    items = parser.parse_args().items
    settings = EngineSettings(http_timeout=INTERACTIVE_HTTP_TIMEOUT)
    with start_lab(settings=settings) as lab, open_session() as session:
        tenant = make_tenant(lab, session, 1, items=items)
        context = ScenarioContext.begin(tenant, FakeData(seed="inventory_sync"))
        connect(context)
        freeze_objects()
        for which in ("first", "second"):
            seconds = timed(lambda: sync(context))
            show(f"{which} sync of {items:,} items", f"{seconds:.2f} s  {items / seconds:,.0f} items/s")


if __name__ == "__main__":
    main()
