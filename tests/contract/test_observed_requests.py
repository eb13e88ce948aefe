"""What real clients are known to send obeys the request schemas, and what they mistype does not."""

from typing import Any

import pytest

from foundation.contract import payload

ORDER = "flourish/outbound_order_request.json"
UPDATE = "flourish/outbound_order_update_request.json"
DESTINATION = "flourish/destination_request.json"
RETAIL_ORDER = "flourish/retail_order_request.json"
PLACE = {"address_line_1": "7 Mill Lane", "city": "Reno", "state": "NV", "postcode": "89501", "country": "US"}
LINE = {"sku": "PRE-ROLL-1G", "order_qty": 3, "unit_price": 8.25, "discount_price": 0}
SMALLEST: dict[str, Any] = {"destination": {"id": "5f1d0c2b"}, "order_lines": [LINE]}
BROUGHT_HOME: dict[str, Any] = {
    "customer_id": "1",
    "fulfillment_type": "delivery",
    "order_lines": [{"sku": "PRE-ROLL-1G", "order_qty": 3, "unit_price": 8.25}],
}


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        (ORDER, SMALLEST),
        (ORDER, {**SMALLEST, "sales_rep": {"id": "7"}}),
        (ORDER, {**SMALLEST, "sales_rep": {"id": 7}}),
        (ORDER, {**SMALLEST, "sales_rep": None, "notes": [{"subject": "s", "note": "n"}]}),
        (ORDER, {**SMALLEST, "order_lines": [{"item_id": "7", "order_qty": 0.5}]}),
        (ORDER, {**SMALLEST, "payment_term": "Net 30", "ref_field_1": "PO 7"}),
        (ORDER, {**SMALLEST, "requested_delivery_date": "2026-03-09"}),
        (ORDER, {**SMALLEST, "destination": {"type": "Dispensary", "facility_name": "Juniper Corner"}}),
        (ORDER, {**SMALLEST, "destination": {"id": "5f1d0c2b", "name": "Juniper Corner"}}),
        (
            ORDER,
            {
                **SMALLEST,
                "destination": {
                    "type": "Dispensary",
                    "name": "Juniper Corner",
                    "company_phone_number": "7755550100",
                    "external_id": 42,
                },
            },
        ),
        (
            UPDATE,
            {
                "original_order_id": "ord_1",
                "destination": {"id": "5f1d0c2b"},
                "order_timestamp": "2026-03-02T09:30:05.000Z",
                "order_status": "Cancelled",
            },
        ),
        (UPDATE, {"order_status": "Cancelled"}),
        (DESTINATION, {"type": "Dispensary", "name": "Juniper Corner", "external_id": 42}),
        (RETAIL_ORDER, {**BROUGHT_HOME, "delivery_address": {**PLACE, "type": "delivery"}}),
    ],
)
def test_what_clients_send_is_taken(schema: str, body: dict[str, Any]) -> None:
    """Each request that public client code is known to send obeys its schema."""
    assert payload(schema).first_problem(body) is None


@pytest.mark.parametrize(
    ("schema", "body", "pointer"),
    [
        (ORDER, {"order_lines": [LINE]}, ""),
        (ORDER, {**SMALLEST, "order_lines": []}, "/order_lines"),
        (ORDER, {**SMALLEST, "order_lines": [{"order_qty": 1}]}, "/order_lines/0"),
        (ORDER, {**SMALLEST, "order_lines": [{**LINE, "order_qty": "3"}]}, "/order_lines/0/order_qty"),
        (ORDER, {**SMALLEST, "order_lines": [{**LINE, "order_qty": 0}]}, "/order_lines/0/order_qty"),
        (ORDER, {**SMALLEST, "order_lines": [{**LINE, "quantity": 3}]}, "/order_lines/0"),
        (ORDER, {**SMALLEST, "notes": "as a retail order has them"}, "/notes"),
        (ORDER, {**SMALLEST, "payment_term": 30}, "/payment_term"),
        (ORDER, {**SMALLEST, "ref_field_1": 7}, "/ref_field_1"),
        (RETAIL_ORDER, {**BROUGHT_HOME, "delivery_address": {**PLACE, "type": 1}}, "/delivery_address/type"),
        (ORDER, {**SMALLEST, "invoice_date": "03/02/2026"}, "/invoice_date"),
        (UPDATE, {}, ""),
        (UPDATE, {"order_status": "Canceled"}, "/order_status"),
        (DESTINATION, {"type": "Shop", "name": "Juniper Corner"}, "/type"),
        (DESTINATION, {"type": "Dispensary", "name": "Juniper Corner", "state": "Nevada"}, "/state"),
    ],
)
def test_mistakes_are_caught(schema: str, body: dict[str, Any], pointer: str) -> None:
    """Each mistake is found, and the place where it is."""
    problem = payload(schema).first_problem(body)
    assert problem is not None
    assert problem.pointer == pointer
