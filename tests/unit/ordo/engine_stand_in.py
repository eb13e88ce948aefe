"""An HTTP server in the place of the engine: keeps what Ordo sends, answers what a test wants."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WEBHOOK = {
    "endpoint_url": "http://127.0.0.1:9/v1/flourish-webhooks/conn_1",
    "signing_key": "sign-me-please",
    "headers": [{"key": "X-One", "value": "first-value"}, {"key": "X-Two", "value": "second-value"}],
    "events": ["Outbound Order", "Inventory"],
}
CONNECTED = {
    "connection_id": "conn_1",
    "facility": {"id": "fac_1", "facility_name": "Main Hall", "license_number": "LIC-1"},
    "webhook": WEBHOOK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request of Ordo's."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def event(self) -> Any:  # noqa: ANN401 - any JSON
        """The body, parsed."""
        return json.loads(self.raw)


@dataclass(slots=True, kw_only=True)
class EngineStandIn:
    """What came, and what is answered by path: a status and bytes."""

    url: str
    received: list[Received] = field(default_factory=list)
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def answer_connection(self, status: int, body: object) -> None:
        """From now on the connection endpoint answers this."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers["/v1/connection"] = (status, raw)

    def start_over(self) -> None:
        """Forgets what came, and takes every connection and every event."""
        self.received.clear()
        self.answers.clear()
        self.answer_connection(200, CONNECTED)

    def at(self, path: str) -> list[Received]:
        """What came to one path."""
        return [one for one in self.received if one.path == path]

    @property
    def events(self) -> list[Received]:
        """What came to the events endpoint."""
        return self.at("/v1/ordo-events")


@contextmanager
def engine_stand_in() -> Iterator[EngineStandIn]:
    """Serves until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            engine.received.append(Received(path=self.path, headers=dict(self.headers), raw=raw))
            status, content = engine.answers.get(self.path, (202, b'{"accepted":true,"duplicate":false}'))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    engine = EngineStandIn(url=f"http://127.0.0.1:{server.server_port}")
    engine.start_over()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.005), daemon=True)
    thread.start()
    try:
        yield engine
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
