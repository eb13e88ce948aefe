"""`duplicate`: a delivery arrives more than once, byte for byte the same."""

from dataclasses import dataclass

from sim_kernel.delivery import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateFault:
    """Sends `copies` more of the delivery.

    Ordo's messages about the connection are answered at once; their copies arrive after the next of them.
    """

    copies: int = 1

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues the delivery and its copies, one after the other."""
        return [delivery, *(delivery.copy(number + 1) for number in range(self.copies))]
