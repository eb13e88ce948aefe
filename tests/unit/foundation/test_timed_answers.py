"""An answer that never ends, or drips, does not hold whoever waits for it."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import pytest
import urllib3

from foundation.clock import Deadline
from foundation.timed_answers import end_answers_in_time
from tests.waiting import PATIENCE

SECONDS = 0.3
HEAD = b"HTTP/1.1 200 OK\r\n"
WHOLE = HEAD + b"Content-Length: 2\r\n\r\n{}"
DRIPS = {
    "body": HEAD + b"Content-Length: 1000\r\n\r\n",
    "headers": HEAD + b"X-Long: ",
    "status line": b"HTTP/1.1 200 ",
    "chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n",
}

Serve = Callable[[bytes, bytes], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that answers every request with a beginning and then drips; gives its URL."""
    ended = threading.Event()
    listeners: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def answer(client: socket.socket, beginning: bytes, drop: bytes) -> None:
        with client:
            try:
                while client.recv(65536):
                    client.sendall(beginning)
                    limit = Deadline(2 * PATIENCE)
                    while drop and not ended.wait(0.02) and not limit.passed():
                        client.sendall(drop)
            except OSError:  # it gave up
                return

    def accept(listener: socket.socket, beginning: bytes, drop: bytes) -> None:
        while True:
            try:
                client = listener.accept()[0]
            except OSError:  # closed
                return
            answer(client, beginning, drop)

    def start(beginning: bytes, drop: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        thread = threading.Thread(target=accept, args=(listener, beginning, drop))
        threads.append(thread)
        thread.start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield start
    ended.set()
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
    for thread in threads:
        thread.join(PATIENCE)


@pytest.mark.parametrize("beginning", DRIPS.values(), ids=DRIPS)
def test_an_answer_that_drips_is_given_up(serve: Serve, beginning: bytes) -> None:
    """Wherever in the answer it drips, the time is the whole answer's."""
    pools = urllib3.PoolManager(retries=False, timeout=SECONDS)
    end_answers_in_time(pools, SECONDS)
    limit = Deadline(PATIENCE)
    with pytest.raises(urllib3.exceptions.HTTPError):
        pools.request("GET", serve(beginning, b"x"))
    pools.clear()
    assert not limit.passed()


def test_a_whole_answer_passes_and_its_connection_is_used_again(serve: Serve) -> None:
    """What is in time is as it always was; each answer has its own time."""
    url = serve(WHOLE, b"")
    pools = urllib3.PoolManager(retries=False, timeout=PATIENCE)
    end_answers_in_time(pools, PATIENCE)
    assert [pools.request("GET", url).data for _ in range(3)] == [b"{}"] * 3
    pools.clear()


def test_a_request_is_sent_in_one_piece(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    """Head and body together, on a new connection and on one that is used again."""
    sent: list[bytes] = []
    send = HTTPConnection.send

    def sending(self: HTTPConnection, data: bytes) -> None:
        sent.append(data)
        send(self, data)

    monkeypatch.setattr(HTTPConnection, "send", sending)
    pools = urllib3.PoolManager(retries=False, timeout=PATIENCE)
    end_answers_in_time(pools, PATIENCE)
    url = serve(WHOLE, b"")
    for _ in range(2):
        assert pools.request("POST", url, body=b"the body").data == b"{}"
    pools.clear()
    assert [data.startswith(b"POST / ") and data.endswith(b"\r\n\r\nthe body") for data in sent] == [
        True,
        True,
    ]
