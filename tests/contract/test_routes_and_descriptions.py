"""What the services serve against what their descriptions say, both ways."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from foundation.contract import Contract
from sim_flourish.app import create_app as create_flourish
from sim_ordo.app import OrdoConfig
from sim_ordo.app import create_app as create_ordo
from tests.contract.subjects import EVENTS_SECRET, running_engine
from tests.contract.tenants import NOWHERE

FLOURISH = (
    "flourish/openapi.json",
    "flourish/v2_openapi.json",
    "flourish/back_office_openapi.json",
    "control/openapi.json",
)
ORDO = ("ordo/openapi.json", "ordo/integration_openapi.json", "control/openapi.json")
Route = tuple[str, str]


@pytest.fixture(scope="module")
def flourish() -> Iterator[Flask]:
    """The simulated Flourish."""
    app = create_flourish()
    yield app
    app.extensions["simulator"].close()


@pytest.fixture(scope="module")
def ordo() -> Iterator[Flask]:
    """The simulated Ordo."""
    app = create_ordo(OrdoConfig(engine_url=NOWHERE, events_secret=EVENTS_SECRET))
    yield app
    app.extensions["simulator"].close()


def described(*documents: str) -> set[Route]:
    """Every operation of the descriptions, with its whole path."""
    contracts = [Contract.load(document) for document in documents]
    return {
        (method, _whole(contract.base_path + path))
        for contract in contracts
        for method, path in contract.operations()
    }


def served(app: Flask) -> set[Route]:
    """Every route of an application but the descriptions themselves and the page that shows them."""
    return {
        (method, _whole(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.endswith("/openapi.json") and rule.endpoint != "docs.show"
    }


def _whole(path: str) -> str:
    return path.rstrip("/") or "/"


def test_flourish_serves_what_is_described(flourish: Flask) -> None:
    """The simulated Flourish has every described route, and no other."""
    assert served(flourish) == described(*FLOURISH)


def test_ordo_serves_what_is_described(ordo: Flask) -> None:
    """The simulated Ordo has every described route, and no other."""
    assert served(ordo) == described(*ORDO)


def test_engine_serves_what_is_described() -> None:
    """The built-in engine has every described route, and no other."""
    with running_engine() as engine:
        assert served(engine) == described("engine/openapi.json")
