"""How the engine answers over HTTP: JSON, and errors always in the same envelope."""

from typing import Any

import orjson
from flask import Response

from integration_engine.errors import CallerError


def answer(status: int, body: dict[str, Any]) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), status=status, content_type="application/json")


def error_answer(error: CallerError) -> Response:
    """An error in the envelope `{"error": {"code", "message", "field"?}}`."""
    told = {"code": error.code, "message": error.message}
    if error.field is not None:
        told["field"] = error.field
    return answer(error.status, {"error": told})
