"""A Flask application on a port of this machine, in this process, that stops promptly.

Ctrl-C and SIGTERM are an orderly end for the commands that run until then.
"""

import errno
import logging
import secrets
import signal
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask

from foundation.clock import SystemClock
from foundation.guard import DropConnection

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

LARGEST_BODY = 64 * 1024 * 1024  # Bytes; the documented limits of the applications are far below.
THREADS = 8  # Held requests (faults) occupy a thread each, without using the processor.
_FIRST_CHOSEN_PORT, _CHOSEN_PORTS = 20_000, 12_000  # Below the automatic range of Linux, macOS and Windows.
_MOST_PORTS_TRIED = 200
GRACE_SECONDS = 0.03  # How long stopping waits for requests under way before it closes their connections.

# A full task queue is normal under load and is no warning to the person at the terminal.
logging.getLogger("waitress").setLevel(logging.ERROR)


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


class _Task(WSGITask):
    """A request being answered, which may end in a hang-up instead."""

    def execute(self) -> None:
        try:
            super().execute()
        except DropConnection as drop:
            if drop.reset:
                _reset_on_close(self.channel.socket)
            # Waitress closes the channel on this without writing a status line.
            raise ClientDisconnected from drop


def _reset_on_close(connection: socket.socket | None) -> None:
    """Closing with a zero linger time makes the kernel send RST instead of FIN; the caller may be gone."""
    if connection is not None:
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class _Channel(HTTPChannel):
    """A client's connection."""

    task_class = _Task


class _Server(TcpWSGIServer):
    """Waitress' server, safe against threads that finish after it was closed."""

    channel_class = _Channel

    def __init__(self, application: "WSGIApplication", listener: socket.socket, threads: int) -> None:
        # TCP_NODELAY is waitress' own default, and a test holds it to that.
        # Looking ahead by one request is what lets waitress notice that a client has gone.
        adj = Adjustments(max_request_body_size=LARGEST_BODY, ident=None, channel_request_lookahead=1)
        self.shut_lock = threading.Lock()
        self.shut = False
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(threads)
        self.connections: dict[int, object] = {}
        sockinfo = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            application,
            map=self.connections,
            _sock=listener,
            dispatcher=dispatcher,
            adj=adj,
            bind_socket=False,
            sockinfo=sockinfo,
        )

    def pull_trigger(self) -> None:
        """Wake the loop; nothing after closing, when the trigger's descriptor may belong to another file."""
        with self.shut_lock:
            if not self.shut:
                super().pull_trigger()

    def stop_listening(self) -> None:
        """Take no new connections."""
        wasyncore.dispatcher.close(self)

    def close_idle(self) -> None:
        """Close the connections on which no request is under way."""
        for channel in list(self.active_channels.values()):
            if not channel.requests and not channel.total_outbufs_len:
                channel.handle_close()

    def close_everything(self) -> None:
        """Close every connection, and let the handler threads end."""
        with self.shut_lock:
            self.shut = True
            for channel in list(self.active_channels.values()):
                channel.handle_close()
            self.trigger.close()
        self.task_dispatcher.set_thread_count(0)


class Serving:
    """One application being served from a background thread until `stop`."""

    def __init__(self, application: "WSGIApplication", listener: socket.socket, *, threads: int) -> None:
        self.url = url_of(listener)
        self._server = _Server(application, listener, threads)
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
        self._server.pull_trigger()
        self._loop.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._turn(1.0)
        self._server.stop_listening()
        clock = SystemClock()
        started = clock.now()
        self._server.close_idle()
        while self._server.active_channels and (clock.now() - started).total_seconds() < self._grace:
            self._turn(0.005)
            self._server.close_idle()
        self._server.close_everything()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._server.connections, count=1)


def serve(
    application: "WSGIApplication", listener: socket.socket | None = None, *, threads: int = THREADS
) -> Serving:
    """Serve `application` from a background thread; without a listener, on a free loopback port."""
    return Serving(application, listener or open_socket(), threads=threads)
