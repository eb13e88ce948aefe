"""What the engine answers, errors included; in a laboratory, only what its contract declares."""

import re
from typing import Any

import orjson
from flask import Flask, Response, request

from foundation.contract import Contract, Problem
from integration_engine.errors import CallerError
from integration_engine.logs import logger


def answer(status: int, body: dict[str, Any]) -> Response:
    return Response(orjson.dumps(body), status=status, content_type="application/json")


def error_answer(error: CallerError) -> Response:
    notified = {"code": error.code, "message": error.message}
    if error.field is not None:
        notified["field"] = error.field
    return answer(error.status, {"error": notified})


DOCUMENT = "engine/openapi.json"
_log = logger(__name__)
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def hold_to_description(app: Flask) -> None:
    """Answers 500, and logs an error, where a described route would answer what is not declared."""
    operations = Contract.load(DOCUMENT).operations()

    @app.after_request
    def declared(response: Response) -> Response:
        if request.url_rule is None:
            return response
        operation = operations.get((request.method, _PARAMETER.sub(r"{\1}", request.url_rule.rule)))
        if operation is None:  # a route that shows the description itself
            return response
        problem: Problem | None = operation.status_problem(response.status_code)
        if problem is None and response.is_json:
            problem = operation.response_problem(response.status_code, orjson.loads(response.get_data()))
        if problem is None:
            return response
        _log.error("answer not declared", operation=operation.operation_id, problem=str(problem))
        message = f"our answer breaks the contract of {operation.operation_id}: {problem}"
        return error_answer(CallerError(500, "internal_error", message))
