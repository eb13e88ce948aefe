"""Bring up a lab: both simulators and the engine between them, in this process, each on its own port.

Everything that needs one stands on this: the gate, `up`, the demo, the journey tests and the benchmarks. It
is the only module of the harness that imports the simulators; whatever drives them speaks HTTP.
"""

import base64
import gc
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask

from harness.errors import WrongUsageError
from harness.serving import PortTakenError, open_socket, serve, url_of
from integration_engine.app import create_app as create_engine
from integration_engine.config import EngineConfig
from sim_flourish import app as sim_flourish
from sim_ordo import app as sim_ordo

GATE_HTTP_TIMEOUT = (
    1.0  # Seconds the engine waits for an answer in the gate; faults that hold longer cost this.
)
PEOPLE_HTTP_TIMEOUT = 10.0  # Seconds the engine waits for an answer when people use the lab.


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the three servers listen; 0 takes a free port."""

    flourish: int = 0
    ordo: int = 0
    engine: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """How the built-in engine of a lab runs. Without a database file it works in a temporary one."""

    http_timeout: float = GATE_HTTP_TIMEOUT
    database: Path | None = None
    encryption_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A running lab."""

    flourish_url: str
    ordo_url: str
    engine_url: str
    database: Path
    encryption_key: str


class LabPortError(WrongUsageError):
    """One of the lab's ports cannot be listened on; names the option that changes it."""

    def __init__(self, server: str, taken: PortTakenError) -> None:
        option = f"--{server}-port"
        super().__init__(
            f"port {taken.port}: {taken.reason}; choose another with {option} (0 takes a free one)"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sockets:
    """The three listening sockets of a lab, made before its applications."""

    flourish: socket.socket
    ordo: socket.socket
    engine: socket.socket


def open_sockets(ports: Ports) -> Sockets:
    """Listen on all three ports, so that every application can be told where the others will be.

    Raises:
        LabPortError: one of them cannot be listened on; the others are released.
    """
    made: dict[str, socket.socket] = {}
    with ExitStack() as opened:
        for server, port in (("flourish", ports.flourish), ("ordo", ports.ordo), ("engine", ports.engine)):
            try:
                made[server] = opened.enter_context(open_socket(port=port))
            except PortTakenError as taken:
                raise LabPortError(server, taken) from taken
        opened.pop_all()
    return Sockets(**made)


@contextmanager
def start_lab(
    ports: Ports = Ports(),
    settings: EngineSettings = EngineSettings(),
    *,
    before_engine: Callable[[Lab], None] = lambda _lab: None,
) -> Iterator[Lab]:
    """A lab that answers on all three URLs until the block ends; stops at once, idle clients or not.

    `before_engine` runs when both simulators answer and the engine's database is not yet opened.

    Raises:
        LabPortError: a port cannot be listened on.
    """
    sockets = open_sockets(ports)
    with ExitStack() as running:
        lab = _describe(settings, sockets, running)
        events_secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        _serve(sim_flourish.create_app(sim_flourish.FlourishConfig()), sockets.flourish, running)
        _serve(_ordo(lab, events_secret), sockets.ordo, running)
        before_engine(lab)
        _serve(_engine(lab, settings, events_secret), sockets.engine, running)
        freeze_objects()
        yield lab


def freeze_objects() -> None:
    """Take everything made so far out of the garbage collector's sight; it is the tail of the latencies."""
    gc.collect()
    gc.freeze()


def _describe(settings: EngineSettings, sockets: Sockets, running: ExitStack) -> Lab:
    database = settings.database
    if database is None:
        folder = running.enter_context(tempfile.TemporaryDirectory(prefix="ordo-flourish-"))
        database = Path(folder) / "engine.sqlite3"
    return Lab(
        flourish_url=url_of(sockets.flourish),
        ordo_url=url_of(sockets.ordo),
        engine_url=url_of(sockets.engine),
        database=database,
        encryption_key=settings.encryption_key or Fernet.generate_key().decode(),
    )


def _serve(application: Flask, listener: socket.socket, running: ExitStack) -> None:
    running.callback(_close, application)
    running.callback(serve(application, listener).stop)


def _ordo(lab: Lab, events_secret: str) -> Flask:
    return sim_ordo.create_app(sim_ordo.OrdoConfig(engine_url=lab.engine_url, events_secret=events_secret))


def _engine(lab: Lab, settings: EngineSettings, events_secret: str) -> Flask:
    config = EngineConfig(
        flourish_url=lab.flourish_url,
        ordo_url=lab.ordo_url,
        public_url=lab.engine_url,
        database_url=f"sqlite:///{lab.database}",
        events_secret=events_secret,
        encryption_key=lab.encryption_key,
        http_timeout=settings.http_timeout,
        controllable_clock=True,
        survive_power_loss=False,  # a lab is only ever killed; waiting for the disk would be most of its time
    )
    return create_engine(config)


def _close(application: Flask) -> None:
    """Stop what the application runs in the background, if it says how."""
    for extension in application.extensions.values():
        if hasattr(extension, "close"):
            extension.close()
