"""Steps about what an engine reports to Ordo: what shows, what is refused with which code (O3 to O18)."""

from collections.abc import Mapping
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context.step_types import any_of, sentence
from harness.steps.simulators.ordo_records import SimulatedOrdo
from harness.steps.simulators.records import Shown, read

_LINES: Shown = {
    "sku": "0BD-35",
    "item_name": "Blue Dream, renamed",
    "flourish_item_id": "101",
    "flourish_variation_id": None,
    "quantity": Decimal("2.875"),
    "unit_price": "4.125",
    "discount": "0.36",
    "line_total": "11.50",
}
_NEW: Shown = {**_LINES, "sku": None, "item_name": "Sample", "flourish_item_id": "900", "line_total": "11.50"}
_REPORT: Shown = {
    "flourish_order_id": "00000097",
    "lines": [_LINES, _NEW],
    "totals": {
        "subtotal": "23.00",
        "discounts": "1.50",
        "charges": "2.25",
        "taxes": "1.90",
        "total": "25.65",
    },
    "notes": [{"subject": "Delivery", "note": "Dock 4 & ring"}],
    "requested_delivery_date": "2031-07-04",
}


def _report(ordo: SimulatedOrdo, status: str, more: Shown) -> None:
    ordo.report(f"/orders/{ordo.order_id}", {"status": status, "flourish_order_id": "00000097", **more})


@given(parsers.re("a report that the order is (?P<status>Awaiting Delivery|Delivered|Paid|Cancelled)"))
@when(
    parsers.re("the engine reports that the order is (?P<status>Awaiting Delivery|Delivered|Paid|Cancelled)")
)
def _status(simulated_ordo: SimulatedOrdo, status: str) -> None:
    _report(simulated_ordo, status, {})
    _ = simulated_ordo.answer.value


@when("the engine reports the order as it is in Flourish, with everything")
def _everything(simulated_ordo: SimulatedOrdo) -> None:
    _report(simulated_ordo, "Awaiting Delivery", _REPORT)
    _ = simulated_ordo.answer.value


@then(parsers.re(r'Ordo shows the order as "(?P<label>[A-Za-z ()]+)", not being sent and locked'))
def _shown(simulated_ordo: SimulatedOrdo, label: str) -> None:
    must = {
        "status": label.partition(" (")[0],
        "status_label": label,
        "flourish_order_id": "00000097",
        "sending": False,
        "editable": False,
        "refusal": None,
    }
    order = simulated_ordo.order
    simulated_ordo.expect_fields("the order", order, must)
    last = {"status": must["status"], "by": "Flourish integration"}
    simulated_ordo.expect_fields("the end of its history", order["history"][-1], last)
    statuses = [change["status"] for change in order["history"]]
    wanted = ["Pending", must["status"]]
    simulated_ordo.context.expect(statuses == wanted, f"the history {wanted}", f"it is {statuses}")


@then("Ordo shows all of it, and what the rep typed beside it")
def _all_shown(simulated_ordo: SimulatedOrdo) -> None:
    order = simulated_ordo.order
    must = {
        "totals": _REPORT["totals"],
        "flourish_notes": _REPORT["notes"],
        "requested_delivery_date": "2031-07-04",
        "notes": "Ring twice",
        "terms": "Cash",
        "invoice_date": None,
    }
    simulated_ordo.expect_fields("the order", order, must)
    simulated_ordo.context.expect(len(order["lines"]) == 2, "two lines", f"there are {len(order['lines'])}")
    for seen, reported in zip(order["lines"], (_LINES, _NEW), strict=True):
        simulated_ordo.expect_fields("a line", seen, reported)


@given(sentence("a refusal of revision {revision:Count} by the engine"))
@when(sentence("the engine reports a refusal of revision {revision:Count}"))
def _refuse(simulated_ordo: SimulatedOrdo, revision: int) -> None:
    body = {"code": "unknown_sku", "reason": "no item has the sku 0BD-35", "revision": revision}
    simulated_ordo.report(f"/orders/{simulated_ordo.order_id}/refusal", body)


@given("the rep has confirmed it again")
def _confirm_again(simulated_ordo: SimulatedOrdo) -> None:
    simulated_ordo.act("rep", "POST", f"/orders/{simulated_ordo.order_id}/confirm")


@then("the order is pending and editable, and shows why it was refused")
def _refused(simulated_ordo: SimulatedOrdo) -> None:
    order = simulated_ordo.order
    must = {"status": "Pending", "sending": False, "editable": True, "flourish_order_id": None}
    simulated_ordo.expect_fields("the order", order, must)
    why = {"code": "unknown_sku", "reason": "no item has the sku 0BD-35"}
    simulated_ordo.expect_fields("the refusal", order["refusal"] or {}, why)


_PROBLEM = {"code": "flourish_unreachable", "message": "Flourish does not answer"}


@given("a problem that the engine has reported of the order")
@when("the engine reports a problem of the order")
def _problem(simulated_ordo: SimulatedOrdo) -> None:
    _ = simulated_ordo.report_taken(f"/orders/{simulated_ordo.order_id}/problem", _PROBLEM)


@when("the engine reports that the problem is over")
def _problem_over(simulated_ordo: SimulatedOrdo) -> None:
    wire = simulated_ordo.engine
    path = f"/integration/v1/orders/{simulated_ordo.order_id}/problem"
    _ = wire.send("DELETE", path, read).value


@then(parsers.re("the order shows (?P<what>the|no) problem and is being sent as before"))
def _problem_shown(simulated_ordo: SimulatedOrdo, what: str) -> None:
    order = simulated_ordo.order
    must = {"status": "Pending", "sending": True, "editable": False}
    simulated_ordo.expect_fields("the order", order, must)
    problem = order["problem"]
    if what == "no":
        simulated_ordo.context.expect(problem is None, "no problem", f"it shows {problem}")
    else:
        simulated_ordo.expect_fields("the problem", problem or {}, _PROBLEM)


_MISTAKES: Mapping[str, tuple[str, Shown]] = {
    "a status that Ordo does not know": ("/orders/{order}", {"status": "Lost", "flourish_order_id": "1"}),
    "an order as pending": ("/orders/{order}", {"status": "Pending", "flourish_order_id": "1"}),
    "an order without its id in Flourish": ("/orders/{order}", {"status": "Paid"}),
    "an order that is not there": ("/orders/ord_0", {"status": "Paid", "flourish_order_id": "1"}),
    "more than the contract has": (
        "/orders/{order}",
        {"status": "Paid", "flourish_order_id": "1", "colour": "red"},
    ),
}


@when(parsers.re(f"the engine reports (?P<what>{any_of(_MISTAKES)})"))
def _mistake(simulated_ordo: SimulatedOrdo, what: str) -> None:
    path, body = _MISTAKES[what]
    simulated_ordo.report(path.format(order=simulated_ordo.order_id), body)


@when("somebody reports under a user's token")
def _as_user(simulated_ordo: SimulatedOrdo) -> None:
    wire = simulated_ordo.context.ordo.admin.wire
    path = f"/integration/v1/orders/{simulated_ordo.order_id}"
    simulated_ordo.reply = wire.send("GET", path, read)
