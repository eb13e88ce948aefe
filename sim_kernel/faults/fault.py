"""The two one-method interfaces every fault has, and what a request fault may know of the call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from foundation.clock import AdjustableClock
from sim_kernel.answers import Answer
from sim_kernel.delivery import Delivery
from sim_kernel.faults.late_work import LateWork
from sim_kernel.faults.places import Alter

Work = Callable[[], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultedCall:
    """What a fault may use of a call: the tenant's clock, whether the caller has gone, and another call.

    `resend(alter)` does the work on the call as `alter` leaves it; `late_work` goes on without its caller.
    `give_ups` are the times at which callers of the tenant that are held give up: whoever waits for them may
    move the clock there.
    """

    clock: AdjustableClock
    late_work: LateWork
    caller_gone: Callable[[], bool]
    resend: Callable[[Alter], Answer]
    give_ups: list[datetime] = field(default_factory=list)

    def outlast_caller(self, seconds: float) -> None:
        """Wait until the caller has gone, or would have: after `seconds` on the tenant's clock."""
        at = self.clock.now() + timedelta(seconds=seconds)
        self.give_ups.append(at)
        try:
            self.clock.wait(timedelta(seconds=seconds), self.caller_gone)
        finally:
            self.give_ups.remove(at)


@runtime_checkable
class RequestFault(Protocol):
    """Happens to an answer."""

    def around(self, call: FaultedCall, work: Work) -> Answer:
        """Gives the answer, calling `work` once, or not at all."""
        ...


@runtime_checkable
class DeliveryFault(Protocol):
    """Happens to a webhook or an event on its way."""

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """What is queued in the place of `delivery`."""
        ...
