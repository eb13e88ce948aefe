"""Stands where an engine would be, for scenarios that judge the simulators: it keeps what they send.

It takes Ordo's events and Flourish's webhooks over HTTP, connects whoever asks, and does nothing by itself,
so that all that happens in such a scenario is what its steps do.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Flask, Response, jsonify, request

from harness.clients.recorded import Recorded
from harness.serving import serve

_TAKEN = 202


@dataclass(slots=True)
class Recorder:
    """What came in, by who is concerned: an organization, or the path of a webhook endpoint."""

    url: str = ""
    events_secret: str = field(default="", repr=False)
    _kept: defaultdict[str, list[Recorded]] = field(default_factory=lambda: defaultdict(list))
    _statuses: defaultdict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def received(self, about: str) -> list[Recorded]:
        with self._lock:
            return list(self._kept[about])

    def refuse(self, about: str, *statuses: int) -> None:
        with self._lock:
            self._statuses[about].extend(statuses)

    def application(self) -> Flask:
        app = Flask(__name__)
        app.get("/healthz")(_health)
        app.post("/v1/connection")(self._connect)
        app.post("/v1/ordo-events")(self._take_event)
        app.post("/hooks/<name>")(self._take_webhook)
        return app

    def _connect(self) -> Response:
        event = self._keep_event()
        data = event["data"]
        if "flourish" not in data:
            return jsonify({})
        return jsonify(_connection(self.url, data["organization_id"], data["license_number"]))

    def _take_event(self) -> tuple[str, int]:
        event = self._keep_event()
        return "", self._next_status(event["data"]["organization_id"])

    def _take_webhook(self, name: str) -> tuple[str, int]:
        del name
        self._keep(request.path)
        return "", self._next_status(request.path)

    def _keep_event(self) -> Any:  # noqa: ANN401 - what it is, is for the steps to judge
        event = orjson.loads(request.get_data())
        self._keep(event["data"]["organization_id"])
        return event

    def _keep(self, about: str) -> None:
        kept = Recorded.of(request.path, dict(request.headers), request.get_data())
        with self._lock:
            self._kept[about].append(kept)

    def _next_status(self, about: str) -> int:
        with self._lock:
            return self._statuses[about].popleft() if self._statuses[about] else _TAKEN


def _health() -> Response:
    return jsonify(status="ok", pending={"due": 0}, activity=0)


def _connection(url: str, organization_id: str, license_number: str) -> Mapping[str, Any]:
    """As schemas/ordo/connection_answer.json has it."""
    return {
        "connection_id": f"recorded-{organization_id}",
        "facility": {"id": "1", "facility_name": "Recorded", "license_number": license_number},
        "webhook": {
            "endpoint_url": f"{url}/hooks/{organization_id}",
            "signing_key": f"key of {organization_id}",
            "headers": [
                {"key": "X-First", "value": f"first of {organization_id}"},
                {"key": "X-Second", "value": f"second of {organization_id}"},
            ],
            "events": ["Outbound Order", "Inventory"],
        },
    }


@contextmanager
def recording() -> Iterator[Recorder]:
    """One that listens on a free port for the block."""
    recorder = Recorder()
    serving = serve(recorder.application())
    recorder.url = serving.url
    try:
        yield recorder
    finally:
        serving.stop()
