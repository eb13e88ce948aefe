"""A simulated Ordo with one organization, and an engine's stand-in on a real port."""

import base64
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from sim_ordo.app import OrdoConfig, create_app
from tests.unit.ordo.engine_stand_in import EngineStandIn, engine_stand_in
from tests.unit.ordo.ordo_lab import OrdoLab

EVENTS_SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()


@pytest.fixture
def events_secret() -> str:
    """What Ordo and the engine share."""
    return EVENTS_SECRET


@pytest.fixture
def stand_in() -> Iterator[EngineStandIn]:
    """The engine's stand-in."""
    with engine_stand_in() as engine:
        yield engine


@pytest.fixture
def app(stand_in: EngineStandIn) -> Iterator[Flask]:
    """The simulated Ordo."""
    made = create_app(OrdoConfig(engine_url=stand_in.url, events_secret=EVENTS_SECRET))
    yield made
    made.extensions["simulator"].close()


@pytest.fixture
def new_organization(app: Flask) -> Callable[[], OrdoLab]:
    """Makes organizations."""

    def make() -> OrdoLab:
        tenant, told = app.extensions["simulator"].create_tenant()
        return OrdoLab(
            client=app.test_client(),
            tenant=tenant,
            admin_token=told["admin_token"],
            rep_token=told["rep_token"],
        )

    return make


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
