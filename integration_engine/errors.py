"""Everything that can go wrong in the engine, split by blame: the caller's, Flourish's, Ordo's, ours.

The blame decides what happens next: a caller is answered, a vendor is tried again or not, we are mended.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class EngineError(Exception):
    """The base of all errors that the engine raises on purpose. One that has a `reason` says it."""

    def __str__(self) -> str:
        reason = getattr(self, "reason", None)
        return super().__str__() if reason is None else str(reason)


@dataclass(eq=False)
class CallerError(EngineError):
    """The request cannot be served as it is; nothing was changed. Rendered by one handler in `app`.

    Attributes:
        status: the HTTP status of the answer.
        code: for programs.
        message: for people; carries no secret.
        field: which part of the body is wrong, written `data.order.lines.0.sku`.
    """

    status: int
    code: str
    message: str
    field: str | None = None

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.message}"


class FlourishError(EngineError):
    """A call to Flourish did not bring what it was for."""


@dataclass(eq=False)
class FlourishUnavailableError(FlourishError):
    """Flourish cannot be reached, is too busy or answers nonsense; the call certainly changed nothing.

    `retry_after` is what Flourish asked for, in seconds.
    """

    reason: str
    retry_after: float | None = None


class FlourishUnclearError(FlourishUnavailableError):
    """Nobody knows whether Flourish did what it was asked to; it may still be doing it."""


@dataclass(eq=False)
class FlourishCredentialsError(FlourishError):
    """Flourish rejects the API username and key (401, 403); somebody has to save new ones (S3).

    `message` is Flourish's own.
    """

    status: int
    message: str = ""

    def __str__(self) -> str:
        return f"Flourish rejects the API username and key (status {self.status})"


@dataclass(eq=False)
class FlourishRefusedError(FlourishError):
    """Flourish understood and will not do it; repeating is pointless. `message` is Flourish's own."""

    status: int
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(eq=False)
class OrderRefusedError(EngineError):
    """The order cannot be placed as it is (O16); the rep has to change something."""

    code: str
    reason: str


class FacilityUnusableError(OrderRefusedError):
    """The paired facility is inactive, gone or without its license (S11); somebody has to act in Flourish."""


class NotConnectedError(EngineError):
    """The organization has no connection to Flourish (any more)."""


class OrdoError(EngineError):
    """A call to Ordo did not bring what it was for."""


@dataclass(eq=False)
class OrdoUnavailableError(OrdoError):
    """Ordo cannot be told now; what it is told is whole state, so telling it again is harmless.

    With `slow` somebody has to act first (Ordo rejects the integration token).
    """

    reason: str
    retry_after: float | None = None
    slow: bool = False


@dataclass(eq=False)
class OrdoRefusedError(OrdoError):
    """Ordo does not take this as it is. A report stays owed all the same (O21).

    `code` is that of Ordo's error envelope; empty when it answered something else.
    """

    status: int
    message: str
    code: str = ""

    def __str__(self) -> str:
        return f"Ordo answered {self.status}: {self.message}"


class ConfigurationError(EngineError):
    """The engine cannot start with these settings; the message names the setting."""


@dataclass(eq=False)
class MissingSettingsError(ConfigurationError):
    """The engine cannot start without these settings."""

    names: Sequence[str]

    def __str__(self) -> str:
        return f"not set: {', '.join(self.names)}"


@dataclass(eq=False)
class StorageError(EngineError):
    """The database cannot take or give anything now; nothing was acknowledged.

    Attributes:
        reason: what it said.
        remedy: what whoever runs the engine can do about it.
    """

    reason: str
    remedy: str = ""
