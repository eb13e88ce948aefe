"""A lab that is kept in a file and brought back elsewhere goes on as if nothing had happened."""

import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from harness.clients.tenant import enter_tenant
from harness.clients.wire import open_session
from harness.demo import script
from harness.demo.state import Demo
from harness.errors import WrongUsageError
from harness.lab import saved_lab
from harness.lab.lab import DemoTenants, EngineSettings, Lab, make_demo_tenants, start_lab
from harness.lab.saved_lab import move_engine_clocks, put_back, read_saved_lab, save_lab
from harness.steps.context.records import OrderUnderTest
from sim_kernel import control_api


def connect_and_order(demo: Demo) -> None:
    """Both sides connected, the inventory synced, an order on net terms awaiting delivery."""
    setup = (script.add_items, *script.CHAPTERS["Integration setup"], script.sync)
    for step in (*setup, script.make_net_terms_order, script.confirm):
        step.play(demo)


def keep(path: Path, lab: Lab) -> tuple[DemoTenants, str]:
    """Bring a lab to an order under way and keep it; the worlds and the order's id."""
    tenants = make_demo_tenants(lab, items=3, seed=5)
    with open_session() as session:
        demo = Demo.begin(enter_tenant(lab, session, tenants.flourish, tenants.ordo))
        connect_and_order(demo)
        assert demo.context.in_ordo().status == "Awaiting Delivery"
        demo.context.tenant.surroundings.advance(timedelta(hours=3))
    save_lab(path, lab, tenants)
    return tenants, demo.context.order.order_id


def test_restored_lab_goes_on_on_other_ports(tmp_path: Path) -> None:
    """An order placed before is shipped after: webhooks, credentials and links have moved along."""
    path = tmp_path / "lab.zip"
    with start_lab() as lab:
        tenants, order_id = keep(path, lab)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    saved = read_saved_lab(path)
    assert saved.tenants == tenants
    settings = EngineSettings(encryption_key=saved.encryption_key)
    with (
        start_lab(settings=settings, before_engine=lambda lab: put_back(saved, lab)) as moved,
        open_session() as session,
    ):
        move_engine_clocks(saved, moved)
        assert moved.engine_url != lab.engine_url
        demo = Demo.begin(enter_tenant(moved, session, tenants.flourish, tenants.ordo))
        demo.context.orders.made.append(OrderUnderTest(order_id=order_id))
        assert demo.context.in_ordo().status == "Awaiting Delivery"
        script.allocate.play(demo)
        script.ship_on_net_terms.play(demo)
        assert demo.context.in_ordo().status == "Delivered"
        script.make_cash_order.play(demo)
        script.confirm.play(demo)
        assert demo.context.in_ordo().status == "Awaiting Delivery"
        assert len(demo.context.all_in_flourish()) == 1


def test_a_lab_may_be_larger_than_what_is_taken_over_http(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control API's limit is for strangers; a file on the command line is one's own."""
    monkeypatch.setattr(control_api, "LARGEST_SNAPSHOT", 1000)
    path = tmp_path / "lab.zip"
    with start_lab() as lab:
        save_lab(path, lab, make_demo_tenants(lab, items=3, seed=5))
    saved = read_saved_lab(path)
    settings = EngineSettings(encryption_key=saved.encryption_key)
    with start_lab(settings=settings, before_engine=lambda lab: put_back(saved, lab)) as back:
        assert len(back.simulators["flourish"].tenants.all()) == 1


def test_a_lab_that_could_not_be_brought_back_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said when it is saved, and what stood in the file before stays."""
    monkeypatch.setattr(saved_lab, "LARGEST_MEMBER", 1000)
    path = tmp_path / "lab.zip"
    path.write_text("an older one")
    with start_lab() as lab:
        tenants = make_demo_tenants(lab, items=3, seed=5)
        with pytest.raises(WrongUsageError, match=r"--save .*too large to be brought back"):
            save_lab(path, lab, tenants)
    assert path.read_text() == "an older one"


@pytest.mark.parametrize("broken", ['{"kept": 1, "world": {}}', '{"kept": ' + "[" * 500 + "]" * 500 + "}"])
def test_a_state_that_no_simulator_takes_is_wrong_usage(broken: str, tmp_path: Path) -> None:
    """A file that was edited is told in a line, and no lab starts."""
    path, edited = tmp_path / "lab.zip", tmp_path / "edited.zip"
    with start_lab() as lab:
        save_lab(path, lab, make_demo_tenants(lab, items=1, seed=5))
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(edited, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, f"[{broken}]" if name == "flourish.json" else archive.read(name))
    saved = read_saved_lab(edited)
    with (
        pytest.raises(WrongUsageError, match="the state of flourish cannot be brought back"),
        start_lab(before_engine=lambda lab: put_back(saved, lab)),
    ):
        pass
