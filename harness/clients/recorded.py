"""What a simulator has sent, as it came over the wire, and the receiver that keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One webhook or event; the names of its headers are in lower case."""

    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @classmethod
    def of(cls, path: str, headers: Mapping[str, str], body: bytes) -> "Recorded":
        """A request as a server has it."""
        return cls(path=path, headers={name.lower(): value for name, value in headers.items()}, body=body)

    @property
    def content(self) -> Any:  # noqa: ANN401 - what it is, is for the steps to judge
        """The body, with broken numbers as binary ones; compare those by their text."""
        return orjson.loads(self.body)


class Receiver(Protocol):
    """Keeps what comes in about an organization, or at the path of a webhook endpoint."""

    @property
    def url(self) -> str:
        """Where it listens, without a trailing slash."""

    @property
    def events_secret(self) -> str:
        """What Ordo signs its events with."""

    def received(self, about: str) -> list[Recorded]:
        """What came in about it, the oldest first."""

    def refuse(self, about: str, *statuses: int) -> None:
        """The next messages about it are answered with these statuses; those after them are taken."""
