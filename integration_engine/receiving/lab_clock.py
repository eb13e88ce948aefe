"""Lets a laboratory move an organization's clock. Exists only when the engine was told that it is in one."""

from datetime import timedelta

from flask import Response, request

from groundwork.clock import AdjustableClocks
from groundwork.guard import is_own_request
from integration_engine.errors import CallerError
from integration_engine.receiving.answers import answer
from integration_engine.receiving.inbound import Parts, check, read_json


def move_clock(parts: Parts) -> Response:
    """POST /_lab/clock {organization_id, advance_seconds}."""
    if not isinstance(parts.clocks, AdjustableClocks):
        raise CallerError(404, "not_found", "this engine's clock cannot be moved")
    if not is_own_request(request.host, request.headers.get("Origin")):
        raise CallerError(403, "forbidden", "the laboratory's routes are for this machine only")
    body = read_json(request.get_data(cache=False))
    check("engine/lab_clock_request.json", body)
    clock = parts.clocks.of(body["organization_id"])
    try:
        now = clock.advance(timedelta(seconds=body["advance_seconds"]))
    except ValueError as error:
        raise CallerError(422, "invalid", str(error), "advance_seconds") from error
    return answer(200, {"now": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")})
