"""The storms of a soak, as data: what strikes how often.

A storm is seeded chance on every call of the engine and every message to it. What people do themselves is
never hit: a rep whose own click fails clicks again, which proves nothing about the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from harness.clients.tenant import Tenant
from harness.steps.context.traffic import NEW_ORDER, TO_FLOURISH, TO_ORDO


class FaultProfile(StrEnum):
    """How hard it blows."""

    MILD = "mild"
    ROUGH = "rough"
    BRUTAL = "brutal"


class Side(StrEnum):
    """Where a trouble is."""

    FLOURISH = "flourish"
    ORDO = "ordo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A fault that strikes by chance; `chance` is that of a brutal storm."""

    side: Side
    kind: str
    match: Mapping[str, str]
    chance: float
    more: Mapping[str, object] = field(default_factory=dict)


_ANY, _ORDO_ANY, _WEBHOOK = {"path": TO_FLOURISH}, {"path": TO_ORDO}, {"topic": "*"}
_READ = {"method": "GET", "path": "/external/*/outbound-orders/*"}
_LATE_SECONDS = 1800.0

TROUBLES: Sequence[Trouble] = (
    Trouble(side=Side.FLOURISH, kind="lost_response", match=NEW_ORDER, chance=0.25),
    Trouble(side=Side.FLOURISH, kind="garbled_body", match=NEW_ORDER, chance=0.1),
    Trouble(side=Side.FLOURISH, kind="truncated_body", match=NEW_ORDER, chance=0.1),
    Trouble(side=Side.FLOURISH, kind="status", match=NEW_ORDER, chance=0.1, more={"status": 500}),
    Trouble(side=Side.FLOURISH, kind="timeout", match=_ANY, chance=0.005),
    Trouble(side=Side.FLOURISH, kind="reset", match=_ANY, chance=0.06),
    Trouble(side=Side.FLOURISH, kind="status", match=_ANY, chance=0.06, more={"status": 503}),
    Trouble(
        side=Side.FLOURISH, kind="status", match=_ANY, chance=0.03, more={"status": 429, "retry_after": 60}
    ),
    Trouble(side=Side.FLOURISH, kind="lost_response", match=_ANY, chance=0.04),
    Trouble(side=Side.FLOURISH, kind="garbled_body", match=_ANY, chance=0.04),
    Trouble(
        side=Side.FLOURISH,
        kind="alter",
        match=_READ,
        chance=0.02,
        more={"pointer": "/data/order_status", "value": "On Hold"},
    ),
    Trouble(side=Side.FLOURISH, kind="drop", match=_WEBHOOK, chance=0.25),
    Trouble(side=Side.FLOURISH, kind="duplicate", match=_WEBHOOK, chance=0.15),
    Trouble(side=Side.FLOURISH, kind="reorder", match=_WEBHOOK, chance=0.1),
    Trouble(side=Side.FLOURISH, kind="delay", match=_WEBHOOK, chance=0.15, more={"seconds": _LATE_SECONDS}),
    Trouble(side=Side.FLOURISH, kind="hold", match=_WEBHOOK, chance=0.05),
    Trouble(side=Side.FLOURISH, kind="wrong_signature", match=_WEBHOOK, chance=0.05, more={"attempts": 1}),
    Trouble(side=Side.FLOURISH, kind="wrong_header", match=_WEBHOOK, chance=0.05, more={"attempts": 1}),
    Trouble(side=Side.ORDO, kind="status", match=_ORDO_ANY, chance=0.1, more={"status": 500}),
    Trouble(side=Side.ORDO, kind="reset", match=_ORDO_ANY, chance=0.05),
    Trouble(side=Side.ORDO, kind="lost_response", match=_ORDO_ANY, chance=0.05),
    Trouble(side=Side.ORDO, kind="garbled_body", match=_ORDO_ANY, chance=0.05),
    Trouble(side=Side.ORDO, kind="timeout", match=_ORDO_ANY, chance=0.003),
    Trouble(side=Side.ORDO, kind="duplicate", match=_WEBHOOK, chance=0.2),
    Trouble(side=Side.ORDO, kind="delay", match=_WEBHOOK, chance=0.1, more={"seconds": _LATE_SECONDS / 3}),
    Trouble(side=Side.ORDO, kind="wrong_signature", match=_WEBHOOK, chance=0.1, more={"attempts": 1}),
)
"""Ordo never loses a confirmation of its own: it keeps it until the engine has it, and so must every Ordo."""

STRENGTH: Mapping[FaultProfile, float] = {
    FaultProfile.MILD: 0.1,
    FaultProfile.ROUGH: 0.4,
    FaultProfile.BRUTAL: 1.0,
}
"""What part of the brutal chances a storm has."""

OUTAGE_CHANCE: Mapping[FaultProfile, float] = {
    FaultProfile.MILD: 0.0,
    FaultProfile.ROUGH: 0.02,
    FaultProfile.BRUTAL: 0.06,
}
"""How likely one side of a seller's world is down altogether for a while, in each round."""

LONGEST_OUTAGE = timedelta(minutes=15)


def let_loose(fault_profile: FaultProfile, world: Tenant, seed: int) -> None:
    """Arm every trouble of the storm in one world, until `calm`."""
    for number, trouble in enumerate(TROUBLES):
        control = world.flourish.control if trouble.side is Side.FLOURISH else world.ordo.control
        control.arm(
            trouble.kind,
            match=trouble.match,
            count=None,
            probability=round(trouble.chance * STRENGTH[fault_profile], 6),
            seed=seed + number,
            **trouble.more,
        )


def calm(world: Tenant) -> datetime:
    """The storm is over: nothing strikes any more, and what was held back arrives, the newest first; when."""
    for control in (world.flourish.control, world.ordo.control):
        control.disarm()
        control.release("reversed")
    return world.flourish.control.now()
