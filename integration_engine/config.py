"""How an engine is set up: everything from the environment, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from integration_engine.errors import ConfigurationError


def _installed_version() -> str:
    try:
        return version("ordo-flourish")
    except PackageNotFoundError:
        return "unknown"


VERSION = _installed_version()


DEFAULT_HTTP_TIMEOUT = 10.0
DEFAULT_SWEEP = timedelta(minutes=10)
DEFAULT_KEEP = timedelta(days=30)
DEFAULT_STALLED = timedelta(seconds=20)
_SHORTEST_KEEP = timedelta(days=1)
_SHORTEST_SETTLE = timedelta(seconds=2)
_SHORTEST_STALLED = timedelta(seconds=2)


class Role(StrEnum):
    """What a process of the engine does. On PostgreSQL there may be any number of each."""

    ALL = "all"
    WEB = "web"
    """Takes messages in, and leaves the work to others."""
    WORKER = "worker"
    """Works, and answers /healthz and /metrics only."""

    @property
    def works(self) -> bool:
        """Whether it works off what came in."""
        return self is not Role.WEB

    @property
    def receives(self) -> bool:
        """Whether Ordo and Flourish may send to it."""
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
    http_timeout: float = DEFAULT_HTTP_TIMEOUT
    controllable_clock: bool = False
    worker_threads: int = 16
    threads_per_organization: int = 4
    sweep_every: timedelta = DEFAULT_SWEEP
    keep_messages: timedelta = DEFAULT_KEEP
    poll_seconds: float = 5.0
    role: Role = Role.ALL
    stalled_after: timedelta = DEFAULT_STALLED
    survive_power_loss: bool = True

    def __post_init__(self) -> None:
        for name in ("flourish_url", "ordo_url", "public_url"):
            _check_origin(name.upper(), getattr(self, name))
        if not 0 < self.http_timeout <= 300:
            raise ConfigurationError("ENGINE_HTTP_TIMEOUT must be more than 0 and at most 300 seconds")
        if self.sweep_every < timedelta(0):
            raise ConfigurationError("ENGINE_SWEEP_MINUTES must be 0 or more")
        if self.keep_messages < _SHORTEST_KEEP:
            raise ConfigurationError("ENGINE_KEEP_DAYS must be 1 or more")
        if self.stalled_after < _SHORTEST_STALLED:
            raise ConfigurationError("ENGINE_STALLED_SECONDS must be 2 or more")

    @property
    def longest_call(self) -> timedelta:
        """How long one HTTP call can last: connecting, then waiting, then reading a slow body."""
        return timedelta(seconds=3 * self.http_timeout)

    @property
    def settle(self) -> timedelta:
        """How long to wait after a call without a clear answer: longer than the time-out (O17)."""
        return max(timedelta(seconds=1.5 * self.http_timeout), _SHORTEST_SETTLE)


def from_environment(environment: Mapping[str, str]) -> EngineConfig:
    """Reads the settings.

    Raises:
        ConfigurationError: one is missing or cannot be understood; the message names it.
    """

    def required(name: str) -> str:
        if not (value := environment.get(name, "").strip()):
            raise ConfigurationError(f"{name} is not set")
        return value

    def number(name: str, default: float) -> float:
        text = environment.get(name, str(default))
        try:
            return float(text)
        except ValueError as error:
            raise ConfigurationError(f"{name} is not a number: {text!r}") from error

    return EngineConfig(
        flourish_url=required("FLOURISH_URL"),
        ordo_url=required("ORDO_URL"),
        public_url=required("ENGINE_PUBLIC_URL"),
        database_url=environment.get("DATABASE_URL", "sqlite:///engine.sqlite3"),
        events_secret=required("ORDO_EVENTS_SECRET"),
        encryption_key=required("ENGINE_ENCRYPTION_KEY"),
        http_timeout=number("ENGINE_HTTP_TIMEOUT", DEFAULT_HTTP_TIMEOUT),
        sweep_every=timedelta(minutes=number("ENGINE_SWEEP_MINUTES", DEFAULT_SWEEP / timedelta(minutes=1))),
        keep_messages=timedelta(days=number("ENGINE_KEEP_DAYS", DEFAULT_KEEP / timedelta(days=1))),
        role=_role(environment.get("ENGINE_ROLE", Role.ALL.value)),
        stalled_after=timedelta(seconds=number("ENGINE_STALLED_SECONDS", DEFAULT_STALLED.total_seconds())),
    )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise ConfigurationError(f"ENGINE_ROLE is none of {', '.join(Role)}: {text!r}") from error


def _check_origin(name: str, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ConfigurationError(f"{name} is not an http or https URL: {url!r}")
