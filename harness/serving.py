"""A Flask application on a port of this machine, in this process, that stops promptly.

Ctrl-C and SIGTERM are an orderly end for the commands that run until then.
"""

import errno
import secrets
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from foundation.clock import Deadline
from harness.waitress_server import WaitressServer

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class ShutdownRequested(BaseException):
    """Raised in the main thread by the first Ctrl-C or SIGTERM."""


@contextmanager
def ends_on_shutdown() -> Iterator[None]:
    """Turn the first signal into the end of the block; later ones cannot tear the ending apart."""
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    try:
        with suppress(ShutdownRequested):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_for_shutdown() -> None:
    """Wait for the signal; what follows in the block still runs."""
    with suppress(ShutdownRequested):
        threading.Event().wait()


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise ShutdownRequested


if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PERMITS = 2  # Requests that are worked on at once; those that wait for something do not count.
_FIRST_CHOSEN_PORT, _CHOSEN_PORTS = 20_000, 12_000  # Below the automatic range of Linux, macOS and Windows.
_MOST_PORTS_TRIED = 200
GRACE_SECONDS = 0.03  # How long stopping waits for requests under way before it closes their connections.


class PortTakenError(Exception):
    """The address cannot be listened on; `port` and `reason` say why."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {reason}")
        self.host = host
        self.port = port
        self.reason = reason


def open_socket(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A listening socket on `host` and `port` (0 takes a free port).

    Raises:
        PortTakenError: the port is in use, reserved or out of range, or the host is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except (OSError, OverflowError) as problem:
        listener.close()
        code = problem.errno if isinstance(problem, OSError) else None
        reason = "the port is already in use" if code == errno.EADDRINUSE else str(problem)
        raise PortTakenError(host, port, reason) from problem
    return listener


def port_outside_automatic_range() -> int:
    """A port that is free now, for a program that will listen on it by itself.

    It is not one of those that the system hands out by itself, so that no other server or outgoing connection
    gets it in between, also while that program is being restarted.

    Raises:
        PortTakenError: none of many tried ones is free.
    """
    port = 0
    for _ in range(_MOST_PORTS_TRIED):
        port = _FIRST_CHOSEN_PORT + secrets.randbelow(_CHOSEN_PORTS)
        with suppress(PortTakenError):
            open_socket(port=port).close()
            return port
    raise PortTakenError("127.0.0.1", port, "no free port was found")


def url_of(listener: socket.socket) -> str:
    """The base URL that reaches a listening socket, without a trailing slash."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Serving:
    """One application being served from a background thread until `stop`."""

    def __init__(self, application: "WSGIApplication", listener: socket.socket, *, permits: int) -> None:
        self.url = url_of(listener)
        self._server = WaitressServer(application, listener, permits=permits, name=f"serving {self.url}")
        self._stopping = threading.Event()
        self._grace = GRACE_SECONDS
        self._loop = threading.Thread(target=self._run, name=f"serving {self.url}", daemon=True)
        self._loop.start()

    def stop(self, *, grace_seconds: float = GRACE_SECONDS) -> None:
        """Close the port and every connection; requests under way get `grace_seconds` to finish."""
        if self._stopping.is_set():
            return
        self._grace = grace_seconds
        self._stopping.set()
        self._server.wake()
        self._loop.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._server.turn(1.0)
        self._server.stop_listening()
        deadline = Deadline(self._grace)
        self._server.close_idle()
        while self._server.active_channels and not deadline.passed():
            self._server.turn(0.005)
            self._server.close_idle()
        self._server.close_everything()


def serve(
    application: "WSGIApplication", listener: socket.socket | None = None, *, permits: int = PERMITS
) -> Serving:
    """Serve `application` from a background thread; without a listener, on a free loopback port."""
    return Serving(application, listener or open_socket(), permits=permits)
