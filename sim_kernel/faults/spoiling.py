"""What is to be wrong about a delivery's headers once it is signed; two faults spoil them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiling:
    """One header carries a wrong value: the signature, or another one.

    `header` None means the first that is not the signature; `attempts` None means every attempt.
    """

    signature: bool = False
    header: str | None = None
    attempts: int | None = None

    def spoil(self, headers: Mapping[str, str], signature_header: str, tries: int) -> Mapping[str, str]:
        """The headers of the attempt after `tries` others."""
        if self.attempts is not None and tries >= self.attempts:
            return headers
        others = [name for name in headers if name != signature_header]
        wanted = signature_header if self.signature else self.header or next(iter(others), signature_header)
        return {name: _changed(value) if name == wanted else value for name, value in headers.items()}


def _changed(value: str) -> str:
    """Another value of the same length and alphabet: one character in the middle differs."""
    middle = len(value) // 2
    return f"{value[:middle]}{'b' if value[middle : middle + 1] == 'a' else 'a'}{value[middle + 1 :]}"
