"""`timeout`: the caller gets no answer and times out; the work is never done."""

from dataclasses import dataclass

from sim_kernel.answers import Answer
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeoutFault:
    """Holds the call until the caller gives up, at most `seconds` on the tenant's clock, then drops it."""

    seconds: float = 30.0

    def around(self, call: FaultedCall, work: Work) -> Answer:  # noqa: ARG002 - the work is not done
        """Answers nothing."""
        call.outlast_caller(self.seconds)
        return Answer(dropped=True)
