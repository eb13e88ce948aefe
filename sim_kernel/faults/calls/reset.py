"""`reset`: the connection is reset before any work."""

from dataclasses import dataclass

from sim_kernel.answers import Answer
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetFault:
    def around(self, call: FaultedCall, work: Work) -> Answer:  # noqa: ARG002 - the work is not done
        """Answers nothing, at once."""
        return Answer(dropped=True, reset=True)
