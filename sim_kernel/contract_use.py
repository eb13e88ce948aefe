"""Which parts of the contract a request makes use of: its query, its headers, the fields of its body.

The journal keeps it with the request, so that the harness can say what an integration relies on.
"""

from collections.abc import Iterator
from typing import Any

from flask import Request

from foundation.contract import Operation

_IDENTIFICATION = "Authorization"
_KEY = "x-api-key"


def request_use(request: Request, operation: Operation) -> list[str]:
    """Words such as `query limit` and `header FacilityID`; `undescribed page` when nobody described it."""
    known = operation.query_names
    used = [f"{'query' if name in known else 'undescribed'} {name}" for name in request.args]
    used += [f"header {name}" for name in operation.header_names if name in request.headers]
    if given := request.headers.get(_IDENTIFICATION):
        used.append(f"header {_IDENTIFICATION}: {given.partition(' ')[0]}")
    if _KEY in request.headers:
        used.append(f"header {_KEY}")
    return used


def body_use(body: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Words such as `body order_lines[].sku`, each once: the fields that hold no further ones."""
    return [f"body {path}" for path in dict.fromkeys(_leaves(body, ""))]


def _leaves(value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for inner in value:
            yield from _leaves(inner, f"{path}[]")
    elif path:
        yield path
