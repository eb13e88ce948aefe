"""Requests as fast as a server answers them, over some kept-alive connections.

The client is a loop over plain sockets rather than an HTTP library: it takes a tenth of the time that the
servers take, so that the figures are the servers'.
"""

import selectors
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests

API = "/external/api/v1"
LONGEST_ANSWER_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCall:
    """One call as it goes over the wire, and the origin it goes to."""

    origin: str
    content: bytes

    @classmethod
    def of(
        cls, origin: str, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> "PlainCall":
        """The call, with a JSON body if there is one."""
        content = b"" if body is None else orjson.dumps(body)
        lines = [f"{method} {path} HTTP/1.1", f"Host: {urlsplit(origin).netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if content:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        return cls(origin=origin, content="\r\n".join([*lines, "", ""]).encode() + content)

    def connect(self) -> socket.socket:
        """A new connection to the origin."""
        parts = urlsplit(self.origin)
        made = socket.create_connection((parts.hostname or "", parts.port or 0), LONGEST_ANSWER_SECONDS)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A new tenant of the simulated Flourish with a thousand items and a buyer."""

    origin: str
    tenant: str
    headers: Mapping[str, str]
    office: Mapping[str, str]
    order: Mapping[str, object]

    @classmethod
    def of(cls, origin: str) -> "Company":
        """The tenant; `order` is one to place with `headers`."""
        made = _json(f"{origin}/_sim/tenants", {"items": 1000, "seed": 1}, {})
        headers = {"x-api-key": made["api_key"], "FacilityID": made["facility"]["id"]}
        buyer = {"type": "Dispensary", "name": "Corner", "license_number": "LIC-9"}
        destination = _json(f"{origin}{API}/destinations", buyer, headers)["data"]
        item = requests.get(f"{origin}{API}/items?limit=1", headers=headers, timeout=30).json()["data"][0]
        lines = [{"sku": item["sku"], "order_qty": 1}]
        return cls(
            origin=origin,
            tenant=made["tenant"],
            headers=headers,
            office={"Authorization": f"Bearer {made['back_office_token']}"},
            order={"destination": {"id": destination["id"]}, "order_lines": lines},
        )

    def calls(self) -> dict[str, PlainCall]:
        """What servers are compared by."""
        placed = _json(f"{self.origin}{API}/outbound-orders", self.order, self.headers)["data"]
        page, order = f"{API}/items?limit=50", f"{API}/outbound-orders/{placed['id']}"
        return {
            "page of 50 items": PlainCall.of(self.origin, "GET", page, self.headers),
            "GET order": PlainCall.of(self.origin, "GET", order, self.headers),
            "POST order": self.placing(),
        }

    def placing(self) -> PlainCall:
        """The call that places an order."""
        return PlainCall.of(self.origin, "POST", f"{API}/outbound-orders", self.headers, self.order)

    def listen(self, url: str, events: Sequence[str]) -> None:
        """Have these events sent to a receiver."""
        endpoint = {"url": url, "signing_key": "key", "events": events}
        office = f"{self.origin}/back-office/webhook-endpoints"
        made = _json(office, {**endpoint, "headers": []}, self.office)["data"]
        _json(f"{office}/{made['webhook_endpoint_id']}/save", {}, self.office)

    def pending(self) -> int:
        """How many deliveries are due and not made."""
        url = f"{self.origin}/_sim/tenants/{self.tenant}/pending"
        return int(requests.get(url, timeout=30).json()["due"])


def _json(url: str, body: object, headers: Mapping[str, str]) -> dict[str, Any]:
    answer = requests.post(url, json=body, headers=headers, timeout=30)
    answer.raise_for_status()
    content: dict[str, Any] = answer.json()
    return content


class _Connection:
    """Sends a call again as soon as it is answered."""

    def __init__(self, call: PlainCall) -> None:
        self._call = call
        self.socket = call.connect()
        self._missing = 0
        self._head = b""
        self._sent_at = 0.0

    def send(self) -> None:
        self._sent_at = time.perf_counter()
        self.socket.sendall(self._call.content)

    def read(self) -> float | None:
        """Seconds that the answer took, once it has come to its end."""
        chunk = self.socket.recv(1 << 20)
        if not chunk:
            raise ConnectionError("the server hung up")
        if self._missing:
            self._missing -= len(chunk)
        else:
            self._head += chunk
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return None
            if b" 200 " not in head[:16]:
                raise ConnectionError(f"an answer was {self._head[:300]!r}")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            self._missing, self._head = length - len(body), b""
        return None if self._missing else time.perf_counter() - self._sent_at


def times_of(call: PlainCall, connections: int, seconds: float) -> list[float]:
    """Make the call over and over for so long; the seconds that each answer took."""
    times: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = _Connection(call)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or not times:
            for key, _ in selector.select(LONGEST_ANSWER_SECONDS):
                taken = key.data.read()
                if taken is not None:
                    times.append(taken)
                    key.data.send()
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return times
