"""A simulated Ordo with one organization, and an engine's stand-in on a real port."""

import base64
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from sim_ordo.app import OrdoConfig, create_app
from tests.unit.ordo.engine_stand_in import EngineStandIn, engine_stand_in
from tests.unit.ordo.ordo_lab import OrdoLab
from tests.waiting import wait_until

EVENTS_SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()


@pytest.fixture
def events_secret() -> str:
    """What Ordo and the engine share."""
    return EVENTS_SECRET


@pytest.fixture(scope="module")
def engine_server() -> Iterator[EngineStandIn]:
    """The engine's stand-in, one for the module: tests share the port, and nothing else."""
    with engine_stand_in() as engine:
        yield engine


@pytest.fixture(scope="module")
def app(engine_server: EngineStandIn) -> Iterator[Flask]:
    """The simulated Ordo, one for the module: every test has organizations of its own."""
    made = create_app(OrdoConfig(engine_url=engine_server.url, events_secret=EVENTS_SECRET))
    yield made
    made.extensions["simulator"].close()


@pytest.fixture
def stand_in(engine_server: EngineStandIn) -> EngineStandIn:
    """The engine's stand-in, which has received nothing yet and takes everything."""
    engine_server.start_over()
    return engine_server


@pytest.fixture
def new_organization(app: Flask, stand_in: EngineStandIn) -> Iterator[Callable[[], OrdoLab]]:  # noqa: ARG001
    """Makes organizations; they go when the test ends, with everything they had still to send."""
    simulator = app.extensions["simulator"]
    made: list[OrdoLab] = []

    def make() -> OrdoLab:
        tenant, said = simulator.create_tenant()
        made.append(
            OrdoLab(
                client=app.test_client(),
                tenant=tenant,
                admin_token=said["admin_token"],
                rep_token=said["rep_token"],
            )
        )
        return made[-1]

    yield make
    for lab in made:
        if simulator.tenants.find(lab.tenant.tenant_id) is not None:
            simulator.drop_tenant(lab.tenant.tenant_id)
    wait_until("nothing is in flight", lambda: not any(_in_flight(lab) for lab in made))


def _in_flight(lab: OrdoLab) -> int:
    return int(lab.tenant.outbox.pending()["in_flight"])


@pytest.fixture
def ordo(new_organization: Callable[[], OrdoLab]) -> OrdoLab:
    """One organization, with nothing set up."""
    return new_organization()


@pytest.fixture
def connected(ordo: OrdoLab) -> OrdoLab:
    """One organization, connected to Flourish, with one item in its inventory."""
    answer = ordo.connect()
    assert answer.status_code == 200, answer.text
    ordo.stock("SKU-1")
    return ordo
