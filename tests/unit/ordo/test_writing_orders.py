"""Writing and editing orders in Ordo (O1, O4)."""

import pytest

from tests.unit.ordo.ordo_lab import OrdoLab, item, order_body

LOCKED = ("Awaiting Delivery", "Delivered", "Paid", "Cancelled")


def test_a_new_order_is_pending_and_editable(connected: OrdoLab) -> None:
    """A new order is Pending, not in Flourish, not on its way, and says who wrote it (O1)."""
    order = connected.write_order()
    assert (order["status"], order["editable"], order["sending"]) == ("Pending", True, False)
    assert (order["flourish_order_id"], order["revision"], order["confirmed_at"]) == (None, 0, None)
    assert order["sales_rep"] == {
        "first_name": "Robin",
        "last_name": "Reyes",
        "email": "robin.reyes@green-door.example",
    }
    assert [(change["status"], change["by"]) for change in order["history"]] == [("Pending", "Robin Reyes")]


def test_a_line_costs_what_the_item_costs_unless_said_otherwise(connected: OrdoLab) -> None:
    """Unit price defaults to the item's, a discount goes off the whole line, and totals add up in cents."""
    lines = [
        {"sku": "SKU-1", "quantity": 3},
        {"sku": "SKU-1", "quantity": 0.5, "unit_price": "9.995", "discount": "1.00"},
    ]
    order = connected.write_order(lines=lines)
    assert [line["unit_price"] for line in order["lines"]] == ["12.50", "9.995"]
    assert [line["line_total"] for line in order["lines"]] == ["37.50", "4.00"]
    assert order["totals"] == {
        "subtotal": "41.50",
        "discounts": "0.00",
        "charges": "0.00",
        "taxes": "0.00",
        "total": "41.50",
    }


def test_an_edit_of_an_older_version_is_refused(connected: OrdoLab) -> None:
    """It names who saved since, and changes nothing; based on the newest it is taken (O23)."""
    order = connected.write_order()
    path, opened = f"/orders/{order['order_id']}", order["version"]
    saved = connected.admin("PUT", path, json=order_body(notes="first", version=opened)).get_json()
    refused = connected.rep("PUT", path, json=order_body(notes="second", version=opened))
    error = refused.get_json()["error"]
    assert (refused.status_code, error["code"], error["field"]) == (409, "stale_edit", "version")
    assert "(Admin) changed order" in error["message"]
    assert connected.rep("GET", path).get_json() == saved
    newest = connected.rep("PUT", path, json=order_body(notes="second", version=saved["version"]))
    assert newest.get_json()["notes"] == "second"


def test_an_edit_without_a_version_is_taken(connected: OrdoLab) -> None:
    """Clients that know nothing of versions go on (O23)."""
    order_id = connected.write_order()["order_id"]
    for notes in ("first", "second"):
        saved = connected.rep("PUT", f"/orders/{order_id}", json=order_body(notes=notes))
        assert saved.get_json()["notes"] == notes


def test_an_edit_of_a_version_to_come_is_invalid(connected: OrdoLab) -> None:
    """Nobody can have opened what does not exist yet (O23)."""
    order = connected.write_order()
    body = order_body(version=order["version"] + 1)
    refused = connected.rep("PUT", f"/orders/{order['order_id']}", json=body)
    assert (refused.status_code, refused.get_json()["error"]["field"]) == (422, "version")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"terms": "Cash"}, None),
        ({"terms": "Net Terms"}, 30),
        ({"terms": "Net Terms", "net_days": 45}, 45),
    ],
)
def test_net_days_belong_to_net_terms(connected: OrdoLab, given: dict[str, object], kept: int | None) -> None:
    """Cash has no days, Net Terms have thirty unless said otherwise."""
    assert connected.write_order(**given)["net_days"] == kept


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"lines": [{"sku": "NOPE", "quantity": 1}]}, "lines.0.sku", "unknown_sku"),
        ({"lines": [{"sku": "SKU-1", "quantity": 1, "discount": "12.51"}]}, "lines.0.discount", "invalid"),
        ({"lines": [{"sku": "SKU-1", "quantity": 0}]}, "lines.0.quantity", "invalid"),
        (
            {"lines": [{"sku": "SKU-1", "quantity": 1000, "unit_price": "999999999999.00"}]},
            "lines.0.quantity",
            "invalid",
        ),
        ({"lines": [{"sku": "SKU-1", "quantity": "2"}]}, "lines.0.quantity", "invalid"),
        ({"lines": [{"sku": "SKU-1", "quantity": 1, "unit_price": 2}]}, "lines.0.unit_price", "invalid"),
        ({"lines": []}, "lines", "invalid"),
        ({"terms": "Barter"}, "terms", "invalid"),
        ({"terms": "Cash", "net_days": 30}, "net_days", "invalid"),
        ({"buyer": {"name": "Shop"}}, "buyer", "invalid"),
        ({"status": "Paid"}, None, "invalid"),
    ],
)
def test_a_wrong_order_is_refused_and_nothing_kept(
    connected: OrdoLab, change: dict[str, object], field: str | None, code: str
) -> None:
    """The error names the field and the reason, and no order is made."""
    answer = connected.rep("POST", "/orders", json=order_body(**change))
    assert answer.status_code == 422
    assert (answer.json or {})["error"].get("field") == field
    assert (answer.json or {})["error"]["code"] == code
    assert connected.tenant.world.orders == {}


def test_an_edit_replaces_the_whole_editable_part(connected: OrdoLab) -> None:
    """Terms, buyer, lines and notes are what the edit says; number and history stay."""
    connected.stock("SKU-1", "SKU-2")
    order = connected.write_order(notes="Ring twice")
    body = order_body(terms="Net Terms", lines=[{"sku": "SKU-2", "quantity": 5}])
    edited = connected.rep("PUT", f"/orders/{order['order_id']}", json=body).get_json()
    assert (edited["terms"], edited["net_days"], edited["notes"]) == ("Net Terms", 30, None)
    assert [(line["sku"], line["quantity"]) for line in edited["lines"]] == [("SKU-2", 5)]
    assert (edited["order_number"], edited["history"]) == (order["order_number"], order["history"])


@pytest.mark.parametrize("status", LOCKED)
def test_from_awaiting_delivery_on_every_edit_is_refused_with_a_reason(
    connected: OrdoLab, status: str
) -> None:
    """The edit lock says in plain words why, and that changes are made in Flourish only (O4)."""
    order_id = connected.confirmed_order()["order_id"]
    connected.report(order_id, status)
    before = connected.rep("GET", f"/orders/{order_id}").get_json()
    answer = connected.rep("PUT", f"/orders/{order_id}", json=order_body(notes="late"))
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"]) == (409, "order_locked")
    assert status in error["message"]
    assert "changes to the order are made in Flourish only" in error["message"]
    assert before["editable"] is False
    assert connected.rep("GET", f"/orders/{order_id}").get_json() == before


def test_an_order_on_its_way_is_locked(connected: OrdoLab) -> None:
    """While it is being sent, nobody can edit it (O17)."""
    order = connected.confirmed_order()
    answer = connected.admin("PUT", f"/orders/{order['order_id']}", json=order_body())
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "order_locked")
    assert "being sent to Flourish" in answer.get_json()["error"]["message"]


def test_orders_are_listed_newest_first_and_by_status(connected: OrdoLab) -> None:
    """The list has pages and a status filter."""
    first, second = connected.write_order(), connected.confirmed_order()
    connected.report(second["order_id"], "Paid")
    every = connected.rep("GET", "/orders").get_json()
    assert [order["order_id"] for order in every["orders"]] == [second["order_id"], first["order_id"]]
    paid = connected.rep("GET", "/orders?status=Paid&limit=1").get_json()
    assert ([order["order_id"] for order in paid["orders"]], paid["total"]) == ([second["order_id"]], 1)
    assert connected.rep("GET", "/orders?status=Lost").status_code == 422


def test_an_item_without_brand_can_still_be_ordered(connected: OrdoLab) -> None:
    """What is in the inventory and active can be ordered, whatever the engine made of it."""
    connected.engine("PUT", "/items", json={"items": [item("ODD", brand=None)]})
    assert connected.write_order(lines=[{"sku": "ODD", "quantity": 1}])["lines"][0]["sku"] == "ODD"


def test_an_inactive_item_is_refused_by_name_wherever_it_would_be_ordered(connected: OrdoLab) -> None:
    """In a new order, an edit and a confirmation; nothing changes, until it is active again (I15)."""
    order = connected.write_order()
    path = f"/orders/{order['order_id']}"
    connected.engine("PUT", "/items", json={"items": [item("SKU-1", name="Blue Dream", active=False)]})
    for method, place, body in (
        ("POST", "/orders", order_body()),
        ("PUT", path, order_body()),
        ("POST", f"{path}/confirm", None),
    ):
        answer = connected.rep(method, place, json=body)
        error = (answer.json or {})["error"]
        assert (answer.status_code, error["code"], error["field"]) == (422, "item_inactive", "lines.0.sku")
        assert "Blue Dream" in error["message"]
    assert connected.rep("GET", path).get_json() == order
    connected.engine("PUT", "/items", json={"items": [item("SKU-1")]})
    assert connected.rep("POST", f"{path}/confirm").status_code == 202


def test_an_order_on_its_way_is_not_judged_again(connected: OrdoLab) -> None:
    """A second click while it is being sent changes nothing, even when an item is inactive by then (O17)."""
    order = connected.confirmed_order()
    connected.engine("PUT", "/items", json={"items": [item("SKU-1", active=False)]})
    assert connected.rep("POST", f"/orders/{order['order_id']}/confirm").status_code == 202
