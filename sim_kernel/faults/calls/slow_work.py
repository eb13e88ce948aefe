"""`slow_work`: the caller times out, and the vendor goes on working after the caller has left.

The true race for two orders: an engine that asks too early is told that there is no order, and one comes up
later. Nobody can tell after how long a vendor has given up; an engine that waits for as long as one of its
calls may take has done what it can (O17). A longer delay than that is beyond what the gate asks of an engine.
"""

from dataclasses import dataclass
from datetime import timedelta

from sim_kernel.answers import Answer
from sim_kernel.faults.fault import FaultedCall, Work

_LONGEST_HELD = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowWorkFault:
    """Does the work `seconds` after the caller has left, both on the tenant's clock, and answers nothing."""

    seconds: float = 2.5

    def around(self, call: FaultedCall, work: Work) -> Answer:
        """Waits for the caller to leave, at most 30 seconds; then works on."""
        call.clock.wait(_LONGEST_HELD, call.caller_gone)
        with call.late_work.after(timedelta(seconds=self.seconds)):
            work()
        return Answer(dropped=True)
