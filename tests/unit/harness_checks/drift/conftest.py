"""One simulated Flourish for all tests of this folder, and where the command finds the credentials."""

from collections.abc import Iterator

import pytest
from flask import Flask

from sim_flourish.app import create_app
from tests.unit.flourish.company import Company
from tests.unit.harness_checks.drift.planted import PLACE


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    """One simulator for all."""
    made = create_app()
    yield made
    made.extensions["simulator"].close()


@pytest.fixture(scope="module")
def company(app: Flask) -> Company:
    """A company with a page and a half of items, a buyer, and an order that is allocated."""
    made = Company.of(app, items=60, seed=7)
    made.item(stock=9)
    made.destination(**PLACE)
    made.do(made.order(), "allocate")
    return made


@pytest.fixture(autouse=True)
def environment(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the command finds the credentials."""
    monkeypatch.setenv("FLOURISH_USERNAME", company.username)
    monkeypatch.setenv("FLOURISH_API_KEY", company.api_key)
