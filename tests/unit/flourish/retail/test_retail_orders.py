"""Retail orders over HTTP: placed, replaced, paid, packed, brought home, and what becomes of the stock."""

from typing import Any

import pytest
from flask import Flask

from tests.unit.flourish.company import Company, Json, data, message, record
from tests.unit.flourish.retail.retail_shop import (
    CUSTOMER,
    PLACE,
    body_of,
    deliver,
    do,
    open_shop,
    place,
    read,
    record_of,
    refusal,
    stock,
)


@pytest.fixture
def shop(company: Company) -> Company:
    """A shop with ten of F-1."""
    return open_shop(company)


def test_a_new_order_is_created_and_on_order(shop: Company) -> None:
    """It is Created, awaits payment, shares the counter of all orders, and what it wants is on order."""
    order = place(shop, original_order_id="web-1", notes="Ring twice")
    assert (order["order_status"], order["payment_status"]) == ("Created", "Awaiting Payment")
    assert (order["sub_total_price"], order["total_price"]) == (20, 20)
    assert (order["notes"], order["fulfillment_type"]) == ("Ring twice", "pickup")
    assert stock(shop) == (10, 10, 2, 8)
    assert int(shop.order()["id"]) == int(order["id"]) + 1


def test_what_is_read_has_the_other_names(shop: Company) -> None:
    """A read has order_id, order_notes and order_fulfillment_type; a list has id as well."""
    order = place(shop, notes="Ring twice")
    one = read(shop, order)
    assert "id" not in one
    assert (one["order_id"], one["order_notes"]) == (order["id"], "Ring twice")
    assert one["order_fulfillment_type"] == "Pickup"
    assert one["customer"]["email"] == "robin@example.com"
    (listed,) = data(shop.api("GET", "/retail-orders"))
    assert (listed["id"], listed["order_id"]) == (order["id"], order["id"])


def test_packing_sets_aside_and_handing_over_takes_out(shop: Company) -> None:
    """The stock of a packed order is set aside; it leaves when the order is completed."""
    order = place(shop, order_status="submitted")
    assert order["order_status"] == "Submitted"
    packed = do(shop, order, "pack")
    assert (packed["order_status"], packed["packed_by"]) == ("Packed", packed["last_updated_by"])
    assert packed["order_lines"][0]["allocated_qty"] == 2
    assert stock(shop) == (10, 8, 0, 8)
    assert do(shop, order, "complete")["order_status"] == "Completed"
    assert stock(shop) == (8, 8, 0, 8)


def test_a_delivery_goes_out_and_can_come_back(shop: Company) -> None:
    """Only a packed delivery goes out; undeliverable it can go out again, and arrives."""
    order = deliver(shop)
    assert refusal(shop, order, "send-out") == "the order cannot be sent out while it is Created"
    do(shop, order, "pack")
    assert do(shop, order, "send-out")["order_status"] == "Out for Delivery"
    assert do(shop, order, "mark-as-undeliverable")["order_status"] == "Undeliverable"
    assert stock(shop) == (10, 8, 0, 8)
    do(shop, order, "send-out")
    done = do(shop, order, "complete")
    assert done["order_status"] == "Completed"
    assert done["delivered_timestamp"] == done["completed_timestamp"] is not None


def test_what_is_picked_up_is_not_sent_out(shop: Company) -> None:
    """A pickup cannot be sent out."""
    order = place(shop)
    do(shop, order, "pack")
    assert refusal(shop, order, "send-out") == "only a delivery can be sent out, and the order is for Pickup"


def test_cancelling_frees_the_stock(shop: Company) -> None:
    """A packed order that is cancelled gives its stock back; a second time is refused in documented words."""
    order = place(shop)
    do(shop, order, "pack")
    assert do(shop, order, "cancel")["order_status"] == "Cancelled"
    assert stock(shop) == (10, 10, 0, 10)
    assert refusal(shop, order, "cancel") == "Order has already been cancelled"
    done = place(shop)
    do(shop, done, "complete")
    assert refusal(shop, done, "cancel") == "Order has already been completed"


def test_packing_without_stock_changes_nothing(shop: Company) -> None:
    """An order for more than there is cannot be packed, nor any of it set aside."""
    order = place(shop, order_lines=[{"sku": "F-1", "order_qty": 6}, {"sku": "F-1", "order_qty": 6}])
    assert "is available to allocate" in refusal(shop, order, "pack")
    assert read(shop, order)["order_status"] == "Created"
    assert stock(shop) == (10, 10, 12, -2)


def test_a_delivery_needs_no_facility_until_it_is_packed(shop: Company) -> None:
    """Without FacilityID a delivery is nobody's, and whoever packs it takes it on; a pickup is refused."""
    key = {"x-api-key": shop.api_key}
    body = body_of(fulfillment_type="delivery", delivery_address=PLACE)
    order = record(shop.api("POST", "/retail-orders", body, headers=key))
    assert order["facility_id"] is None
    assert stock(shop) == (10, 10, 0, 10)
    assert refusal(shop, order, "pack") == "the order belongs to no facility yet; say which packs it"
    assert do(shop, order, "pack", {"facility_id": shop.facility_id})["facility_id"] == shop.facility_id
    assert "FacilityID" in message(shop.api("POST", "/retail-orders", body_of(), headers=key))


def test_an_address_is_found_or_made(shop: Company) -> None:
    """A delivery address that the customer has is used; a new one becomes the primary shipping address."""
    first, second = deliver(shop), deliver(shop)
    assert first["delivery_address_id"] == second["delivery_address_id"]
    elsewhere = deliver(shop, delivery_address={**PLACE, "city": "Sparks"})
    customer = record(shop.api("GET", "/customers/1"))
    assert [(one["city"], one["is_primary"]) for one in customer["address"]] == [
        ("Reno", False),
        ("Sparks", True),
    ]
    by_id = place(
        shop,
        fulfillment_type="delivery",
        delivery_address_id=first["delivery_address_id"],
        delivery_address={**PLACE, "city": "Elko"},
    )
    assert by_id["delivery_address_id"] == first["delivery_address_id"] != elsewhere["delivery_address_id"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [("delivery", "delivery"), ("Billing", "billing"), ("Back door", "Back door"), (None, "shipping")],
)
def test_the_type_of_a_delivery_address_is_kept_with_it(shop: Company, said: str | None, kept: str) -> None:
    """The vendor's own shop sends one; the address is found again whatever type is said of it."""
    deliver(shop, delivery_address={**PLACE, "type": said})
    deliver(shop, delivery_address={**PLACE, "type": "other"})
    (address,) = record(shop.api("GET", "/customers/1"))["address"]
    assert address["address_type"] == kept


def test_an_address_is_written_back_as_it_was_read(shop: Company) -> None:
    """A customer whose address came with a delivery can be replaced by what a list says of it."""
    deliver(shop, delivery_address={**PLACE, "type": "delivery"})
    (listed,) = data(shop.api("GET", "/customers"))
    fields = ("id", "type", *PLACE)
    addresses = [{name: address[name] for name in fields} for address in listed["address"]]
    changed = record_of(shop.api("PUT", "/customers/1", {**CUSTOMER, "address": addresses}))
    assert [address["type"] for address in changed["address"]] == ["delivery"]


def test_an_update_replaces_the_whole_order(shop: Company) -> None:
    """What an update does not say is gone; the status stays, and past Submitted it is refused."""
    order = place(shop, notes="Ring twice", delivery_fee=3)
    path = f"/retail-orders/{order['id']}"
    changed = record(shop.api("PUT", path, body_of(order_lines=[{"sku": "F-1", "order_qty": 5}])))
    assert (changed["notes"], changed["delivery_fee"], changed["total_price"]) == (None, 0, 50)
    assert stock(shop) == (10, 10, 5, 5)
    moved = shop.api("PUT", path, body_of(order_status="submitted"))
    assert message(moved) == "order_status cannot be changed by an update"
    do(shop, order, "pack")
    late = shop.api("PUT", path, body_of())
    assert message(late) == "the order cannot be updated by api while it is Packed"


def test_recreational_purchases_are_taxed(shop: Company) -> None:
    """The facility's retail tax is on recreational orders only, after discounts."""
    shop.office("PATCH", f"/facilities/{shop.facility_id}", {"retail_tax_rate": 10})
    off = [{"method": "dollar", "amount": 4}]
    order = place(shop, is_recreational=True, applied_discounts=off, delivery_fee=2)
    assert (order["taxes"], order["total_discounts"], order["total_price"]) == (1.6, 4, 19.6)
    assert place(shop)["taxes"] == 0


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"customer_id": "99"}, "customer with ID 99 does not exist"),
        ({"order_lines": [{"sku": "F-9", "order_qty": 1}]}, "order_lines[0].sku: no item has the sku F-9"),
        ({"applied_discounts": [{"method": "dollar", "amount": 21}]}, "discounts are more than"),
        ({"applied_discounts": [{"discount_id": 9}]}, "applied_discounts[0]: discount with ID 9"),
        ({"applied_discounts": [{"amount": 1, "sku": "F-9"}]}, "sku F-9 is not on the order"),
        ({"fulfillment_type": "delivery", "delivery_address_id": 9}, "address with ID 9 is none of"),
        ({"order_status": "Packed"}, "order_status"),
        ({"order_lines": [{"sku": "F-1", "order_qty": 9e8, "unit_price": 9e8}]}, "comes to more than"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    shop: Company, fields: dict[str, Any], says: str
) -> None:
    """Each impossible order is refused in words, and no order is there afterwards."""
    assert says in message(shop.api("POST", "/retail-orders", body_of(**fields)))
    assert data(shop.api("GET", "/retail-orders")) == []
    assert stock(shop) == (10, 10, 0, 10)


def test_what_is_not_there_is_not_found(shop: Company) -> None:
    """An unknown order is 404, an outbound order is no retail order, and another facility's is not shown."""
    message(shop.api("GET", "/retail-orders/00000099"), 404)
    message(shop.api("GET", f"/retail-orders/{shop.order()['id']}"), 404)
    other = record(
        shop.office("POST", "/facilities", {"facility_name": "South", "facility_type": "Dispensary"})
    )
    headers = {"x-api-key": shop.api_key, "FacilityID": other["id"]}
    order = place(shop)
    message(shop.api("GET", f"/retail-orders/{order['id']}", headers=headers), 404)
    assert data(shop.api("GET", "/retail-orders", headers=headers)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"order_status": "Packed"}, ["b"]),
        ({"order_status": ["Packed", "Submitted"]}, ["a", "b"]),
        ({"order_fulfillment_type": "Delivery"}, ["b"]),
        ({"is_preorder": "true"}, ["a"]),
        ({"needs_review": "true"}, ["b"]),
        ({"patient_id": "P-1"}, ["a", "b"]),
        ({"customer_id": "2"}, []),
        ({"order_payment_status": "Partially Paid"}, ["a"]),
        ({"packed_timestamp_start": "2020-01-01T00:00:00Z"}, ["b"]),
        ({"submitted_timestamp_start": "2020-01-01T00:00:00Z"}, ["a"]),
        ({"completed_timestamp_end": "2120-01-01T00:00:00Z"}, []),
    ],
)
def test_lists_are_narrowed(shop: Company, query: Json, found: list[str]) -> None:
    """Each parameter leaves the orders that it is about."""
    patient = {**CUSTOMER, "patient_id": "P-1", "state": "NV"}
    record_of(shop.api("PUT", "/customers/1", patient))
    place(shop, original_order_id="a", order_status="submitted", is_preorder=True, total_paid=1)
    second = deliver(shop, original_order_id="b")
    do(shop, second, "pack")
    shop.office("PATCH", f"/retail-orders/{second['id']}", {"needs_review": True})
    rows = data(shop.api("GET", "/retail-orders", query=query))
    assert [one["original_order_id"] for one in rows] == found


def test_a_retail_order_is_announced(shop: Company) -> None:
    """An endpoint for retail orders hears of it in the shape of a read, and of its stock when it moves."""
    shop.listen("Retail Order", "Inventory")
    order = place(shop)
    do(shop, order, "pack")
    record(shop.api("POST", f"/retail-orders/{order['id']}/payment", {"payment_type": "Cash", "amount": 1}))
    published = [(one["resource_type"], one["action"]) for one in shop.messages()]
    assert published == [
        ("retail_order", "create"),
        ("inventory_summary", "update"),
        ("retail_order", "update"),
        ("inventory_summary", "update"),
        ("retail_order", "update"),
    ]
    assert shop.messages()[-1]["data"] == read(shop, order)


def test_a_snapshot_keeps_retail(shop: Company) -> None:
    """Orders, customers and discounts come back, and what is on order is counted again."""
    discount = {"discount_name": "Fern week", "method": "percentage", "amount": 10}
    record(shop.office("POST", "/retail-discounts", discount))
    order = place(shop, total_paid=1, order_status="submitted", applied_discounts=[{"discount_id": 1}])
    before = read(shop, order), stock(shop), data(shop.api("GET", "/retail-discounts"))
    snapshot = shop.client.get(f"/_sim/tenants/{shop.tenant}/snapshot?secrets=true").get_json()
    assert shop.client.post("/_sim/tenants", json={"snapshot": snapshot}).status_code == 201
    assert (read(shop, order), stock(shop), data(shop.api("GET", "/retail-discounts"))) == before


def test_a_variation_is_sold_as_it_is_packed(shop: Company) -> None:
    """A line of a variation costs what the pack does; its id is text when read and a number when written."""
    item = shop.item(sku="P-1", item_name="Pre-roll")
    pack = shop.variation(item, sku="P-5")
    shop.adjust(item, 3, item_variation_id=pack["id"])
    order = place(shop, order_lines=[{"sku": "P-5", "order_qty": 1}])
    (written,) = order["order_lines"]
    (line,) = read(shop, order)["order_lines"]
    assert (written["item_variation_pk"], line["item_variation_pk"]) == (int(pack["id"]), pack["id"])
    assert (line["unit_price"], line["unit_qty"], line["variation_name"]) == (45, 5, "Pack of 5")
    do(shop, order, "pack")
    assert read(shop, order)["order_lines"][0]["allocated_qty"] == 1


def test_one_shape_for_reads_can_be_asked_for(app: Flask) -> None:
    """A tenant can answer one order as the list does, with its id."""
    shop = Company.of(app, settings={"retail_order_read_as_listed": True})
    shop.item(stock=10)
    record_of(shop.api("POST", "/customers", CUSTOMER))
    shop.listen("Retail Order")
    order = place(shop)
    assert [read(shop, order)] == data(shop.api("GET", "/retail-orders"))
    assert [one["data"] for one in shop.messages()] == [read(shop, order)]
