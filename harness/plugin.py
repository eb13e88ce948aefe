"""The pytest plugin: a lab, a fresh world for every scenario, and the step definitions.

Load it with `-p harness.plugin`. Fixtures for features of one's own: `lab`, `tenant`, `flourish`, `ordo`,
`engine`, and `story`, which the steps share. The lab is the one that `--lab-env FILE` or the environment
names (FLOURISH_URL, ORDO_URL, ENGINE_URL), else one is started in this process.
"""

import importlib
import os
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.clients.engine import EngineClient
from harness.clients.flourish_shapes import ApiKey
from harness.clients.wire import Session, open_session
from harness.steps import STEP_MODULES
from harness.steps.made_up import MadeUp
from harness.steps.story import Story
from harness.tags import meanings
from harness.tenant import Flourish, LabAddress, Ordo, Tenant, make_tenant

_URLS = ("FLOURISH_URL", "ORDO_URL", "ENGINE_URL")
_LARGEST_SEED = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLab:
    """A lab that somebody else keeps running."""

    flourish_url: str
    ordo_url: str
    engine_url: str


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of the lab and its data."""
    group = parser.getgroup("ordo-flourish")
    group.addoption("--lab-env", metavar="FILE", help="KEY=VALUE file naming a running lab's three URLs")
    group.addoption("--seed", type=int, metavar="N", help="seed of the made-up data; printed at the start")


def pytest_configure(config: pytest.Config) -> None:
    """Brings the steps in, makes every tag a known marker, and settles on a seed that all workers share."""
    for name in STEP_MODULES:
        # by hand rather than by `pytest_plugins`: step modules import each other, which that would warn about
        config.pluginmanager.register(importlib.import_module(name), name)
    for tag, meaning in meanings().items():
        config.addinivalue_line("markers", f"{tag}: {meaning}")
    if config.option.seed is None:
        # set before pytest-xdist starts its workers, which get a copy of the options
        config.option.seed = random.SystemRandom().randrange(_LARGEST_SEED)


def pytest_report_header(config: pytest.Config) -> str:
    """Says the seed, so that a run can be repeated."""
    return f"lab data: --seed {config.option.seed}"


@pytest.fixture(scope="session")
def lab(request: pytest.FixtureRequest) -> Iterator[LabAddress]:
    """Where the three servers are."""
    file = request.config.getoption("--lab-env")
    settings = _read(Path(file)) if file else os.environ
    if all(name in settings for name in _URLS):
        flourish, ordo, engine = (settings[name].rstrip("/") for name in _URLS)
        yield RunningLab(flourish_url=flourish, ordo_url=ordo, engine_url=engine)
        return
    if file:
        raise pytest.UsageError(f"{file} does not name {', '.join(_URLS)}")
    from harness.lab import start_lab  # steps for a running lab need none of the servers

    with start_lab() as started:
        yield started


def _read(file: Path) -> Mapping[str, str]:
    """The KEY=VALUE lines of a file."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise pytest.UsageError(f"{file} cannot be read: {error.strerror}") from error
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


@pytest.fixture(scope="session")
def _session() -> Iterator[Session]:
    with open_session() as session:
        yield session


@pytest.fixture
def made_up(request: pytest.FixtureRequest) -> MadeUp:
    """The scenario's data: the same for the same seed and scenario, in any order and on any worker."""
    return MadeUp(seed=f"{request.config.option.seed}/{request.node.name}")


@pytest.fixture
def tenant(lab: LabAddress, _session: Session, made_up: MadeUp) -> Iterator[Tenant]:
    """A fresh world on both sides, dropped at the end."""
    made = make_tenant(lab, _session, made_up.number())
    yield made
    made.drop()


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
    """The engine under test."""
    return tenant.engine


@pytest.fixture
def story(tenant: Tenant, made_up: MadeUp) -> Story:
    """What the scenario has brought about so far."""
    return _story(tenant, made_up)


@pytest.fixture
def neighbour(
    lab: LabAddress, _session: Session, made_up: MadeUp, story: Story
) -> Iterator[Callable[[], Story]]:
    """Another seller with a world of their own, made when first asked for."""

    def get() -> Story:
        if story.neighbour is None:
            story.neighbour = _story(make_tenant(lab, _session, made_up.number()), made_up)
        return story.neighbour

    yield get
    if story.neighbour is not None:
        story.neighbour.tenant.drop()


def _story(tenant: Tenant, made_up: MadeUp) -> Story:
    made = tenant.flourish.made
    key = ApiKey(username=made.username, api_key=made.api_key)
    return Story(tenant=tenant, made_up=made_up, key=key, facilities=[made.facility])
