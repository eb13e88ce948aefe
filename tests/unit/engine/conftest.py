"""An engine, connected, between two stand-ins."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.engines.engine_program import SERVER
from harness.lab.lab import own_schema
from harness.serving import serve
from tests.unit.engine.running_engine import Bench
from tests.unit.engine.stand_ins import FlourishStandIn, OrdoStandIn


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostgreSQL database for one test where `LAB_DATABASE_URL` names a server; otherwise empty."""
    server = os.environ.get(SERVER, "")
    if not server or request.node.get_closest_marker("sqlite_only"):
        yield ""
        return
    with own_schema(server) as url:
        yield url


@pytest.fixture
def bench(tmp_path: Path, database_url: str) -> Iterator[Bench]:
    """An engine that runs, with no organization connected yet."""
    flourish, ordo = FlourishStandIn(), OrdoStandIn()
    servers = serve(flourish.app), serve(ordo.app)
    made = Bench(
        folder=tmp_path,
        flourish=flourish,
        ordo=ordo,
        flourish_server=servers[0],
        ordo_server=servers[1],
        database_url=database_url,
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
