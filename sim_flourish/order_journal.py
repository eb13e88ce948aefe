"""Writes into the journal what became of an order of either kind: where it stood, where it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim_flourish.warehouse.world import World
from sim_kernel.journal import Kind
from sim_kernel.tenants import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Both statuses of an order, in Flourish's words; both None while there is no order."""

    status: str | None = None
    payment_status: str | None = None


def write_order_change(
    tenant: Tenant[World],
    subject: str,
    subject_id: str,
    *,
    before: Standing,
    after: Standing,
    events: Sequence[str],
) -> None:
    """A transition when one of the statuses is another than before, else a change."""
    if before == after:
        tenant.journal.write(
            Kind.CHANGE, subject=subject, subject_id=subject_id, from_status=before.status, events=events
        )
        return
    tenant.journal.write(
        Kind.TRANSITION,
        subject=subject,
        subject_id=subject_id,
        events=events,
        from_status=before.status,
        to_status=after.status,
        from_payment_status=before.payment_status,
        to_payment_status=after.payment_status,
    )
