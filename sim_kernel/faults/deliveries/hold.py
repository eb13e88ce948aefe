"""`hold`: a delivery stays here until it is released by hand, in any order."""

from dataclasses import dataclass

from sim_kernel.delivery import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFault:
    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues it as held."""
        delivery.hold()
        return [delivery]
