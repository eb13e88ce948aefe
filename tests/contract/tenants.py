"""A fresh tenant to ask things of, whichever simulator it is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SMALLEST_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
NOWHERE = "http://127.0.0.1:9/hook"  # the discard port: deliveries fail at once


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A fresh tenant: the headers that open it, and real values of its fields by their names."""

    headers: Mapping[str, str]
    real: Mapping[str, Any]


def done(response: Any) -> Any:  # noqa: ANN401 - a test client's response, and any JSON
    """The JSON of an answer that says yes."""
    assert response.status_code in {200, 201, 202}, response.get_data(as_text=True)
    return response.get_json()
