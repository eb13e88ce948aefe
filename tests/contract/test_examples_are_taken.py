"""The examples of requests, sent to the services as they stand, with nothing changed but the ids in them."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from foundation.contract import Contract
from foundation.service_description import description
from tests.contract.generated import make_body_real
from tests.contract.subjects import DOCUMENTS, Subject, subjects

NOT_AT_ONCE = {
    ("flourish control", "repeat_delivery"),  # nothing was delivered yet
    ("ordo control", "repeat_delivery"),
    ("ordo control", "change_settings"),  # Ordo has none
}
NEW = {"generateApiKey": "username"}  # what such a request names must not be there yet


def _with_a_body() -> Iterator[Any]:
    for name, document in DOCUMENTS.items():
        if name == "engine":  # asks for a signature before it reads a body
            continue
        for (method, path), operation in Contract.load(document).operations().items():
            if operation.takes_json and (name, operation.operation_id) not in NOT_AT_ONCE:
                yield pytest.param(name, method, path, id=f"{name}: {method} {path}")


@pytest.fixture(scope="module")
def under_test() -> Iterator[Mapping[str, Subject]]:
    """The simulators' APIs, made once for all operations."""
    with subjects() as made:
        yield made


@pytest.mark.parametrize(("name", "method", "path"), list(_with_a_body()))
def test_the_example_is_taken(name: str, method: str, path: str, under_test: Mapping[str, Subject]) -> None:
    """What a description shows as a request succeeds, once it speaks of things that are there."""
    subject = under_test[name]
    shown = description(subject.contract.document)["paths"][path][method.lower()]["requestBody"]
    body = copy.deepcopy(shown["content"]["application/json"]["example"])
    world = subject.fresh_world(path)
    operation = subject.contract.operation(method, path)
    make_body_real(body, {k: v for k, v in world.real.items() if k != NEW.get(operation.operation_id)})
    headers = {**world.headers, "FacilityID": str(world.real.get("FacilityID", ""))}
    response = subject.app.test_client().open(
        subject.contract.base_path + path.format_map(world.real), method=method, json=body, headers=headers
    )
    assert response.status_code in {200, 201, 202}, f"{body}: {response.get_data(as_text=True)[:500]}"
