"""`drop`: a delivery is lost and never tried."""

from dataclasses import dataclass

from sim_kernel.delivery import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class DropFault:
    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Keeps it on record as dropped."""
        delivery.drop()
        return [delivery]
