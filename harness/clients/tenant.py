"""A world for one scenario: a tenant in Flourish, one in Ordo, and the clients to act in both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.clients.control import (
    FlourishTenant,
    OrdoTenant,
    SimControl,
    create_flourish_tenant,
    create_ordo_tenant,
)
from harness.clients.engine import EngineClient
from harness.clients.flourish import BackOffice, ExternalApi, OrderDesk, ShipmentDesk
from harness.clients.idle import Surroundings
from harness.clients.ordo import OrdoScreens
from harness.clients.wire import Activity, Session, Wire

Alterations = Mapping[str, Sequence[Mapping[str, object]]]
"""By simulator, what its control API takes as `alterations`."""
NO_ALTERATIONS: Alterations = {}


class LabAddress(Protocol):
    @property
    def flourish_url(self) -> str: ...

    @property
    def ordo_url(self) -> str: ...

    @property
    def engine_url(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Flourish:
    """Flourish as the people of one tenant use it."""

    made: FlourishTenant
    wire: Wire
    office: BackOffice
    desk: OrderDesk
    shipments: ShipmentDesk
    control: SimControl

    def api(self, username: str, api_key: str) -> ExternalApi:
        return ExternalApi.with_key(self.wire, username, api_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordo:
    """Ordo as the people of one organization use it."""

    made: OrdoTenant
    admin: OrdoScreens
    rep: OrdoScreens
    control: SimControl


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """One world on both sides and the engine between them."""

    flourish: Flourish
    ordo: Ordo
    engine: EngineClient
    activity: Activity
    surroundings: Surroundings

    def engine_is_back(self) -> None:
        """The engine has been restarted: its clock is set again, and there is something to wait for."""
        self.surroundings.engine_is_back()
        self.activity.changes += 1

    def simulator_bugs(self) -> Sequence[str]:
        """What both simulators found wrong with themselves in this world, such as an undeclared status."""
        return [*self.ordo.control.own_bugs(), *self.flourish.control.own_bugs()]

    def undescribed_fields(self) -> Sequence[str]:
        """What the engine sent to either side beyond their contracts."""
        return [*self.ordo.control.undescribed_fields(), *self.flourish.control.undescribed_fields()]

    def drop(self) -> None:
        self.flourish.control.drop()
        self.ordo.control.drop()


def make_tenant(
    lab: LabAddress,
    session: Session,
    seed: int,
    *,
    items: int = 0,
    lenient: bool = False,
    organization_id: str = "",
    alterations: Alterations = NO_ALTERATIONS,
) -> Tenant:
    """Make a fresh world with a catalogue of `items`; the same seed makes the same.

    It is strict, whatever the lab is, unless it is to be `lenient`. With an `organization_id`
    the organization claims to be another one. `alterations` are in its traffic from the first call on.
    """
    options: dict[str, object] = {"seed": seed, "lenient": lenient}
    altered = {side: {"alterations": list(wanted)} for side, wanted in alterations.items() if wanted}
    in_flourish = create_flourish_tenant(
        Wire(origin=lab.flourish_url, session=session),
        {**options, "items": items, **altered.get("flourish", {})},
    )
    claimed = {"organization_id": organization_id} if organization_id else {}
    in_ordo = create_ordo_tenant(
        Wire(origin=lab.ordo_url, session=session), {**options, **claimed, **altered.get("ordo", {})}
    )
    return enter_tenant(lab, session, in_flourish, in_ordo)


def enter_tenant(
    lab: LabAddress, session: Session, in_flourish: FlourishTenant, in_ordo: OrdoTenant
) -> Tenant:
    activity = Activity()
    flourish = Wire(origin=lab.flourish_url, session=session, activity=activity)
    ordo = Wire(origin=lab.ordo_url, session=session, activity=activity)
    engine = Wire(origin=lab.engine_url, session=session, activity=activity)
    office = flourish.with_headers({"Authorization": f"Bearer {in_flourish.back_office_token}"})
    in_flourish_control = SimControl(wire=flourish, tenant=in_flourish.tenant)
    in_ordo_control = SimControl(wire=ordo, tenant=in_ordo.tenant)
    engine_client = EngineClient(wire=engine, organization_id=in_ordo.organization_id)
    return Tenant(
        flourish=Flourish(
            made=in_flourish,
            wire=flourish,
            office=BackOffice(wire=office),
            desk=OrderDesk(wire=office),
            shipments=ShipmentDesk(wire=office),
            control=in_flourish_control,
        ),
        ordo=Ordo(
            made=in_ordo,
            admin=OrdoScreens.with_token(ordo, in_ordo.admin_token),
            rep=OrdoScreens.with_token(ordo, in_ordo.rep_token),
            control=in_ordo_control,
        ),
        engine=engine_client,
        activity=activity,
        surroundings=Surroundings(flourish=in_flourish_control, ordo=in_ordo_control, engine=engine_client),
    )
