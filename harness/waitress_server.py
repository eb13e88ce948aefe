"""Waitress such that no caller keeps another one out, and that can hang up without an answer (ADR 0015)."""

import logging
import socket
import struct
import sys
import threading
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

from foundation.guard import DropConnection
from foundation.worker_pool import WorkerPool

if sys.platform != "win32":
    import resource
if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LARGEST_BODY = 64 * 1024 * 1024  # Bytes; the documented limits of the applications are far below.
_NO_LIMIT = 2**40
_ENOUGH_DESCRIPTORS = 16_384
_SHARE_OF_DESCRIPTORS = 4  # A process has up to three servers, and other files and connections.

# What waitress warns of is normal under load and is no warning to the person at the terminal.
logging.getLogger("waitress").setLevel(logging.ERROR)


class _Task(WSGITask):  # waitress has no types
    """A request being answered, which may end in a hang-up instead."""

    def execute(self) -> None:
        try:
            super().execute()
        except DropConnection as drop:
            if drop.reset:
                _reset_on_close(self.channel.socket)
            # Waitress closes the channel on this without writing a status line.
            raise ClientDisconnected from drop

    def build_response_header(self) -> bytes:
        """Nothing yet: the head goes with the beginning of the body."""
        self.channel.head = super().build_response_header()
        return b""

    def finish(self) -> None:
        """Send the head of an answer without a body."""
        super().finish()
        self.channel.send_head()


def _reset_on_close(connection: socket.socket | None) -> None:
    """Closing with a zero linger time makes the kernel send RST instead of FIN; the caller may be gone."""
    if connection is not None:
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class _Channel(HTTPChannel):  # waitress has no types
    """A client's connection."""

    task_class = _Task
    server: "WaitressServer"
    head = b""  # Written and not yet sent.

    def __init__(self, *parts: Any, **named: Any) -> None:  # noqa: ANN401 - as waitress makes it
        super().__init__(*parts, **named)
        self.watched = 0  # The events that the loop waits for.
        self.unsent = False  # Whether the thread that answers left something to be sent by the loop.
        self.server.watch(self)

    def wanted(self) -> int:
        """The events that the loop is to wait for.

        A thread that answers sends by itself. Watched meanwhile, a socket with room would wake the loop over
        and over, until that thread is through.
        """
        if self.requests and not self.unsent and not self.will_close and not self.close_when_flushed:
            return EVENT_READ if len(self.requests) <= self.adj.channel_request_lookahead else 0
        return (EVENT_READ if self.readable() else 0) | (EVENT_WRITE if self.writable() else 0)

    def write_soon(self, data: Any) -> None:  # noqa: ANN401 - bytes, or waitress' buffer of a file
        """Send what is written, with the head in one piece where that can be."""
        if isinstance(data, bytes) and data:
            data, self.head = self.head + data, b""
        elif data:
            self.send_head()
        super().write_soon(data)

    def send_head(self) -> None:
        """Send the head, if that has not been done."""
        head, self.head = self.head, b""
        super().write_soon(head)

    def is_idle(self) -> bool:
        """Whether no request is under way."""
        return not self.requests and not self.total_outbufs_len

    def del_channel(self, map: Any = None) -> None:  # noqa: A002, ANN401 - as in waitress
        """Wait for nothing more, because the connection is about to be closed."""
        self.server.unwatch(self)
        super().del_channel(map)


class WaitressServer(TcpWSGIServer):  # waitress has no types
    """Waitress' server with work permits, and with a loop that idle connections cost nothing.

    Waitress' own loop asks every connection what it waits for, each time anything happens, and is woken after
    each answer. This one asks only connections that have a request, and is woken only if there is news.
    """

    channel_class = _Channel

    def __init__(
        self, application: "WSGIApplication", listener: socket.socket, *, permits: int, name: str
    ) -> None:
        # TCP_NODELAY is waitress' own default, and a test holds it to that.
        # Looking ahead is what lets waitress notice that a client has gone. One that has its answer sends the
        # next request before the thread that answered is through; it takes nothing to watch on then.
        # `handle_accept` deals with too many connections; no thread waits until an answer has been read.
        adj = Adjustments(
            max_request_body_size=LARGEST_BODY,
            ident=None,
            channel_request_lookahead=2,
            connection_limit=_NO_LIMIT,
            outbuf_high_watermark=_NO_LIMIT,
        )
        self.most_connections = most_descriptors() // _SHARE_OF_DESCRIPTORS
        self._pool = WorkerPool(name, permits)
        self._served = threading.local()
        self._lock = threading.Lock()  # For `watched` and `_shut`.
        self._shut = False  # Threads may finish after the server was closed.
        self._with_requests: set[_Channel] = set()
        self._selector = DefaultSelector()
        sockinfo = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            application,
            map={},
            _sock=listener,
            dispatcher=self._pool,
            adj=adj,
            bind_socket=False,
            sockinfo=sockinfo,
        )
        self._selector.register(listener, EVENT_READ, self)
        self._selector.register(self.trigger.socket.fileno(), EVENT_READ, self.trigger)

    def add_task(self, channel: _Channel) -> None:
        """Have the next request of a connection answered."""
        self._with_requests.add(channel)
        self._pool.run(partial(self._serve, channel))

    def _serve(self, channel: _Channel) -> None:
        self._served.channel = channel
        channel.service()

    def pull_trigger(self) -> None:
        """Wake the loop if the connection that the calling thread serves is to be looked at again."""
        channel: _Channel = self._served.channel
        channel.unsent = bool(channel.total_outbufs_len)
        with self._lock:
            if not self._shut and channel.wanted() != channel.watched:
                super().pull_trigger()

    def wake(self) -> None:
        """Wake the loop, unless it has ended."""
        with self._lock:
            if not self._shut:
                super().pull_trigger()

    def watch(self, channel: _Channel) -> None:
        """Wait for what the connection wants to be told of."""
        if channel.socket is None:
            return
        with self._lock:
            before, channel.watched = channel.watched, channel.wanted()
        if channel.watched == before:
            return
        if before:
            self._selector.unregister(channel.socket)
        if channel.watched:
            self._selector.register(channel.socket, channel.watched, channel)

    def unwatch(self, channel: _Channel) -> None:
        """Wait for nothing more of the connection."""
        self._with_requests.discard(channel)
        if channel.watched:
            self._selector.unregister(channel.socket)
            channel.watched = 0

    def turn(self, seconds: float) -> None:
        """Wait for something to happen, at most so long, and obey it."""
        for channel in tuple(self._with_requests):
            if channel.is_idle():  # Asked first: a thread that ends now has told all that there is to tell.
                self._with_requests.discard(channel)
            self.watch(channel)
        for key, events in self._selector.select(seconds):
            if events & EVENT_READ:
                wasyncore.read(key.data)
            if events & EVENT_WRITE and key.data.socket is not None:
                wasyncore.write(key.data)
            if isinstance(key.data, _Channel):
                self.watch(key.data)
        self.readable()  # From time to time this calls `maintenance`.

    def maintenance(self, now: float) -> None:
        """Close the connections that have been idle for long."""
        for channel in self._idle():
            if channel.last_activity < now - self.adj.channel_timeout:
                channel.handle_close()

    def handle_accept(self) -> None:
        """Take a new connection, if need be in the place of the one that has been idle for longest."""
        if len(self.active_channels) >= self.most_connections and (idle := self._idle()):
            min(idle, key=lambda channel: channel.last_activity).handle_close()
        super().handle_accept()

    def _idle(self) -> list[_Channel]:
        return [channel for channel in self.active_channels.values() if channel.is_idle()]

    def stop_listening(self) -> None:
        """Take no new connections."""
        self._selector.unregister(self.socket)
        wasyncore.dispatcher.close(self)

    def close_idle(self) -> None:
        """Close the connections on which no request is under way."""
        for channel in self._idle():
            channel.handle_close()

    def close_everything(self) -> None:
        """Close every connection, and let the handler threads end."""
        with self._lock:
            self._shut = True
        for channel in list(self.active_channels.values()):
            channel.handle_close()
        self.trigger.close()
        self._selector.close()
        self._pool.close()


def most_descriptors() -> int:
    """How many files and connections this process can have open: from now on as many as it may."""
    if sys.platform == "win32":
        return _ENOUGH_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard if 0 <= hard < _ENOUGH_DESCRIPTORS else _ENOUGH_DESCRIPTORS
    if 0 <= soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(soft, most)
