"""The life of a shipment or delivery: every pair of the table."""

from itertools import product

import pytest

from sim_flourish.model.trips import (
    OPEN_TRIPS,
    STATUS_IDS,
    TRIP_STATUS_TABLE,
    TripEvent,
    TripStatus,
)
from sim_kernel.transitions import IllegalTransitionError, follow

CREATED, ASSIGNED, PRINTED = TripStatus.CREATED, TripStatus.ORDERS_ASSIGNED, TripStatus.MANIFEST_PRINTED
EXPECTED = {
    TripEvent.LOADED: dict.fromkeys((CREATED, ASSIGNED, PRINTED), ASSIGNED),
    TripEvent.EMPTIED: dict.fromkeys((CREATED, ASSIGNED, PRINTED), CREATED),
    TripEvent.MANIFEST_PRINTED: dict.fromkeys((ASSIGNED, PRINTED), PRINTED),
    TripEvent.SHIPPED: dict.fromkeys((ASSIGNED, PRINTED), TripStatus.SHIPPED),
    TripEvent.CANCELLED: dict.fromkeys((CREATED, ASSIGNED, PRINTED), TripStatus.CANCELLED),
}


@pytest.mark.parametrize(("status", "event"), list(product(TripStatus, TripEvent)))
def test_every_pair_leads_where_it_should(status: TripStatus, event: TripEvent) -> None:
    """Each status and event gives the expected status, or is no row."""
    expected = EXPECTED[event].get(status)
    if expected is None:
        with pytest.raises(IllegalTransitionError):
            follow(TRIP_STATUS_TABLE, status, event)
    else:
        assert follow(TRIP_STATUS_TABLE, status, event) is expected


def test_nothing_leaves_a_status_that_is_over() -> None:
    """Shipped and Cancelled are the ends."""
    assert {status for status, _ in TRIP_STATUS_TABLE} == OPEN_TRIPS


def test_the_numbers_of_the_statuses_are_the_documented_ones() -> None:
    """Lists are filtered by them."""
    assert {status.value: number for status, number in STATUS_IDS.items()} == {
        "Created": 10,
        "Orders assigned": 20,
        "Manifest printed": 30,
        "Shipped": 40,
        "Cancelled": 99,
    }
