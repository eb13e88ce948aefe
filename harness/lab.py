"""Bring up a lab: both simulators and the engine between them, in this process, each on its own port.

Everything that needs one stands on this: the gate, `up`, the demo, the journey tests and the benchmarks. It is the
only module of the harness that imports the three applications; whatever drives them speaks HTTP.
"""

import base64
import gc
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask

from harness.serving import Serving, open_socket, serve, url_of
from integration_engine import app as engine
from sim_flourish import app as sim_flourish
from sim_ordo import app as sim_ordo

GATE_HTTP_TIMEOUT = 1.0  # Seconds the engine waits for an answer in the gate; faults that hold longer cost this.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sockets:
    """The three listening sockets of a lab, made before its applications."""

    flourish: socket.socket
    ordo: socket.socket
    engine: socket.socket


def open_sockets(ports: Ports) -> Sockets:
    """Listen on all three ports, so that every application can be told where the others will be.

    Raises:
        PortTakenError: one of them cannot be listened on; the others are released.
    """
    with ExitStack() as opened:
        made = [opened.enter_context(open_socket(port=port)) for port in (ports.flourish, ports.ordo, ports.engine)]
        opened.pop_all()
        return Sockets(flourish=made[0], ordo=made[1], engine=made[2])


@contextmanager
def start_lab(ports: Ports = Ports(), settings: EngineSettings = EngineSettings()) -> Iterator[Lab]:
    """A lab that answers on all three URLs until the block ends; stops at once, idle clients or not.

    Raises:
        PortTakenError: a port cannot be listened on.
    """
    sockets = open_sockets(ports)
    with ExitStack() as running:
        database = settings.database
        if database is None:
            folder = running.enter_context(tempfile.TemporaryDirectory(prefix="ordo-flourish-"))
            database = Path(folder) / "engine.sqlite3"
        lab = Lab(
            flourish_url=url_of(sockets.flourish),
            ordo_url=url_of(sockets.ordo),
            engine_url=url_of(sockets.engine),
            database=database,
            encryption_key=settings.encryption_key or Fernet.generate_key().decode(),
        )
        for application, listener in _applications(lab, settings, sockets):
            running.callback(_close, application)
            serving: Serving = serve(application, listener)
            running.callback(serving.stop)
        freeze_objects()
        yield lab


def freeze_objects() -> None:
    """Take everything made so far out of the garbage collector's sight; it is the tail of the latencies."""
    gc.collect()
    gc.freeze()


def _applications(lab: Lab, settings: EngineSettings, sockets: Sockets) -> Iterator[tuple[Flask, socket.socket]]:
    events_secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    yield sim_flourish.create_app(sim_flourish.FlourishConfig()), sockets.flourish
    yield (
        sim_ordo.create_app(sim_ordo.OrdoConfig(engine_url=lab.engine_url, events_secret=events_secret)),
        sockets.ordo,
    )
    yield (
        engine.create_app(
            engine.EngineConfig(
                flourish_url=lab.flourish_url,
                ordo_url=lab.ordo_url,
                public_url=lab.engine_url,
                database_url=f"sqlite:///{lab.database}",
                events_secret=events_secret,
                encryption_key=lab.encryption_key,
                http_timeout=settings.http_timeout,
                controllable_clock=True,
            )
        ),
        sockets.engine,
    )


def _close(application: Flask) -> None:
    """Stop what the application runs in the background, if it says how."""
    for extension in application.extensions.values():
        if hasattr(extension, "close"):
            extension.close()
