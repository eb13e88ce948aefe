"""`status`: the call is refused with a status, before any work; 429 and 503 can say when to come back."""

from dataclasses import dataclass

from sim_kernel.answers import Answer, CallerError
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFault:
    """Answers `status` with `message` in the vendor's error envelope; `retry_after` is in seconds."""

    status: int
    message: str = "the service is not available"
    retry_after: int | None = None

    def around(self, call: FaultedCall, work: Work) -> Answer:  # noqa: ARG002 - the work is not done
        """Refuses."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        raise CallerError(self.status, self.message, code="fault", headers=headers)
