"""`reorder`: a delivery waits until the next one of its topic to the same endpoint has gone first."""

from dataclasses import dataclass

from sim_kernel.delivery import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderFault:
    """Lets the next delivery overtake this one."""

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues it behind the next one."""
        delivery.wait_for_next()
        return [delivery]
