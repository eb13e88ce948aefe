"""Steps about orders on Ordo's screens: entry, edits, Confirm, who may do what (O1, O2, O4, O23, S4)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context.step_types import any_of, sentence
from harness.steps.simulators.ordo_records import BUYER, ITEMS, OF_PACKS, REP, SimulatedOrdo
from harness.steps.simulators.records import Shown


def _line(quantity: Decimal, price: str, discount: str, sku: str = "0BD-35") -> dict[str, object]:
    typed: dict[str, object] = {"sku": sku, "quantity": quantity, "discount": discount.replace(",", "")}
    return typed if price == "its price" else {**typed, "unit_price": price.replace(",", "")}


@given("an organization in Ordo with three items, of which one is inactive")
def _items(simulated_ordo: SimulatedOrdo) -> None:
    simulated_ordo.connect()
    _ = simulated_ordo.report_taken("/items", {"items": ITEMS})


@given("a pending order of 3 in Ordo")
def _pending(simulated_ordo: SimulatedOrdo) -> None:
    simulated_ordo.write_order(lines=[_line(Decimal(3), "4.00", "0.00")], notes="Ring twice")
    _ = simulated_ordo.answer.value


@when(
    parsers.re(
        r"the rep types (?P<quantity>[0-9.]+) of (?P<sku>\S+) at (?P<price>its price|[0-9.,]+) "
        r"less (?P<discount>[0-9.,]+) into a new order"
    )
)
def _type(simulated_ordo: SimulatedOrdo, quantity: str, sku: str, price: str, discount: str) -> None:
    simulated_ordo.write_order(lines=[_line(Decimal(quantity), price, discount, sku)])


@when("the rep types a new order of both items with everything that the form takes")
def _type_all(simulated_ordo: SimulatedOrdo) -> None:
    simulated_ordo.write_order(
        lines=[_line(Decimal(3), "4.10", "0.30"), _line(Decimal("2.5"), "its price", "0.00", "0SD-P5")],
        terms="Net Terms",
        net_days=45,
        notes="Gate B & dock 4",
        requested_delivery_date="2031-05-17",
    )


@when(parsers.re(r'the rep types a new order for "(?P<terms>Cash|Net Terms)" and nothing about days'))
def _terms(simulated_ordo: SimulatedOrdo, terms: str) -> None:
    simulated_ordo.write_order(lines=[_line(Decimal(3), "4.00", "0.00")], terms=terms)


@then(
    parsers.re(
        r"Ordo's order has (?P<quantity>[0-9.]+) at (?P<price>[0-9.]+) less (?P<discount>[0-9.]+) for "
        r"(?P<total>[0-9.]+), and that is its total"
    )
)
def _line_shown(simulated_ordo: SimulatedOrdo, quantity: str, price: str, discount: str, total: str) -> None:
    order = simulated_ordo.order
    [line] = order["lines"]
    must = {"quantity": Decimal(quantity), "unit_price": price, "discount": discount, "line_total": total}
    simulated_ordo.expect_fields("the line", line, must)
    simulated_ordo.expect_fields("the totals", order["totals"], _totals(total))


def _totals(total: str) -> Shown:
    return {"subtotal": total, "discounts": "0.00", "charges": "0.00", "taxes": "0.00", "total": total}


@then("the order is kept as it was typed, for 42.86 in all, pending, editable and not sent")
def _all_shown(simulated_ordo: SimulatedOrdo) -> None:
    order = simulated_ordo.order
    must = {
        "status": "Pending",
        "status_label": "Pending",
        "terms": "Net Terms",
        "net_days": 45,
        "buyer": BUYER,
        "sales_rep": REP,
        "notes": "Gate B & dock 4",
        "requested_delivery_date": "2031-05-17",
        "flourish_notes": [],
        "sending": False,
        "editable": True,
        "revision": 0,
        "version": 1,
        "refusal": None,
        "problem": None,
        "flourish_order_id": None,
        "invoice_date": None,
        "confirmed_at": None,
    }
    simulated_ordo.expect_fields("the order", order, must)
    simulated_ordo.expect_fields("the totals", order["totals"], _totals("42.86"))
    first, second = order["lines"]
    simulated_ordo.expect_fields("the first line", first, {"sku": "0BD-35", "line_total": "12.00"})
    of_packs = {**OF_PACKS, "line_total": "30.86"}
    simulated_ordo.expect_fields("the second line", second, of_packs)


@then(parsers.re(r"the order is for (?P<days>[0-9]+|no) days of credit"))
def _days(simulated_ordo: SimulatedOrdo, days: str) -> None:
    must = {"net_days": None if days == "no" else Decimal(days)}
    simulated_ordo.expect_fields("the order", simulated_ordo.order, must)


def _edit(simulated_ordo: SimulatedOrdo, version: int) -> None:
    """The whole form is typed anew."""
    form = {
        "terms": "Net Terms",
        "net_days": 7,
        "buyer": {"name": "Root & Branch", "license_number": "C10-0000999-LIC"},
        "lines": [_line(Decimal(5), "4.20", "1.00")],
        "notes": "Gate C",
        "requested_delivery_date": "2031-06-01",
    }
    simulated_ordo.act("rep", "PUT", f"/orders/{simulated_ordo.order_id}", {**form, "version": version})


@given("the rep has saved an edit of it")
@when("the rep edits the order")
@when("the rep tries to edit the order")
def _edit_newest(simulated_ordo: SimulatedOrdo) -> None:
    _edit(simulated_ordo, int(simulated_ordo.order["version"]))


@when("the rep saves an edit of the order as it was before")
def _edit_old(simulated_ordo: SimulatedOrdo) -> None:
    _edit(simulated_ordo, 1)


@then("the order has everything as it was typed then, for 20.00 in all, as its second version")
def _edited(simulated_ordo: SimulatedOrdo) -> None:
    order = simulated_ordo.order
    must = {
        "status": "Pending",
        "terms": "Net Terms",
        "net_days": 7,
        "buyer": {"name": "Root & Branch", "license_number": "C10-0000999-LIC"},
        "notes": "Gate C",
        "requested_delivery_date": "2031-06-01",
        "version": 2,
        "revision": 0,
        "editable": True,
    }
    simulated_ordo.expect_fields("the order", order, must)
    simulated_ordo.expect_fields("the totals", order["totals"], _totals("20.00"))
    [line] = order["lines"]
    of_line = {
        "sku": "0BD-35",
        "quantity": 5,
        "unit_price": "4.20",
        "discount": "1.00",
        "line_total": "20.00",
    }
    simulated_ordo.expect_fields("the line", line, of_line)


@then("the order still is of 3 for 12.00")
def _unchanged(simulated_ordo: SimulatedOrdo) -> None:
    order = simulated_ordo.order
    must = {"terms": "Cash", "buyer": BUYER, "notes": "Ring twice", "version": 1}
    simulated_ordo.expect_fields("the order", order, must)
    simulated_ordo.expect_fields("the totals", order["totals"], _totals("12.00"))
    quantities = [line["quantity"] for line in order["lines"]]
    simulated_ordo.context.expect(quantities == [3], "one line of 3", f"they are of {quantities}")


@then(parsers.re(r'Ordo refuses with "(?P<code>[a-z_]+)"'))
def _refused(simulated_ordo: SimulatedOrdo, code: str) -> None:
    simulated_ordo.refused(code)


@then("Ordo takes it")
def _taken(simulated_ordo: SimulatedOrdo) -> None:
    reply = simulated_ordo.answer
    simulated_ordo.context.expect(reply.accepted, "Ordo to take it", f"it says {reply.quoted}")


@given("a confirmed order, which is being sent")
@when("the rep clicks Confirm")
@when("the rep clicks Confirm once more")
def _confirm(simulated_ordo: SimulatedOrdo) -> None:
    simulated_ordo.act("rep", "POST", f"/orders/{simulated_ordo.order_id}/confirm")


@then(
    sentence(
        "the order is pending, locked, being sent as revision {revision:Count}, "
        "and announced {times:Count} times"
    )
)
def _sending(simulated_ordo: SimulatedOrdo, revision: int, times: int) -> None:
    must = {"status": "Pending", "sending": True, "editable": False, "revision": revision, "refusal": None}
    simulated_ordo.expect_fields("the order", simulated_ordo.order, must)
    sent = len(simulated_ordo.messages("order.confirmed"))
    simulated_ordo.context.expect(sent == times, f"{times} events", f"there are {sent}")


@then("the order is pending, editable and not announced")
def _not_sent(simulated_ordo: SimulatedOrdo) -> None:
    must = {"status": "Pending", "sending": False, "editable": True, "revision": 0}
    simulated_ordo.expect_fields("the order", simulated_ordo.order, must)
    sent = len(simulated_ordo.messages("order.confirmed"))
    simulated_ordo.context.expect(not sent, "no event", f"there are {sent}")


@given("an item of it has become inactive")
def _inactive(simulated_ordo: SimulatedOrdo) -> None:
    _ = simulated_ordo.report_taken("/items", {"items": [{**ITEMS[0], "active": False}]})


@given("the admin has removed the integration")
def _remove(simulated_ordo: SimulatedOrdo) -> None:
    _ = simulated_ordo.context.ordo.admin.remove_integration().value


Action = Callable[[SimulatedOrdo, str], None]


def _call(method: str, path: str, body: Shown | None = None) -> Action:
    return lambda ordo, person: ordo.act(person, method, path, body)


def _add_license(ordo: SimulatedOrdo, person: str) -> None:
    form = {
        "license_number": "C12-0000555-LIC",
        "license_type": "Distributor",
        "legal_name": "Green Door",
        "street_address_line_1": "1 Pier",
        "street_address_line_2": "Unit 2",
        "city": "Oakland",
        "state": "CA",
        "zip_code": "94607",
    }
    ordo.act(person, "POST", "/licenses", form)


def _start_sync(ordo: SimulatedOrdo, person: str) -> None:
    ordo.act(person, "POST", "/inventory/syncs", {})


_ACTIONS: Mapping[str, Action] = {
    "save the integration": _call("PUT", "/integrations/flourish", {"api_username": "u", "api_key": "k"}),
    "remove the integration": _call("DELETE", "/integrations/flourish"),
    "add a user": _call("POST", "/users", {"name": "Kim", "email": "kim@example.com", "role": "Sales Rep"}),
    "rename the organization": _call("PUT", "/organization", {"name": "Greener Door"}),
    "add a license": _add_license,
    "start a sync": _start_sync,
}


@when(parsers.re(f"the (?P<person>admin|rep) tries to (?P<action>{any_of(_ACTIONS)})"))
def _try(simulated_ordo: SimulatedOrdo, person: str, action: str) -> None:
    _ACTIONS[action](simulated_ordo, person)
