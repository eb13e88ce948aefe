"""The faults armed for one tenant: which call each is to hit, how often, and how often it did."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Annotated, Any, Literal, TypeVar, cast

import msgspec

from foundation.clock import AdjustableClock
from foundation.shapes import convert
from sim_kernel.answers import CallerError
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from sim_kernel.faults.facts import Facts
from sim_kernel.faults.fault import DeliveryFault, RequestFault
from sim_kernel.faults.late_work import LateWork


class Side(StrEnum):
    """What a fault happens to: calls that come in, or deliveries that go out."""

    REQUEST = "request"
    DELIVERY = "delivery"


_TABLES: Mapping[Side, Mapping[str, type[RequestFault] | type[DeliveryFault]]] = {
    Side.REQUEST: REQUEST_FAULTS,
    Side.DELIVERY: DELIVERY_FAULTS,
}


class FaultRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the control API takes, without the parameters of the kind.

    `match` holds glob patterns: `method`, `path` and `caller` of a call, `topic` of a delivery, and `order`,
    the id of what a call or a delivery speaks of. `until` is a time on the tenant's clock. `probability` is
    the chance that a call is hit; with a `seed` (the tenant's own if null) the dice fall alike each time.
    """

    kind: str
    match: dict[Literal["method", "path", "caller", "topic", "order"], str] = {}
    nth: Annotated[int, msgspec.Meta(ge=1)] = 1
    count: Annotated[int, msgspec.Meta(ge=1)] | None = 1
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    probability: Annotated[float, msgspec.Meta(gt=0, le=1)] = 1.0
    seed: int | None = None


@dataclass(slots=True, kw_only=True)
class ArmedFault:
    """A fault waiting for its call.

    It hits from the `nth` matching call on, `count` times; without `count` until it is removed. From `until`
    on it hits no more. Of the calls that it could hit, `rng` choose.
    """

    fault_id: str
    side: Side
    request: FaultRequest
    fault: RequestFault | DeliveryFault
    parameters: Mapping[str, Any]
    rng: Random
    seen: int = 0
    hits: int = 0

    def wants(self, facts: Facts, now: datetime) -> bool:
        """Counts a matching call and tells whether it is hit."""
        wanted = self.request
        if wanted.until is not None and now >= wanted.until:
            return False
        if not all(facts.fit(name, pattern) for name, pattern in wanted.match.items()):
            return False
        self.seen += 1
        spent = wanted.count is not None and self.hits >= wanted.count
        if self.seen < wanted.nth or spent:
            return False
        if wanted.probability < 1 and self.rng.random() >= wanted.probability:
            return False
        self.hits += 1
        return True

    def shown(self) -> dict[str, Any]:
        """The fault as the control API shows it."""
        return {
            "fault_id": self.fault_id,
            "side": self.side.value,
            **msgspec.to_builtins(self.request),
            "hits": self.hits,
            **self.parameters,
        }


class FaultBoard:
    """A tenant's armed faults, asked in the order they were armed; the first that wants a call gets it."""

    def __init__(self, clock: AdjustableClock, seed: int) -> None:
        self._clock = clock
        self.late_work = LateWork(clock)
        self._seed = seed
        self._armed: dict[str, ArmedFault] = {}
        self._numbers = 0
        self._lock = threading.Lock()
        self.give_ups: list[datetime] = []
        """When the callers that faults hold give up, by the tenant's clock."""

    def arm(self, facts: Mapping[str, Any]) -> ArmedFault:
        """Arms a fault: the fields of `FaultRequest` and the parameters of its kind, in one object.

        Raises:
            CallerError: a field is wrong or unknown; the message says which and what is expected.
        """
        known = {name: value for name, value in facts.items() if name in FaultRequest.__struct_fields__}
        parameters = {name: value for name, value in facts.items() if name not in known}
        request = _converted(known, FaultRequest)
        side = _side(request, parameters)
        if request.kind not in _TABLES[side]:
            choice = ", ".join(sorted(_TABLES[side]))
            raise CallerError(
                422, f"{request.kind!r} is not a fault of a {side}; those are {choice}", field="kind"
            )
        fault_type = _TABLES[side][request.kind]
        takes = {field.name for field in dataclass_fields(cast("Any", fault_type))}
        if unknown := sorted(set(parameters) - takes):
            raise CallerError(422, f"the fault {request.kind!r} takes no {unknown[0]!r}", field=unknown[0])
        fault = _converted(parameters, fault_type)
        seed = self._seed if request.seed is None else request.seed
        with self._lock:
            self._numbers += 1
            armed = ArmedFault(
                fault_id=f"fault-{self._numbers}",
                side=side,
                request=request,
                fault=fault,
                parameters=parameters,
                rng=Random(f"{seed}/{self._numbers}"),  # noqa: S311 - chance, not a secret
            )
            self._armed[armed.fault_id] = armed
        return armed

    def for_request(
        self, method: str, path: str, body: Callable[[], bytes], *, caller: str = ""
    ) -> ArmedFault | None:
        """The fault that hits this call, if any; the body is read only when one asks for an order."""
        facts = Facts(plain={"method": method, "path": path, "caller": caller}, body=body)
        return self._pick(Side.REQUEST, facts)

    def for_delivery(self, topic: str, body: Callable[[], bytes]) -> ArmedFault | None:
        """The fault that hits this delivery, if any."""
        return self._pick(Side.DELIVERY, Facts(plain={"topic": topic}, body=body))

    def armed(self) -> list[ArmedFault]:
        """Every fault, the spent ones too."""
        with self._lock:
            return list(self._armed.values())

    def disarm(self, fault_id: str | None = None) -> None:
        """Removes one fault, or all.

        Raises:
            CallerError: there is no such fault.
        """
        with self._lock:
            if fault_id is None:
                self._armed.clear()
            elif self._armed.pop(fault_id, None) is None:
                raise CallerError(404, f"there is no fault {fault_id!r}", code="not_found")

    def _pick(self, side: Side, facts: Facts) -> ArmedFault | None:
        if not self._armed:
            return None
        now = self._clock.now()
        with self._lock:
            armed = (fault for fault in self._armed.values() if fault.side is side)
            return next((fault for fault in armed if fault.wants(facts, now)), None)


def _side(request: FaultRequest, parameters: Mapping[str, Any]) -> Side:
    if "topic" in request.match or parameters.get("direction") == "delivery":
        return Side.DELIVERY
    return (
        Side.REQUEST
        if request.kind in REQUEST_FAULTS or request.kind not in DELIVERY_FAULTS
        else Side.DELIVERY
    )


T = TypeVar("T")


def _converted(facts: Mapping[str, Any], wanted: type[T]) -> T:
    try:
        return convert(dict(facts), wanted)
    except msgspec.ValidationError as error:
        raise CallerError(422, f"the fault is not understood: {error}") from error
