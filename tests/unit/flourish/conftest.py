"""One simulated Flourish for all tests of this folder; each test has a company of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from sim_flourish.app import create_app
from tests.unit.flourish.company import Company


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
