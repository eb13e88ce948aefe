"""What is wrong with a tenant's traffic from its first call to its last, beside the faults of its scenario.

A sensitivity run alters one field of what an engine sends, reads or receives, and looks whether anybody
notices. Its alterations survive `disarm`, combine with armed faults, and have journal entries of their own.
What an engine sends is altered before any fault, what it is answered after every fault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

import msgspec

from foundation.journal_entries import Altered
from foundation.shapes import convert
from sim_kernel.answers import CallerError
from sim_kernel.faults.alterations import Alteration
from sim_kernel.faults.places import Alter, AlteredPlace, Carried
from sim_kernel.journal import Journal

Direction = Literal["request", "response", "delivery", "reply"]


class AlterationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the control API takes.

    `operation` is that of a call, such as `POST /outbound-orders`, or the topic of a message; `caller` a glob
    on who calls. `reply` is what an engine answers to a message whose answer is read.
    """

    operation: str
    direction: Direction
    place: str
    alteration: Alteration = Alteration.SET
    value: Any = None
    caller: str = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAlteration:
    """One alteration, and the place that it alters."""

    request: AlterationRequest
    place: AlteredPlace

    def wants(self, operation: str, direction: Direction, caller: str) -> bool:
        """Whether it is about such a call or message."""
        wanted = self.request
        return (wanted.operation, wanted.direction) == (operation, direction) and fnmatchcase(
            caller, wanted.caller
        )


@dataclass(slots=True, kw_only=True)
class StandingAlterations:
    """A tenant's alterations; of nearly every tenant there are none."""

    journal: Journal
    _standing: tuple[StandingAlteration, ...] = field(default=())

    def replace(self, wanted: Iterable[Mapping[str, Any]]) -> None:
        """These and no others from now on.

        Raises:
            CallerError: 422, one is not understood; nothing has changed.
        """
        try:
            requests = [convert(dict(one), AlterationRequest) for one in wanted]
            self._standing = tuple(
                StandingAlteration(
                    request=request,
                    place=AlteredPlace(
                        place=request.place, alteration=request.alteration, value=request.value
                    ),
                )
                for request in requests
            )
        except (TypeError, ValueError) as error:
            raise CallerError(
                422, f"the alteration is not understood: {error}", field="alterations"
            ) from error

    def shown(self) -> list[dict[str, Any]]:
        """As they were asked for."""
        return [msgspec.to_builtins(standing.request) for standing in self._standing]

    def of(
        self, operation: str, direction: Direction, *, caller: str = "", subject: str = ""
    ) -> Alter | None:
        """What alters this call or message and writes so into the journal; None where nothing does.

        `subject` tells calls of one operation apart, by their path, for instance.
        """
        wanted = [one for one in self._standing if one.wants(operation, direction, caller)]
        return (lambda carried: self._alter(wanted, carried, subject)) if wanted else None

    def _alter(self, wanted: Iterable[StandingAlteration], carried: Carried, subject: str) -> None:
        for standing in wanted:
            if changed := standing.place.alter(carried, subject):
                request = standing.request
                self.journal.write(
                    Altered(
                        operation=request.operation,
                        direction=request.direction,
                        place=request.place,
                        alteration=request.alteration.value,
                        changed=[dict(one.shown()) for one in changed],
                    )
                )
