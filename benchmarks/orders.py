"""How many orders an engine places in a second, on SQLite and on PostgreSQL, in one process and in several.

PostgreSQL is measured where LAB_DATABASE_URL names a server; `python -m tests.postgres` starts one. Both
simulators run in one process here, so it is they that set the limit once the engine is fast enough.
"""

import argparse
import os
import tempfile
from pathlib import Path

from figures import lasting, show

from harness.clients.idle import Pause
from harness.clients.tenant import make_tenant
from harness.clients.wire import Session, open_session
from harness.engines.engine_program import SERVER
from harness.lab.lab import Lab
from harness.steps.context import ordering, setup
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import ScenarioContext
from tests.postgres.processes import lab_of_processes

SELLERS = 4


def main() -> None:
    """Measure what there is."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=200)
    orders: int = parser.parse_args().orders
    measure("SQLite, one process", "", workers=0, orders=orders)
    if server := os.environ.get(SERVER, ""):
        measure("PostgreSQL, one process", server, workers=0, orders=orders)
        measure("PostgreSQL, a receiver and two workers", server, workers=2, orders=orders)


def measure(what: str, server: str, *, workers: int, orders: int) -> None:
    """Confirm all orders, then wait until Flourish has every one and Ordo shows it."""
    role = "web" if workers else "all"
    with (
        tempfile.TemporaryDirectory() as folder,
        lab_of_processes(Path(folder), server, role=role, stalled_seconds=20) as engine,
        open_session() as session,
    ):
        for _ in range(workers):
            engine.start()
        sellers = [seller(engine.lab, session, number) for number in range(SELLERS)]
        for number in range(orders):
            context = sellers[number % SELLERS]
            _ = context.ordo.rep.add_order(ordering.fill_in(context, "Cash").form()).value
        before = sum(context.engine.health().activity for context in sellers)
        seconds, _ = lasting(lambda: confirm_and_wait(sellers))
        transactions = sum(context.engine.health().activity for context in sellers) - before
    figure = f"{orders / seconds:.0f} orders/s  {transactions / seconds:.0f} transactions/s"
    show(f"{what}, {orders} orders", figure)


def seller(lab: Lab, session: Session, number: int) -> ScenarioContext:
    """A seller that trades."""
    fake_data = FakeData(seed=f"orders/{number}")
    context = ScenarioContext.begin(make_tenant(lab, session, fake_data.number()), fake_data)
    setup.trade(context)
    return context


def confirm_and_wait(sellers: list[ScenarioContext]) -> None:
    """Everything is confirmed as fast as it goes, and done when Ordo shows no order as sending any more."""
    for context in sellers:
        for order in context.ordo.rep.orders():
            _ = context.ordo.rep.confirm_order(order.order_id).value
    pause = Pause()
    while any(one.status == "Pending" for context in sellers for one in context.ordo.rep.orders()):
        pause.take()


if __name__ == "__main__":
    main()
