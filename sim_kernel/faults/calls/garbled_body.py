"""`garbled_body`: the work is done, and the answer's body is nonsense under the right status."""

from dataclasses import dataclass, replace

from sim_kernel.answers import Answer
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class GarbledBodyFault:
    """Answers bytes that are neither JSON nor text."""

    def around(self, call: FaultedCall, work: Work) -> Answer:  # noqa: ARG002 - one interface for all
        """Does the work and answers nonsense of the true length."""
        answer = work()
        return replace(answer, body=None, raw=b"\xff" + answer.content()[:0:-1])
