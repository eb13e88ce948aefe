"""`/retail-orders`, `/customers` and `/discounts`."""

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import get_or_404, not_found
from sim_flourish.conventions.filters import Filters, flag_fields, text_fields
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import (
    facility_for_read,
    facility_if_sent,
    facility_of,
    warehouse_for,
    work_for,
)
from sim_flourish.events import RetailOrderChanged
from sim_flourish.model.orders import OrderId
from sim_flourish.model.payment_status import PaymentStatus
from sim_flourish.model.places import Facility
from sim_flourish.model.retail import Customer, CustomerId, FulfillmentType, RetailOrder
from sim_flourish.model.retail_status import RetailEvent, RetailStatus
from sim_flourish.model.world import Mmur, World
from sim_flourish.orders.api import ORIGINS
from sim_flourish.peripheral.retail.customer_shapes import (
    customer_json,
    listed_customer_json,
    written_customer_json,
)
from sim_flourish.peripheral.retail.customers import save_customer
from sim_flourish.peripheral.retail.discounts import available_discounts
from sim_flourish.peripheral.retail.placing import place_retail_order, update_retail_order
from sim_flourish.peripheral.retail.request import parse_customer, parse_payment, parse_retail_order
from sim_flourish.peripheral.retail.rules import pay_retail_order
from sim_flourish.peripheral.retail.shapes import (
    listed_retail_order_json,
    retail_discount_json,
    retail_order_json,
    written_retail_order_json,
)
from sim_flourish.peripheral.retail.totals import retail_payment_status
from sim_flourish.warehouse.warehouse import Warehouse
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def list_retail_discounts(call: Call[World]) -> Answer:
    """All of them in one answer, without `meta`."""
    offered = available_discounts(work_for(call), facility_of(call))
    return success([retail_discount_json(call.world, discount) for discount in offered])


FILTERS: Filters[Customer] = Filters(
    texts={
        **text_fields("first_name", "last_name", "dob", "state", "patient_id", "email"),
        "phone_number": lambda customer: (customer.phone,),
    },
    days=frozenset({"dob"}),
    moments={"last_updated_timestamp": lambda customer: customer.audit.last_updated_at},
)


_REMARKS = {
    Mmur.DISABLED: ("CUS0003", "customer was created in flourish, but MMUR lookup is disabled"),
    Mmur.NOT_FOUND: ("CUS0002", "customer was created in flourish, but was not found in the MMUR"),
}
"""The code beside the answer to a written customer, and the message in the place of "Success".

The codes are documented (contract section 1); who was found in the register gets neither.
"""


def list_customers(call: Call[World]) -> Answer:
    """The customers asked for; an unknown e-mail address gives an empty list."""
    rows = FILTERS.parse(call.query).of(call.world.customers.values())
    return page(call, rows, listed_customer_json)


def get_customer(call: Call[World], customer_id: str) -> Answer:
    return success(customer_json(_find_customer(call, customer_id)))


def post_customer(call: Call[World]) -> Answer:
    work = work_for(call)
    return _written(call, save_customer(work, parse_customer(work, JsonFields(call.body))))


def put_customer(call: Call[World], customer_id: str) -> Answer:
    """Replaces a customer; the remark is the same as for a new one."""
    before, work = _find_customer(call, customer_id), work_for(call)
    return _written(call, save_customer(work, parse_customer(work, JsonFields(call.body)), before))


def _written(call: Call[World], customer: Customer) -> Answer:
    """The customer, with a code when the state's register of patients did not confirm them."""
    answer = success(written_customer_json(customer))
    if call.world.settings.mmur not in _REMARKS:
        return answer
    code, message = _REMARKS[call.world.settings.mmur]
    return Answer(body={**answer.body, "message": message, "code": code})


def _find_customer(call: Call[World], customer_id: str) -> Customer:
    return get_or_404(call.world.customers, CustomerId(customer_id), "customer")


def retail_filters(warehouse: Warehouse) -> Filters[RetailOrder]:
    """The parameters of the list; patients are looked up among the warehouse's customers."""
    customers = warehouse.world.customers
    return Filters(
        texts={
            **text_fields("customer_id", "order_id"),
            "patient_id": lambda order: (customers[order.customer_id].patient_id,),
            "order_status": lambda order: (order.order_status.value,),
            "order_origin": lambda _: ("Flourish",),
            "order_fulfillment_type": lambda order: (order.fulfillment_type.value,),
            "order_payment_status": lambda order: (retail_payment_status(order).value,),
        },
        choices={
            "order_status": frozenset(RetailStatus),
            "order_origin": ORIGINS,
            "order_fulfillment_type": frozenset(FulfillmentType),
            "order_payment_status": frozenset(PaymentStatus),
        },
        flags=flag_fields("is_backorder", "is_preorder", "needs_review"),
        moments={
            "created_timestamp": lambda order: order.audit.created_at,
            "submitted_timestamp": lambda order: None if order.submitted is None else order.submitted.at,
            "packed_timestamp": lambda order: None if order.packed is None else order.packed.at,
            "completed_timestamp": lambda order: None if order.completed is None else order.completed.at,
        },
    )


def list_retail_orders(call: Call[World]) -> Answer:
    """The orders asked for, by id; of the whole company without FacilityID."""
    warehouse, facility = warehouse_for(call), facility_for_read(call)
    narrowed = retail_filters(warehouse).parse(call.query)
    orders = call.world.retail_orders.values()
    rows = narrowed.of(
        order for order in orders if facility is None or order.facility_id == facility.facility_id
    )
    return page(call, rows, lambda order: listed_retail_order_json(warehouse, order))


def get_retail_order(call: Call[World], order_id: str) -> Answer:
    """One order; the FacilityID header may be left out."""
    order = _find_order(call, order_id, facility_for_read(call))
    return success(retail_order_json(warehouse_for(call), order))


def post_retail_order(call: Call[World]) -> Answer:
    """A new order with the discounts that the caller names."""
    return _post(call, automatic_discounts=False)


def post_retail_order_v2(call: Call[World]) -> Answer:
    """A new order with these discounts and with those that apply themselves."""
    return _post(call, automatic_discounts=True)


def _post(call: Call[World], *, automatic_discounts: bool) -> Answer:
    facility, work = facility_if_sent(call), work_for(call)
    asked = parse_retail_order(work, JsonFields(call.body))
    order = place_retail_order(work, facility, asked, automatic_discounts=automatic_discounts)
    call.tenant.publish(RetailOrderChanged(before=None, after=order))
    return success(written_retail_order_json(work.warehouse, order))


def put_retail_order(call: Call[World], order_id: str) -> Answer:
    """Replaces an order while it is Created or Submitted."""
    facility, work = facility_if_sent(call), work_for(call)
    before = _find_order(call, order_id, facility)
    after = update_retail_order(work, before, facility, parse_retail_order(work, JsonFields(call.body)))
    call.tenant.publish(RetailOrderChanged(before=before, after=after, event=RetailEvent.UPDATED_BY_API))
    return success(written_retail_order_json(work.warehouse, after))


def post_retail_payment(call: Call[World], order_id: str) -> Answer:
    """A payment; it needs no FacilityID and answers as a read does."""
    work = work_for(call)
    before = _find_order(call, order_id, None)
    after = pay_retail_order(work, before, parse_payment(JsonFields(call.body)))
    completed = after.order_status is not before.order_status
    event = RetailEvent.COMPLETED if completed else None
    call.tenant.publish(RetailOrderChanged(before=before, after=after, event=event))
    return success(retail_order_json(work.warehouse, after))


def _find_order(call: Call[World], order_id: str, facility: Facility | None) -> RetailOrder:
    """The order, of the facility that is named or of none yet."""
    order = call.world.retail_orders.get(OrderId(order_id))
    if order is None or (facility is not None and order.facility_id not in (None, facility.facility_id)):
        raise not_found("retail order", order_id)
    return order


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/retail-discounts")(list_retail_discounts)
    router.route("GET", "/customers")(list_customers)
    router.route("GET", "/customers/{customer_id}")(get_customer)
    router.route("POST", "/customers")(post_customer)
    router.route("PUT", "/customers/{customer_id}")(put_customer)
    router.route("GET", "/retail-orders")(list_retail_orders)
    router.route("GET", "/retail-orders/{order_id}")(get_retail_order)
    router.route("POST", "/retail-orders")(post_retail_order)
    router.route("PUT", "/retail-orders/{order_id}")(put_retail_order)
    router.route("POST", "/retail-orders/{order_id}/payment")(post_retail_payment)


def register_v2(router: ApiRouter[World]) -> None:
    router.route("POST", "/retail-orders")(post_retail_order_v2)
