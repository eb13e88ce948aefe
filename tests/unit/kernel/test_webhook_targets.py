"""Where a simulator sends, and where it cannot be brought to send, whatever a URL or a name server says."""

import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from flask import Flask, Response, request

from harness.serving import Serving, serve
from sim_kernel.delivery import Outgoing
from sim_kernel.sender import Sender
from sim_kernel.webhook_target import TargetRefusedError, checked_addresses, url_problem
from tests.waiting import PATIENCE

Answers = Callable[[str, Sequence[Sequence[str]]], list[str]]


class Receiver:
    """Takes deliveries, and redirects when told to."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        app = Flask("receiver")

        @app.post("/hook")
        def hook() -> str:
            self.hosts.append(request.host)
            return ""

        @app.post("/elsewhere")
        def elsewhere() -> Response:
            return Response(status=307, headers={"Location": "/hook"})

        self.server: Serving = serve(app)
        self.port = int(self.server.url.rpartition(":")[2])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""
    made = Receiver()
    yield made
    made.server.stop()


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Makes the name server of a test answer for one name: each time the next of the given answers."""
    truly = socket.getaddrinfo

    def answers(name: str, given: Sequence[Sequence[str]]) -> list[str]:
        asked: list[str] = []

        def look_up(host: Any, port: Any, *how: Any, **named: Any) -> Any:  # noqa: ANN401 - as the original
            if host != name:
                return truly(host, port, *how, **named)
            asked.append(name)
            now = given[min(len(asked), len(given)) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in now]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return answers


def send(url: str, *allowed: str) -> tuple[int | None, str | None]:
    """What becomes of a delivery."""
    sender = Sender(set(allowed), attempt_seconds=PATIENCE)
    try:
        return sender.send(Outgoing(url=url, headers={}, signature_header="x"), b"{}")
    finally:
        sender.close()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://127.0.0.1/", "http or https"),
        ("nonsense", "http or https"),
        ("http://", "http or https"),
        ("http://127.0.0.1:99999/", "not a URL"),
        ("http://receiver.example\\@127.0.0.1/", "percent-encoded"),
        ("http://127.0.0.1\t.receiver.example/", "percent-encoded"),
        ("http://127.0.0.1:1/\x00", "percent-encoded"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str, reason: str) -> None:
    """A URL that parsers read differently, or that is none, is refused with a reason."""
    assert reason in str(url_problem(url))
    status, problem = send(url)
    assert status is None
    assert reason in str(problem)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://10.1.2.3/", "not on this machine"),
        ("http://192.168.0.1/", "not on this machine"),
        ("http://169.254.169.254/latest", "not on this machine"),
        ("http://[fe80::1]/", "not on this machine"),
        ("http://[::ffff:10.1.2.3]/", "not on this machine"),
        ("http://0.0.0.0/", "not on this machine"),
        ("http://0x7f.1.example/", "cannot be resolved"),
        ("http://no-such-host.invalid/", "cannot be resolved"),
    ],
)
def test_webhooks_go_to_loopback_only(url: str, reason: str) -> None:
    """Anything but this machine is refused with a reason, and never connected to."""
    status, problem = send(url)
    assert status is None
    assert reason in str(problem)


def test_this_machine_is_sent_to(receiver: Receiver) -> None:
    """Loopback is taken by address and by name."""
    assert send(f"http://127.0.0.1:{receiver.port}/hook") == (200, None)
    assert send(f"http://localhost:{receiver.port}/hook") == (200, None)


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    """A receiver that points elsewhere has answered, and elsewhere nothing arrives."""
    assert send(f"http://127.0.0.1:{receiver.port}/elsewhere") == (307, None)
    assert receiver.hosts == []


def test_the_address_that_was_judged_is_the_one_that_is_sent_to(
    receiver: Receiver, name_server: Answers
) -> None:
    """A name that is loopback when it is judged and something else a moment later is asked for once."""
    asked = name_server("rebound.example", [["127.0.0.1"], ["203.0.113.9"]])
    assert send(f"http://rebound.example:{receiver.port}/hook") == (200, None)
    assert receiver.hosts == [f"rebound.example:{receiver.port}"]
    assert len(asked) == 1


def test_one_bad_address_among_good_ones_is_enough(name_server: Answers) -> None:
    """A name with an address on this machine and another elsewhere is refused."""
    name_server("both.example", [["127.0.0.1", "10.0.0.7"]])
    with pytest.raises(TargetRefusedError, match=r"10\.0\.0\.7"):
        checked_addresses("both.example", 80)


@pytest.mark.parametrize("address", ["10.0.0.7", "203.0.113.9", "127.0.0.1"])
def test_a_host_that_is_allowed_may_be_anywhere(name_server: Answers, address: str) -> None:
    """An allowed name may stand for a private address too: whoever allowed it knows where it is."""
    name_server("receiver.example", [[address]])
    assert checked_addresses("receiver.example", 80, {"receiver.example"}) == [address]


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "224.0.0.1"])  # noqa: S104 - the attack
def test_a_host_that_is_allowed_is_not_where_no_receiver_can_be(name_server: Answers, address: str) -> None:
    """Link-local addresses, where clouds keep secrets, are refused behind every name."""
    name_server("receiver.example", [[address]])
    status, problem = send("http://receiver.example/", "receiver.example")
    assert status is None
    assert "no receiver can be" in str(problem)


def test_nobody_at_home_is_told(receiver: Receiver) -> None:
    """A receiver that is gone is a failed attempt that says so."""
    receiver.server.stop()
    status, problem = send(f"http://127.0.0.1:{receiver.port}/hook")
    assert status is None
    assert "cannot be reached" in str(problem)
