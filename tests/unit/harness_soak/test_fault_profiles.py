"""The fault profiles of a soak, and what it prints."""

import io
from datetime import timedelta

import pytest
from msgspec.structs import replace
from rich.console import Console

from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order, Problem
from harness.soak.fault_profiles import FAULTS, STRENGTH, FaultProfile, Side
from harness.soak.report import Outcome, show
from harness.steps.invariants.order_audit import OrderAudit, judge
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from tests.unit.harness_soak.samples import in_flourish, in_ordo


def test_every_kind_of_fault_is_in_a_profile() -> None:
    """What can go wrong does; waiting answers aside, which cost real time and prove nothing."""
    requests = {fault.kind for fault in FAULTS if "topic" not in fault.match}
    deliveries = {fault.kind for fault in FAULTS if "topic" in fault.match}
    assert set(REQUEST_FAULTS) - requests == {"delay"}
    assert set(DELIVERY_FAULTS) - deliveries == {"alter"}


def test_ordo_never_loses_a_confirmation_for_good() -> None:
    """No engine could know of it."""
    lost = [fault for fault in FAULTS if fault.side is Side.ORDO and fault.kind in {"drop", "hold"}]
    assert lost == []


def test_profiles_grow_in_strength() -> None:
    """Mild, rough, brutal."""
    strengths = [STRENGTH[profile] for profile in FaultProfile]
    assert strengths == sorted(set(strengths))


@pytest.mark.parametrize(("well", "actions_left", "code"), [(True, 0, 0), (True, 1, 1), (False, 0, 1)])
def test_the_verdict_is_the_exit_code(*, well: bool, actions_left: int, code: int) -> None:
    """Zero only when nothing is wrong and everything was done; what is wrong is named."""
    there = [in_flourish("Shipped", "Paid")] if well else []
    audited_orders = judge([in_ordo("Awaiting Delivery", "Paid")], there)
    outcome = Outcome(
        audited_orders=audited_orders,
        audit=OrderAudit.of(audited_orders),
        kills=1,
        faults=2,
        converged_in=timedelta(minutes=3),
        took=timedelta(seconds=4),
        actions_left=actions_left,
        gave_up=False,
    )
    console = Console(file=io.StringIO(), width=120)
    assert show(console, outcome) == code
    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue()
    assert ("ord_1: lost" in said) == (not well)
    assert said.rstrip().endswith("passed" if code == 0 else "failed")


@pytest.mark.parametrize(
    ("order", "there", "said"),
    [
        (in_ordo(refusal="no such license"), [], ""),
        (replace(in_ordo(), problem=Problem(code="unclear", message="?")), [], ""),
        (in_ordo(revision=0), [in_flourish()], "unasked"),
        (in_ordo("Delivered", "Pending", refusal="no such license"), [], "went back"),
    ],
)
def test_an_order_is_named_for_what_is_wrong_with_it(
    order: Order, there: list[OutboundOrder], said: str
) -> None:
    """Not for having a reason that Ordo shows; but for a finding, whatever else is said of the order."""
    audited_orders = judge([order], there)
    console = Console(file=io.StringIO(), width=120)
    outcome = Outcome(
        audited_orders=audited_orders,
        audit=OrderAudit.of(audited_orders),
        kills=0,
        faults=0,
        converged_in=timedelta(0),
        took=timedelta(0),
        actions_left=0,
        gave_up=False,
    )
    show(console, outcome)
    assert isinstance(console.file, io.StringIO)
    named = [line for line in console.file.getvalue().splitlines() if line.startswith("ord_1")]
    assert [said in line for line in named] == ([True] if said else [])
