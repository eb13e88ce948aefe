"""`/order-payment-terms`: when invoices fall due (O11)."""

from sim_flourish.envelope import page, success
from sim_flourish.filters import Filters
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.people_json import payment_term_json
from sim_flourish.warehouse.payment_terms import OrderPaymentTerm
from sim_flourish.warehouse.refusals import Refusal, RefusedError, not_found
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

_DUE = ("due_num_days", "due_day_of_month", "due_next_month_cond_num_days")
FILTERS: Filters[OrderPaymentTerm] = Filters(
    texts={"order_payment_term": lambda one: (one.order_payment_term,)},
    search=lambda one: (one.order_payment_term,),
)


def list_order_payment_terms(call: Call[World]) -> Answer:
    """The company's payment terms."""
    facility_of(call)
    return page(call, FILTERS.parse(call.query).of(call.world.payment_terms.values()), payment_term_json)


def get_order_payment_term(call: Call[World], order_payment_term_id: str) -> Answer:
    """One payment term."""
    facility_of(call)
    found = [
        one
        for one in call.world.payment_terms.values()
        if str(one.order_payment_term_id) == order_payment_term_id
    ]
    if not found:
        raise not_found("order payment term", order_payment_term_id)
    return success(payment_term_json(found[0]))


def post_order_payment_term(call: Call[World]) -> Answer:
    """A new payment term: days after the invoice, or a day of the month. A name belongs to one only."""
    facility_of(call)
    fields, work = JsonFields(call.body), work_for(call)
    name = fields.required_text("order_payment_term")
    if any(one.order_payment_term == name for one in call.world.payment_terms.values()):
        raise RefusedError(Refusal.ALREADY_EXISTS, what="order payment term", name=name)
    days, day, condition = (fields.whole_number(one) for one in _DUE)
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
    return success(payment_term_json(term))


def hang_order_payment_terms(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/order-payment-terms")(list_order_payment_terms)
    edge.route("POST", "/order-payment-terms")(post_order_payment_term)
    edge.route("GET", "/order-payment-terms/{order_payment_term_id}")(get_order_payment_term)
