"""A state machine as data: `Mapping[tuple[Status, Event], Status]` and nothing else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class IllegalTransitionError(Exception):
    """The table has no row for this status and event; the vendor says it in its own words."""

    def __init__(self, status: StrEnum, event: StrEnum) -> None:
        super().__init__(f"{event.value!r} is not possible while {status.value!r}")
        self.status = status
        self.event = event


def follow(table: Mapping[tuple[S, E], S], status: S, event: E) -> S:
    """The status after `event`.

    Raises:
        IllegalTransitionError: the table has no such row.
    """
    try:
        return table[status, event]
    except KeyError as error:
        raise IllegalTransitionError(status, event) from error


def mermaid(table: Mapping[tuple[S, E], S]) -> str:
    """The table as a Mermaid state diagram, for the docs."""
    rows = (f"    {_node(a)} --> {_node(b)}: {event.value}" for (a, event), b in table.items())
    return "\n".join(
        ["stateDiagram-v2", *(f'    state "{s.value}" as {_node(s)}' for s in _statuses(table)), *rows]
    )


def _node(status: StrEnum) -> str:
    return status.name.lower()


def _statuses(table: Mapping[tuple[S, E], S]) -> list[S]:
    return list(dict.fromkeys([status for status, _ in table] + list(table.values())))
