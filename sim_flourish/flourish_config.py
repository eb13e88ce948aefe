"""What can be set on a simulated Flourish."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishConfig:
    """Safe by default: webhooks go to this machine only, unless a host is allowed by name.

    `shard` is this process' name among several behind a balancer; every credential carries it.
    """

    allowed_webhook_hosts: frozenset[str] = frozenset()
    allowed_hosts: frozenset[str] = frozenset()
    journal_capacity: int = 5000
    shard: str = ""
