"""Generated requests, valid and invalid, against what the services promise in their contracts."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from groundwork.contract import Contract
from groundwork.service_description import description
from tests.contract.conftest import RecordGenerated
from tests.contract.subjects import DOCUMENTS, Subject, subjects
from tests.contract.worlds import NOWHERE

SEED = 20_260_302
EXAMPLES = 12
AnyCase: TypeAlias = Case[Any]
CREDENTIALS = ("Authorization", "x-api-key")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    response_schema_conformance,
    content_type_conformance,
    ignored_auth,
]


def _cases() -> Iterator[Any]:
    for name, document in DOCUMENTS.items():
        contract = Contract.load(document)
        for method, path in contract.operations():
            yield pytest.param(
                name, method, path, GenerationMode.POSITIVE, id=f"{name}: {method} {path}, valid"
            )
            if _can_be_invalid(contract.description, method, path):
                yield pytest.param(
                    name, method, path, GenerationMode.NEGATIVE, id=f"{name}: {method} {path}, invalid"
                )


def _can_be_invalid(description: Mapping[str, Any], method: str, path: str) -> bool:
    """Whether anything in a request could be wrong; an id in the path is any text, so that it cannot."""
    operation = description["paths"][path][method.lower()]
    shared = description.get("components", {}).get("parameters", {})
    parameters = [
        shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        for one in operation.get("parameters", ())
    ]
    return bool(
        operation.get("security", description.get("security"))
        or [one for one in parameters if one["in"] != "path"]
        or operation.get("requestBody")
    )


@pytest.fixture(scope="module")
def under_test() -> Iterator[Mapping[str, Subject]]:
    """The services' APIs, made once for all operations."""
    with subjects() as made:
        yield made


@pytest.fixture(scope="module")
def described(under_test: Mapping[str, Subject]) -> Mapping[str, BaseSchema]:
    """Each API's description as schemathesis reads it, bound to its application."""
    loaded = {}
    for name, subject in under_test.items():
        schema = schemathesis.openapi.from_dict(copy.deepcopy(dict(description(subject.contract.document))))
        schema.app = subject.app
        loaded[name] = schema
    return loaded


@pytest.mark.parametrize(("name", "method", "path", "mode"), list(_cases()))
def test_operation_keeps_its_contract(
    name: str,
    method: str,
    path: str,
    mode: GenerationMode,
    under_test: Mapping[str, Subject],
    described: Mapping[str, BaseSchema],
    record_generated: RecordGenerated,
) -> None:
    """Whatever is asked, the answer is declared, obeys its schema, and is earned with credentials."""
    subject = under_test[name]
    world = subject.fresh_world(path)
    strategy = described[name][path][method].as_strategy(generation_mode=mode)

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(case=strategy, how_real=st.integers(0, 3))
    def ask(case: AnyCase, how_real: int) -> None:
        if how_real:
            make_address_real(case, world.real)
        if how_real > 1:
            make_body_real(case.body, world.real)
        elif isinstance(case.body, dict) and str(case.body.get("url", "")).startswith("http"):
            case.body["url"] = NOWHERE  # names that were made up would be looked up on the network
        for header in CREDENTIALS:  # a right key beside a made-up one says nothing about either
            if case.headers:
                case.headers.pop(header, None)
        response = case.call_and_validate(checks=CHECKS, headers=dict(world.headers))
        record_generated(name, response.status_code)

    ask()


def make_address_real(case: AnyCase, real: Mapping[str, Any]) -> None:
    """Puts real values into path and headers where their names occur, to get past 'no such thing'."""
    for name in case.path_parameters or {}:
        if name in real:
            case.path_parameters[name] = real[name]
    for name in case.headers or {}:
        if name in real:
            case.headers[name] = real[name]


def make_body_real(body: object, real: Mapping[str, Any]) -> None:
    """The same for a body, at every depth."""
    if isinstance(body, dict):
        for key in body:
            if key in real:
                body[key] = copy.deepcopy(real[key])
            else:
                make_body_real(body[key], real)
    elif isinstance(body, list):
        for inner in body:
            make_body_real(inner, real)
