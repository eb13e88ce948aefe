"""`/customers`: who buys at retail; the company's, whatever the facility."""

from dataclasses import dataclass
from enum import StrEnum

from sim_flourish.envelope import page, success
from sim_flourish.filters import Filters
from sim_flourish.json_fields import JsonFields
from sim_flourish.parse_customer import parse_customer
from sim_flourish.shapes.customer_json import customer_json, listed_customer_json, written_customer_json
from sim_flourish.warehouse.customers import Customer, CustomerId
from sim_flourish.warehouse.keep_customer import change_customer, make_customer
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.settings import Mmur
from sim_flourish.warehouse.world import World
from sim_flourish.working import work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

FILTERS: Filters[Customer] = Filters(
    texts={
        "first_name": lambda one: (one.first_name,),
        "last_name": lambda one: (one.last_name,),
        "dob": lambda one: (one.dob,),
        "state": lambda one: (one.state,),
        "patient_id": lambda one: (one.patient_id,),
        "phone_number": lambda one: (one.phone,),
        "email": lambda one: (one.email,),
    },
    days=frozenset({"dob"}),
    moments={"last_updated_timestamp": lambda one: one.audit.last_updated_at},
)


class CustomerCode(StrEnum):
    """What beside success an answer to a written customer can say (contract section 1)."""

    NOT_IN_MMUR = "CUS0002"
    MMUR_OFF = "CUS0003"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remark:
    """A code and the message that takes the place of "Success"."""

    code: CustomerCode
    message: str


_REMARKS = {
    Mmur.DISABLED: _Remark(
        code=CustomerCode.MMUR_OFF,
        message="customer was created in flourish, but MMUR lookup is disabled",
    ),
    Mmur.NOT_FOUND: _Remark(
        code=CustomerCode.NOT_IN_MMUR,
        message="customer was created in flourish, but was not found in the MMUR",
    ),
}


def list_customers(call: Call[World]) -> Answer:
    """The customers asked for; an unknown e-mail address gives an empty list."""
    rows = FILTERS.parse(call.query).of(call.world.customers.values())
    return page(call, rows, listed_customer_json)


def get_customer(call: Call[World], customer_id: str) -> Answer:
    """One customer."""
    return success(customer_json(_find(call, customer_id)))


def post_customer(call: Call[World]) -> Answer:
    """A new customer."""
    return _written(call, make_customer(work_for(call), parse_customer(JsonFields(call.body))))


def put_customer(call: Call[World], customer_id: str) -> Answer:
    """Replaces a customer; the remark is the same as for a new one."""
    before = _find(call, customer_id)
    return _written(call, change_customer(work_for(call), before, parse_customer(JsonFields(call.body))))


def _written(call: Call[World], customer: Customer) -> Answer:
    """The customer, with a code when the state's register of patients did not confirm them."""
    answer = success(written_customer_json(customer))
    remark = _REMARKS.get(call.world.settings.mmur)
    if remark is None:
        return answer
    return Answer(body={**answer.body, "message": remark.message, "code": remark.code.value})


def _find(call: Call[World], customer_id: str) -> Customer:
    found = call.world.customers.get(CustomerId(customer_id))
    if found is None:
        raise not_found("customer", customer_id)
    return found


def hang_customers(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/customers")(list_customers)
    edge.route("GET", "/customers/{customer_id}")(get_customer)
    edge.route("POST", "/customers")(post_customer)
    edge.route("PUT", "/customers/{customer_id}")(put_customer)
