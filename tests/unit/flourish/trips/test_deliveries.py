"""Deliveries: the shipments of retail orders. What is not said here is as `test_shipments` has it."""

from typing import Any

import pytest

from tests.unit.flourish.company import Company, Json, data, message, record

CUSTOMER = {"email": "robin@example.com", "first_name": "Robin", "last_name": "Hale", "dob": "1991-05-04"}
PLACE = {
    "address_line_1": "7 Mill Lane",
    "city": "Reno",
    "state": "NV",
    "postcode": "89501",
    "country": "US",
}


@pytest.fixture
def shop(company: Company) -> Company:
    """A company with ten of F-1, and a customer."""
    company.item(stock=10)
    assert company.api("POST", "/customers", CUSTOMER).status_code == 200
    return company


def bought(shop: Company, *actions: str, **fields: Json) -> str:
    """The id of a new order of two F-1 to be brought home, after these deeds."""
    body = {
        "customer_id": "1",
        "fulfillment_type": "delivery",
        "delivery_address": PLACE,
        "order_lines": [{"sku": "F-1", "order_qty": 2}],
        **fields,
    }
    order_id: str = record(shop.api("POST", "/retail-orders", body))["id"]
    for action in actions:
        data(shop.office("POST", f"/retail-orders/{order_id}/{action}"))
    return order_id


def delivery(shop: Company, *order_ids: str) -> dict[str, Any]:
    """A new delivery with these orders."""
    return record(shop.api("POST", "/deliveries", {"stops": [{"orders": list(order_ids)}]}))


def do(shop: Company, made: dict[str, Any], action: str) -> dict[str, Any]:
    """Something done to a delivery in the screens."""
    return record(shop.office("POST", f"/deliveries/{made['delivery_id']}/{action}"))


def status_of(shop: Company, order_id: str) -> str:
    """A retail order's status."""
    return str(record(shop.api("GET", f"/retail-orders/{order_id}"))["order_status"])


def test_a_delivery_has_the_documented_shape_under_its_own_words(shop: Company) -> None:
    """Its fields are those of a shipment, renamed; a customer is no facility."""
    packed = bought(shop, "pack")
    body = {
        "delivery_timestamp": "2026-03-02T09:30:05.000Z",
        "orders": [packed],
        "notes": [{"note": "Ring twice"}],
    }
    made = record(shop.api("POST", "/deliveries", body))
    assert made == record(shop.api("GET", f"/deliveries/{made['delivery_id']}"))
    assert made["delivery_status"] == "Orders assigned"
    assert (made["delivery_timestamp"], made["actual_delivery_timestamp"]) == ("2026-03-02T09:30:05.000Z", "")
    (row,) = made["orders"]
    assert (row["order_id"], row["delivery_id"]) == (packed, made["delivery_id"])
    assert (row["destination_facility_id"], row["destination_facility_city"]) == ("", None)
    assert (row["num_packages"], row["total_qty"], row["order_status_description"]) == (1, 2, "Packed")
    assert made["notes"] == [{"delivery_note_id": 1, "subject": "", "note": "Ring twice"}]


def test_a_delivery_that_leaves_takes_its_orders_out(shop: Company) -> None:
    """They are out for delivery, are told of, and are handed over or come back one by one."""
    orders = [bought(shop, "pack"), bought(shop, "pack")]
    made = delivery(shop, *orders)
    shop.listen("Retail Order")
    assert do(shop, made, "ship")["delivery_status"] == "Shipped"
    assert [status_of(shop, one) for one in orders] == ["Out for Delivery"] * 2
    assert [one["resource_type"] for one in shop.messages()] == ["retail_order"] * 2
    data(shop.office("POST", f"/retail-orders/{orders[0]}/complete"))
    data(shop.office("POST", f"/retail-orders/{orders[1]}/mark-as-undeliverable"))
    assert shop.summary()["qty"] == 8
    again = delivery(shop, orders[1])
    assert do(shop, again, "ship")["num_orders"] == 1
    assert status_of(shop, orders[1]) == "Out for Delivery"


def test_a_delivery_leaves_with_all_its_orders_or_not_at_all(shop: Company) -> None:
    """One that is not packed keeps the others."""
    ready, unready = bought(shop, "pack"), bought(shop)
    made = delivery(shop, ready, unready)
    path = f"/deliveries/{made['delivery_id']}/ship"
    said = message(shop.office("POST", path))
    assert said == f"order with ID {unready} cannot leave until everything on it is set aside"
    assert status_of(shop, ready) == "Packed"
    data(shop.office("POST", f"/retail-orders/{unready}/pack"))
    assert record(shop.office("POST", path))["delivery_status"] == "Shipped"


def test_each_kind_of_order_goes_with_its_kind_of_trip(shop: Company) -> None:
    """An outbound order is of another kind to a delivery, and a retail order to a shipment."""
    outbound, retail = shop.order()["id"], bought(shop)
    of_another_kind = "one or more order IDs did not correspond to an outbound order"
    assert message(shop.api("POST", "/deliveries", {"orders": [outbound]})) == of_another_kind
    assert message(shop.api("POST", "/shipments", {"orders": [retail]})) == of_another_kind
    unknown = "one or more order IDs does not correspond to an outbound order"
    assert message(shop.api("POST", "/deliveries", {"orders": ["123456"]})) == unknown


def test_what_cannot_be_brought_is_refused(shop: Company) -> None:
    """Orders that are over, that somebody fetches, or that another delivery has; and unknown drivers."""
    over, fetched, taken = bought(shop, "cancel"), bought(shop, fulfillment_type="pickup"), bought(shop)
    delivery(shop, taken)

    def refused(body: Json) -> str:
        return message(shop.api("POST", "/deliveries", body))

    for order_id in (over, fetched):
        ineligible = f"order with ID {order_id} cannot be assigned since it is in an ineligible status"
        assert refused({"orders": [order_id]}) == ineligible
    assert refused({"orders": [taken]}) == f"order with ID {taken} is already assigned to another delivery"
    assert refused({"drivers": ["x"]}) == "one or more delivery driver(s) does not exist, or is inactive"


def test_a_retail_order_on_a_delivery_is_not_sent_out_by_itself(shop: Company) -> None:
    """Unless the delivery is cancelled."""
    order_id = bought(shop, "pack")
    made = delivery(shop, order_id)
    path = f"/retail-orders/{order_id}/send-out"
    assert f"assigned to delivery {made['delivery_id']}" in message(shop.office("POST", path))
    assert do(shop, made, "cancel")["num_orders"] == 0
    assert record(shop.office("POST", path))["order_status"] == "Out for Delivery"


@pytest.mark.parametrize("action", ["cancel", "complete", "paid for", "fetched after all"])
def test_an_order_that_need_not_be_brought_any_more_goes_off_its_delivery(shop: Company, action: str) -> None:
    """Cancelled, handed over in the shop, paid for there, or to be fetched now."""
    order_id = bought(shop) if action == "fetched after all" else bought(shop, "pack")
    made = delivery(shop, order_id)
    path = f"/retail-orders/{order_id}"
    if action == "paid for":
        body = {"payment_type": "Cash", "amount": 20, "automatic_complete": True}
        data(shop.api("POST", f"{path}/payment", body))
    elif action == "fetched after all":
        lines = [{"sku": "F-1", "order_qty": 2}]
        body = {"customer_id": "1", "fulfillment_type": "pickup", "order_lines": lines}
        data(shop.api("PUT", path, body))
    else:
        data(shop.office("POST", f"{path}/{action}"))
    now = record(shop.api("GET", f"/deliveries/{made['delivery_id']}"))
    assert (now["orders"], now["delivery_status"]) == (None, "Created")


def test_a_delivery_in_metrc_is_refused_under_its_own_word(shop: Company) -> None:
    """As a shipment is."""
    made = delivery(shop, bought(shop, "pack"))
    do(shop, made, "metrc-transfer-template")
    said = message(shop.api("PUT", f"/deliveries/{made['delivery_id']}", {}))
    assert said.startswith("delivery cannot be updated via external API once a METRC")
    found = data(shop.api("GET", "/deliveries", query={"delivery_status_id": "20"}))
    assert [one["delivery_id"] for one in found] == [made["delivery_id"]]


def test_deliveries_outlive_a_snapshot(shop: Company) -> None:
    """Their orders are still bound to them."""
    order_id = bought(shop, "pack")
    made = delivery(shop, order_id)
    tenant = f"/_sim/tenants/{shop.tenant}"
    kept = shop.client.get(f"{tenant}/snapshot?secrets=true").data
    shop.client.delete(tenant)
    body = b'{"snapshot":' + kept + b"}"
    assert shop.client.post("/_sim/tenants", data=body, content_type="application/json").status_code == 201
    assert "assigned to delivery" in message(shop.office("POST", f"/retail-orders/{order_id}/send-out"))
    assert do(shop, made, "ship")["delivery_status"] == "Shipped"
