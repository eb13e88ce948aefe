"""Posting bytes to the engine and judging the form of its errors."""

import requests

from tests.unit.engine.running_engine import Bench
from tests.waiting import PATIENCE


def post(bench: Bench, path: str, body: bytes, headers: dict[str, str]) -> requests.Response:
    """Posts bytes to the engine and checks that any error has the documented form."""
    response = requests.post(bench.server.url + path, data=body, headers=headers, timeout=PATIENCE)
    if response.status_code >= 400:
        assert set(response.json()) == {"error"}
        assert {"code", "message"} <= set(response.json()["error"])
        assert "Traceback" not in response.text
    return response
