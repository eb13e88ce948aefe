"""How long an inventory sync takes, from the click in Ordo until its report is there.

Wanted: 10,000 items in single-digit seconds, and 100,000 in ten times that, not more.
"""

import argparse

from figures import show, timed

from harness.clients.flourish_shapes import Brand, Page
from harness.clients.idle import wait_until
from harness.clients.ordo import Logo
from harness.clients.tenant import make_tenant
from harness.clients.wire import open_session
from harness.demo import acts as demo_acts
from harness.demo.stage import Stage
from harness.lab.lab import INTERACTIVE_HTTP_TIMEOUT, EngineSettings, freeze_objects, start_lab

LOGO = Logo(name="logo.png", media_type="image/png", content=demo_acts.LOGO)
LONGEST_SECONDS = 600.0


def connected_stage(stage: Stage) -> None:
    """Connect the two sides, with every brand of the catalogue in Ordo."""
    made = stage.world.flourish.made
    api = stage.world.flourish.api(made.username, made.api_key)
    for brand in api.wire.get("/external/api/v1/brands", Page[Brand]).value.data:
        _ = stage.world.ordo.admin.add_brand(brand.brand_name, LOGO).value
    demo_acts.add_license(stage)
    demo_acts.generate_key(stage)
    demo_acts.connect(stage)
    demo_acts.add_webhook(stage)


def sync(stage: Stage) -> None:
    """Click sync in Ordo's inventory, and wait for its report."""
    admin = stage.world.ordo.admin
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
        stage = Stage(world=make_tenant(lab, session, 1, items=items))
        connected_stage(stage)
        freeze_objects()
        for which in ("first", "second"):
            seconds = timed(lambda: sync(stage))
            show(f"{which} sync of {items:,} items", f"{seconds:.2f} s  {items / seconds:,.0f} items/s")


if __name__ == "__main__":
    main()
