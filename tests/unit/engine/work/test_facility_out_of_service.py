"""A facility that is inactive, gone or without its license takes no orders, and is shown (S11)."""

from typing import Any

import pytest

from tests.unit.engine.running_engine import Bench
from tests.unit.engine.stand_ins import FACILITY_ID, LICENSE, Trouble


@pytest.mark.parametrize(
    ("facility", "code", "named"),
    [
        ({"active": False}, "facility_inactive", ("Warehouse", LICENSE)),
        ({"license_number": None}, "facility_license_gone", ("Warehouse", LICENSE, "it has none now")),
        ({"license_number": "L-2"}, "facility_license_gone", ("Warehouse", LICENSE, "'L-2' now")),
        ({"license_number": LICENSE.lower()}, "facility_license_gone", (LICENSE, LICENSE.lower())),
        ({"license_number": "L-2", "active": False}, "facility_license_gone", ("'L-2' now",)),
    ],
)
def test_a_facility_out_of_service_takes_no_order(
    connected: Bench, facility: dict[str, Any], code: str, named: tuple[str, ...]
) -> None:
    """Order and connection show the same reason; once it is put right a new confirmation goes through."""
    connected.flourish.data.facility = facility
    connected.confirm()
    connected.settle()
    refusal, problem = connected.ordo.refusals["ord_1"], connected.ordo.problems["connection"]
    assert problem is not None
    assert refusal["code"] == problem["code"] == code
    assert refusal["reason"] == problem["message"]
    assert all(name in problem["message"] for name in named)
    assert connected.flourish.posts == []
    connected.flourish.data.facility = {}
    connected.confirm(revision=2, confirmed_at="2026-03-02T10:00:00Z")
    connected.settle()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    assert connected.ordo.problems["connection"] is None


def test_a_facility_that_is_gone_is_named_by_its_license(connected: Bench) -> None:
    """Flourish does not know it any more: the reason is ours, not Flourish's."""
    path = f"/external/api/v1/facilities/{FACILITY_ID}"
    connected.flourish.trouble(Trouble(method="GET", path=path, status=404))
    connected.confirm()
    connected.settle()
    problem = connected.ordo.problems["connection"]
    assert problem is not None
    assert problem["code"] == "facility_not_found"
    assert LICENSE in problem["message"]


def test_an_order_refused_for_something_else_ends_the_problem(connected: Bench) -> None:
    """The facility was looked at and is right; that the buyer is unknown is no problem of the connection."""
    connected.flourish.data.facility = {"active": False}
    connected.confirm()
    connected.settle()
    connected.flourish.data.facility = {}
    connected.flourish.data.destinations = []
    connected.confirm(revision=2, confirmed_at="2026-03-02T10:00:00Z")
    connected.settle()
    assert connected.ordo.refusals["ord_1"]["code"] == "unknown_destination"
    assert connected.ordo.problems["connection"] is None


def test_a_setup_with_an_inactive_facility_shows_it_at_once(connected: Bench) -> None:
    """It is the one with the license, so it is paired (S2), and the admin learns that it takes no orders."""
    connected.flourish.data.facility = {"active": False}
    connected.connect("connection.changed")
    connected.settle()
    problem = connected.ordo.problems["connection"]
    assert problem is not None
    assert problem["code"] == "facility_inactive"
    connected.flourish.data.facility = {}
    connected.connect("connection.changed")
    connected.settle()
    assert connected.ordo.problems["connection"] is None


def test_a_facility_that_cannot_be_looked_at_holds_up_no_sync(connected: Bench) -> None:
    """Flourish refuses to show it: nobody knows of a problem, and the items are there."""
    path = f"/external/api/v1/facilities/{FACILITY_ID}"
    connected.flourish.trouble(Trouble(method="GET", path=path, status=422))
    connected.sync()
    connected.settle()
    assert connected.ordo.syncs["sync_1"]["state"] == "succeeded"
    assert connected.ordo.problems.get("connection") is None
