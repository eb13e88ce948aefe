"""`truncated_body`: the work is done, and the connection breaks in the middle of the answer."""

from dataclasses import dataclass, replace

from sim_kernel.answers import Answer
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TruncatedBodyFault:
    """Announces the whole body and sends the first half."""

    def around(self, call: FaultedCall, work: Work) -> Answer:  # noqa: ARG002 - one interface for all
        """Does the work and answers half of it."""
        answer = work()
        return replace(answer, cut_after=len(answer.content()) // 2)
