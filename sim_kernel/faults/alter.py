"""`alter`: a call, an answer or a delivery carries one value that is not the true one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from sim_kernel.answers import Answer
from sim_kernel.delivery import Delivery
from sim_kernel.faults.alterations import Alteration
from sim_kernel.faults.fault import FaultedCall, Work
from sim_kernel.faults.places import AlteredPlace, Carried, altered_answer


@dataclass(frozen=True, kw_only=True)
class AlterFault:
    """Alters what stands at `place`, where that place exists; the contract is not asked.

    `pointer` is the older name for a place in a body. Without a `direction`, answers and deliveries are
    altered.

    Raises:
        ValueError: the place is none, or none that such a message has.
    """

    place: str = ""
    pointer: str = ""
    alteration: Alteration = Alteration.SET
    value: Any = None
    direction: Literal["request", "response", "delivery"] | None = None

    def __post_init__(self) -> None:
        kind = self._altered.place.partition(" ")[0]
        only = {"query": ("request",), "path": ("request",), "status": ("response", None)}
        only["header"] = ("request", "response", None)
        if self.direction not in only.get(kind, (self.direction,)):
            way = self.direction or "response or delivery"
            raise ValueError(f"{self._altered.place!r} does not stand in a {way}")

    @cached_property
    def _altered(self) -> AlteredPlace:
        return AlteredPlace(place=self.place or self.pointer, alteration=self.alteration, value=self.value)

    def around(self, call: FaultedCall, work: Work) -> Answer:
        """Answers the altered call, or with the altered answer."""
        if self.direction == "request":
            return call.resend(self._altered.alter)
        return altered_answer(work(), self._altered.alter)

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues the altered delivery; it is signed afterwards, so its signature is right."""
        carried = Carried(body=delivery.body)
        self._altered.alter(carried)
        delivery.body = carried.body
        return [delivery]
