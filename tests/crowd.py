"""Callers who keep connections and give nothing for them, and what everybody else gets meanwhile."""

import selectors
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from tests.waiting import PATIENCE, wait_until

IDLE, SLOW, HELD = 500, 100, 200
HALF_HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127."
SLOW_BODY = b"POST /_sim/tenants HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{"
HELD_SECONDS = 600  # By the tenant's clock, which the tests move.


@dataclass(kw_only=True)
class Crowd:
    """Connections to one server, all of which end with the block that opened the crowd."""

    origin: str
    opened: ExitStack = field(default_factory=ExitStack)

    def connect(self, number: int, sent: bytes = b"") -> list[socket.socket]:
        """So many connections on which so much was sent."""
        host, port = urlsplit(self.origin).hostname, urlsplit(self.origin).port
        made = [
            self.opened.enter_context(socket.create_connection((host or "", port or 0), timeout=PATIENCE))
            for _ in range(number)
        ]
        for connection in made:
            connection.sendall(sent)
        return made

    def connect_all(self) -> None:
        """Everybody who is not held by a fault."""
        self.connect(IDLE)
        self.connect(SLOW, HALF_HEAD)
        self.connect(SLOW, SLOW_BODY)


@contextmanager
def crowd(origin: str) -> Iterator[Crowd]:
    """A crowd before a server, which goes home at the end."""
    made = Crowd(origin=origin)
    with made.opened:
        yield made


def received(connections: Sequence[socket.socket]) -> list[bytes | None]:
    """What came on each until it was closed; None where the end was a reset."""
    return [_received(connection) for connection in connections]


def _received(connection: socket.socket) -> bytes | None:
    whole = b""
    try:
        while chunk := connection.recv(65536):
            whole += chunk
    except ConnectionResetError:
        return None
    return whole


def still_open(connections: Sequence[socket.socket]) -> int:
    """How many of them have got nothing, not even an end."""
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        return len(connections) - len(selector.select(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTenant:
    """A tenant of a simulator, and a call of its own to make: `path` with `headers`."""

    origin: str
    tenant: str
    path: str
    headers: Mapping[str, str]

    @classmethod
    def of(cls, origin: str, *, within: float = PATIENCE) -> "SmallTenant":
        """A new one in either simulator."""
        made = requests.post(f"{origin}/_sim/tenants", json={}, timeout=within).json()
        if "api_key" in made:
            path, headers = "/external/api/v1/facilities", {"x-api-key": made["api_key"]}
        else:
            path, headers = "/api/v1/brands", {"Authorization": f"Bearer {made['admin_token']}"}
        return cls(origin=origin, tenant=made["tenant"], path=path, headers=headers)

    def call(self, within: float) -> int:
        """The status of the call, which comes within so many seconds."""
        return requests.get(self.origin + self.path, headers=self.headers, timeout=within).status_code

    def control(self, method: str, path: str, body: object = None, *, within: float) -> dict[str, object]:
        """A call of the control API about this tenant, which is accepted within so many seconds."""
        url = f"{self.origin}/_sim/tenants/{self.tenant}{path}"
        answer = requests.request(method, url, json=body, timeout=within)
        assert answer.ok, answer.text
        content: dict[str, object] = answer.json()
        return content

    def arm(self, kind: str, *, within: float, **parameters: object) -> None:
        """Arm a fault for every call, within so many seconds."""
        self.control("POST", "/faults", {"kind": kind, "count": None, **parameters}, within=within)

    def entries(self, kind: str, *, within: float) -> list[dict[str, object]]:
        """What the journal says."""
        entries = self.control("GET", f"/journal?kind={kind}", within=within)["entries"]
        assert isinstance(entries, list)
        return entries

    def request(self, method: str, path: str, body: bytes = b"") -> bytes:
        """A call as it is sent, with a JSON body."""
        headers = {"Host": "127.0.0.1", "Content-Length": len(body), "Content-Type": "application/json"}
        lines = [f"{name}: {value}" for name, value in {**headers, **self.headers}.items()]
        return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode() + body

    def hold(self, callers: Crowd, number: int, *, within: float) -> list[socket.socket]:
        """So many calls that an armed fault holds; each call of the control API takes so long at most."""
        before = len(self.entries("fault", within=within))
        held = callers.connect(number, self.request("GET", self.path))
        wait_until("the calls are held", lambda: len(self.entries("fault", within=within)) == before + number)
        return held
