"""Requests as fast as a server answers them, over some kept-alive connections.

The client is a loop over plain sockets rather than an HTTP library: it takes a tenth of the time that the
servers take, so that the figures are the servers'.
"""

import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson

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
