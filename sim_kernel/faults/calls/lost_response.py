"""`lost_response`: the work is done, and the caller never hears of it."""

from dataclasses import dataclass

from sim_kernel.answers import Answer
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class LostResponseFault:
    """Does the work, then drops the connection."""

    def around(self, call: FaultedCall, work: Work) -> Answer:  # noqa: ARG002 - one interface for all
        """Does the work and answers nothing."""
        work()
        return Answer(dropped=True)
