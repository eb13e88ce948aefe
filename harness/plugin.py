"""The pytest plugin: a lab, fresh tenants for every scenario, and the step definitions.

It comes with the installation (entry point `pytest11`) and stays out of the way: until a feature is collected
or one of its fixtures is used, it has imported nothing but itself. Fixtures for features of one's own: `lab`,
`tenant`, `flourish`, `ordo`, `engine`; what the steps keep, by noun: `connection`, `catalogue`, `orders`,
`syncs`, `attempt`, and `context`, which holds them together. The lab is the one that
`--lab-env FILE` or the environment names (FLOURISH_URL, ORDO_URL, ENGINE_URL), else one is started.
"""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from harness.clients.engine import EngineClient
    from harness.clients.recorded import Receiver
    from harness.clients.tenant import Flourish, LabAddress, Ordo, Tenant
    from harness.clients.wire import Session
    from harness.engines.engine_program import EngineProgram
    from harness.lab.scenario_labs import SimulatorsLab
    from harness.steps.context.fake_data import FakeData
    from harness.steps.context.records import Attempt, Catalogue, Connection, Orders, Syncs
    from harness.steps.context.scenario_context import Neighbour, ScenarioContext

_LARGEST_SEED = 2**31


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of the lab and its data."""
    group = parser.getgroup("ordo-flourish", "features against a lab of Ordo and Flourish")
    group.addoption("--lab-env", metavar="FILE", help="KEY=VALUE file naming a running lab's three URLs")
    group.addoption("--lab-seed", type=int, metavar="N", help="seed of the made-up data")
    group.addoption(
        "--lab-engine-cmd", metavar="CMD", help="start this engine in the lab instead of the built-in one"
    )
    group.addoption(
        "--lab-without",
        action="append",
        default=[],
        metavar="CAP",
        help="skip scenarios that need this capability of the engine; may be repeated",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Settles on a seed that all workers share, and waits for a feature."""
    if config.option.lab_seed is None:
        # set before pytest-xdist starts its workers, which get a copy of the options
        config.option.lab_seed = random.SystemRandom().randrange(_LARGEST_SEED)
    config.pluginmanager.register(_Steps(config), "ordo-flourish steps")


class _Steps:
    """Brings the step definitions and the tags in, once a feature is being collected."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._here = False

    @pytest.hookimpl(optionalhook=True)
    def pytest_bdd_apply_tag(self) -> None:
        """A scenario with a tag, which must be declared before it becomes a marker."""
        self._bring()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """A scenario at all; where none was collected, nobody has imported pytest-bdd's part for them."""
        if "pytest_bdd.scenario" in sys.modules and not self._here:
            from harness.gate.features import scenario_of

            if any(scenario_of(item) is not None for item in items):
                self._bring()

    def _bring(self) -> None:
        if self._here:
            return
        self._here = True
        from harness.gate.step_lookup import look_up_quickly
        from harness.rules import tag_texts
        from harness.steps import STEP_MODULES

        look_up_quickly()

        for name in STEP_MODULES:
            # by hand, not by `pytest_plugins`: step modules import each other, which that would warn of
            self._config.pluginmanager.register(importlib.import_module(name), name)
        for tag, text in tag_texts().items():
            self._config.addinivalue_line("markers", f"{tag}: {text}")


@pytest.fixture(scope="session")
def lab(request: pytest.FixtureRequest) -> Iterator[LabAddress]:
    """Where the three servers are."""
    from harness.lab.scenario_labs import shared_lab

    with shared_lab(request.config) as found:
        yield found


@pytest.fixture(scope="session")
def _lab_session() -> Iterator[Session]:
    from harness.clients.wire import open_session

    with open_session() as session:
        yield session


@pytest.fixture(scope="session")
def _engine_capabilities(request: pytest.FixtureRequest, lab: LabAddress) -> frozenset[str]:
    """What the engine under test can do beside what every engine must."""
    from harness.lab.scenario_labs import capabilities

    return capabilities(request.config, lab)


@pytest.fixture(scope="session")
def _lab_to_restart_in(request: pytest.FixtureRequest) -> Iterator[LabAddress]:
    """A lab of this process' own, whose engine may be ended without disturbing any other scenario."""
    from harness.lab.scenario_labs import own_lab

    with own_lab(request.config) as started:
        yield started


@pytest.fixture(scope="session")
def _lab_of_simulators() -> Iterator[SimulatorsLab]:
    """A lab of this process' own, without an engine."""
    from harness.lab.scenario_labs import simulators_lab

    with simulators_lab() as started:
        yield started


@pytest.fixture
def receiver(_lab_of_simulators: SimulatorsLab) -> Receiver:
    """What gets everything that the simulators send, for scenarios tagged `simulator`."""
    return _lab_of_simulators.receiver


@pytest.fixture
def _scenario_lab(request: pytest.FixtureRequest) -> LabAddress:
    """The lab of this scenario, if its engine can do what the scenario's tags ask for."""
    from harness.lab.scenario_labs import RESTART, needed_capabilities, not_checked
    from harness.rules import SIMULATOR

    if request.node.get_closest_marker(SIMULATOR) is not None:
        return cast("LabAddress", request.getfixturevalue("_lab_of_simulators"))
    needed = needed_capabilities(request.node)
    if missing := needed - request.getfixturevalue("_engine_capabilities"):
        pytest.skip(not_checked(missing))
    return cast("LabAddress", request.getfixturevalue("_lab_to_restart_in" if RESTART in needed else "lab"))


@pytest.fixture
def restartable_engine(_scenario_lab: LabAddress) -> Iterator[EngineProgram]:
    """The engine's process, for scenarios tagged `restart`; runs again afterwards in any case."""
    from harness.lab.scenario_labs import engine_to_restart

    found = engine_to_restart(_scenario_lab)
    yield found
    found.ensure_running()


@pytest.fixture
def fake_data(request: pytest.FixtureRequest) -> FakeData:
    """The scenario's data: the same for the same seed and scenario, in any order and on any worker."""
    from harness.steps.context.fake_data import FakeData

    seed = request.config.option.lab_seed
    request.node.add_report_section("setup", "lab", f"the same data again: pytest --lab-seed {seed}")
    return FakeData(seed=f"{seed}/{request.node.name}")


@pytest.fixture
def _tenant_seed(fake_data: FakeData) -> int:
    """Worlds of one seed are alike."""
    return fake_data.number()


@pytest.fixture
def tenant(
    request: pytest.FixtureRequest, _scenario_lab: LabAddress, _lab_session: Session, _tenant_seed: int
) -> Iterator[Tenant]:
    """A fresh world on both sides, dropped at the end.

    A simulator that broke its own contract fails it, and so does an engine that sends undescribed fields.
    """
    from harness.clients.tenant import make_tenant
    from harness.lab.scenario_labs import ALTERATIONS

    alterations = request.config.stash.get(ALTERATIONS, {})
    made = make_tenant(_scenario_lab, _lab_session, _tenant_seed, alterations=alterations)
    yield made
    _drop_if_kept_to_contracts(made)


def _drop_if_kept_to_contracts(made: Tenant) -> None:
    """Drop a world, whatever happened in it.

    Raises:
        ExpectationFailedError: somebody did not keep to the contracts there.
    """
    from harness.steps.context.failure_context import ExpectationFailedError

    try:
        bugs, undescribed = made.simulator_bugs(), made.undescribed_fields()
    finally:
        made.drop()
    if bugs:
        raise ExpectationFailedError(
            expected="the simulators to keep their own contracts",
            seen=f"there is a bug of the simulator: {'; '.join(bugs)}",
            around="",
        )
    if undescribed:
        raise ExpectationFailedError(
            expected="the engine to send only what the contracts describe",
            seen=f"it sent {'; '.join(undescribed)}",
            around="",
        )


@pytest.fixture
def flourish(tenant: Tenant) -> Flourish:
    """Flourish as the warehouse uses it."""
    return tenant.flourish


@pytest.fixture
def ordo(tenant: Tenant) -> Ordo:
    """Ordo as the seller's people use it."""
    return tenant.ordo


@pytest.fixture
def engine(tenant: Tenant) -> EngineClient:
    return tenant.engine


@pytest.fixture
def connection(tenant: Tenant) -> Connection:
    """How the seller is connected so far."""
    from harness.steps.context.records import Connection

    return Connection.begin(tenant)


@pytest.fixture
def catalogue() -> Catalogue:
    """The brands and items of the scenario."""
    from harness.steps.context.records import Catalogue

    return Catalogue()


@pytest.fixture
def orders() -> Orders:
    """The orders of the scenario."""
    from harness.steps.context.records import Orders

    return Orders()


@pytest.fixture
def syncs() -> Syncs:
    """The syncs of the scenario."""
    from harness.steps.context.records import Syncs

    return Syncs()


@pytest.fixture
def attempt() -> Attempt:
    """What somebody tried last."""
    from harness.steps.context.records import Attempt

    return Attempt()


@pytest.fixture
def context(
    tenant: Tenant,
    fake_data: FakeData,
    connection: Connection,
    catalogue: Catalogue,
    orders: Orders,
    syncs: Syncs,
    attempt: Attempt,
) -> ScenarioContext:
    """The seller on both sides and the records above, with the judging of expectations."""
    from harness.steps.context.scenario_context import ScenarioContext

    return ScenarioContext(
        tenant=tenant,
        fake_data=fake_data,
        connection=connection,
        catalogue=catalogue,
        orders=orders,
        syncs=syncs,
        attempt=attempt,
    )


@pytest.fixture
def neighbour(
    request: pytest.FixtureRequest,
    _scenario_lab: LabAddress,
    _lab_session: Session,
    _tenant_seed: int,
    fake_data: FakeData,
) -> Iterator[Neighbour]:
    """Another seller with tenants of their own, made when first asked for."""
    from harness.clients.tenant import make_tenant
    from harness.lab.scenario_labs import ALTERATIONS
    from harness.steps.context.scenario_context import Neighbour, ScenarioContext

    def make(organization_id: str, alike: bool) -> ScenarioContext:  # noqa: FBT001 - passed on as it came
        seed = _tenant_seed if alike else fake_data.number()
        alterations = request.config.stash.get(ALTERATIONS, {})
        other = make_tenant(
            _scenario_lab, _lab_session, seed, organization_id=organization_id, alterations=alterations
        )
        return ScenarioContext.begin(other, fake_data)

    found = Neighbour(make=make)
    yield found
    if found.made is not None:
        _drop_if_kept_to_contracts(found.made.tenant)
