"""What generated requests need: how many there are to be, real ids put into them, and the checks they face.

`CONTRACT_EXAMPLES` says how many requests are drawn for each operation, beside those at the limits of its
schemas; three times as many journeys go along the links of each API. `CONTRACT_SECONDS` is the budget of each
of the two: what is still to be drawn when it is used up is left out, and the summary says how many.
`tox -e contract-long` raises both.
"""

import copy
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, Verbosity, settings
from schemathesis import Case, CheckFunction
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from foundation.clock import Deadline
from foundation.service_description import description
from tests.contract.subjects import DOCUMENTS
from tests.contract.tenants import NOWHERE, World

AnyCase: TypeAlias = Case[Any]
SEED = 20_260_302
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "10"))
BUDGET_SECONDS = float(os.environ.get("CONTRACT_SECONDS", "60"))
AMOUNT = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
)


@dataclass(slots=True)
class LateApp:
    """A WSGI application that is chosen after the tests were collected."""

    app: Flask | None = None

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI's own
        """Answers in the chosen one's name."""
        assert self.app is not None
        return self.app(environ, start_response)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API as schemathesis reads it."""

    name: str
    schema: BaseSchema
    late: LateApp = field(default_factory=LateApp)


def _read(name: str) -> Api:
    schema = schemathesis.openapi.from_dict(copy.deepcopy(dict(description(DOCUMENTS[name]))))
    # A right key beside a made-up one says nothing about either: credentials are the world's alone.
    schema.config.generation.update(with_security_parameters=False)
    schema.config.seed = SEED
    api = Api(name=name, schema=schema)
    schema.app = api.late
    return api


APIS: Mapping[str, Api] = {name: _read(name) for name in DOCUMENTS}


class Budget:
    """The time that drawing may take; it begins with the first question."""

    def __init__(self, seconds: float = BUDGET_SECONDS) -> None:
        self._seconds = seconds
        self._deadline: Deadline | None = None

    def used_up(self) -> bool:
        """Whether it is over."""
        self._deadline = self._deadline or Deadline(self._seconds)
        return self._deadline.passed()


def unsuited_checks(case: AnyCase) -> list[CheckFunction]:
    """The few of schemathesis' checks that say nothing about this request.

    A valid body may be refused for what it says: an unknown SKU, an order that was shipped. Whether
    credentials are asked for is tried with each request that is drawn, and need not be at every limit.
    """
    unsuited: list[CheckFunction] = []
    if case.method != "GET":
        unsuited.append(positive_data_acceptance)
    if case.meta is None or case.meta.phase.name.value == "coverage":
        unsuited.append(ignored_auth)
    at_path = case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH)
    offered = case.path == "/healthz"  # what it offers to wait for may be asked for in vain
    vanishes = any(isinstance(value, dict) or value == [] for value in (case.query or {}).values())
    if at_path or offered or vanishes or case.media_type not in {None, "application/json"}:
        # What is no id is the id of nothing, or another route; an object is written into a query by its
        # members' names, not by its own; and a form may have more than is asked for.
        unsuited.append(negative_data_rejection)
    return unsuited


def make_real(case: AnyCase, world: World, *, body: bool) -> None:
    """Puts real values into path and headers, and into the body if wanted, to get past 'no such thing'."""
    make_headers_real(case, world)
    for name in case.path_parameters or {}:
        if name in world.real:
            case.path_parameters[name] = world.real[name]
    if body:
        make_body_real(case.body, world.real)
    elif isinstance(case.body, dict) and str(case.body.get("url", "")).startswith("http"):
        case.body["url"] = NOWHERE  # names that were made up would be looked up on the network


def make_headers_real(case: AnyCase, world: World) -> None:
    """The same for headers alone: without a facility that is there nothing else is looked at."""
    for name in case.headers or {}:
        if name in world.real:
            case.headers[name] = world.real[name]


def make_body_real(body: object, real: Mapping[str, Any]) -> None:
    """Puts real values where their names occur in a body, at every depth."""
    if isinstance(body, dict):
        for key in body:
            if key in real:
                body[key] = copy.deepcopy(real[key])
            else:
                make_body_real(body[key], real)
    elif isinstance(body, list):
        for inner in body:
            make_body_real(inner, real)
