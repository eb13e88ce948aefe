"""Bodies that are no JSON, or not the JSON that was asked for, against every operation that takes one."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from foundation.contract import Contract
from foundation.guard import LARGEST_BODY
from sim_kernel.control_api import LARGEST_SNAPSHOT
from tests.contract.subjects import DOCUMENTS, Subject, subjects

JSON_TYPE = "application/json"
BAD_BODIES = {
    "nothing at all": (b"", "text/plain", {400, 415, 422}),
    "half an object": (b'{"a": ', JSON_TYPE, {400}),
    "bytes that are no text": (b"\xff\xfe{}", JSON_TYPE, {400}),
    "a number that is none": (b'{"a": NaN}', JSON_TYPE, {400}),
    "nesting without end": (b"[" * 100_000, JSON_TYPE, {400}),
    "nesting too deep": (b'{"a": ' * 60 + b"1" + b"}" * 60, JSON_TYPE, {400}),
    "another type's name": (b"a=1", "application/x-www-form-urlencoded", {415}),
    "a list": (b"[]", JSON_TYPE, {400, 422}),
    "text": (b'"text"', JSON_TYPE, {400, 422}),
    "null": (b"null", JSON_TYPE, {400, 422}),
    "too much": (b'"' + b"a" * LARGEST_BODY + b'"', JSON_TYPE, {413}),
}
TOO_MUCH_FOR_A_SNAPSHOT = (b'"' + b"a" * LARGEST_SNAPSHOT + b'"', JSON_TYPE, {413})


def _takes_json() -> list[Any]:
    return [
        pytest.param(name, method, path, id=f"{name}: {method} {path}")
        for name, document in DOCUMENTS.items()
        if name != "engine"  # which asks for a signature before it reads a body
        for (method, path), operation in Contract.load(document).operations().items()
        if operation.takes_json
    ]


@pytest.fixture(scope="module")
def under_test() -> Iterator[Mapping[str, Subject]]:
    """The simulators' APIs, made once for all operations."""
    with subjects() as made:
        yield made


@pytest.mark.parametrize(("name", "method", "path"), _takes_json())
def test_bad_body_is_refused(name: str, method: str, path: str, under_test: Mapping[str, Subject]) -> None:
    """Each bad body is refused with a declared status in the API's own error shape."""
    subject = under_test[name]
    world = subject.fresh_world(path)
    operation = subject.contract.operation(method, path)
    url = subject.contract.base_path + path.format_map(world.real)
    headers = {**world.headers, "FacilityID": str(world.real.get("FacilityID", ""))}
    bad_bodies = BAD_BODIES
    if operation.operation_id == "create_tenant":  # may be handed a whole world
        bad_bodies = {**BAD_BODIES, "too much": TOO_MUCH_FOR_A_SNAPSHOT}
    for what, (body, content_type, expected) in bad_bodies.items():
        if not body and not operation.needs_body:
            continue
        response = subject.app.test_client().open(
            url, method=method, data=body, content_type=content_type, headers=headers
        )
        assert response.status_code in expected, f"{what}: {response.get_data(as_text=True)[:300]}"
        assert operation.response_problem(response.status_code, response.get_json()) is None, what
