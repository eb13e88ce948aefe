"""`wrong_signature`: a delivery arrives with a signature that is not its own, as a forged one would."""

from dataclasses import dataclass

from sim_kernel.delivery import Delivery, HeaderCorruption


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongSignatureFault:
    """Changes the signature of the first `attempts` attempts; of all when null."""

    attempts: int | None = None

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues it with the corruption that each attempt applies."""
        delivery.header_corruption = HeaderCorruption(signature=True, attempts=self.attempts)
        return [delivery]
