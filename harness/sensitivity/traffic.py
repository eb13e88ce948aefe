"""Reads in the journals of a scenario what passed between the engine and the two sides.

`exchanges` is what could be altered; `sent` what the engine sent, in words that are the same whenever the
same scenario is played and the engine does the same: an altered answer that changes none was not used.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import msgspec

from foundation.journal_entries import DeliveryAttempt, JournalEntry, Request
from harness.report.exercised import is_by_engine
from harness.sensitivity.fields import Direction, Exchange, Flow, Json

CALLERS: Mapping[str, str] = {
    "flourish": "api-*",
    "ordo": "engine",
    "flourish screens": "back office",
    "ordo screens": "*@*",
}
"""By side, what journals and matchers call the engine, and people; other programs have other keys."""
_SCREENS: Mapping[str, str] = {"back_office": "flourish screens", "screens": "ordo screens"}
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_HOUR = 3600
_SET = {
    "type": "connection.set",
    "timestamp": "2030-01-01T00:00:00Z",
    "data": {
        "organization_id": "org_1",
        "organization_name": "Green Door",
        "integration_token": "token",
        "license_number": "LIC-1",
        "flourish": {"api_username": "api-1", "api_key": "key"},
    },
}
_REMOVED = {
    "type": "connection.removed",
    "timestamp": "2030-01-01T00:00:00Z",
    "data": {"organization_id": "org_1", "integration_token": "token"},
}
_CONNECTION: Mapping[str, Json] = {
    "connection.set": _SET,
    "connection.changed": {**_SET, "type": "connection.changed"},
    "connection.removed": _REMOVED,
}
"""Journals keep none of these, for they carry secrets; so here is one of each as the contract has it."""
_REPLY = {
    "connection_id": "connection_1",
    "facility": {"id": "1", "facility_name": "Warehouse", "license_number": "LIC-1"},
    "username_checked": True,
    "webhook": {
        "endpoint_url": "http://127.0.0.1:1/v1/flourish",
        "signing_key": "key",
        "headers": [{"key": "X-A", "value": "a"}, {"key": "X-B", "value": "b"}],
        "events": ["Outbound Order", "Inventory"],
    },
}


def exchanges(side: str, entries: Sequence[JournalEntry]) -> Iterator[Exchange]:
    """What the engine sent, read and received, and what people typed, in the order of the journal."""
    seen: set[str] = set()
    for entry in entries:
        if isinstance(entry, Request) and is_by_engine(entry):
            yield from _call(side, entry)
        elif isinstance(entry, Request) and entry.api in _SCREENS and entry.body:
            yield _typed(_SCREENS[entry.api], entry)
        elif isinstance(entry, DeliveryAttempt) and (not entry.delivery or entry.delivery not in seen):
            seen.add(entry.delivery)
            yield from _message(side, entry)


def _call(side: str, entry: Request) -> Iterator[Exchange]:
    yield _sent(side, entry)
    if entry.status is not None and not entry.cut_after:
        flow = Flow(side, entry.operation, Direction.RESPONSE)
        yield Exchange(flow=flow, body=_json(entry.answer), status=entry.status)


def _typed(side: str, entry: Request) -> Exchange:
    """What people send: its path names what they clicked on, which steps know from the answer before."""
    return replace(_sent(side, entry), path={}, headers=())


def _sent(side: str, entry: Request) -> Exchange:
    return Exchange(
        flow=Flow(side, entry.operation, Direction.REQUEST),
        body=_json(entry.body),
        query=parse_qs(entry.query, keep_blank_values=True),
        headers=[use.split()[1].rstrip(":") for use in entry.use if use.startswith("header ")],
        path=_in_path(entry),
    )


def _message(side: str, entry: DeliveryAttempt) -> Iterator[Exchange]:
    body = _CONNECTION.get(entry.topic, _json(entry.body))
    yield Exchange(flow=Flow(side, entry.topic, Direction.DELIVERY), body=body)
    if entry.topic in _CONNECTION and entry.topic != "connection.removed" and entry.status == 200:
        yield Exchange(flow=Flow(side, entry.topic, Direction.REPLY), body=_REPLY, status=200)


def _json(value: Json) -> Json:
    """A body that is too large, or no JSON, is kept as a text about it."""
    return value if isinstance(value, dict | list) else None


def _in_path(entry: Request) -> Mapping[str, str]:
    """The names in the operation's path, and the values from behind, where every prefix ends."""
    template = entry.operation.partition(" ")[2].strip("/").split("/")
    parts = entry.path.strip("/").split("/")[-len(template) :]
    pairs = zip(template, parts, strict=False)
    return {name.strip("{}"): value for name, value in pairs if name.startswith("{")}


def sent(side: str, entries: Sequence[JournalEntry]) -> Iterator[str]:
    """Every call of the engine, and its answer to every message, once each."""
    for entry in entries:
        if isinstance(entry, Request) and is_by_engine(entry):
            carried = {"path": entry.path, "query": parse_qs(entry.query), "body": entry.body}
            words = msgspec.json.encode(carried, order="deterministic").decode()
            yield f"{side} {entry.operation} {_settled(words, entry.at)}"
        elif isinstance(entry, DeliveryAttempt):
            yield f"{side} {entry.topic} {entry.status}"


def _settled(text: str, at: str) -> str:
    """The text with its times told by their distance from the call, in hours."""
    called = _moment(at)

    def distance(found: re.Match[str]) -> str:
        seconds = (_moment(found[0]) - called).total_seconds()
        return f"<{round((seconds + 600) / _HOUR)} h>"

    return _TIME.sub(distance, text)


def _moment(text: str) -> datetime:
    moment: Any = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else datetime.fromisoformat(f"{text}+00:00")
