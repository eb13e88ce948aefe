"""The record that `check-drift --save` keeps: what was asked and found, without a value of the answers."""

from datetime import datetime

import msgspec

from foundation.clock import utc_text
from harness.checks.drift.tally import Drift, FieldTally

FORMAT = 1


def record_of(drift: Drift, *, origin: str, made_at: datetime) -> bytes:
    """The record as JSON. Kinds and forms of values stand in it, names of operations and of fields."""
    whole = {
        "format": FORMAT,
        "made_at": utc_text(made_at.replace(microsecond=0)),
        "flourish": origin,
        "requests": drift.requests,
        "operations": [
            {"operation": one.title, "verdict": one.verdict, "why": one.why, "calls": len(one.found)}
            for one in drift.operations
        ],
        "schemas": {
            name: {field.path: _field(tally) for field, tally in fields.items()}
            for name, fields in drift.by_schema().items()
        },
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _field(tally: FieldTally) -> dict[str, object]:
    found: dict[str, object] = {"verdict": tally.verdict, "seen": tally.times, "null": tally.nulls}
    if tally.differences:
        found |= {"differs": dict(tally.differences), "in": sorted(tally.places)}
    return found
