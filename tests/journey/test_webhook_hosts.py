"""`--allow-webhook-host` from the command line to the receiver: refused without it, delivered with it.

The commands run with a name server of the test's own, in which the receiver's host has one address on this
machine and one in a private network: enough to be foreign, and sent to nowhere but here.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from flask import Flask, request

from harness.serving import serve
from tests.programs import FREE_PORTS, LONGEST, command_line, run_program
from tests.waiting import wait_until

HOST = "receiver.example"
NAME_SERVER = f"""
import socket

truly = socket.getaddrinfo

def look_up(host, port, *how, **named):
    if host != "{HOST}":
        return truly(host, port, *how, **named)
    addresses = ("127.0.0.1", "10.1.2.3")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

socket.getaddrinfo = look_up
"""
COMMANDS = {
    "up": (("up", *FREE_PORTS, "--items", "0"), "Flourish"),
    "simulator": (("simulator", "flourish"), "flourish listening on"),
}


@pytest.fixture
def received() -> Iterator[tuple[int, list[str]]]:
    """A receiver's port, and the hosts by which it was called."""
    hosts: list[str] = []
    app = Flask("receiver")

    @app.post("/hook")
    def hook() -> str:
        hosts.append(request.host)
        return ""

    serving = serve(app)
    yield int(serving.url.rpartition(":")[2]), hosts
    serving.stop()


@contextmanager
def flourish(folder: Path, name: str, *options: str) -> Iterator[str]:
    """The URL of Flourish in what the command has started."""
    (folder / "sitecustomize.py").write_text(NAME_SERVER)
    arguments, said = COMMANDS[name]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = command_line(*arguments, *options)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield next(line for line in process.stdout if line.startswith(said)).split()[-1]
        finally:
            process.terminate()
            process.communicate(timeout=LONGEST)


def save_endpoint(url: str, target: str) -> tuple[requests.Response, dict[str, str]]:
    """What becomes of a webhook endpoint in a new company's back office, and how to get in there."""
    made = requests.post(f"{url}/_sim/tenants", json={}, timeout=LONGEST).json()
    headers = {"Authorization": f"Bearer {made['back_office_token']}"}
    body = {"url": target, "signing_key": "k", "events": ["Item"]}
    office = f"{url}/back-office/webhook-endpoints"
    return requests.post(office, json=body, headers=headers, timeout=LONGEST), headers


@pytest.mark.parametrize("name", COMMANDS)
def test_without_leave_a_foreign_receiver_is_refused(
    tmp_path: Path, received: tuple[int, list[str]], name: str
) -> None:
    """Saving it is refused by the reason and the option that would help, and nothing is sent."""
    port, hosts = received
    with flourish(tmp_path, name) as url:
        answer, headers = save_endpoint(url, f"http://{HOST}:{port}/hook")
        assert answer.status_code == 400
        assert answer.json()["message"] == (
            f"url cannot be sent to: the host '{HOST}' is not on this machine (10.1.2.3); "
            "allow it by name with --allow-webhook-host"
        )
        assert make_item(url, headers).status_code == 200
        listed = requests.get(f"{url}/back-office/webhook-endpoints", headers=headers, timeout=LONGEST)
        assert listed.json()["data"] == []
    assert hosts == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("given", [HOST, HOST.upper()])
def test_with_leave_it_gets_its_deliveries(
    tmp_path: Path, received: tuple[int, list[str]], name: str, given: str
) -> None:
    """The host that was allowed by name is sent to under that name; another one still is not."""
    port, hosts = received
    options: Sequence[str] = ("--allow-webhook-host", given)
    with flourish(tmp_path, name, *options) as url:
        assert save_endpoint(url, "http://10.1.2.3/hook")[0].status_code == 400
        answer, headers = save_endpoint(url, f"http://{HOST}:{port}/hook")
        assert answer.status_code == 200, answer.text
        assert make_item(url, headers).status_code == 200
        wait_until("the delivery", lambda: hosts)
    assert hosts == [f"{HOST}:{port}"]


def make_item(url: str, headers: dict[str, str]) -> requests.Response:
    """Something to tell of."""
    item = {"item_name": "Flower", "sku": "F-1", "price": 10}
    return requests.post(f"{url}/back-office/items", json=item, headers=headers, timeout=LONGEST)


def test_ordo_has_no_receivers_to_allow(tmp_path: Path) -> None:
    """Ordo alone knows its engine only, and says so."""
    ran = run_program(*command_line("simulator", "ordo", "--allow-webhook-host", HOST), cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "ENGINE_URL" in ran.stderr
