"""Shipments: planned by API, sent off in the screens; their orders and the stock follow (O6, O7)."""

import pytest

from tests.unit.flourish.company import Json, data, message, record
from tests.unit.flourish.trips.yard import Yard

IN_METRC = "shipment cannot be updated via external API once a METRC transfer template has been generated"


def test_an_empty_shipment_has_the_documented_shape(yard: Yard) -> None:
    """Its id is the day and a number of that day; without a vehicle the field is called vehicles."""
    first, second = yard.shipment(), record(yard.company.api("POST", "/shipments", {}))
    day = first["shipment_id"][:8]
    assert day.isdigit()
    assert (first["shipment_id"], second["shipment_id"]) == (f"{day}-001", f"{day}-002")
    assert (second["shipment_day_seq"], second["num_orders"], second["shipment_status"]) == (2, 0, "Created")
    assert (second["vehicle_id"], second["shipment_timestamp"], second["planned_route"]) == ("", "", None)
    assert second["vehicles"] is second["drivers"] is second["orders"] is second["notes"] is None
    assert "vehicle" not in second


def test_a_shipment_shows_its_crew_and_its_orders(yard: Yard) -> None:
    """Vehicle, drivers by position, orders by stop with where they go and what is set aside, notes."""
    allocated, created = yard.allocated(), yard.order()
    made = yard.shipment(
        allocated,
        created,
        vehicle_id=yard.vehicle,
        drivers=[yard.driver],
        shipment_timestamp="2026-03-02T09:30:05.000Z",
        planned_route="By the river road",
        notes=[{"note": "Ring twice"}, {"subject": "Gate", "note": "On the left"}],
    )
    assert made == yard.read(made)
    assert (made["vehicle"]["vehicle_year"], made["vehicle"]["active"]) == ("2024", 1)
    assert [(one["driver_last_name"], one["position"]) for one in made["drivers"]] == [("Moss", 1)]
    assert (made["shipment_timestamp"], made["planned_route"]) == (
        "2026-03-02T09:30:05.000Z",
        "By the river road",
    )
    first, second = made["orders"]
    assert (first["order_id"], first["stop_seq"], first["num_packages"], first["total_qty"]) == (
        allocated,
        0,
        1,
        2,
    )
    assert (first["order_status_id"], first["order_status_description"]) == (30, "Allocated")
    assert (first["destination_facility_name"], first["destination_facility_license"]) == ("Corner", "LIC-9")
    assert (second["stop_seq"], second["num_packages"], second["order_status_id"]) == (1, 0, 10)
    assert [(one["subject"], one["note"]) for one in made["notes"]] == [
        ("", "Ring twice"),
        ("Gate", "On the left"),
    ]


def test_orders_know_their_shipment_and_tell_of_it(yard: Yard) -> None:
    """Coming onto a shipment and going off it are news of the order, not of its stock."""
    order_id = yard.order()
    yard.company.listen()
    made = yard.shipment(order_id)
    assert made["shipment_status"] == "Orders assigned"
    assert yard.order_now(order_id)["shipment_id"] == made["shipment_id"]
    data(yard.put(made, {"stops": []}))
    assert yard.read(made)["shipment_status"] == "Created"
    assert yard.order_now(order_id)["shipment_id"] is None
    published = [(one["resource_type"], one["data"]["shipment_id"]) for one in yard.company.messages()]
    assert published == [("order", made["shipment_id"]), ("order", None)]


def test_a_shipped_shipment_ships_its_orders(yard: Yard) -> None:
    """Every order is Shipped at once, the stock has left, and each order and its items are told of."""
    orders = [yard.allocated(), yard.allocated()]
    made = yard.shipment(*orders, vehicle_id=yard.vehicle, drivers=[yard.driver])
    yard.company.listen()
    assert yard.do(made, "print-manifest")["shipment_status"] == "Manifest printed"
    left = yard.do(made, "ship")
    assert (left["shipment_status"], bool(left["actual_shipment_timestamp"])) == ("Shipped", True)
    assert [one["order_status_description"] for one in left["orders"]] == ["Shipped", "Shipped"]
    for order_id in orders:
        order = yard.order_now(order_id)
        assert (order["order_status"], order["shipment_id"]) == ("Shipped", made["shipment_id"])
        assert order["shipped_timestamp"]
    assert yard.company.summary()["qty"] == 96
    published = [one["resource_type"] for one in yard.company.messages()]
    assert published == ["order", "inventory_summary"] * 2


def test_a_shipment_leaves_with_all_its_orders_or_not_at_all(yard: Yard) -> None:
    """One order that is not wholly allocated keeps all of them, and the stock, where they are."""
    ready, unready = yard.allocated(), yard.order()
    made = yard.shipment(ready, unready)
    assert yard.refused(made, "ship") == (
        f"order with ID {unready} cannot leave until everything on it is set aside"
    )
    assert yard.order_now(ready)["order_status"] == "Allocated"
    assert yard.read(made)["shipment_status"] == "Orders assigned"
    assert yard.company.summary()["qty"] == 100


def test_an_order_on_a_shipment_does_not_leave_by_itself(yard: Yard) -> None:
    """The screens send the shipment, and the order with it."""
    order_id = yard.allocated()
    made = yard.shipment(order_id)
    assert yard.company.refusal({"id": order_id}, "ship") == (
        f"order is assigned to shipment {made['shipment_id']}, which has to be shipped as a whole"
    )
    yard.do(made, "cancel")
    assert yard.company.do({"id": order_id}, "ship")["order_status"] == "Shipped"


def test_cancelling_a_shipment_frees_its_orders(yard: Yard) -> None:
    """They can go with another one; a cancelled shipment can do nothing more."""
    order_id = yard.allocated()
    made = yard.shipment(order_id)
    gone = yard.do(made, "cancel")
    assert (gone["shipment_status"], gone["num_orders"]) == ("Cancelled", 0)
    assert yard.order_now(order_id)["order_status"] == "Allocated"
    assert yard.refused(made, "ship") == "shipment has already been cancelled"
    assert message(yard.put(made, {})) == "shipment has already been cancelled"
    assert yard.shipment(order_id)["num_orders"] == 1


@pytest.mark.parametrize("by_api", [True, False])
def test_a_cancelled_order_goes_off_its_shipment(yard: Yard, *, by_api: bool) -> None:
    """By API or by hand; the shipment goes on without it, its manifest to be printed anew."""
    stays, goes = yard.allocated(), yard.allocated()
    made = yard.shipment(stays, goes)
    yard.do(made, "print-manifest")
    if by_api:
        data(yard.company.api("PUT", f"/outbound-orders/{goes}", {"order_status": "Cancelled"}))
    else:
        yard.company.do({"id": goes}, "cancel")
    now = yard.read(made)
    assert [one["order_id"] for one in now["orders"]] == [stays]
    assert now["shipment_status"] == "Orders assigned"
    assert yard.order_now(goes)["shipment_id"] is None


def test_an_update_replaces_what_it_says(yard: Yard) -> None:
    """What is left out stays, an empty text takes away, notes are added, loose orders are a last stop."""
    first, second, third = yard.order(), yard.order(), yard.order()
    made = yard.shipment(first, vehicle_id=yard.vehicle, drivers=[yard.driver], notes=[{"note": "One"}])
    body = {"stops": [{"estimated_arrival_time": None, "orders": [second]}], "orders": [second, third]}
    changed = record(yard.put(made, {**body, "notes": [{"note": "Two"}], "drivers": None}))
    assert [(one["order_id"], one["stop_seq"]) for one in changed["orders"]] == [(second, 0), (third, 1)]
    assert [one["note"] for one in changed["notes"]] == ["One", "Two"]
    assert len(changed["drivers"]) == 1
    bare = record(yard.put(made, {"vehicle_id": "", "drivers": [], "orders": [first]}))
    assert (bare["vehicles"], bare["drivers"]) == (None, None)
    assert [one["order_id"] for one in bare["orders"]] == [first]


def test_a_shipment_in_metrc_is_changed_in_the_screens_only(yard: Yard) -> None:
    """The External API is refused in the documented words; people can still change it and send it off."""
    made = yard.shipment(yard.allocated())
    assert yard.do(made, "metrc-transfer-template")["shipment_status"] == "Orders assigned"
    assert message(yard.put(made, {"planned_route": "Elsewhere"})) == IN_METRC
    path = f"/shipments/{made['shipment_id']}"
    edited = record(yard.company.office("PATCH", path, {"planned_route": "Elsewhere"}))
    assert edited["planned_route"] == "Elsewhere"
    assert yard.do(made, "ship")["shipment_status"] == "Shipped"
    assert message(yard.put(made, {})) == "shipment has already been shipped"


@pytest.mark.parametrize("action", ["print-manifest", "metrc-transfer-template", "ship"])
def test_an_empty_shipment_goes_nowhere(yard: Yard, action: str) -> None:
    """There is nothing to print and nothing to send."""
    assert yard.refused(yard.shipment(), action) == "shipment has no orders assigned"


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_what_cannot_go_is_refused_in_the_documented_words(yard: Yard, method: str) -> None:
    """Drivers, vehicles, orders and notes, each with the vendor's message; nothing is kept."""
    shipped, taken = yard.allocated(), yard.order()
    yard.company.do({"id": shipped}, "ship")
    yard.shipment(taken)
    mine = yard.shipment()
    path = "/shipments" if method == "POST" else f"/shipments/{mine['shipment_id']}"
    before = data(yard.company.api("GET", "/shipments"))

    def refused(body: Json) -> str:
        return message(yard.company.api(method, path, body))

    assert refused({"drivers": ["nobody"]}) == (
        "one or more shipment driver(s) does not exist, or is inactive"
    )
    assert refused({"vehicle_id": "none"}) == "vehicle with ID none does not exist"
    assert refused({"orders": ["123456"]}) == (
        "one or more order IDs does not correspond to an outbound order"
    )
    assert refused({"orders": [shipped]}) == (
        f"order with ID {shipped} cannot be assigned since it is in an ineligible status"
    )
    assert refused({"stops": [{"orders": [taken]}]}) == (
        f"order with ID {taken} is already assigned to another shipment"
    )
    assert refused({"notes": [{"subject": "Only a subject"}]}) == "all notes are required to have a body"
    mine_twice = yard.order()
    twice = {"stops": [{"orders": [mine_twice]}, {"orders": [mine_twice]}]}
    assert refused(twice) == f"order with ID {mine_twice} is named more than once"
    assert "shipment_timestamp" in refused({"shipment_timestamp": "soon"})
    assert "colour" in refused({"colour": "red"})
    assert data(yard.company.api("GET", "/shipments")) == before


def test_an_order_or_a_vehicle_of_another_facility_cannot_go(yard: Yard) -> None:
    """A shipment leaves one facility, with what is there."""
    order_id = yard.order()
    other = record(
        yard.company.office("POST", "/facilities", {"facility_name": "B", "facility_type": "Distributor"})
    )
    headers = {"x-api-key": yard.company.api_key, "FacilityID": other["id"]}

    def refused(body: Json) -> str:
        return message(yard.company.api("POST", "/shipments", body, headers=headers))

    assert "does not correspond" in refused({"orders": [order_id]})
    assert "vehicle with ID" in refused({"vehicle_id": yard.vehicle})
    assert "driver(s)" in refused({"drivers": [yard.driver]})
    mine = yard.shipment()
    path = f"/shipments/{mine['shipment_id']}"
    assert "does not exist" in message(yard.company.api("GET", path, headers=headers), 404)
    assert data(yard.company.api("GET", "/vehicles", headers=headers)) == []
    away = {"vehicle_nickname": "Truck", "facility_id": other["id"]}
    assert record(yard.company.office("POST", "/vehicles", away))["vehicle_nickname"] == "Truck"
    assert len(data(yard.company.api("GET", "/vehicles", headers=headers))) == 1


def test_what_is_not_active_is_not_sent(yard: Yard) -> None:
    """It is not listed and not taken, and a shipment that has it already cannot leave."""
    made = yard.shipment(yard.allocated(), vehicle_id=yard.vehicle, drivers=[yard.driver])
    for path in (f"/vehicles/{yard.vehicle}", f"/drivers/{yard.driver}"):
        assert record(yard.company.office("PATCH", path, {"active": False}))["active"] == 0
    assert data(yard.company.api("GET", "/vehicles")) == data(yard.company.api("GET", "/drivers")) == []
    assert len(data(yard.company.office("GET", "/vehicles"))) == 1
    assert len(data(yard.company.office("GET", "/drivers"))) == 1
    assert yard.refused(made, "ship") == f"vehicle with ID {yard.vehicle} does not exist"
    data(yard.put(made, {"vehicle_id": ""}))
    assert "driver(s)" in yard.refused(made, "ship")
    assert "vehicle with ID" in message(yard.company.api("POST", "/shipments", {"vehicle_id": yard.vehicle}))
    data(yard.company.office("PATCH", f"/drivers/{yard.driver}", {"active": True}))
    assert yard.do(made, "ship")["shipment_status"] == "Shipped"


def test_shipments_are_found_by_their_filters(yard: Yard) -> None:
    """By id, by status number, by vehicle and by driver; another number is refused."""
    empty, loaded = yard.shipment(), yard.shipment(yard.order())
    driven = yard.shipment(vehicle_id=yard.vehicle, drivers=[yard.driver])

    def found(**query: Json) -> list[str]:
        rows = data(yard.company.api("GET", "/shipments", query=query))
        return [one["shipment_id"] for one in rows]

    assert found(shipment_id=[empty["shipment_id"], loaded["shipment_id"]]) == [
        empty["shipment_id"],
        loaded["shipment_id"],
    ]
    assert found(shipment_status_id="20") == [loaded["shipment_id"]]
    assert found(vehicle_id=yard.vehicle) == found(driver_id=yard.driver) == [driven["shipment_id"]]
    asked = yard.company.api("GET", "/shipments", query={"shipment_status_id": "15"})
    assert "shipment_status_id" in message(asked)


def test_the_facility_header_is_required(yard: Yard) -> None:
    """As documented for the lists; assumed for the rest."""
    headers = {"x-api-key": yard.company.api_key}
    for method, path in (
        ("GET", "/shipments"),
        ("POST", "/shipments"),
        ("GET", "/shipments/1"),
        ("GET", "/vehicles"),
        ("GET", "/drivers"),
    ):
        body: Json = {} if method == "POST" else None
        answer = yard.company.api(method, path, body, headers=headers)
        assert message(answer) == "the FacilityID header is required"


def test_the_journal_tells_what_moved_a_shipment(yard: Yard) -> None:
    """Each step with its event, and the orders' own steps beside it."""
    made = yard.shipment(yard.allocated())
    yard.do(made, "print-manifest")
    yard.do(made, "ship")
    journal = yard.company.client.get(f"/_sim/tenants/{yard.company.tenant}/journal?limit=1000").get_json()
    steps = [
        (one.get("before"), one["events"], one["after"])
        for one in journal["entries"]
        if one["kind"] == "transition" and one["subject"] == "shipment"
    ]
    assert steps == [
        (None, ["loaded"], "Orders assigned"),
        ("Orders assigned", ["manifest printed"], "Manifest printed"),
        ("Manifest printed", ["shipped"], "Shipped"),
    ]


def test_a_snapshot_keeps_shipments_and_all_around_them(yard: Yard) -> None:
    """Vehicles, drivers, vendors and shipments come back, the orders are still bound, and numbers go on."""
    order_id = yard.allocated()
    made = yard.shipment(order_id, vehicle_id=yard.vehicle, drivers=[yard.driver], notes=[{"note": "One"}])
    data(yard.company.api("POST", "/vendors", {"name": "Fern"}))
    paths = ("/vehicles", "/drivers", "/shipments", "/vendors", "/outbound-orders")
    before = [data(yard.company.api("GET", path)) for path in paths]
    tenant = f"/_sim/tenants/{yard.company.tenant}"
    kept = yard.company.client.get(f"{tenant}/snapshot?secrets=true").data
    yard.company.client.delete(tenant)
    body = b'{"snapshot":' + kept + b"}"
    yard.company.client.post("/_sim/tenants", data=body, content_type="application/json")
    assert [data(yard.company.api("GET", path)) for path in paths] == before
    assert "assigned to shipment" in yard.company.refusal({"id": order_id}, "ship")
    assert yard.shipment()["shipment_day_seq"] == made["shipment_day_seq"] + 1
    assert yard.do(made, "ship")["shipment_status"] == "Shipped"
