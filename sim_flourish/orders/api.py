"""`/outbound-orders`, `/order-payment-terms`: where Ordo's orders arrive and are read (O2, O3, O5, O16)."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import Refusal, RefusedError, get_or_404, not_found
from sim_flourish.conventions.filters import Filters, text_fields
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import facility_for_read, facility_of, warehouse_for, work_for
from sim_flourish.events import OrderChanged
from sim_flourish.model.order_status import OrderEvent, OrderStatus
from sim_flourish.model.orders import OrderId, OrderPaymentTerm, OutboundOrder
from sim_flourish.model.payment_status import PaymentStatus, payment_status
from sim_flourish.model.places import Facility
from sim_flourish.model.world import World
from sim_flourish.orders.placing import cancel_order, place_order, update_order_by_api
from sim_flourish.orders.request import beside_ids, parse_new_order, parse_order
from sim_flourish.orders.shapes import order_json
from sim_flourish.orders.written_shapes import created_order_json, updated_order_json
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call
from sim_kernel.contract_use import ignored

_DUE = ("due_num_days", "due_day_of_month", "due_next_month_cond_num_days")
TERM_FILTERS: Filters[OrderPaymentTerm] = Filters(
    texts=text_fields("order_payment_term"),
    search=lambda term: (term.order_payment_term,),
)


def list_order_payment_terms(call: Call[World]) -> Answer:
    facility_of(call)
    return page(call, TERM_FILTERS.parse(call.query).of(call.world.payment_terms.values()), asdict)


def get_order_payment_term(call: Call[World], order_payment_term_id: str) -> Answer:
    facility_of(call)
    terms = {str(term_id): term for term_id, term in call.world.payment_terms.items()}
    return success(asdict(get_or_404(terms, order_payment_term_id, "order payment term")))


def post_order_payment_term(call: Call[World]) -> Answer:
    """A new payment term: days after the invoice, or a day of the month. A name belongs to one only."""
    facility_of(call)
    fields, work = JsonFields(call.body), work_for(call)
    name = fields.required_text("order_payment_term")
    if any(term.order_payment_term == name for term in call.world.payment_terms.values()):
        raise RefusedError(Refusal.ALREADY_EXISTS, what="order payment term", name=name)
    days, day, condition = (fields.whole_number(name) for name in _DUE)
    if days and (day or condition):
        raise RefusedError(Refusal.TERM_WITH_BOTH)
    if (day is None) is not (condition is None):
        raise RefusedError(Refusal.TERM_WITH_HALF)
    term = OrderPaymentTerm(
        order_payment_term_id=work.ids.number("payment_term"),
        order_payment_term=name,
        due_num_days=days or 0,
        due_day_of_month=day or 0,
        due_next_month_cond_num_days=condition or 0,
    )
    call.world.payment_terms[term.order_payment_term_id] = term
    return success(asdict(term))


CREATED = "flourish/outbound_order_created.json"
UPDATED = "flourish/answers.json#/$defs/outbound_order_updated"
"""The shapes of the vendor's examples, which a tenant can be set to answer in."""

ORIGINS = frozenset({"Flourish", "Online", "Cultivate", "Leaflink", "Order Management System"})
ORDER_FILTERS: Filters[OutboundOrder] = Filters(
    texts={
        "order_status": lambda order: (order.order_status.value,),
        "order_origin": lambda _: ("Flourish",),
        "order_payment_status": lambda order: (payment_status(order).value,),
        **text_fields("order_id"),
    },
    choices={
        "order_status": frozenset(OrderStatus) - {OrderStatus.COMPLETED},
        "order_origin": ORIGINS,
        "order_payment_status": frozenset(PaymentStatus),
    },
    moments={
        "created_timestamp": lambda order: order.audit.created_at,
        "last_updated_timestamp": lambda order: order.audit.last_updated_at,
        "completed_timestamp": lambda order: order.completed_at,
    },
)


def list_outbound_orders(call: Call[World]) -> Answer:
    """The orders asked for, by id; of the whole company without FacilityID."""
    warehouse, facility = warehouse_for(call), facility_for_read(call)
    narrowed = ORDER_FILTERS.parse(call.query)
    facility_id = None if facility is None else facility.facility_id

    def find() -> Sequence[OutboundOrder]:
        orders = call.world.outbound_orders.values()
        return narrowed.of(order for order in orders if facility_id in (None, order.facility_id))

    orders = warehouse.listings.get(("orders", facility_id, narrowed.key), warehouse.orders_version, find)
    return page(call, orders, lambda order: order_json(warehouse, order))


def get_outbound_order(call: Call[World], order_id: str) -> Answer:
    """One order; the FacilityID header may be left out."""
    return success(order_json(warehouse_for(call), _find(call, order_id, facility_for_read(call))))


def post_outbound_order(call: Call[World]) -> Answer:
    """A new order, Created."""
    facility = facility_of(call)
    work, fields = work_for(call), JsonFields(call.body)
    asked = parse_new_order(work, fields)
    _mark_ignored(call, fields)
    order = place_order(work, facility, asked)
    call.tenant.publish(OrderChanged(before=None, after=order))
    if call.world.settings.bare_post_response:
        return Answer(body=created_order_json(warehouse_for(call), order), schema=CREATED)
    return success(order_json(warehouse_for(call), order))


def put_outbound_order(call: Call[World], order_id: str) -> Answer:
    """Changes an order while nothing is allocated, or cancels it; nothing else is looked at then."""
    before = _find(call, order_id, facility_of(call))
    fields, work = JsonFields(call.body), work_for(call)
    if fields.text("order_status") == OrderStatus.CANCELLED.value:
        event, after = OrderEvent.CANCELLED, _cancel(work, before)
    else:
        event, asked = OrderEvent.UPDATED_BY_API, parse_order(work, fields)
        _mark_ignored(call, fields)
        after = update_order_by_api(work, before, asked)
    call.tenant.publish(OrderChanged(before=before, after=after, event=event))
    if call.world.settings.documented_put_response:
        return replace(success(updated_order_json(work.warehouse, after)), schema=UPDATED)
    return success(order_json(work.warehouse, after))


def _mark_ignored(call: Call[World], fields: JsonFields) -> None:
    """Notes in the journal what of an order that was taken counts for nothing."""
    if beside := beside_ids(fields):
        call.tenant.journal.write(ignored(beside).entry())


def _cancel(work: Work, order: OutboundOrder) -> OutboundOrder:
    """Cancels, while anything is set aside only where the tenant takes that."""
    if order.is_open and order.anything_allocated and not work.world.settings.cancel_while_allocated:
        raise RefusedError(Refusal.UPDATE_WHILE_ALLOCATED)
    return cancel_order(work, order)


def _find(call: Call[World], order_id: str, facility: Facility | None) -> OutboundOrder:
    order = call.world.outbound_orders.get(OrderId(order_id))
    if order is None or (facility is not None and order.facility_id != facility.facility_id):
        raise not_found("outbound order", order_id)
    return order


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/order-payment-terms")(list_order_payment_terms)
    router.route("POST", "/order-payment-terms")(post_order_payment_term)
    router.route("GET", "/order-payment-terms/{order_payment_term_id}")(get_order_payment_term)
    router.route("GET", "/outbound-orders")(list_outbound_orders)
    router.route("GET", "/outbound-orders/{order_id}")(get_outbound_order)
    router.route("POST", "/outbound-orders")(post_outbound_order)
    router.route("PUT", "/outbound-orders/{order_id}")(put_outbound_order)
