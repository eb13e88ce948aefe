"""The query parameters of the simulated External API: nonsense is refused, a large limit is not."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from foundation.contract import Contract
from sim_flourish.app import create_app

DOCUMENT = "flourish/openapi.json"
NONSENSE = ("maybe", "-5", "1e999", "2026-13-41T99:00:00Z")
LISTS = [path for method, path in Contract.load(DOCUMENT).operations() if method == "GET" and "{" not in path]
WHOLE = {"/retail-discounts"}
"""Lists that the vendor shows without `meta`: they come whole."""

PAGED = [path for path in LISTS if path not in WHOLE]


@pytest.fixture(scope="module")
def flourish() -> Iterator[Flask]:
    """The simulated Flourish."""
    app = create_app()
    yield app
    app.extensions["simulator"].close()


@pytest.fixture(scope="module")
def headers(flourish: Flask) -> dict[str, str]:
    """A tenant's credentials and facility."""
    tenant = flourish.test_client().post("/_sim/tenants", json={"seed": 5, "items": 10}).get_json()
    return {"x-api-key": tenant["api_key"], "FacilityID": tenant["facility"]["id"]}


def _parameters(path: str) -> list[str]:
    description = Contract.load(DOCUMENT).description
    shared = description["components"]["parameters"]
    resolved: list[dict[str, Any]] = [
        shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        for one in description["paths"][path]["get"]["parameters"]
    ]
    return [one["name"] for one in resolved if one["in"] == "query"]


def test_only_these_lists_come_whole() -> None:
    """Every list but those that the vendor shows without `meta` can be asked for in pages."""
    assert {path for path in LISTS if "limit" not in map(str.lower, _parameters(path))} == WHOLE


@pytest.mark.parametrize("path", LISTS)
def test_nonsense_is_refused(path: str, flourish: Flask, headers: dict[str, str]) -> None:
    """A value that the description does not allow for a parameter is answered with 400 that names it."""
    operation = Contract.load(DOCUMENT).operation("GET", path)
    for name in _parameters(path):
        for value in NONSENSE:
            if operation.query_problem({name: [value]}) is None:
                continue
            answer = flourish.test_client().get(
                f"/external/api/v1{path}", query_string={name: value}, headers=headers
            )
            assert answer.status_code == 400, f"{name}={value}"
            assert name.lower() in answer.get_json()["message"]


@pytest.mark.parametrize("path", PAGED)
def test_more_than_fifty_counts_as_fifty(path: str, flourish: Flask, headers: dict[str, str]) -> None:
    """A limit above 50 is no error, and unknown parameters are ignored."""
    answer = flourish.test_client().get(
        f"/external/api/v1{path}", query_string={"limit": "60", "colour": "red"}, headers=headers
    )
    assert answer.status_code == 200
    assert answer.get_json()["meta"]["limit"] == 50
