"""Names of the pieces of work that are done strictly in sequence: `order:<organization>:<order>` and so on.

Organization ids contain no colon (their schema says so); what comes after may, a SKU for example.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the work is about."""

    ORDER = "order"
    ITEM = "item"
    SYNC = "sync"
    CONNECTION = "connection"
    SWEEP = "sweep"
    UPKEEP = "upkeep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key in its parts; `str()` is how it is stored."""

    kind: Kind
    organization_id: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.organization_id}:{self.name}"


def parse_key(text: str) -> Key:
    """The parts of a key.

    Raises:
        ValueError: it is no key.
    """
    kind, organization_id, name = text.split(":", 2)
    return Key(kind=Kind(kind), organization_id=organization_id, name=name)
