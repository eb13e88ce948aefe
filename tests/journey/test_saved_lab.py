"""A lab that is kept in a file and brought back elsewhere goes on as if nothing had happened."""

import stat
from datetime import timedelta
from pathlib import Path

from harness import demo_acts
from harness.clients.wire import open_session
from harness.demo_stage import Stage
from harness.lab import EngineSettings, Lab, start_lab
from harness.saved_lab import move_engine_clocks, put_back, read_saved_lab, save_lab
from harness.tenant import enter_tenant
from harness.worlds import Worlds, make_worlds


def connect_and_order(stage: Stage) -> None:
    """Both sides connected, the inventory synced, an order on net terms awaiting delivery."""
    demo_acts.add_items(stage)
    demo_acts.add_brand(stage)
    demo_acts.add_license(stage)
    demo_acts.generate_key(stage)
    demo_acts.connect(stage)
    demo_acts.add_webhook(stage)
    demo_acts.sync(stage)
    demo_acts.make_net_terms_order(stage)
    demo_acts.confirm(stage)
    stage.settle()


def keep(path: Path, lab: Lab) -> tuple[Worlds, str]:
    """Bring a lab to an order under way and keep it; the worlds and the order's id."""
    worlds = make_worlds(lab, items=3, seed=5)
    with open_session() as session:
        stage = Stage(world=enter_tenant(lab, session, worlds.flourish, worlds.ordo))
        connect_and_order(stage)
        assert stage.ordo_order.status == "Awaiting Delivery"
        stage.world.surroundings.advance(timedelta(hours=3))
    save_lab(path, lab, worlds)
    return worlds, stage.order_id


def test_restored_lab_goes_on_on_other_ports(tmp_path: Path) -> None:
    """An order placed before is shipped after: webhooks, credentials and links have moved along."""
    path = tmp_path / "lab.zip"
    with start_lab() as lab:
        worlds, order_id = keep(path, lab)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    saved = read_saved_lab(path)
    assert saved.worlds == worlds
    settings = EngineSettings(encryption_key=saved.encryption_key)
    with (
        start_lab(settings=settings, before_engine=lambda lab: put_back(saved, lab)) as moved,
        open_session() as session,
    ):
        move_engine_clocks(saved, moved)
        assert moved.engine_url != lab.engine_url
        stage = Stage(world=enter_tenant(moved, session, worlds.flourish, worlds.ordo), order_id=order_id)
        assert stage.ordo_order.status == "Awaiting Delivery"
        demo_acts.allocate(stage)
        demo_acts.ship(stage)
        stage.settle()
        assert stage.ordo_order.status == "Delivered"
        demo_acts.make_cash_order(stage)
        demo_acts.confirm(stage)
        stage.settle()
        assert stage.ordo_order.status == "Awaiting Delivery"
        assert len(stage.flourish_orders()) == 1
