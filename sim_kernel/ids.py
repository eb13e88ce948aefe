"""The one module that makes ids: seeded, so that the same seed and the same calls give the same ids.

Ids by which an engine tells tenants and messages apart are not: it may serve several tenants of one seed.
"""

import hashlib
import secrets
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Ids:
    """Makes a tenant's ids. Its fields are its whole state, so a snapshot keeps it.

    `shard` names the process that the tenant lives in, where there are several behind a balancer. Every
    credential carries it, so that the balancer can route by it.
    """

    seed: str
    counters: dict[str, int] = field(default_factory=dict)
    shard: str = ""

    def secret(self, prefix: str) -> str:
        """A credential nobody can guess, with the shard in front of it."""
        return secret(f"{prefix}{self.shard}.") if self.shard else secret(prefix)

    @property
    def mark(self) -> str:
        """What names begin with that a balancer has to understand: the shard and a dash, or nothing."""
        return f"{self.shard}-" if self.shard else ""

    def number(self, kind: str, *, first: int = 1) -> int:
        """The next whole number of `kind`: first, first + 1, ..."""
        value = self.counters.get(kind, first - 1) + 1
        self.counters[kind] = value
        return value

    def hex(self, kind: str, length: int = 20) -> str:
        """The next id of `kind`, `length` lower-case hex digits."""
        text = f"{self.seed}/{kind}/{self.number(f'hex:{kind}')}"
        return hashlib.blake2b(text.encode(), digest_size=(length + 1) // 2).hexdigest()[:length]


def unique(length: int = 20) -> str:
    """Hex digits that no other call gives, whatever the seed."""
    return secrets.token_hex((length + 1) // 2)[:length]


def secret(prefix: str = "") -> str:
    """A credential nobody can guess; not seeded, because seeds are printed."""
    return prefix + secrets.token_urlsafe(24)
