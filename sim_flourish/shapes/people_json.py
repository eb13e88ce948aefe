"""Sales reps and payment terms as JSON (contract section 2)."""

from sim_flourish.shapes.formats import Json, audit_json
from sim_flourish.warehouse.payment_terms import OrderPaymentTerm
from sim_flourish.warehouse.people import SalesRep


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
