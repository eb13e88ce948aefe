"""`/order-payment-terms`: when invoices fall due (O11)."""

from sim_flourish.envelope import page, success
from sim_flourish.filters import Filters
from sim_flourish.shapes.people_json import payment_term_json
from sim_flourish.warehouse.payment_terms import OrderPaymentTerm
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

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


def hang_order_payment_terms(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/order-payment-terms")(list_order_payment_terms)
    edge.route("GET", "/order-payment-terms/{order_payment_term_id}")(get_order_payment_term)
