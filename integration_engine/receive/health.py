"""`/healthz`, and the clock that a laboratory moves."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response, request

from foundation.clock import AdjustableClocks, Deadline
from foundation.guard import is_own_request
from foundation.worker_pool import waiting
from integration_engine.config import VERSION
from integration_engine.errors import CallerError
from integration_engine.queue.job_engine import JobEngine
from integration_engine.receive.inbound import Parts, answer, check, read_json, require_id

LONGEST_WAIT_SECONDS = 10.0
_LONGEST_LOOK_SECONDS = 0.05


def healthz(parts: Parts, jobs: JobEngine) -> Response:
    """GET /healthz, of one organization with `?organization_id=`, of all without.

    With `?wait_seconds=`, in a laboratory, the answer comes when nothing is due, at the latest after so long.

    Raises:
        CallerError: 400, no organization can have this id.
        StorageError: the database cannot be read, or did not store what was last given to it. The engine is
            not ready then, and becomes ready again by itself.
    """
    organization_id = request.args.get("organization_id")
    if organization_id is not None:
        message = "no organization can have this id"
        require_id(organization_id, CallerError(400, "impossible_id", message, "organization_id"))
    if parts.database.trouble is not None:
        raise parts.database.trouble
    capabilities = ["restart", "durable_store", "x_api_key"]
    if parts.config.sweep_every:
        capabilities.append("reconciliation")
    if parts.config.controllable_clock:
        capabilities.insert(0, "controllable_clock")
    activity, pending = _pending_after(parts, jobs, organization_id, _wait_seconds(parts))
    body = {
        "status": "ok",
        "pending": pending,
        "activity": activity,
        "capabilities": capabilities,
        "clock_set_back_seconds": parts.metrics.clock_set_back_seconds,
        "version": VERSION,
    }
    return answer(200, body)


def _wait_seconds(parts: Parts) -> float:
    """How long the caller would wait; what is no number, or not in a laboratory, is no wait."""
    wanted = request.args.get("wait_seconds", default=0.0, type=float)
    return min(wanted, LONGEST_WAIT_SECONDS) if parts.config.controllable_clock else 0.0


def _pending_after(
    parts: Parts, jobs: JobEngine, only: str | None, wait_seconds: float
) -> tuple[int, dict[str, Any]]:
    """The activity so far, and what is pending, once nothing is due any more, or the wait is over."""
    limit = Deadline(wait_seconds)
    while True:
        seen, _ = parts.activity.counts(only)
        activity, pending = _pending(parts, jobs, only)
        if not pending["due"] or limit.passed():
            return activity, pending
        with waiting():
            parts.activity.wait_for_an_end(only, seen, min(_LONGEST_LOOK_SECONDS, limit.left()))


def _pending(parts: Parts, jobs: JobEngine, only: str | None) -> tuple[int, dict[str, Any]]:
    """The activity before the look, what is due and what waits, each organization by its own clock.

    The tables are read before the running work is counted: what a running step has taken out of the tables is
    then still counted as running, or its follow-up is in the tables and `activity` has moved on.
    """
    due, later, dates, ages = 0, 0, list[datetime](), list[float]()
    with parts.database.reading() as transaction:
        activity = transaction.activity.ever(only)
        waiting, oldest_message = transaction.inbox.waiting(only)
        for organization_id in [only] if only is not None else transaction.commands.organizations():
            now = parts.clocks.of(organization_id).now()
            now_due, now_later, next_due_at, oldest = transaction.commands.count(organization_id, now)
            due, later = due + now_due, later + now_later
            dates += [next_due_at] if next_due_at else []
            ages += [(now - oldest).total_seconds()] if oldest else []
    if oldest_message is not None:
        ages.append((parts.clocks.of(only or "").now() - oldest_message).total_seconds())
    running = jobs.running(only)
    return activity, {
        "due": waiting + due + running,
        "later": later,
        "next_due_at": min(dates).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dates else None,
        "oldest_seconds": max(0.0, round(max(ages), 3)) if ages else None,
    }


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
