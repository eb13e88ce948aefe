"""The fault profiles of a soak, as data: which fault strikes how often.

A profile is seeded chance on every call of the engine and every message to it. What people do themselves is
never hit: a rep whose own click fails clicks again, which proves nothing about the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from harness.clients.tenant import Tenant
from harness.steps.context.traffic import ANY_MESSAGE, NEW_ORDER, TO_FLOURISH, TO_ORDO


class FaultProfile(StrEnum):
    MILD = "mild"
    ROUGH = "rough"
    BRUTAL = "brutal"


class Side(StrEnum):
    FLOURISH = "flourish"
    ORDO = "ordo"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceFault:
    """A fault that strikes by chance; `chance` is that of the brutal profile."""

    side: Side
    kind: str
    match: Mapping[str, str]
    chance: float
    parameters: Mapping[str, object]


_ANY, _ORDO_ANY, _MESSAGE = {"path": TO_FLOURISH}, {"path": TO_ORDO}, ANY_MESSAGE
_READ = {"method": "GET", "path": "/external/*/outbound-orders/*"}
_LATE_SECONDS = 1800.0


def _flourish(kind: str, match: Mapping[str, str], chance: float, **parameters: object) -> ChanceFault:
    return ChanceFault(side=Side.FLOURISH, kind=kind, match=match, chance=chance, parameters=parameters)


def _ordo(kind: str, match: Mapping[str, str], chance: float, **parameters: object) -> ChanceFault:
    return ChanceFault(side=Side.ORDO, kind=kind, match=match, chance=chance, parameters=parameters)


FAULTS: Sequence[ChanceFault] = (
    _flourish("lost_response", NEW_ORDER, 0.25),
    _flourish("slow_work", NEW_ORDER, 0.01),
    _flourish("garbled_body", NEW_ORDER, 0.1),
    _flourish("truncated_body", NEW_ORDER, 0.1),
    _flourish("status", NEW_ORDER, 0.1, status=500),
    _flourish("timeout", _ANY, 0.005),
    _flourish("reset", _ANY, 0.06),
    _flourish("status", _ANY, 0.06, status=503),
    _flourish("status", _ANY, 0.03, status=429, retry_after=60),
    _flourish("lost_response", _ANY, 0.04),
    _flourish("garbled_body", _ANY, 0.04),
    _flourish("alter", _READ, 0.02, pointer="/data/order_status", value="On Hold"),
    _flourish("drop", _MESSAGE, 0.25),
    _flourish("duplicate", _MESSAGE, 0.15),
    _flourish("reorder", _MESSAGE, 0.1),
    _flourish("delay", _MESSAGE, 0.15, seconds=_LATE_SECONDS),
    _flourish("hold", _MESSAGE, 0.05),
    _flourish("wrong_signature", _MESSAGE, 0.05, attempts=1),
    _flourish("wrong_header", _MESSAGE, 0.05, attempts=1),
    _ordo("status", _ORDO_ANY, 0.1, status=500),
    _ordo("reset", _ORDO_ANY, 0.05),
    _ordo("lost_response", _ORDO_ANY, 0.05),
    _ordo("garbled_body", _ORDO_ANY, 0.05),
    _ordo("timeout", _ORDO_ANY, 0.003),
    _ordo("duplicate", _MESSAGE, 0.2),
    _ordo("delay", _MESSAGE, 0.1, seconds=_LATE_SECONDS / 3),
    _ordo("wrong_signature", _MESSAGE, 0.1, attempts=1),
)
"""Ordo never loses a confirmation of its own: it keeps it until the engine has it, and so must every Ordo."""

STRENGTH: Mapping[FaultProfile, float] = {
    FaultProfile.MILD: 0.1,
    FaultProfile.ROUGH: 0.4,
    FaultProfile.BRUTAL: 1.0,
}
"""The part of the brutal chances that a profile has."""

OUTAGE_CHANCE: Mapping[FaultProfile, float] = {
    FaultProfile.MILD: 0.0,
    FaultProfile.ROUGH: 0.02,
    FaultProfile.BRUTAL: 0.06,
}
"""How likely one side of a seller's tenant is down altogether for a while, in each round."""

LONGEST_OUTAGE = timedelta(minutes=15)


def arm_faults(profile: FaultProfile, tenant: Tenant, seed: int) -> None:
    """Arm every fault of the profile in one tenant, until `end_faults`."""
    for number, fault in enumerate(FAULTS):
        control = tenant.flourish.control if fault.side is Side.FLOURISH else tenant.ordo.control
        control.arm(
            fault.kind,
            match=fault.match,
            count=None,
            probability=round(fault.chance * STRENGTH[profile], 6),
            seed=seed + number,
            **fault.parameters,
        )


def end_faults(tenant: Tenant) -> datetime:
    """Nothing strikes any more, and what was held back arrives, the newest first; when that was."""
    for control in (tenant.flourish.control, tenant.ordo.control):
        control.disarm()
        control.release("reversed")
    return tenant.flourish.control.now()
