"""What every handler starts from: the warehouse to work in, and the facility that the call is about."""

from foundation.journal_entries import Change
from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.places import Facility, FacilityId
from sim_flourish.model.values import Signature
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Warehouse, Work, warehouse_of
from sim_kernel.api_router import Call
from sim_kernel.tenants import Tenant


def warehouse_for(call: Call[World]) -> Warehouse:
    return warehouse_of(call.world)


def work_for(call: Call[World]) -> Work:
    """The caller's warehouse, signed with the caller's name and the tenant's time."""
    return work_as(call.tenant, str(call.caller))


def work_as(tenant: Tenant[World], by: str) -> Work:
    """The tenant's warehouse, signed by somebody; times are in whole seconds, as they are shown."""
    now = tenant.clock.now().replace(microsecond=0)
    return Work(warehouse=warehouse_of(tenant.world), ids=tenant.ids, signed=Signature(by=by, at=now))


def facility_of(call: Call[World]) -> Facility:
    """The facility in the FacilityID header.

    Raises:
        RefusedError: the header is missing, or names no facility of this company.
    """
    facility = facility_if_sent(call)
    if facility is None:
        raise RefusedError(Refusal.FACILITY_MISSING)
    return facility


def facility_for_read(call: Call[World]) -> Facility | None:
    """The facility in the FacilityID header of a read, which a tenant can be set to insist on."""
    return facility_of(call) if call.world.settings.facility_required_on_reads else facility_if_sent(call)


def facility_if_sent(call: Call[World]) -> Facility | None:
    """The facility in the FacilityID header where the header may be left out."""
    sent = call.request.headers.get("FacilityID")
    if not sent:
        return None
    facility = call.world.facilities.get(FacilityId(sent))
    if facility is None:
        raise RefusedError(Refusal.FACILITY_UNKNOWN, id=sent)
    return facility


def record_change(call: Call[World], subject: str, subject_id: str, action: str) -> None:
    """Writes into the journal what was done to something that has no state machine."""
    call.tenant.journal.write(Change(subject=subject, subject_id=subject_id, action=action))
