"""How an engine is set up: everything from the environment, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from foundation.shapes import convert
from integration_engine.errors import ConfigurationError, MissingSettingsError

try:
    VERSION = version("ordo-flourish")
except PackageNotFoundError:
    VERSION = "unknown"

_SHORTEST_SETTLE = timedelta(seconds=2)


class Role(StrEnum):
    """What a process of the engine does. On PostgreSQL there may be any number of each."""

    ALL = "all"
    WEB = "web"
    """Takes messages in, and leaves the work to others."""
    WORKER = "worker"
    """Works, and answers /healthz and /metrics only."""

    @property
    def works(self) -> bool:
        return self is not Role.WEB

    @property
    def receives(self) -> bool:
        return self is not Role.WORKER


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineConfig:
    """Everything the engine has to be told.

    Attributes:
        flourish_url: origin of Flourish, for example `https://app.flourishsoftware.com`.
        ordo_url: origin of Ordo.
        public_url: how Flourish reaches this engine; the webhook endpoint URL begins with it (S5).
        database_url: SQLAlchemy URL; `sqlite:///file` or PostgreSQL.
        events_secret: shared with Ordo, `whsec_...`; signs Ordo's events.
        encryption_key: Fernet key for credentials at rest. Several, parted by commas: the first encrypts, all
            decrypt, so that a key can be replaced.
        http_timeout: seconds until a silent server counts as not answering.
        controllable_clock: a laboratory may move the clocks; never in production.
        worker_threads: how many orders and items are worked on at the same time.
        threads_per_organization: how many of those at most for one organization, so that one whose Flourish
            hangs does not hold up the others.
        sweep_every: how often the orders that are not final are compared with Flourish, for messages that
            never came; nothing for never.
        keep_messages: how long messages are kept after they were worked through.
        poll_seconds: how often, in real time, the tables are looked at for work that another process
            made due; 0 for never.
        role: what this process does; on SQLite, which is for one process, everything.
        stalled_after: when a worker of which nothing is heard counts as dead and others take its work over
            (PostgreSQL only).
        survive_power_loss: wait for the disk at every commit (SQLite only). A laboratory can do without:
            being killed loses nothing either way.
    """

    flourish_url: str
    ordo_url: str
    public_url: str
    database_url: str
    events_secret: str = field(repr=False)
    encryption_key: str = field(repr=False)
    http_timeout: float = 10.0
    controllable_clock: bool = False
    worker_threads: int = 16
    threads_per_organization: int = 4
    sweep_every: timedelta = timedelta(minutes=10)
    keep_messages: timedelta = timedelta(days=30)
    poll_seconds: float = 5.0
    role: Role = Role.ALL
    stalled_after: timedelta = timedelta(seconds=20)
    survive_power_loss: bool = True

    def __post_init__(self) -> None:
        urls = {
            "FLOURISH_URL": self.flourish_url,
            "ORDO_URL": self.ordo_url,
            "ENGINE_PUBLIC_URL": self.public_url,
        }
        for name, url in urls.items():
            try:
                parts = urlsplit(url)
            except ValueError as error:
                raise ConfigurationError(f"{name} is not an http or https URL: {url!r}") from error
            if parts.scheme not in {"http", "https"} or not parts.netloc:
                raise ConfigurationError(f"{name} is not an http or https URL: {url!r}")

    @property
    def longest_call(self) -> timedelta:
        """How long one HTTP call can last: connecting, then waiting, then reading a slow body."""
        return timedelta(seconds=3 * self.http_timeout)

    @property
    def settle(self) -> timedelta:
        """How long to wait after a call without a clear answer: longer than the time-out (O17)."""
        return max(timedelta(seconds=1.5 * self.http_timeout), _SHORTEST_SETTLE)


class _Variables(msgspec.Struct, kw_only=True, rename=str.upper):
    """The environment's variables, in their units and with what goes without saying."""

    flourish_url: str
    ordo_url: str
    engine_public_url: str
    database_url: str = "sqlite:///engine.sqlite3"
    ordo_events_secret: str
    engine_encryption_key: str
    engine_http_timeout: Annotated[float, msgspec.Meta(gt=0, le=300)] = 10.0
    engine_sweep_minutes: Annotated[float, msgspec.Meta(ge=0, le=1e8)] = 10.0
    engine_keep_days: Annotated[float, msgspec.Meta(ge=1, le=100_000)] = 30.0
    engine_role: Role = Role.ALL
    engine_stalled_seconds: Annotated[float, msgspec.Meta(ge=2, le=1e8)] = 20.0


def from_environment(environment: Mapping[str, str]) -> EngineConfig:
    """Reads the settings.

    Raises:
        MissingSettingsError: names all that are not set, or set to nothing.
        ConfigurationError: one cannot be understood; the message names it.
    """
    given = {name: value.strip() for name, value in environment.items()}
    known = msgspec.structs.fields(_Variables)
    if missing := [one.encode_name for one in known if not given.get(one.encode_name, not one.required)]:
        raise MissingSettingsError(missing)
    try:
        read = convert(given, _Variables, strict=False)
    except msgspec.ValidationError as error:
        expected, _, path = str(error).partition(" - at `$.")
        name = path.rstrip("`")
        choices = f" (one of {', '.join(Role)})" if name == "ENGINE_ROLE" else ""
        raise ConfigurationError(f"{name} cannot be {given[name]!r}: {expected}{choices}") from error
    return EngineConfig(
        flourish_url=read.flourish_url,
        ordo_url=read.ordo_url,
        public_url=read.engine_public_url,
        database_url=read.database_url,
        events_secret=read.ordo_events_secret,
        encryption_key=read.engine_encryption_key,
        http_timeout=read.engine_http_timeout,
        sweep_every=timedelta(minutes=read.engine_sweep_minutes),
        keep_messages=timedelta(days=read.engine_keep_days),
        role=read.engine_role,
        stalled_after=timedelta(seconds=read.engine_stalled_seconds),
    )
