"""Every status that a service can refuse with is declared, and every one that is declared can occur.

Found by reading the code: the runs of all other tests see the statuses that they happen to bring about.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pytest
from flask import Flask

from foundation.contract import Contract, Operation
from sim_flourish.app import create_app as create_flourish
from sim_kernel import control_api
from sim_kernel.api_router import ApiRouter
from sim_ordo.app import OrdoConfig
from sim_ordo.app import create_app as create_ordo
from tests.contract.raisable import raisable
from tests.contract.subjects import EVENTS_SECRET, running_engine
from tests.contract.tenants import NOWHERE

GUARDED = frozenset({403})
"""What routes answer that are for this machine alone; the guard stands in front of their handlers."""

BY_FAULT_ONLY = 429
"""Flourish documents it for its whole External API; a simulator answers it when a fault tells it to."""

STORED = frozenset({503})
"""What the engine answers wherever it needs its database, when that cannot be used."""

TAKEN_CARE_OF = frozenset({"POST /tenants 404"})
"""What code leads to and is caught on the way: a snapshot takes the place of a tenant, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An operation, what it can answer apart from its handler, and what its handler can refuse with."""

    operation: Operation
    anyway: frozenset[int]
    refusals: Mapping[int, str]

    @property
    def possible(self) -> frozenset[int]:
        """Every status that is no success."""
        return self.anyway | self.refusals.keys()


def served_by_routers(monkeypatch: pytest.MonkeyPatch, create: Callable[[], Flask]) -> Iterator[Served]:
    """The operations of a simulator's APIs."""
    routers: list[ApiRouter[object]] = []
    truly = ApiRouter.blueprint

    def noticed(router: ApiRouter[object]) -> object:
        routers.append(router)
        return truly(router)

    monkeypatch.setattr(ApiRouter, "blueprint", noticed)
    create().extensions["simulator"].close()
    for router in routers:
        for _, _, route in router._handlers:
            yield Served(
                operation=route.operation,
                anyway=(GUARDED if router.name == "back_office" else frozenset())
                | of_the_body(route.operation, router.violation_status),
                refusals={**raisable(route.handler), **raisable(route.identify)},
            )


def served_by_control() -> Iterator[Served]:
    """The operations of the control API."""
    contract = Contract.load(control_api.CONTRACT_DOCUMENT)
    for (method, path), handler in control_api.ROUTES.items():
        operation = contract.operation(method, path)
        yield Served(
            operation=operation, anyway=GUARDED | of_the_body(operation, 422), refusals=raisable(handler)
        )


def served_by_engine() -> Iterator[Served]:
    """The operations of the built-in engine."""
    contract = Contract.load("engine/openapi.json")
    with running_engine() as app:
        for rule in app.url_map.iter_rules():
            path = re.sub(r"<(\w+)>", r"{\1}", rule.rule)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                if (operation := contract.operations().get((method, path))) is not None:
                    yield Served(
                        operation=operation,
                        anyway=frozenset({413}) if operation.takes_json else frozenset(),
                        refusals=raisable(app.view_functions[rule.endpoint]),
                    )


def of_the_body(operation: Operation, violation_status: int) -> frozenset[int]:
    """What the edge answers to bodies of the wrong size, type or shape before a handler sees them."""
    return frozenset({400, 413, 415, violation_status} if operation.takes_json else ())


def ordo() -> Flask:
    """The simulated Ordo."""
    return create_ordo(OrdoConfig(engine_url=NOWHERE, events_secret=EVENTS_SECRET))


SERVICES: Mapping[str, Callable[[pytest.MonkeyPatch], Iterator[Served]]] = {
    "flourish": partial(served_by_routers, create=create_flourish),
    "ordo": partial(served_by_routers, create=ordo),
    "control": lambda _: served_by_control(),
    "engine": lambda _: served_by_engine(),
}


@pytest.mark.parametrize("name", SERVICES)
def test_what_can_be_refused_is_declared(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No handler's code leads to a status that its operation does not declare."""
    undeclared = {
        f"{one.operation.title} {status}": one.refusals.get(status, "whoever it is")
        for one in SERVICES[name](monkeypatch)
        for status in one.possible
        if one.operation.status_problem(status) is not None
    }
    assert {where: way for where, way in undeclared.items() if where not in TAKEN_CARE_OF} == {}


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_declared_can_occur(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No operation declares a refusal that nothing in its code leads to."""
    stored = STORED if name == "engine" else frozenset()
    never = {
        f"{one.operation.title} {status}"
        for one in SERVICES[name](monkeypatch)
        for status in one.operation.statuses - one.possible - stored - {BY_FAULT_ONLY}
        if status >= 400
    }
    assert never == set()
