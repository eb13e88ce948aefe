"""What the receiving edges share: the parts they work on, how a body is read and judged, the answers.

In a laboratory an answer is only what the contract declares.
"""

import re
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask, Response, request

from foundation.clock import Clocks
from foundation.contract import Contract, Problem, payload
from foundation.guard import MalformedJsonError, parse_json
from integration_engine.config import EngineConfig
from integration_engine.errors import CallerError
from integration_engine.logs import logger
from integration_engine.operate.metrics import Metrics
from integration_engine.queue.job_engine import Activity
from integration_engine.receive.ordo_signature import OrdoSignature
from integration_engine.secret_box import SecretBox
from integration_engine.store.database import Database
from integration_engine.vendor_access import VendorAccess

LARGEST_BODY = 1024 * 1024
_LONGEST_ORGANIZATION_ID = 100
_ID = "ordo/id.json"
DOCUMENT = "engine/openapi.json"
_log = logger(__name__)
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    config: EngineConfig
    database: Database
    access: VendorAccess
    box: SecretBox
    signature: OrdoSignature
    clocks: Clocks
    activity: Activity
    metrics: Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdoEvent:
    message_id: str
    type: str
    organization_id: str
    body: Any


def read_json(raw: bytes) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        CallerError: 400, when it is none.
    """
    try:
        value = parse_json(raw)
    except MalformedJsonError as error:
        raise CallerError(400, "malformed_json", str(error)) from error
    if not isinstance(value, dict):
        raise CallerError(400, "malformed_json", "the body is not a JSON object")
    return value


def check(schema: str, value: object) -> None:
    """Judges a value by a schema below `schemas/`.

    Raises:
        CallerError: 422, naming the first thing that is wrong and where.
    """
    problem = payload(schema).first_problem(value)
    if problem is not None:
        raise CallerError(422, "invalid", str(problem), problem.field or None)


def require_id(value: str, refusal: CallerError) -> str:
    """An id from a path or a query, if it can be one: databases do not take every text (a NUL, for example).

    Raises:
        CallerError: `refusal`, before anything is asked of the database.
    """
    if payload(_ID).first_problem(value) is not None:
        raise refusal
    return value


def receive_event(parts: Parts, schemas: dict[str, str]) -> OrdoEvent:
    """Reads, verifies and judges the request as one of Ordo's events, each with its schema.

    Which clock judges the signature's age stands in the body, so the body is parsed before it is verified;
    nothing else of it is used until then.

    Raises:
        CallerError: 400 malformed, 401 not from Ordo, 422 not as the schema says.
    """
    raw = request.get_data(cache=False)
    body = read_json(raw)
    data = body.get("data")
    claimed = data.get("organization_id") if isinstance(data, dict) else None
    known = isinstance(claimed, str) and 0 < len(claimed) <= _LONGEST_ORGANIZATION_ID
    clock = parts.clocks.of(claimed if known and isinstance(claimed, str) else "")
    message_id = parts.signature.verified_id(request.headers.get, raw, clock.now())
    event_type = body.get("type")
    if not isinstance(event_type, str) or event_type not in schemas:
        expected = ", ".join(schemas)
        raise CallerError(422, "unknown_type", f"the type {event_type!r} is none of {expected}", "type")
    check(schemas[event_type], body)
    return OrdoEvent(
        message_id=message_id, type=event_type, organization_id=body["data"]["organization_id"], body=body
    )


def answer(status: int, body: dict[str, Any]) -> Response:
    return Response(orjson.dumps(body), status=status, content_type="application/json")


def error_answer(error: CallerError) -> Response:
    notified = {"code": error.code, "message": error.message}
    if error.field is not None:
        notified["field"] = error.field
    return answer(error.status, {"error": notified})


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
