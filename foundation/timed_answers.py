"""HTTP connections with a time limit on the whole answer, which send a request in one piece.

An ordinary read time-out starts again with every byte. Here the status line, the headers and the body must
all arrive within a number of seconds after the request was sent; otherwise it is a read time-out.
"""

import io
import socket
from collections.abc import Callable
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any, cast

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from foundation.clock import Deadline

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _TimedFile(io.RawIOBase):
    """What comes from a socket, until the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._file = sock.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        left = self._deadline.left()
        if left == 0.0:
            raise TimeoutError("the answer did not end in time")
        each = self._socket.gettimeout()
        self._socket.settimeout(left if each is None else min(each, left))
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


class _TimedSocket:
    """The part of a socket that a response uses."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedFile(self._socket, self._deadline))


class _SentInOne(HTTPConnection):
    """Sends head and body in one piece: one system call, and the receiver is woken once."""

    _unsent: list[bytes] | None = None

    def request(self, *how: Any, **named: Any) -> None:  # noqa: ANN401 - as the base
        unsent = self._unsent = list[bytes]()
        try:
            super().request(*how, **named)
        finally:
            self._unsent = None
        self.send(b"".join(unsent))

    def send(self, data: Any) -> None:  # noqa: ANN401 - as the base
        if self._unsent is None:
            super().send(data)
        else:
            self._unsent.append(data)


def end_answers_in_time(
    pools: PoolManager, seconds: float, connect: Callable[[HTTPConnection], socket.socket] | None = None
) -> None:
    """Has every connection that `pools` makes from now on give up an answer after `seconds`.

    `connect` makes the connections' sockets, where it matters to which address they lead.
    """

    class Response(HTTPResponse):
        def __init__(self, sock: socket.socket, *how: Any, **named: Any) -> None:  # noqa: ANN401 - as the base
            super().__init__(cast("socket.socket", _TimedSocket(sock, Deadline(seconds))), *how, **named)

    class Connection(_SentInOne):
        response_class = Response

        def _new_conn(self) -> socket.socket:
            return super()._new_conn() if connect is None else connect(self)

    class SecureConnection(Connection, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    pools.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}


class TimedAdapter(HTTPAdapter):
    """The same for a session of `requests`."""

    def __init__(self, seconds: float, **settings: Any) -> None:  # noqa: ANN401 - as the base
        self._seconds = seconds
        super().__init__(**settings)

    def init_poolmanager(self, *sizes: Any, **settings: Any) -> None:  # noqa: ANN401 - as the base
        super().init_poolmanager(*sizes, **settings)
        end_answers_in_time(self.poolmanager, self._seconds)
