"""The servers that were tried for the three services, each serving one simulator in this process (ADR 0015).

cheroot and granian are no dependencies: `pip install cheroot granian` first. What these two lack is made up
for here as far as their interfaces go, so that they are judged by what they can do and not by their defaults.
"""

import select
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from foundation.guard import DropConnection
from harness.serving import open_socket, serve, url_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Stop = Callable[[], None]
THREADS = 1000  # Where a slow caller costs a thread: 900 of them, and enough for the others.
PERMITS = 2
_RESET = struct.pack("ii", 1, 0)


class Permits:
    """Work permits for servers that have threads of their own."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(PERMITS)

    def lend_permit(self) -> None:
        """As a worker pool does it."""
        self._free.release()

    def take_permit_back(self) -> None:
        """As a worker pool does it."""
        self._free.acquire()

    def around(self, application: "WSGIApplication") -> "WSGIApplication":
        """The application, so many calls of it at once."""
        from foundation import worker_pool  # Older code, which is measured beside, has none.

        def permitted(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            worker_pool._current.pool = self  # noqa: SLF001
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = BytesIO(body)  # A slow body must not be waited for under a permit.
            with self._free:
                return application(environ, start_response)

        return permitted


def waitress(application: "WSGIApplication") -> tuple[str, Stop]:
    """The one that the product uses."""
    serving = serve(application)
    return serving.url, serving.stop


def cheroot(application: "WSGIApplication") -> tuple[str, Stop]:
    """cheroot, with a gateway that hangs up, permits, and a thread for everybody who is slow."""
    from cheroot.wsgi import Gateway_10, Server  # type: ignore[import-not-found]

    class HangingUp(Gateway_10):  # type: ignore[misc]
        def get_environ(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environ()
            environ["waitress.client_disconnected"] = self._gone
            return environ

        def _gone(self) -> bool:
            connection = self.req.conn.socket
            if not select.select([connection], [], [], 0)[0]:
                return False
            with suppress(OSError):
                return not connection.recv(1, socket.MSG_PEEK)
            return True

        def respond(self) -> None:
            try:
                response = self.req.server.wsgi_app(self.env, self.start_response)
                for chunk in filter(None, response):
                    self.write(chunk)
                self.req.ensure_headers_sent()
            except DropConnection as drop:
                if drop.reset:
                    self.req.conn.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    # It would end the connection in an orderly way.
                    self.req.conn._close_kernel_socket = lambda: None  # noqa: SLF001
                self.req.close_connection = True
                self.req.sent_headers = True

    server = Server(
        ("127.0.0.1", 0),
        Permits().around(application),
        numthreads=THREADS,
        request_queue_size=1024,
        shutdown_timeout=0,
    )
    server.gateway, server.keep_alive_conn_limit = HangingUp, None
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    return f"http://127.0.0.1:{server.bind_addr[1]}", server.stop


def granian(application: "WSGIApplication") -> tuple[str, Stop]:
    """Granian's WSGI worker, by its inner parts: its documented embedding knows no WSGI."""
    import asyncio

    from granian._futures import _new_cbscheduler  # type: ignore[import-not-found]
    from granian._granian import SocketHolder, WorkerSignal, WSGIWorker  # type: ignore[import-not-found]
    from granian.wsgi import _callback_wrapper  # type: ignore[import-not-found]

    listener = open_socket()
    worker = WSGIWorker(
        1,
        (None, SocketHolder(listener.fileno(), False, 1024)),
        None,
        py_threads=THREADS,
        backpressure=4 * THREADS,
        http_mode="1",
    )
    signal, loop = WorkerSignal(), asyncio.new_event_loop()
    ended = threading.Event()
    signal.add_cb(ended.set)
    callback = _callback_wrapper(Permits().around(application), {}, None)
    worker.serve_mtr(_new_cbscheduler(loop, callback, impl_asyncio=True), loop, signal)

    def stop() -> None:
        signal.set()
        ended.wait()

    url = url_of(listener)
    listener.detach()
    return url, stop


CANDIDATES: dict[str, Callable[["WSGIApplication"], tuple[str, Stop]]] = {
    "waitress": waitress,
    "cheroot": cheroot,
    "granian": granian,
}
