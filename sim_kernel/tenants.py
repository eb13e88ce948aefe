"""A tenant is a world of its own: state, clock, ids, journal, faults and deliveries.

The credentials of a request choose the tenant. Credentials are looked up by digest, so the time a look-up
takes tells nothing about the secret.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Generic, TypeVar

from foundation.clock import AdjustableClock
from sim_kernel.answers import CallerError
from sim_kernel.faults.board import FaultBoard
from sim_kernel.faults.standing import StandingAlterations
from sim_kernel.ids import Ids
from sim_kernel.journal import Journal
from sim_kernel.outbox import Outbox

W = TypeVar("W")


def digest(credential: str) -> str:
    """What is kept of a credential where the credential itself need not be known."""
    return hashlib.sha256(credential.encode()).hexdigest()


@dataclass(slots=True, kw_only=True)
class Tenant(Generic[W]):
    """One world. Whoever reads or changes `world` holds `lock`, and never while waiting for a network.

    Where it is `lenient`, what a request carries beyond the contract is ignored and marked in the journal;
    else the request is refused. `publish(event)` hands an event to the vendor, who makes messages in the
    outbox of it.
    """

    tenant_id: str
    seed: int
    world: W
    clock: AdjustableClock
    ids: Ids
    journal: Journal
    faults: FaultBoard
    alterations: StandingAlterations
    outbox: Outbox
    random: Random
    lenient: bool = False
    publish: Callable[[Any], None] = lambda _: None
    lock: threading.RLock = field(default_factory=threading.RLock)


class Tenants(Generic[W]):
    """All tenants of one simulator process, found by id or by credential."""

    def __init__(self) -> None:
        self._tenants: dict[str, Tenant[W]] = {}
        self._by_credential: dict[str, str] = {}
        self._lock = threading.Lock()

    def add(self, tenant: Tenant[W]) -> None:
        """Takes a new tenant in.

        Raises:
            CallerError: the id is taken.
        """
        with self._lock:
            if tenant.tenant_id in self._tenants:
                raise CallerError(409, f"there is a tenant {tenant.tenant_id!r} already", code="conflict")
            self._tenants[tenant.tenant_id] = tenant

    def get(self, tenant_id: str) -> Tenant[W]:
        """The tenant of this id.

        Raises:
            CallerError: there is none.
        """
        tenant = self.find(tenant_id)
        if tenant is None:
            raise CallerError(404, f"there is no tenant {tenant_id!r}", code="not_found")
        return tenant

    def find(self, tenant_id: str) -> Tenant[W] | None:
        """The tenant of this id, if there is one."""
        return self._tenants.get(tenant_id)

    def all(self) -> list[Tenant[W]]:
        """Every tenant, oldest first."""
        with self._lock:
            return list(self._tenants.values())

    def bind(self, tenant_id: str, credentials: Iterable[str]) -> None:
        """From now on these credential digests choose this tenant."""
        with self._lock:
            self._by_credential.update(dict.fromkeys(credentials, tenant_id))

    def unbind(self, credentials: Iterable[str]) -> None:
        """From now on these credential digests choose nobody."""
        with self._lock:
            for credential in credentials:
                self._by_credential.pop(credential, None)

    def by_credential(self, credential: str) -> Tenant[W] | None:
        """The tenant that this credential, not its digest, chooses."""
        tenant_id = self._by_credential.get(digest(credential))
        return None if tenant_id is None else self._tenants.get(tenant_id)

    def drop(self, tenant_id: str) -> None:
        """Forgets a tenant and all its credentials.

        Raises:
            CallerError: there is none.
        """
        self.get(tenant_id)
        with self._lock:
            self._tenants.pop(tenant_id, None)
            gone = [credential for credential, owner in self._by_credential.items() if owner == tenant_id]
            for credential in gone:
                del self._by_credential[credential]
