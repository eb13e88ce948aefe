"""Journeys along the links of the descriptions: what was made is read, changed, cancelled and removed."""

from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any, cast

import pytest
from hypothesis import settings
from schemathesis.core.transport import Response
from schemathesis.generation.stateful import APIStateMachine

from foundation.service_description import description
from tests.contract.conftest import RecordGenerated
from tests.contract.generated import AMOUNT, APIS, EXAMPLES, AnyCase, Budget, make_real, unsuited_checks
from tests.contract.subjects import DOCUMENTS, Subject, subjects
from tests.contract.tenants import World

STEPS = 8
ELSEWHERE = {"flourish external v2"}  # what it makes is worked with in v1, along links of that description
LINKED = [
    name
    for name, document in DOCUMENTS.items()
    if '"links"' in dumps(description(document)) and name not in ELSEWHERE
]


@pytest.fixture(scope="module")
def under_test() -> Iterator[Mapping[str, Subject]]:
    """The services' APIs, made once for all journeys."""
    with subjects() as made:
        for name, subject in made.items():
            APIS[name].late.app = subject.app
        yield made


@pytest.mark.parametrize("name", LINKED)
def test_what_was_made_can_be_worked_with(
    name: str, under_test: Mapping[str, Subject], budget: Budget, record_generated: RecordGenerated
) -> None:
    """Along every chain of links the answers keep the contract, and what was removed is gone."""
    subject = under_test[name]

    class Journey(cast("type[APIStateMachine]", APIS[name].schema.as_state_machine())):  # type: ignore[misc]
        """One journey through a fresh world."""

        world: World

        def setup(self) -> None:
            """Begins in a world in which nothing happened yet, and without tenants of other journeys."""
            if (simulator := subject.app.extensions.get("simulator")) is not None:
                for tenant in simulator.tenants.all():
                    simulator.drop_tenant(tenant.tenant_id)
            self.world = subject.fresh_world("")

        def before_call(self, case: AnyCase) -> None:
            """Speaks of what is there, where no link says of what."""
            linked = dict(case._override.path_parameters)
            valid = case.meta is not None and case.meta.generation.mode.is_positive
            make_real(case, self.world, body=valid)
            if case.path_parameters:
                case.path_parameters.update(linked)

        def get_call_kwargs(self, case: AnyCase) -> dict[str, Any]:  # noqa: ARG002 - as the base has it
            """Identifies itself."""
            return {"headers": dict(self.world.headers)}

        def validate_response(self, response: Response, case: AnyCase, *_: Any, **kwargs: Any) -> None:  # noqa: ANN401
            """Applies all checks but those that say nothing here."""
            case.validate_response(
                response,
                excluded_checks=unsuited_checks(case),
                headers=dict(self.world.headers),
                transport_kwargs=kwargs,
                recorder=self.recorder,
            )
            record_generated(name, case.operation.label, "stateful", response.status_code)

    journeys = 1 if budget.used_up() else 3 * EXAMPLES
    Journey.run(settings=settings(AMOUNT, max_examples=journeys, stateful_step_count=STEPS, derandomize=True))
