"""One simulated Flourish for all tests of this folder; each test has a company of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from sim_flourish.app import create_app
from tests.unit.flourish.company import Company, record
from tests.unit.flourish.trips.yard import Yard


@pytest.fixture(scope="session")
def app() -> Iterator[Flask]:
    """The app."""
    made = create_app()
    yield made
    made.extensions["simulator"].close()


@pytest.fixture
def company(app: Flask) -> Company:
    """A company with one facility and nothing in it."""
    return Company.of(app)


@pytest.fixture
def yard(company: Company) -> Yard:
    """The company, with a hundred pieces of F-1."""
    company.item(stock=100)
    van = record(company.office("POST", "/vehicles", {"vehicle_nickname": "Van", "vehicle_year": "2024"}))
    ida = record(company.office("POST", "/drivers", {"driver_first_name": "Ida", "driver_last_name": "Moss"}))
    return Yard(company=company, vehicle=van["vehicle_id"], driver=ida["driver_id"])
