"""A state machine as data: `Mapping[tuple[Status, Event], Status]` and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class Use(StrEnum):
    """How a row of a table comes to be passed, for whoever counts which rows a test run exercised."""

    ORDINARY = "ordinary"  # what people and a right integration do leads along it
    POSSIBLE = "possible"  # a right integration may or may not go this way
    OUTSIDE = "outside"  # the product has it, but no integration of these two goes along it
    WRONG = "wrong"  # only a wrong integration goes this way; it is followed so that it is seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A table and the `subject` under which the journal tells of its transitions."""

    subject: str
    table: Mapping[tuple[Any, Any], StrEnum]
    uses: Mapping[tuple[Any, Any], Use]

    def shown(self) -> dict[str, Any]:
        """The machine as JSON; a row without a use of its own is `ordinary`."""
        rows = [
            {
                "status": status.value,
                "event": event.value,
                "becomes": becomes.value,
                "use": self.uses.get((status, event), Use.ORDINARY).value,
            }
            for (status, event), becomes in self.table.items()
        ]
        return {"subject": self.subject, "transitions": rows}


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
