"""What passes between the engine and the two sides: how faults match it, and what the journals say of it."""

from collections.abc import Mapping, Sequence

from foundation.journal_entries import DeliveryAttempt, FaultHit
from harness.clients.control import SimControl
from harness.clients.idle import wait_until
from harness.steps.context.scenario_context import ScenarioContext

TO_FLOURISH = "/external/*"
TO_ORDO = "/integration/*"
NEW_ORDER: Mapping[str, str] = {"method": "POST", "path": "/external/*/outbound-orders"}
ANY_MESSAGE: Mapping[str, str] = {"topic": "*"}
"""Paths of the engine's calls, and what matches a new order and every message."""

ABOUT_ORDERS = "order"
ABOUT_INVENTORY = "inventory_summary"
CONFIRMATION = "order.confirmed"
REMOVAL = "connection.removed"
SYNC_REQUEST = "inventory.sync_requested"
"""Topics of messages to the engine."""


def take_down(control: SimControl, path: str) -> None:
    """Every call on the path breaks off until the fault is removed."""
    control.arm("reset", match={"path": path}, count=None)


def wait_for_fault(control: SimControl) -> None:
    """A call of the engine has run into the fault that was armed for it."""
    wait_until(lambda: bool(control.entries(FaultHit)), "the engine's call to meet the fault")


def expect_fault_to_strike(context: ScenarioContext, control: SimControl, since: int = 0) -> None:
    """A fault that a Given has armed hit something."""
    context.settle()
    hits = control.entries(FaultHit, since=since)
    context.expect(bool(hits), "the fault to strike", "it hit nothing")


def arrivals(control: SimControl, *topics: str, since: int = 0) -> Sequence[DeliveryAttempt]:
    """The messages about these topics that reached the engine, in the order of their arrival."""
    return [attempt for attempt in control.entries(DeliveryAttempt, since=since) if attempt.topic in topics]
