"""What the engine reports of orders: Flourish's view, a refusal, a problem (O3, O5 to O18)."""

from dataclasses import replace

from sim_kernel.answers import Answer
from sim_ordo.model.integration import ProblemReport, shown_since
from sim_ordo.model.order_status import REPORTED, OrderEvent
from sim_ordo.model.orders import Order
from sim_ordo.orders.report import OrderReport, RefusalReport, take_refusal, take_report
from sim_ordo.orders.rules import new_line_ids, store_order
from sim_ordo.orders.shapes import order_json
from sim_ordo.routing import OrdoCall, Route, parse_body, record


def get_order(call: OrdoCall, order_id: str) -> Answer:
    return Answer(body=order_json(call.world.order(order_id)))


def report_order(call: OrdoCall, order_id: str) -> Answer:
    """Ordo shows what is reported, also a status that went before."""
    tenant = call.tenant
    known = call.world.order(order_id)
    report = parse_body(call.body, OrderReport)
    taken = take_report(known, report, now=tenant.clock.now(), new_line_id=new_line_ids(tenant.ids))
    store_order(tenant, taken, event=REPORTED[report.status], before=known.status)
    return Answer(body=order_json(taken))


def report_refusal(call: OrdoCall, order_id: str) -> Answer:
    """The order stays Pending, with the reason, and can be edited and confirmed again (O16)."""
    known = call.world.order(order_id)
    report = parse_body(call.body, RefusalReport)
    refused = take_refusal(known, report, now=call.tenant.clock.now())
    store_order(call.tenant, refused, event=OrderEvent.REFUSED, before=known.status)
    return Answer(body=order_json(refused))


def show_problem(call: OrdoCall, order_id: str) -> Answer:
    """A problem is shown; status and lock stay (O17, O18)."""
    known = call.world.order(order_id)
    problem = shown_since(known.problem, parse_body(call.body, ProblemReport), call.tenant.clock.now())
    return _with_problem(call, replace(known, problem=problem), "problem shown")


def clear_problem(call: OrdoCall, order_id: str) -> Answer:
    """The problem is over; when there is none, nothing happens."""
    return _with_problem(call, replace(call.world.order(order_id), problem=None), "problem cleared")


def _with_problem(call: OrdoCall, order: Order, action: str) -> Answer:
    call.world.orders[order.order_id] = order
    record(call, "order", order.order_id, action=action)
    return Answer(body=order_json(order))


ROUTES = (
    Route(method="GET", path="/orders/{order_id}", handler=get_order),
    Route(method="PUT", path="/orders/{order_id}", handler=report_order),
    Route(method="PUT", path="/orders/{order_id}/refusal", handler=report_refusal),
    Route(method="PUT", path="/orders/{order_id}/problem", handler=show_problem),
    Route(method="DELETE", path="/orders/{order_id}/problem", handler=clear_problem),
)
