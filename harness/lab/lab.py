"""A laboratory: both simulators and an engine on free ports of this machine, up and down again.

The credentials of its demo tenants are what a person pastes and what `up --env-file` writes.
"""

import base64
import gc
import secrets
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from harness.clients.control import (
    FlourishTenant,
    OrdoTenant,
    create_flourish_tenant,
    create_ordo_tenant,
)
from harness.clients.wire import UnexpectedAnswerError, Wire, open_session
from harness.engines.engine_program import SERVER, EngineCommand, EngineFacts, EngineProgram
from harness.engines.running_engine import EngineAddress, RunningEngine
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.serving import PortTakenError, open_socket, port_outside_automatic_range, serve, url_of
from integration_engine.app import create_app as create_engine
from integration_engine.config import from_environment
from integration_engine.errors import ConfigurationError
from integration_engine.store.database import parse_url
from sim_flourish import app as sim_flourish
from sim_kernel.simulator import Simulator
from sim_ordo import app as sim_ordo


@contextmanager
def own_schema(server: str) -> Iterator[str]:
    """The URL of an empty schema that is made for the block and dropped after it.

    Raises:
        WrongUsageError: `server` names no PostgreSQL server that can be used.
    """
    name = f"lab_{secrets.token_hex(6)}"
    try:
        url = parse_url(server)
        engine = sqlalchemy.create_engine(url, pool_pre_ping=True)  # the server may have been away meanwhile
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text(f"CREATE SCHEMA {name}"))
    except (ConfigurationError, ImportError, SQLAlchemyError) as problem:
        # The driver's message says what is wrong; the URL, which may hold a password, is not repeated.
        reason = getattr(problem, "orig", None) or problem
        raise WrongUsageError(f"{SERVER} cannot be used: {reason}") from problem
    try:
        options = f"{url.query.get('options', '')} -csearch_path={name}".strip()
        own = url.update_query_dict({"options": options})
        yield own.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()


GATE_HTTP_TIMEOUT = 3.0
"""Seconds the engine waits for an answer in the gate; an answer that never comes costs a scenario that long.

Less would fail plain calls on a machine that is busy with something else.
"""
_SWITCH_SECONDS = 0.0005
INTERACTIVE_HTTP_TIMEOUT = 10.0  # Seconds the engine waits for an answer when people use the lab.


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the three servers listen; 0 takes a free port."""

    flourish: int = 0
    ordo: int = 0
    engine: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """How the built-in engine of a lab runs. Without a database file it works in a temporary one.

    `server` is the URL of a PostgreSQL server, where it works in a schema of its own instead.
    """

    http_timeout: float = GATE_HTTP_TIMEOUT
    database: Path | None = None
    server: str = field(default="", repr=False)
    encryption_key: str | None = None


OtherEngine = EngineProgram | RunningEngine
"""An engine that is not in this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab(EngineFacts):
    """A running lab. `other_engine` is None when its engine is the built-in one in this process.

    `database` is the engine's file, if it works in one. `simulators` are for keeping their state and bringing
    it back; all else speaks HTTP to them.
    """

    database: Path
    other_engine: OtherEngine | None = None
    simulators: Mapping[str, Simulator[Any]] = field(default_factory=dict, repr=False)


def open_sockets(ports: Ports, *, with_engine: bool = True) -> dict[str, socket.socket]:
    """Listen on all ports, by server, so that every application can be given the URLs of the others.

    Raises:
        WrongUsageError: one of them cannot be listened on; the others are released.
    """
    wanted = {"flourish": ports.flourish, "ordo": ports.ordo}
    if with_engine:
        wanted["engine"] = ports.engine
    made: dict[str, socket.socket] = {}
    with ExitStack() as opened:
        for server, port in wanted.items():
            try:
                made[server] = opened.enter_context(open_socket(port=port))
            except PortTakenError as taken:
                instead = f"choose another with --{server}-port (0 takes a free one)"
                raise WrongUsageError(f"port {taken.port}: {taken.reason}; {instead}") from taken
        opened.pop_all()
    return made


@contextmanager
def start_lab(
    ports: Ports = Ports(),
    settings: EngineSettings = EngineSettings(),
    *,
    engine: EngineCommand | EngineAddress | None = None,
    before_engine: Callable[[Lab], None] = lambda _lab: None,
    webhook_hosts: frozenset[str] = frozenset(),
    lenient: bool = False,
) -> Iterator[Lab]:
    """A lab that answers on all three URLs until the block ends; stops at once, idle clients or not.

    `engine` is None for the built-in one. `before_engine` runs when both simulators answer and the engine's
    database is not yet opened. `webhook_hosts` may be sent webhooks though they are not this machine.
    Where the lab is `lenient`, so are its tenants of which nobody says otherwise.

    Raises:
        WrongUsageError: a port cannot be listened on.
        CouldNotCheckError: another engine does not come up.
    """
    sockets = open_sockets(ports, with_engine=engine is None)
    with ExitStack() as running:
        for listener in sockets.values():  # who serves on one closes it first; not all is if anything fails
            running.callback(listener.close)
        lab = _describe(settings, sockets, engine, running)
        engine_host = frozenset({urlsplit(lab.engine_url).hostname or ""})
        config = sim_flourish.FlourishConfig(
            allowed_webhook_hosts=engine_host | webhook_hosts, lenient=lenient
        )
        ordo_config = sim_ordo.OrdoConfig(
            engine_url=lab.engine_url, events_secret=lab.events_secret, lenient=lenient
        )
        flourish, ordo = sim_flourish.create_app(config), sim_ordo.create_app(ordo_config)
        _serve(flourish, sockets["flourish"], running)
        _serve(ordo, sockets["ordo"], running)
        both = {"flourish": flourish, "ordo": ordo}
        lab = replace(lab, simulators={name: app.extensions["simulator"] for name, app in both.items()})
        before_engine(lab)
        if lab.other_engine is not None:
            running.callback(lab.other_engine.stop)
            lab.other_engine.start()
        elif engine is None:
            _serve(_builtin_engine(lab), sockets["engine"], running)
        freeze_objects()
        # A call passes through several threads of this process; each hands over sooner than by default.
        sys.setswitchinterval(_SWITCH_SECONDS)
        yield lab


def freeze_objects() -> None:
    """Take everything made so far out of the garbage collector's sight; it is the tail of the latencies."""
    gc.collect()
    gc.freeze()


def _describe(
    settings: EngineSettings,
    sockets: Mapping[str, socket.socket],
    engine: EngineCommand | EngineAddress | None,
    running: ExitStack,
) -> Lab:
    folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="ordo-flourish-")))
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    lab = Lab(
        flourish_url=url_of(sockets["flourish"]),
        ordo_url=url_of(sockets["ordo"]),
        engine_url=_engine_url(sockets, engine),
        events_secret=engine.events_secret if isinstance(engine, EngineAddress) else secret,
        encryption_key=settings.encryption_key or Fernet.generate_key().decode(),
        http_timeout=settings.http_timeout,
        folder=folder,
        database_url=running.enter_context(own_schema(settings.server)) if settings.server else "",
        database=settings.database or folder / "engine.sqlite3",
    )
    if isinstance(engine, EngineAddress):
        return replace(lab, other_engine=RunningEngine(engine))
    return lab if engine is None else replace(lab, other_engine=EngineProgram(engine, lab))


def _engine_url(sockets: Mapping[str, socket.socket], engine: EngineCommand | EngineAddress | None) -> str:
    if isinstance(engine, EngineAddress):
        return engine.url
    if engine is None:
        return url_of(sockets["engine"])
    return f"http://127.0.0.1:{port_outside_automatic_range()}"


def _serve(application: Flask, listener: socket.socket, running: ExitStack) -> None:
    running.callback(_close, application)
    running.callback(serve(application, listener).stop)


def _builtin_engine(lab: Lab) -> Flask:
    tables = {"DATABASE_URL": lab.database_url or f"sqlite:///{lab.database}"}
    config = from_environment({**lab.environment(), **tables})
    # A lab is only ever killed; waiting for the disk would be most of its time.
    return create_engine(replace(config, controllable_clock=True, survive_power_loss=False))


def _close(application: Flask) -> None:
    """Stop what the application runs in the background, if it says how."""
    for extension in application.extensions.values():
        if hasattr(extension, "close"):
            extension.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTenants:
    flourish: FlourishTenant
    ordo: OrdoTenant


def make_demo_tenants(lab: Lab, *, items: int, seed: int | None) -> DemoTenants:
    """Make a demo tenant on each side, lenient; the same seed gives Flourish the same catalogue of `items`.

    Raises:
        CouldNotCheckError: a simulator does not make it.
    """
    options: Mapping[str, object] = {"lenient": True} if seed is None else {"lenient": True, "seed": seed}
    with open_session() as session:
        try:
            return DemoTenants(
                flourish=create_flourish_tenant(
                    Wire(origin=lab.flourish_url, session=session), {"items": items, **options}
                ),
                ordo=create_ordo_tenant(Wire(origin=lab.ordo_url, session=session), options),
            )
        except UnexpectedAnswerError as problem:
            raise CouldNotCheckError(f"no demo tenant could be made: {problem}") from problem
