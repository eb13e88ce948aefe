"""No test passes while a service in its process answers what its description does not declare."""

import logging
from collections.abc import Iterator

import pytest

from tests.service_bugs import LOGGERS, ServiceBugs


@pytest.fixture(autouse=True)
def service_bugs() -> Iterator[ServiceBugs]:
    """What the services say of themselves; whatever of it a test does not take makes the test fail."""
    found = ServiceBugs()
    for name in LOGGERS:
        logging.getLogger(name).addHandler(found)
    yield found
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(found)
    if bugs := found.taken():
        pytest.fail("a service has a bug:\n" + "\n".join(bugs))
