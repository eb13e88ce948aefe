"""An engine, connected, between two stand-ins."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.serving import serve
from tests.unit.engine.running_engine import Bench
from tests.unit.engine.stand_ins import FlourishStandIn, OrdoStandIn


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """An engine that runs, with no organization connected yet."""
    flourish, ordo = FlourishStandIn(), OrdoStandIn()
    servers = serve(flourish.app), serve(ordo.app)
    made = Bench(
        folder=tmp_path, flourish=flourish, ordo=ordo, flourish_server=servers[0], ordo_server=servers[1]
    )
    made.start()
    yield made
    made.stop()
    for server in servers:
        server.stop()


@pytest.fixture
def connected(bench: Bench) -> Bench:
    """An engine with one organization connected."""
    assert bench.connect().status_code == 200
    return bench
