"""`/sales-reps`, and payment terms as JSON."""

from sim_flourish.conventions.envelope import page
from sim_flourish.conventions.formats import Json, audit_json
from sim_flourish.conventions.request_context import facility_for_read
from sim_flourish.model.orders import OrderPaymentTerm
from sim_flourish.model.people import SalesRep
from sim_flourish.model.world import World
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def sales_rep_json(rep: SalesRep) -> Json:
    """A sales rep of the company."""
    return {
        "sales_rep_id": rep.sales_rep_id,
        "first_name": rep.first_name,
        "middle_name": rep.middle_name,
        "last_name": rep.last_name,
        "phone_number": rep.phone_number,
        "email": rep.email,
        "facility_id": None,
        "active": rep.active,
        **audit_json(rep.audit),
    }


def payment_term_json(term: OrderPaymentTerm) -> Json:
    """An order payment term."""
    return {
        "order_payment_term_id": term.order_payment_term_id,
        "order_payment_term": term.order_payment_term,
        "due_num_days": term.due_num_days,
        "due_day_of_month": term.due_day_of_month,
        "due_next_month_cond_num_days": term.due_next_month_cond_num_days,
    }


def list_sales_reps(call: Call[World]) -> Answer:
    """The company's sales reps; here they belong to no facility."""
    facility_for_read(call)
    return page(call, tuple(call.world.sales_reps.values()), sales_rep_json)


def register_sales_reps(router: ApiRouter[World]) -> None:
    """Hangs the route on the edge."""
    router.route("GET", "/sales-reps")(list_sales_reps)
