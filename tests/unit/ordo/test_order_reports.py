"""What the engine reports of orders, and that Ordo shows it (O3, O5 to O15, O17, O18)."""

import pytest

from tests.unit.ordo.ordo_lab import OrdoLab

LINE = {
    "sku": "SKU-1",
    "item_name": "Item SKU-1",
    "flourish_item_id": "id-SKU-1",
    "flourish_variation_id": None,
    "quantity": 1.5,
    "unit_price": "10.00",
    "discount": "0.50",
    "line_total": "14.50",
}
TOTALS = {"subtotal": "14.50", "discounts": "1.00", "charges": "2.00", "taxes": "0.25", "total": "15.75"}


@pytest.mark.parametrize("status", ["Awaiting Delivery", "Delivered", "Paid", "Cancelled"])
def test_the_first_report_ends_the_sending(connected: OrdoLab, status: str) -> None:
    """The order is not on its way any more, has Flourish's id, and the history says by whom."""
    order_id = connected.confirmed_order()["order_id"]
    order = connected.report(order_id, status).get_json()
    assert (order["status"], order["sending"], order["flourish_order_id"]) == (status, False, "00000097")
    assert [change["status"] for change in order["history"]] == ["Pending", status]
    assert order["history"][1]["by"] == "Flourish integration"


def test_ordo_believes_a_status_that_goes_backwards(connected: OrdoLab) -> None:
    """A wrong engine is seen: every change stands in history and journal (O14 is the engine's duty)."""
    order_id = connected.confirmed_order()["order_id"]
    for status in ("Paid", "Awaiting Delivery", "Delivered"):
        order = connected.report(order_id, status).get_json()
        assert order["status"] == status
    statuses = [change["status"] for change in order["history"]]
    assert statuses == ["Pending", "Paid", "Awaiting Delivery", "Delivered"]
    moves = [(entry["before"], entry["after"]) for entry in connected.journal("transition")]
    assert moves[1:] == [
        ("Pending", "Paid"),
        ("Paid", "Awaiting Delivery"),
        ("Awaiting Delivery", "Delivered"),
    ]


def test_the_same_status_again_changes_no_history(connected: OrdoLab) -> None:
    """A repeated report is shown once, and written to the journal each time."""
    order_id = connected.confirmed_order()["order_id"]
    for _ in range(2):
        order = connected.report(order_id, "Awaiting Delivery").get_json()
    assert len(order["history"]) == 2
    assert [event for entry in connected.journal("transition") for event in entry["events"]] == [
        "confirmed",
        "reported awaiting delivery",
        "reported awaiting delivery",
    ]


def test_reported_lines_and_totals_are_shown(connected: OrdoLab) -> None:
    """A line keeps its id by its SKU, a new line gets one, a missing one goes, totals are Flourish's (O5)."""
    order = connected.confirmed_order()
    new = {**LINE, "sku": None, "item_name": "Gift"}
    lines = [LINE, new]
    said = connected.report(order["order_id"], "Awaiting Delivery", lines=lines, totals=TOTALS).get_json()
    assert said["lines"][0]["line_id"] == order["lines"][0]["line_id"]
    assert said["lines"][1]["line_id"] != order["lines"][0]["line_id"]
    assert [{k: v for k, v in line.items() if k != "line_id"} for line in said["lines"]] == lines
    assert said["totals"] == TOTALS
    gone = connected.report(order["order_id"], "Awaiting Delivery", lines=[new]).get_json()
    assert ([line["item_name"] for line in gone["lines"]], gone["totals"]["total"]) == (["Gift"], "14.50")


def test_a_report_without_lines_leaves_them(connected: OrdoLab) -> None:
    """What is not told stays as it is."""
    order = connected.confirmed_order()
    said = connected.report(order["order_id"], "Delivered").get_json()
    assert (said["lines"], said["totals"]) == (order["lines"], order["totals"])
    assert (said["terms"], said["invoice_date"]) == ("Cash", None)


def test_terms_and_invoice_date_are_believed_when_told(connected: OrdoLab) -> None:
    """An engine that syncs what must not be synced is seen (O10, O11)."""
    order_id = connected.confirmed_order()["order_id"]
    said = connected.report(order_id, "Awaiting Delivery", terms="Net Terms", invoice_date="2026-03-01")
    assert (said.get_json()["terms"], said.get_json()["invoice_date"]) == ("Net Terms", "2026-03-01")
    cleared = connected.report(order_id, "Awaiting Delivery", invoice_date=None).get_json()
    assert (cleared["terms"], cleared["invoice_date"]) == ("Net Terms", None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"status": "Pending", "flourish_order_id": "1"}, "status"),
        ({"status": "Teleported", "flourish_order_id": "1"}, "status"),
        ({"status": "Paid"}, None),
        ({"status": "Paid", "flourish_order_id": "1", "totals": {"total": "1.00"}}, "totals"),
        ({"status": "Paid", "flourish_order_id": "1", "invoice_date": "2026-02-30"}, "invoice_date"),
        (
            {"status": "Paid", "flourish_order_id": "1", "lines": [{**LINE, "unit_price": "1"}]},
            "lines.0.unit_price",
        ),
    ],
)
def test_a_wrong_report_changes_nothing(
    connected: OrdoLab, body: dict[str, object], field: str | None
) -> None:
    """An unknown status, Pending, or a malformed report is refused; the order stays as it was (O18)."""
    order = connected.confirmed_order()
    answer = connected.engine("PUT", f"/orders/{order['order_id']}", json=body)
    assert (answer.status_code, answer.get_json()["error"].get("field")) == (422, field)
    assert connected.engine("GET", f"/orders/{order['order_id']}").get_json() == order


def test_a_problem_is_shown_and_ends_and_touches_nothing_else(connected: OrdoLab) -> None:
    """The same problem goes on since it began; another begins anew; status and lock stay (O17, O18)."""
    order = connected.confirmed_order()
    path = f"/orders/{order['order_id']}/problem"
    down = {"code": "flourish_unreachable", "message": "no answer"}
    first = connected.engine("PUT", path, json=down).get_json()
    again = connected.engine("PUT", path, json={**down, "message": "still none"}).get_json()
    other = connected.engine("PUT", path, json={"code": "unknown_status", "message": "'Lost'"}).get_json()
    assert again["problem"]["since"] == first["problem"]["since"]
    assert again["problem"]["message"] == "still none"
    assert other["problem"]["since"] > first["problem"]["since"]
    assert {**other, "problem": None} == order
    assert connected.engine("DELETE", path).get_json() == order
    assert connected.engine("DELETE", path).status_code == 200


def test_reported_notes_and_date_are_shown(connected: OrdoLab) -> None:
    """What is told replaces what was there, a date of null too; what is not told stays (O5)."""
    order_id = connected.confirmed_order()["order_id"]
    notes = [{"subject": "Delivery", "note": "Ring twice"}]
    status = "Awaiting Delivery"
    shown = connected.report(order_id, status, notes=notes, requested_delivery_date="2026-03-05").get_json()
    assert (shown["flourish_notes"], shown["requested_delivery_date"]) == (
        notes,
        "2026-03-05",
    )
    assert shown["notes"] != notes
    same = connected.report(order_id, status).get_json()
    assert (same["flourish_notes"], same["requested_delivery_date"]) == (notes, "2026-03-05")
    gone = connected.report(order_id, status, notes=[], requested_delivery_date=None).get_json()
    assert (gone["flourish_notes"], gone["requested_delivery_date"]) == ([], None)
