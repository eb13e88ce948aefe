"""A toy vendor behind the kernel: a counter that can be raised, and that announces each raise."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient

from foundation.contract import Contract
from sim_kernel.answers import Answer, CallerError
from sim_kernel.api_router import ApiRouter, Call, Identity
from sim_kernel.delivery import Delivery, Outgoing
from sim_kernel.simulator import Simulator, Vendor
from sim_kernel.simulator_app import simulator_app
from sim_kernel.tenants import Tenant, digest
from tests.waiting import PATIENCE

RETRY_DELAYS = (timedelta(seconds=10), timedelta(seconds=20))


@dataclass(slots=True, kw_only=True)
class ToyWorld:
    """A number, and who is told of it."""

    token_digest: str = ""
    number: int = 0
    listener: str | None = None
    names: dict[str, str] = field(default_factory=dict)


def _seed_tenant(tenant: Tenant[ToyWorld], options: Mapping[str, Any]) -> dict[str, Any]:
    token = f"token-of-{tenant.tenant_id}"
    tenant.world.token_digest = digest(token)
    tenant.world.number = options.get("number", 0)
    return {"token": token}


def _address(tenant: Tenant[ToyWorld], delivery: Delivery) -> Outgoing | None:
    if tenant.world.listener is None:
        return None
    signature = hashlib.sha256(delivery.body).hexdigest()
    return Outgoing(
        url=tenant.world.listener,
        headers={"X-Signature": signature, "X-Message": delivery.message_id},
        signature_header="X-Signature",
    )


@pytest.fixture
def simulator() -> Iterator[Simulator[ToyWorld]]:
    """The toy's simulator."""
    vendor = Vendor(
        name="toy",
        world_type=ToyWorld,
        empty_world=ToyWorld,
        seed_tenant=_seed_tenant,
        credentials=lambda world: [world.token_digest],
        address=_address,
        retry_delays=RETRY_DELAYS,
        options={"number"},
    )
    made = Simulator(vendor, journal_capacity=50)
    yield made
    made.close()


def _router(simulator: Simulator[ToyWorld]) -> ApiRouter[ToyWorld]:
    def identify(request: Request) -> Identity[ToyWorld]:
        tenant = simulator.tenants.by_credential(request.headers.get("X-Token", ""))
        if tenant is None:
            raise CallerError(401, "who are you?", code="unauthenticated")
        return Identity(tenant=tenant, caller="somebody", name=request.headers.get("X-Name", "somebody"))

    router: ApiRouter[ToyWorld] = ApiRouter(
        name="toy_api",
        prefix="/toy",
        contract=Contract.load(str(Path(__file__).parent / "toy_openapi.json")),
        identify=identify,
        render_error=lambda error: {"message": error.message},
    )

    @router.route("GET", "/number")
    def read(call: Call[ToyWorld]) -> Answer:
        return Answer(body={"number": call.world.number})

    @router.route("POST", "/number")
    def raise_by(call: Call[ToyWorld]) -> Answer:
        if call.body["by"] == 13:
            raise CallerError(400, "13 is refused")
        call.world.number += call.body["by"]
        call.tenant.outbox.announce("listener", "number", json.dumps({"number": call.world.number}).encode())
        return Answer(body={"number": call.world.number})

    @router.route("GET", "/bug/{kind}")
    def bug(call: Call[ToyWorld], kind: str) -> Answer:
        if kind == "crash":
            raise ZeroDivisionError(call.entry)
        if kind == "refusal":
            raise CallerError(404, "nobody was told of this status")
        if kind == "bytes":
            return Answer(status=202, raw=b'{"number": 1}')
        return Answer(body={"number": "not a number"})

    return router


@pytest.fixture
def app(simulator: Simulator[ToyWorld]) -> Flask:
    """The toy as a Flask app."""
    return simulator_app(simulator, [_router(simulator)])


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the toy."""
    return app.test_client()


@dataclass(slots=True, kw_only=True)
class Toy:
    """One tenant of the toy, and how to speak to it."""

    client: FlaskClient
    tenant: Tenant[ToyWorld]
    token: str

    def raise_by(self, by: object) -> tuple[int, Any]:
        """Raises the number; gives status and body."""
        answer = self.client.post("/toy/number", json={"by": by}, headers={"X-Token": self.token})
        return answer.status_code, answer.json

    def read(self) -> tuple[int, Any]:
        """Reads the number; gives status and body."""
        answer = self.client.get("/toy/number", headers={"X-Token": self.token})
        return answer.status_code, answer.json

    def control(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Calls the control API about this tenant."""
        answer = self.client.open(f"/_sim/tenants/{self.tenant.tenant_id}{path}", method=method, json=body)
        return answer.status_code, answer.json

    def arm(self, kind: str, **facts: object) -> str:
        """Arms a fault and gives its id."""
        status, body = self.control("POST", "/faults", {"kind": kind, **facts})
        assert status == 201, body
        return str(body["fault_id"])

    def journal(self, kind: str) -> list[dict[str, Any]]:
        """The entries of one kind."""
        entries: list[dict[str, Any]] = self.control("GET", f"/journal?kind={kind}")[1]["entries"]
        return entries

    def settle(self) -> dict[str, Any]:
        """Waits until everything was sent."""
        state: dict[str, Any] = self.control("POST", "/settle", {"timeout_seconds": PATIENCE})[1]
        assert state["settled"], state
        return state


@pytest.fixture
def make_toy(client: FlaskClient, simulator: Simulator[ToyWorld]) -> Callable[..., Toy]:
    """Makes tenants of the toy."""

    def make(**options: object) -> Toy:
        answer = client.post("/_sim/tenants", json=options)
        assert answer.status_code == 201, answer.json
        tenant = simulator.tenants.get(answer.get_json()["tenant"])
        return Toy(client=client, tenant=tenant, token=answer.get_json()["token"])

    return make


@pytest.fixture
def toy(make_toy: Callable[..., Toy]) -> Toy:
    """One tenant of the toy."""
    return make_toy()


class Listener:
    """A real receiver of deliveries that answers as it is told."""

    def __init__(self) -> None:
        self.received: list[tuple[bytes, dict[str, str]]] = []
        self.answers: list[int] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.received.append((body, dict(self.headers)))
                listener.may_answer.wait(PATIENCE)
                self.send_response(listener.answers.pop(0) if listener.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def numbers(self) -> list[int]:
        """The numbers received, in order."""
        return [json.loads(body)["number"] for body, _ in self.received]

    def close(self) -> None:
        """Stops listening."""
        self.may_answer.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def listener(toy: Toy) -> Iterator[Listener]:
    """A receiver that the toy tells of every raise."""
    made = Listener()
    toy.tenant.world.listener = made.url
    yield made
    made.close()
