"""Everything listens on this machine alone; the engine, which can be told otherwise, says so when it does."""

import io
import os
import socket
from pathlib import Path

import click
import pytest
from cryptography.fernet import Fernet
from rich.console import Console

from harness.cli import commands
from harness.errors import WrongUsageError
from harness.lab.lab import EngineSettings, Ports, open_sockets, start_lab
from harness.operate import production_engine
from harness.operate.production_engine import ELSEWHERE, beyond_this_machine, complete, run_engine
from harness.serving import open_socket, serve


@pytest.mark.parametrize(
    ("url", "beyond"),
    [
        ("http://127.0.0.1:8703", False),
        ("http://[::1]:8703", False),
        ("http://0.0.0.0:8703", True),
        ("http://[::]:8703", True),
        ("http://10.0.0.7:8703", True),
    ],
)
def test_only_loopback_is_this_machine(url: str, beyond: bool) -> None:  # noqa: FBT001 - a test's parameter
    """Every other address, and all of them at once, is worth a warning."""
    assert beyond_this_machine(url) is beyond


def test_a_lab_listens_on_this_machine_alone() -> None:
    """All three of its servers, whatever port they get."""
    sockets = open_sockets(Ports())
    for listener in (sockets["flourish"], sockets["ordo"], sockets["engine"]):
        assert listener.getsockname()[0] == "127.0.0.1"
        listener.close()


def test_a_lab_that_does_not_come_up_leaves_no_port_taken() -> None:
    """Its sockets are opened first; what fails afterwards, here the engine's database, releases all three."""
    sockets = open_sockets(Ports())
    listeners = (sockets["flourish"], sockets["ordo"], sockets["engine"])
    flourish, ordo, engine = (listener.getsockname()[1] for listener in listeners)
    for listener in listeners:
        listener.close()
    ports = Ports(flourish=flourish, ordo=ordo, engine=engine)
    with (
        pytest.raises(WrongUsageError, match="cannot be used") as refused,
        start_lab(ports, EngineSettings(server="postgresql://127.0.0.1:1/none")),
    ):
        pass
    again = open_sockets(ports)
    for listener in (again["flourish"], again["ordo"], again["engine"]):
        listener.close()
    assert refused.tb is not None, "what keeps the sockets of the lab from being collected"


def test_only_the_engine_can_be_told_to_listen_elsewhere() -> None:
    """No other command has an address to listen on, and the engine's own default is loopback."""
    defaults = {
        name: option.default
        for name, command in commands.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and "--host" in option.opts
    }
    assert defaults == {"engine": "127.0.0.1"}


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("0.0.0.0", True), ("10.0.0.7", True)])  # noqa: S104 - the attack
def test_an_engine_that_listens_elsewhere_warns(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    warned: bool,  # noqa: FBT001 - a test's parameter
) -> None:
    """Whoever starts it reads it at once, and nobody who stays on this machine does.

    The test itself stays on this machine: the engine is told that it listens where it was asked to.
    """
    asked: list[str] = []

    def listen(where: str, port: int) -> socket.socket:
        asked.append(where)
        return open_socket(port=port)

    def serve_there(application: object, listener: socket.socket, *, permits: int) -> object:
        serving = serve(application, listener, permits=permits)  # type: ignore[arg-type]
        serving.url = f"http://{asked[0]}:8703"
        return serving

    monkeypatch.setattr(production_engine, "open_socket", listen)
    monkeypatch.setattr(production_engine, "serve", serve_there)
    monkeypatch.setattr(production_engine, "wait_for_shutdown", lambda: None)
    monkeypatch.setattr(production_engine, "show_logs", lambda *_: None)
    monkeypatch.setenv("ORDO_EVENTS_SECRET", "whsec_c2VjcmV0LWZvci10ZXN0cy10aGF0LWlzLWxvbmctZW5vdWdo")
    monkeypatch.setenv("ENGINE_ENCRYPTION_KEY", Fernet.generate_key().decode())
    said = io.StringIO()
    nowhere = "http://127.0.0.1:9"
    options = {"FLOURISH_URL": nowhere, "ORDO_URL": nowhere, "ENGINE_PUBLIC_URL": nowhere}
    options |= {"DATABASE_URL": f"sqlite:///{tmp_path}/engine.sqlite3", "ENGINE_HTTP_TIMEOUT": "1"}
    config = complete(options, None, os.environ)
    run_engine(config, Console(file=said, width=200), host=host, port=0)
    assert asked == [host]
    assert (ELSEWHERE in said.getvalue()) is warned
