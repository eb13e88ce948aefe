"""Sales reps: request, JSON, endpoints."""

from dataclasses import replace

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.formats import Json, audit_json, fields_json
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import facility_for_read, work_for
from sim_flourish.model.people import SalesRep, SalesRepId
from sim_flourish.model.values import Audit
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

NO_SALES_REP = "0"
SALES_REP_TEXTS = "first_name middle_name last_name phone_number email"


def sales_rep_json(rep: SalesRep) -> Json:
    return {
        "sales_rep_id": rep.sales_rep_id,
        **fields_json(rep, SALES_REP_TEXTS),
        "facility_id": None,
        "active": rep.active,
        **audit_json(rep.audit),
    }


def parse_sales_rep(fields: JsonFields, audit: Audit) -> SalesRep:
    """A sales rep in full, without an id."""
    return SalesRep(
        sales_rep_id=SalesRepId(0),
        first_name=fields.required_text("first_name"),
        middle_name=fields.text("middle_name") or "",
        last_name=fields.required_text("last_name"),
        phone_number=fields.text("phone_number") or "",
        email=fields.text("email") or None,
        active=True,
        audit=audit,
    )


def make_sales_rep(work: Work, asked: SalesRep) -> SalesRep:
    """A new sales rep, not yet stored."""
    return replace(asked, sales_rep_id=SalesRepId(work.ids.number("sales_rep")))


def list_sales_reps(call: Call[World]) -> Answer:
    """The company's sales reps; here they belong to no facility."""
    facility_for_read(call)
    return page(call, tuple(call.world.sales_reps.values()), sales_rep_json)


def add_sales_rep(call: Call[World]) -> Answer:
    work = work_for(call)
    rep = make_sales_rep(work, parse_sales_rep(JsonFields(call.body), work.signed.new()))
    call.world.sales_reps[rep.sales_rep_id] = rep
    return success(sales_rep_json(rep))


def register_api(router: ApiRouter[World]) -> None:
    router.route("GET", "/sales-reps")(list_sales_reps)


def register_screen(router: ApiRouter[World]) -> None:
    router.route("POST", "/sales-reps")(add_sales_rep)
