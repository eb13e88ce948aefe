"""A webhook endpoint's host is looked up while everybody else in the company goes on working."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pytest

from tests.unit.flourish.company import Company, data, message

HOST = "slow.example"
PATIENCE = 30.0  # Seconds until a call counts as held up; nothing here takes long by itself.
BODY = {"url": f"http://{HOST}/", "signing_key": "k", "events": ["Inventory"]}
ELSEWHERE = {**BODY, "url": "http://127.0.0.1:9/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowNameServer:
    """Has nothing to say of a host until it is let."""

    asked: threading.Event
    may_answer: threading.Event


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowNameServer]:
    """The name server, which knows the host as one on this machine."""
    slow = SlowNameServer(asked=threading.Event(), may_answer=threading.Event())
    truly = socket.getaddrinfo

    def look_up(host: Any, port: Any, *how: Any, **named: Any) -> Any:  # noqa: ANN401 - as the original
        if host != HOST:
            return truly(host, port, *how, **named)
        slow.asked.set()
        assert slow.may_answer.wait(PATIENCE)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield slow
    slow.may_answer.set()


def add(company: Company, path: str) -> Any:  # noqa: ANN401 - any JSON
    """A new endpoint at the host."""
    return company.office("POST", path.rpartition("/")[0], BODY)


def change(company: Company, path: str) -> Any:  # noqa: ANN401 - any JSON
    """An endpoint that goes to the host from now on."""
    return company.office("PUT", path, BODY)


def save(company: Company, path: str) -> Any:  # noqa: ANN401 - any JSON
    """An endpoint at the host, put into force."""
    return company.office("POST", f"{path}/save")


Deed: TypeAlias = Callable[[Company, str], Any]


@contextmanager
def under_way(
    company: Company, name_server: SlowNameServer, action: Deed
) -> Iterator[tuple[str, Future[Any]]]:
    """The path of an endpoint that is there, and the deed, which waits for the name server."""
    name_server.may_answer.set()
    made = data(company.office("POST", "/webhook-endpoints", {**BODY, "saved": False}))
    path = f"/webhook-endpoints/{made['webhook_endpoint_id']}"
    name_server.may_answer.clear()
    name_server.asked.clear()
    other = replace(company, client=company.app.test_client())
    with ThreadPoolExecutor(max_workers=2) as people:
        try:
            done = people.submit(action, other, path)
            assert name_server.asked.wait(PATIENCE)
            yield path, done
        finally:
            name_server.may_answer.set()


@pytest.mark.parametrize("action", [add, change, save])
def test_nobody_waits_for_the_name_server_but_who_asked(
    company: Company, name_server: SlowNameServer, action: Deed
) -> None:
    """Others read and write in the meantime, and the endpoint is stored in the end."""
    with under_way(company, name_server, action) as (_, done):
        lock = company.app.extensions["simulator"].tenants.get(company.tenant).lock
        assert lock.acquire(timeout=1.0), "the lock is held while the name server is asked"
        lock.release()
        company.item()
        assert not done.done()
        name_server.may_answer.set()
        stored = data(done.result(PATIENCE))
    assert stored["url"] == BODY["url"]
    assert stored in data(company.office("GET", "/webhook-endpoints"))


@pytest.mark.parametrize("action", [change, save])
def test_an_endpoint_that_is_removed_meanwhile_stays_removed(
    company: Company, name_server: SlowNameServer, action: Deed
) -> None:
    """Who waited for the name server is told that it is gone."""
    with under_way(company, name_server, action) as (path, done):
        data(company.office("DELETE", path))
        name_server.may_answer.set()
        assert message(done.result(PATIENCE), 404)
    assert data(company.office("GET", "/webhook-endpoints")) == []
