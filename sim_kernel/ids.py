"""The one module that makes ids: seeded, so that the same seed and the same calls give the same ids."""

import hashlib
import secrets
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Ids:
    """Makes a tenant's ids. Its two fields are its whole state, so a snapshot keeps it."""

    seed: str
    counters: dict[str, int] = field(default_factory=dict)

    def number(self, kind: str, *, first: int = 1) -> int:
        """The next whole number of `kind`: first, first + 1, ..."""
        value = self.counters.get(kind, first - 1) + 1
        self.counters[kind] = value
        return value

    def hex(self, kind: str, length: int = 20) -> str:
        """The next id of `kind`, `length` lower-case hex digits."""
        text = f"{self.seed}/{kind}/{self.number(f'hex:{kind}')}"
        return hashlib.blake2b(text.encode(), digest_size=(length + 1) // 2).hexdigest()[:length]


def secret(prefix: str = "") -> str:
    """A credential nobody can guess; not seeded, because seeds are printed."""
    return prefix + secrets.token_urlsafe(24)
