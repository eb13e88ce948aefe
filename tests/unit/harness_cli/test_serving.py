"""The in-process server: prompt stop, hanging up without an answer, ports."""

import socket
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
import requests

from foundation.clock import Deadline
from foundation.guard import DropConnection
from harness.serving import PortTakenError, Serving, open_socket, serve, url_of
from tests.waiting import PATIENCE, wait_until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

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


def test_stopping_twice_is_harmless(serving: Serving) -> None:
    """The second stop does nothing."""
    serving.stop()
    serving.stop()


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
