"""The in-process server: prompt stop, hanging up without an answer, ports."""

import re
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest
import requests

from foundation.clock import Deadline
from foundation.guard import DropConnection
from harness.serving import PortTakenError, Serving, open_socket, serve, url_of
from harness.waitress_server import WaitressServer
from tests.waiting import PATIENCE, wait_until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LONG = [b"x" * 1_000_000] * 30  # More than waitress keeps by default for a client that reads slowly.
held = threading.Event()
arrived = threading.Event()
gone = threading.Event()
waited_in_vain = threading.Event()


class Dropping:
    """A response that hangs up before its first chunk."""

    def __init__(self, *, reset: bool) -> None:
        self._reset = reset

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        raise DropConnection(reset=self._reset)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer, drop, reset or hold, as the path says."""
    path = environ["PATH_INFO"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    if path in ("/drop", "/reset"):
        return Dropping(reset=path == "/reset")
    if path == "/reset-when-gone":
        arrived.set()
        wait_until("the caller is gone", environ["waitress.client_disconnected"])
        gone.set()
        return Dropping(reset=True)
    if path == "/nothing":
        return []
    if path == "/empty":
        return [b""]
    if path == "/long":
        return LONG
    if path == "/hold":
        arrived.set()
        if not held.wait(PATIENCE):
            waited_in_vain.set()
    return [path.encode()]


@pytest.fixture(autouse=True)
def nothing_happened() -> None:
    """Each test begins with a server that nobody has called."""
    for event in (held, arrived, gone, waited_in_vain):
        event.clear()


@pytest.fixture
def serving() -> Iterator[Serving]:
    """A server of the application above, stopped at the end."""
    running = serve(application)
    yield running
    running.stop()


def raw_answer(url: str, path: str) -> bytes:
    """Everything the server sends before it closes the connection."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        received = b""
        while chunk := client.recv(4096):
            received += chunk
        return received


def test_answers_and_keeps_the_connection(serving: Serving) -> None:
    """Two requests of one client are answered over one connection."""
    with requests.Session() as session:
        assert session.get(f"{serving.url}/one", timeout=PATIENCE).text == "/one"
        assert session.get(f"{serving.url}/two", timeout=PATIENCE).text == "/two"


def test_drop_sends_nothing(serving: Serving) -> None:
    """A dropped request ends with an orderly close and not one byte."""
    assert raw_answer(serving.url, "/drop") == b""
    assert requests.get(f"{serving.url}/after", timeout=PATIENCE).text == "/after"


def test_reset_is_seen_as_a_reset(serving: Serving) -> None:
    """A reset request fails with ECONNRESET at the client."""
    with pytest.raises(ConnectionResetError):
        raw_answer(serving.url, "/reset")


def test_a_caller_who_is_gone_before_its_reset_is_no_failure(
    serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    """An engine that was killed meanwhile leaves no traceback behind."""
    host, port = serving.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as client:
        client.sendall(b"GET /reset-when-gone HTTP/1.1\r\nHost: x\r\n\r\n")
        assert arrived.wait(PATIENCE)
    assert gone.wait(PATIENCE)
    assert requests.get(f"{serving.url}/after", timeout=PATIENCE).text == "/after"
    serving.stop()
    assert caplog.records == []


def test_an_idle_client_is_not_waited_for() -> None:
    """Stopping closes its connection at once, however long requests under way would get."""
    running = serve(application)
    with requests.Session() as session:
        session.get(f"{running.url}/idle", timeout=PATIENCE)
        waited_for = Deadline(PATIENCE)
        running.stop(grace_seconds=PATIENCE)
        assert not waited_for.passed()
        with pytest.raises(requests.ConnectionError):
            session.get(f"{running.url}/late", timeout=PATIENCE)


def test_a_request_that_is_held_is_not_waited_for() -> None:
    """Stopping closes its connection though its answer is still to come."""
    running = serve(application)
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as hanging:
        hanging.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        assert arrived.wait(PATIENCE)
        running.stop()
        assert not waited_in_vain.is_set()
        held.set()
        assert hanging.recv(4096) == b""


def test_where_there_are_too_many_connections_the_idlest_makes_room(serving: Serving) -> None:
    """Everybody new is let in; whoever said nothing for longest is hung up on."""
    serving._server.most_connections = 3
    host, port = serving.url.removeprefix("http://").split(":")
    with ExitStack() as opened:
        callers = [opened.enter_context(socket.create_connection((host, int(port)))) for _ in range(4)]
        assert requests.get(f"{serving.url}/new", timeout=PATIENCE).text == "/new"
        for caller in callers[:2]:
            caller.settimeout(PATIENCE)
            assert caller.recv(1) == b""
        callers[3].settimeout(PATIENCE)
        callers[3].sendall(b"GET /old HTTP/1.1\r\nHost: x\r\n\r\n")
        assert callers[3].recv(4096).endswith(b"/old")


def test_connections_that_are_idle_for_long_are_closed(serving: Serving) -> None:
    """The server looks at them from time to time."""
    host, port = serving.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as caller:
        wait_until("the caller is let in", lambda: serving._server.active_channels)
        serving._server.adj.channel_timeout = -1
        serving._server.next_channel_cleanup = 0
        serving._server.wake()
        assert caller.recv(1) == b""


def test_a_long_answer_that_is_read_slowly_comes_whole(serving: Serving) -> None:
    """It is sent when the caller takes it, and keeps nobody else waiting."""
    host, port = serving.url.removeprefix("http://").split(":")
    with ExitStack() as opened:
        callers = [opened.enter_context(socket.create_connection((host, int(port)))) for _ in range(4)]
        for caller in callers:
            caller.settimeout(PATIENCE)
            caller.sendall(b"GET /long HTTP/1.0\r\n\r\n")
        assert requests.get(f"{serving.url}/short", timeout=PATIENCE).text == "/short"
        for caller in callers:
            received = b"".join(iter(partial(caller.recv, 1 << 20), b""))
            assert received.partition(b"\r\n\r\n")[2] == b"".join(LONG)


def test_requests_sent_at_once_are_answered_in_order(serving: Serving) -> None:
    """A client that does not wait for its answers gets them all."""
    host, port = serving.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as client:
        paths = [f"/{number}" for number in range(20)]
        lines = [f"GET {path} HTTP/1.1\r\nHost: x\r\n" for path in paths]
        client.sendall("\r\n".join([*lines[:-1], lines[-1] + "Connection: close\r\n\r\n"]).encode())
        received = b""
        while chunk := client.recv(4096):
            received += chunk
        assert re.findall(rb"\r\n\r\n(/\d+)", received) == [path.encode() for path in paths]


def test_stopping_a_server_that_is_just_ending_is_harmless(serving: Serving) -> None:
    """Nothing is left to be woken then."""
    serving._stopping.set()
    serving._server.wake()
    serving._loop.join(PATIENCE)
    serving._server.wake()


def test_stopping_twice_is_harmless(serving: Serving) -> None:
    """The second stop does nothing."""
    serving.stop()
    serving.stop()


@pytest.mark.parametrize("path", ["/empty", "/nothing"])
def test_an_answer_may_have_no_body(serving: Serving, path: str) -> None:
    """Its head comes all the same, and the connection is kept."""
    with requests.Session() as session:
        answer = session.get(serving.url + path, timeout=PATIENCE)
        assert (answer.status_code, answer.content) == (200, b"")
        assert session.head(f"{serving.url}/head", timeout=PATIENCE).headers["Content-Type"] == "text/plain"
        assert session.get(f"{serving.url}/after", timeout=PATIENCE).text == "/after"


def test_head_and_body_come_in_one_piece(serving: Serving) -> None:
    """A short answer wakes its caller once."""
    host, port = serving.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as client:
        client.sendall(b"GET /short HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(4096).endswith(b"\r\n\r\n/short")


def test_a_thread_that_sends_does_not_keep_the_loop_busy() -> None:
    """One turn of the loop a request: a socket with room for more is not watched while a thread sends."""

    def pages(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:  # noqa: ARG001
        start_response("200 OK", [("Content-Length", "30000")])
        return [b"x" * 30_000]

    turns, requested = count(), 200
    with pytest.MonkeyPatch.context() as patched, requests.Session() as session:
        turn = WaitressServer.turn

        def counted(server: WaitressServer, seconds: float) -> None:
            next(turns)
            turn(server, seconds)

        patched.setattr(WaitressServer, "turn", counted)
        serving = serve(pages)
        for _ in range(requested):
            assert len(session.get(serving.url, timeout=PATIENCE).content) == 30_000
        serving.stop()
    assert next(turns) < 2 * requested


def test_small_answers_are_not_delayed() -> None:
    """Connections are made with TCP_NODELAY."""
    running = serve(application)
    try:
        with requests.Session() as session:
            session.get(f"{running.url}/x", timeout=PATIENCE)
            [channel] = running._server.active_channels.values()
            assert channel.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    finally:
        running.stop()


def test_taken_port_is_named() -> None:
    """A port in use is an error that carries the port."""
    with open_socket() as listener:
        port = listener.getsockname()[1]
        assert url_of(listener) == f"http://127.0.0.1:{port}"
        with pytest.raises(PortTakenError, match="already in use") as caught:
            open_socket(port=port)
        assert caught.value.port == port


def test_port_out_of_range_is_an_error() -> None:
    """A port number that cannot exist is the same error."""
    with pytest.raises(PortTakenError):
        open_socket(port=99999)
