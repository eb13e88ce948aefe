"""`wrong_header`: a delivery arrives with one of its other headers carrying a wrong value."""

from dataclasses import dataclass

from sim_kernel.delivery import Delivery, HeaderCorruption


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongHeaderFault:
    """Changes the header `name` (null: the first) of the first `attempts` attempts (null: of all)."""

    name: str | None = None
    attempts: int | None = None

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues it with the corruption that each attempt applies."""
        delivery.header_corruption = HeaderCorruption(header=self.name, attempts=self.attempts)
        return [delivery]
