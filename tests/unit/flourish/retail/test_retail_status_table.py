"""The life of a retail order: every pair of the table."""

from itertools import product

import pytest

from sim_flourish.conventions.errors import RefusedError
from sim_flourish.model.retail_status import RetailEvent, RetailStatus
from sim_flourish.peripheral.retail.rules import next_retail_status
from tests.unit.flourish.company import Company

CREATED, SUBMITTED, PACKED = RetailStatus.CREATED, RetailStatus.SUBMITTED, RetailStatus.PACKED
OUT, BACK = RetailStatus.OUT_FOR_DELIVERY, RetailStatus.UNDELIVERABLE
DONE, CANCELLED = RetailStatus.COMPLETED, RetailStatus.CANCELLED

EXPECTED = {
    RetailEvent.UPDATED_BY_API: {CREATED: CREATED, SUBMITTED: SUBMITTED},
    RetailEvent.SUBMITTED: {CREATED: SUBMITTED},
    RetailEvent.PACKED: dict.fromkeys((CREATED, SUBMITTED), PACKED),
    RetailEvent.SENT_OUT: dict.fromkeys((PACKED, BACK), OUT),
    RetailEvent.FAILED: {OUT: BACK},
    RetailEvent.COMPLETED: dict.fromkeys((CREATED, SUBMITTED, PACKED, OUT), DONE),
    RetailEvent.CANCELLED: dict.fromkeys((CREATED, SUBMITTED, PACKED, BACK), CANCELLED),
}


@pytest.mark.parametrize(("status", "event"), list(product(RetailStatus, RetailEvent)))
def test_every_pair_leads_where_it_should(status: RetailStatus, event: RetailEvent) -> None:
    """Each status and event gives the expected status, or is refused in words."""
    expected = EXPECTED[event].get(status)
    if expected is None:
        with pytest.raises(RefusedError) as refused:
            next_retail_status(status, event)
        assert refused.value.status == 400
        assert refused.value.message
    else:
        assert next_retail_status(status, event) is expected


def test_only_retail_is_outside_of_an_integration(company: Company) -> None:
    """The gate demands every row of an outbound order's table, and none of a retail order's."""
    machines = company.client.get("/_sim/catalogue").get_json()["machines"]
    uses = {one["subject"]: {row["use"] for row in one["transitions"]} for one in machines}
    assert uses["outbound_order"] == {"ordinary"}
    assert uses["retail_order"] == {"outside"}
