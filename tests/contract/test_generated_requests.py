"""Generated requests, valid and invalid, against what the services promise in their descriptions.

For each operation schemathesis sends the example, requests at every limit of its schemas (each valid one and
each broken one, undeclared methods, missing headers), and requests drawn at random under a fixed seed.
"""

from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import seed
from schemathesis.core.parameters import ParameterLocation

from tests.contract.conftest import RecordGenerated
from tests.contract.generated import (
    AMOUNT,
    APIS,
    SEED,
    AnyCase,
    Budget,
    make_headers_real,
    make_real,
    unsuited_checks,
)
from tests.contract.subjects import Subject, subjects
from tests.contract.tenants import World

REPEATABLE = {"GET", "PUT", "PATCH"}


@pytest.fixture(scope="module")
def under_test() -> Iterator[Mapping[str, Subject]]:
    """The services' APIs, made once for all operations."""
    with subjects() as made:
        for name, subject in made.items():
            APIS[name].late.app = subject.app
        yield made


@pytest.fixture(scope="module")
def tenants() -> dict[tuple[str, str], World]:
    """The worlds that requests are sent into, by API and path."""
    return {}


def of_api(name: str) -> Callable[..., None]:
    """The test of every operation of one API."""

    @APIS[name].schema.parametrize()
    @AMOUNT
    @seed(SEED)
    def keeps_its_contract(
        case: AnyCase,
        under_test: Mapping[str, Subject],
        tenants: dict[tuple[str, str], World],
        budget: Budget,
        record_generated: RecordGenerated,
    ) -> None:
        """Whatever is asked, the answer is declared, obeys its schema, and is earned with credentials."""
        meta = case.meta
        phase = "example" if meta is None else meta.phase.name.value
        drawn, valid = phase == "fuzzing", meta is not None and meta.generation.mode.is_positive
        if drawn and budget.used_up():
            record_generated(name, case.operation.label, "left out", 0)
            return
        if (name, case.path) not in tenants or (valid and drawn and case.method not in REPEATABLE):
            tenants[name, case.path] = under_test[name].fresh_world(case.path)
        world = tenants[name, case.path]
        if phase != "coverage":
            make_real(case, world, body=valid)
        elif meta is not None and not meta.is_negative_at(ParameterLocation.HEADER):
            make_headers_real(case, world)
        answer = case.call_and_validate(headers=dict(world.headers), excluded_checks=unsuited_checks(case))
        record_generated(name, case.operation.label, phase, answer.status_code)

    made: Callable[..., None] = keeps_its_contract
    return made


test_flourish_external = of_api("flourish external")
test_flourish_back_office = of_api("flourish back office")
test_flourish_control = of_api("flourish control")
test_ordo_screens = of_api("ordo screens")
test_ordo_integration = of_api("ordo integration")
test_ordo_control = of_api("ordo control")
test_engine = of_api("engine")
