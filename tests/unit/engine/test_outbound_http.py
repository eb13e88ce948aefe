"""Whatever a server does with a call, the engine learns one of three things of it (O17)."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from integration_engine.outbound_http import NoAnswerError, NotSentError, OutboundHttp
from tests.waiting import PATIENCE

Serve = Callable[[bytes], str]


@pytest.fixture
def http() -> Iterator[OutboundHttp]:
    """The engine's way out."""
    made = OutboundHttp(timeout=PATIENCE, connections=2)
    yield made
    made.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that answers one request with these bytes; gives its URL."""
    threads: list[threading.Thread] = []

    def answer(listener: socket.socket, content: bytes) -> None:
        with listener, listener.accept()[0] as client, suppress(OSError):  # the engine may have gone
            client.recv(65536)
            client.sendall(content)

    def start(content: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(PATIENCE)
        thread = threading.Thread(target=answer, args=(listener, content))
        threads.append(thread)
        thread.start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield start
    for thread in threads:
        thread.join(PATIENCE)


@pytest.mark.parametrize("location", [b"http://evil.example/", b"http://[", b"\xff\xfe", b""])
def test_a_redirect_is_an_answer(http: OutboundHttp, serve: Serve, location: bytes) -> None:
    """It is not followed, and where it points to is not even read."""
    url = serve(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 2\r\n\r\n{}")
    answer = http.send("GET", url, headers={})
    assert (answer.status, answer.body) == (302, b"{}")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_a_broken_answer_is_none(http: OutboundHttp, serve: Serve, content: bytes) -> None:
    """What the server did is not known then."""
    with pytest.raises(NoAnswerError):
        http.send("GET", serve(content), headers={})


@pytest.mark.parametrize("facility_id", ["\u4e2d", "7\r\nX-Other: 1", "7\n", " 7"])
def test_a_header_that_cannot_be_written_is_not_sent(http: OutboundHttp, facility_id: str) -> None:
    """A facility id that HTTP cannot carry, or with a header of its own in it, is certainly not sent."""
    with pytest.raises(NotSentError, match="header"):
        http.send("GET", "http://127.0.0.1:9/", headers={"FacilityID": facility_id})


def test_nobody_there_is_not_sent(http: OutboundHttp) -> None:
    """Without a connection nothing has happened."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotSentError):
        http.send("POST", f"http://127.0.0.1:{port}/", headers={}, body=b"{}")


@pytest.mark.parametrize(
    ("date", "retry_after", "seconds"),
    [
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"90", 90),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"Mon, 02 Mar 2026 09:05:00 GMT", 300),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"Monday, 02-Mar-26 09:05:00 GMT", 300),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"Mon Mar  2 09:05:00 2026", 300),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"Mon, 02 Mar 2026 08:00:00 GMT", 0),
        (b"soon", b"Mon, 02 Mar 2026 09:05:00 GMT", None),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"soon", None),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"Mon, 02 Mar 999999999 09:05:00 GMT", None),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"Mon, 02 Mar 99999999999999999999 09:05:00 GMT", None),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", b"Mon, 02 Mar 2026 09:05:00 +99999999999999999999", None),
        (b"Mon, 02 Mar 2026 09:00:00 GMT", "\u00b2".encode(), None),
    ],
)
def test_when_to_come_back(
    http: OutboundHttp, serve: Serve, date: bytes, retry_after: bytes, seconds: float | None
) -> None:
    """Retry-After is seconds or a date; a date counts from what the server's own clock shows."""
    head = b"HTTP/1.1 429 Slow Down\r\nContent-Length: 2\r\nDate: " + date + b"\r\nRetry-After: "
    answer = http.send("GET", serve(head + retry_after + b"\r\n\r\n{}"), headers={})
    assert answer.retry_after == seconds
