"""Says whether the engine lives and what it still has to do; laboratories wait by it, operations watch it."""

from datetime import datetime
from typing import Any

from flask import Response, request

from integration_engine.answers import answer
from integration_engine.inbound import Parts
from integration_engine.version import VERSION


def healthz(parts: Parts) -> Response:
    """GET /healthz, of one organization with `?organization_id=`, of all without."""
    organization_id = request.args.get("organization_id")
    capabilities = ["restart", "durable_store"]
    if parts.config.sweep_every:
        capabilities.append("reconciliation")
    if parts.config.controllable_clock:
        capabilities.insert(0, "controllable_clock")
    pending = _pending(parts, organization_id)
    activity, _ = parts.activity.counts(organization_id)
    body = {
        "status": "ok",
        "pending": pending,
        "activity": activity,
        "capabilities": capabilities,
        "version": VERSION,
    }
    return answer(200, body)


def _pending(parts: Parts, only: str | None) -> dict[str, Any]:
    """What is due and what waits, each organization by its own clock.

    The tables are read before the running work is counted: what a running step has taken out of the tables is
    then still counted as running, or its follow-up is in the tables and `activity` has moved on.
    """
    due, later, dates, ages = 0, 0, list[datetime](), list[float]()
    with parts.database.reading() as transaction:
        waiting, oldest_message = transaction.inbox.waiting(only)
        for organization_id in [only] if only is not None else transaction.commands.organizations():
            now = parts.clocks.of(organization_id).now()
            now_due, now_later, next_due_at, oldest = transaction.commands.count(organization_id, now)
            due, later = due + now_due, later + now_later
            dates += [next_due_at] if next_due_at else []
            ages += [(now - oldest).total_seconds()] if oldest else []
    if oldest_message is not None:
        ages.append((parts.clocks.of(only or "").now() - oldest_message).total_seconds())
    _, running = parts.activity.counts(only)
    return {
        "due": waiting + due + running,
        "later": later,
        "next_due_at": min(dates).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dates else None,
        "oldest_seconds": max(0.0, round(max(ages), 3)) if ages else None,
    }
