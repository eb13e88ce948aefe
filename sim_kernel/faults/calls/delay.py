"""`delay`: an answer or a delivery comes late by the tenant's clock; no wait outlasts its caller."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sim_kernel.answers import Answer
from sim_kernel.delivery import Delivery
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayFault:
    """Waits `seconds`, then does the work; a delivery becomes due that much later, and others overtake it.

    With `caller_waits` the caller is taken to wait no longer than that, by the tenant's clock: where it is
    less, the work is done and the call dropped.
    """

    seconds: float
    caller_waits: float | None = None

    def around(self, call: FaultedCall, work: Work) -> Answer:
        """Answers late."""
        if self.caller_waits is not None and self.caller_waits < self.seconds:
            call.outlast_caller(self.caller_waits)
            return replace(work(), dropped=True)
        call.clock.wait(timedelta(seconds=self.seconds), call.caller_gone)
        return work()

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues it for later."""
        delivery.due_at += timedelta(seconds=self.seconds)
        return [delivery]
