"""`delay`: the answer comes late, by the tenant's clock; the wait ends when the caller has gone."""

from dataclasses import dataclass
from datetime import timedelta

from sim_kernel.answers import Answer
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayFault:
    """Waits `seconds`, then does the work."""

    seconds: float

    def around(self, call: FaultedCall, work: Work) -> Answer:
        """Answers late."""
        call.clock.wait(timedelta(seconds=self.seconds), call.caller_gone)
        return work()
