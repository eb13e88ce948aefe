"""Stock follows orders, and its sums always hold."""

from decimal import Decimal

from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sim_flourish.app import create_app
from sim_flourish.model.order_status import OPEN_STATUSES
from sim_flourish.model.retail_status import RetailStatus
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Warehouse
from tests.unit.flourish.company import Company, data, message


def _quantities(company: Company) -> tuple[float, float, float, float, float]:
    row = company.summary()
    return (
        row["qty"],
        row["available_qty"],
        row["non_available_qty"],
        row["on_order_qty"],
        row["sellable_qty"],
    )


def test_stock_follows_an_order_from_placing_to_shipping(company: Company) -> None:
    """On order, then set aside, then gone; sellable moves once, when the order comes."""
    company.item(stock=10)
    assert _quantities(company) == (10, 10, 0, 0, 10)
    order = company.order({"sku": "F-1", "order_qty": 4})
    assert _quantities(company) == (10, 10, 0, 4, 6)
    company.do(order, "allocate", {"lines": [{"sku": "F-1", "qty": 1}]})
    assert _quantities(company) == (10, 9, 1, 3, 6)
    company.do(order, "allocate")
    assert _quantities(company) == (10, 6, 4, 0, 6)
    company.do(order, "ship")
    assert _quantities(company) == (6, 6, 0, 0, 6)


def test_the_back_office_shows_what_the_summary_shows(company: Company) -> None:
    """By facility, every item, whatever befalls the API."""
    company.item(stock=10)
    company.order({"sku": "F-1", "order_qty": 4})
    right = company.summary()
    fault = {"kind": "status", "status": 503, "match": {"path": "/external/*"}, "count": None}
    company.client.post(f"/_sim/tenants/{company.tenant}/faults", json=fault)
    assert company.api("GET", "/inventory/summary").status_code == 503
    [(facility_id, items)] = [
        (one["facility_id"], one["items"]) for one in data(company.office("GET", "/stock"))
    ]
    assert (facility_id, items) == (company.facility_id, [right])


def test_cancelling_releases_everything(company: Company) -> None:
    """A cancelled order leaves the stock as if it had never been."""
    company.item(stock=10)
    order = company.order({"sku": "F-1", "order_qty": 4})
    company.do(order, "allocate")
    cancelled = company.do(order, "cancel")
    assert (cancelled["order_status"], cancelled["order_lines"][0]["allocated_qty"]) == ("Cancelled", 0)
    assert _quantities(company) == (10, 10, 0, 0, 10)


def test_sellable_may_fall_below_zero(company: Company) -> None:
    """More can be on order than there is."""
    company.item(stock=1)
    company.order({"sku": "F-1", "order_qty": 5})
    assert company.summary()["sellable_qty"] == -4


def test_allocating_takes_all_or_nothing(company: Company) -> None:
    """Too little stock refuses the whole allocation."""
    company.item(stock=10)
    company.item(sku="F-2", stock=1)
    order = company.order({"sku": "F-1", "order_qty": 4}, {"sku": "F-2", "order_qty": 2})
    assert company.refusal(order, "allocate") == "only 1 of sku F-2 is available to allocate, not 2"
    assert _quantities(company)[2] == 0


def test_an_edit_releases_what_is_allocated_above_the_new_quantity(company: Company) -> None:
    """Less ordered frees stock; more ordered makes the order partially allocated."""
    company.item(stock=10)
    order = company.order({"sku": "F-1", "order_qty": 4})
    company.do(order, "allocate")
    path = f"/outbound-orders/{order['id']}"
    less = data(company.office("PATCH", path, {"order_lines": [{"sku": "F-1", "order_qty": 3}]}))
    assert (less["order_status"], less["order_lines"][0]["allocated_qty"]) == ("Allocated", 3)
    more = data(company.office("PATCH", path, {"order_lines": [{"sku": "F-1", "order_qty": 5}]}))
    assert (more["order_status"], more["order_lines"][0]["allocated_qty"]) == ("Partially Allocated", 3)
    assert _quantities(company) == (10, 7, 3, 2, 5)


def test_deallocating_brings_the_order_back_to_created(company: Company) -> None:
    """In part it stays partially allocated, in whole it is Created again."""
    company.item(stock=10)
    order = company.order({"sku": "F-1", "order_qty": 4})
    company.do(order, "allocate")
    partly = company.do(order, "deallocate", {"lines": [{"sku": "F-1", "qty": 1}]})
    assert (partly["order_status"], partly["order_lines"][0]["allocated_qty"]) == ("Partially Allocated", 3)
    assert company.do(order, "deallocate")["order_status"] == "Created"
    assert company.refusal(order, "deallocate") == "nothing on the order is allocated"


def test_stock_is_kept_by_facility(company: Company) -> None:
    """The summary tells of the facility in the header only."""
    company.item(stock=10)
    other = data(company.office("POST", "/facilities", {"facility_name": "Other", "facility_type": "Grower"}))
    headers = {"x-api-key": company.api_key, "FacilityID": other["id"]}
    query = {"include_all_items": "true"}
    (row,) = data(company.api("GET", "/inventory/summary", headers=headers, query=query))
    assert row["qty"] == 0
    assert data(company.api("GET", "/inventory/summary", headers=headers)) == []


def test_the_summary_has_a_row_for_each_strain_and_for_each_lot_when_asked(company: Company) -> None:
    """Grouping changes the rows and never the sums; what is on order without a lot counts once."""
    item = company.item(stock=10)
    company.office("PATCH", f"/items/{item['id']}", {"strain_name": "Other Haze"})
    for lot, qty in (("L-2", 5), ("L-3", 1)):
        body = {"item_id": item["id"], "adjustment_qty": qty, "lot_number": lot}
        data(company.office("POST", "/inventory-adjustments", body))
    company.order({"sku": "F-1", "order_qty": 2, "lot_number": "L-3"})
    by_item = data(company.api("GET", "/inventory/summary", query={"sku": "F-1"}))
    by_lot = data(company.api("GET", "/inventory/summary", query={"sku": "F-1", "group_by": "lot_number"}))
    assert [(row["strain_name"], row["qty"]) for row in by_item] == [(None, 10), ("Other Haze", 6)]
    assert {row["lot_number"]: row["sellable_qty"] for row in by_lot[1:]} == {"L-2": 5, "L-3": -1}
    for rows in (by_item, by_lot):
        assert sum(row["sellable_qty"] for row in rows) == 14


def test_packages_hide_once_they_are_shipped_or_consumed(company: Company) -> None:
    """Only a flag or package_status shows them again; a shipped one has no inventory id."""
    first, second = company.item(stock=4), company.item(sku="F-2", stock=2)
    company.office("POST", "/inventory-adjustments", {"item_id": second["id"], "adjustment_qty": -2})
    order = company.order({"sku": "F-1", "order_qty": 4})
    company.do(order, "allocate")
    (package,) = data(company.api("GET", "/inventory"))
    assert (package["package_status"], package["available_qty"]) == ("Assigned to order", 0)
    company.do(order, "ship")
    assert data(company.api("GET", "/inventory")) == []
    (shipped,) = data(company.api("GET", "/inventory", query={"include_shipped": "true"}))
    assert (shipped["item_id"], shipped["inventory_id"]) == (first["id"], None)
    (consumed,) = data(company.api("GET", "/inventory", query={"package_status": "Consumed"}))
    assert consumed["item_id"] == second["id"]


def test_no_more_can_be_taken_off_than_is_available(company: Company) -> None:
    """What is set aside for orders cannot be adjusted away."""
    item = company.item(stock=5)
    company.do(company.order({"sku": "F-1", "order_qty": 4}), "allocate")
    body = {"item_id": item["id"], "adjustment_qty": -2}
    assert "only 1 is available" in message(company.office("POST", "/inventory-adjustments", body))


RETAIL_DEEDS = ("submit", "pack", "send-out", "mark-as-undeliverable", "complete", "cancel")
HOLDING = {RetailStatus.PACKED, RetailStatus.OUT_FOR_DELIVERY, RetailStatus.UNDELIVERABLE}


class WarehouseMachine(RuleBasedStateMachine):
    """Random work on two items, a pack of one of them and a few orders; refusals are as good as deeds."""

    @initialize()
    def open_for_business(self) -> None:
        """A company with two stocked items and a pack."""
        self.app: Flask = create_app()
        self.company = Company.of(self.app)
        self.items = [self.company.item(sku=sku, stock=6) for sku in ("A", "B")]
        self.pack = self.company.variation(self.items[0], sku="P")
        self.buyer = self.company.destination()
        self.orders: list[str] = []
        self.retail_orders: list[str] = []
        person = {"email": "robin@example.com", "first_name": "R", "last_name": "H", "dob": "1991-05-04"}
        assert self.company.api("POST", "/customers", person).status_code == 200

    @rule(sku=st.sampled_from("ABP"), qty=st.integers(1, 5), brought=st.booleans())
    def sell(self, sku: str, qty: int, *, brought: bool) -> None:
        """Sells something at retail."""
        way = "delivery" if brought else "pickup"
        body = {"customer_id": "1", "fulfillment_type": way, "order_lines": [{"sku": sku, "order_qty": qty}]}
        self.retail_orders.append(data(self.company.api("POST", "/retail-orders", body))["id"])

    @rule(which=st.integers(0, 9), action=st.sampled_from(RETAIL_DEEDS))
    def serve(self, which: int, action: str) -> None:
        """Does something to a retail order, possible or not."""
        if self.retail_orders:
            path = f"/retail-orders/{self.retail_orders[which % len(self.retail_orders)]}/{action}"
            assert self.company.office("POST", path).status_code in {200, 400}

    @rule(which=st.integers(0, 9), sku=st.sampled_from("ABP"), qty=st.integers(1, 5))
    def replace(self, which: int, sku: str, qty: int) -> None:
        """Replaces a retail order."""
        if self.retail_orders:
            path = f"/retail-orders/{self.retail_orders[which % len(self.retail_orders)]}"
            lines = {"order_lines": [{"sku": sku, "order_qty": qty}]}
            body = {"customer_id": "1", "fulfillment_type": "in-store", **lines}
            assert self.company.api("PUT", path, body).status_code in {200, 400}

    @rule(lines=st.lists(st.tuples(st.sampled_from("ABP"), st.integers(1, 5)), min_size=1, max_size=3))
    def place(self, lines: list[tuple[str, int]]) -> None:
        """Orders something."""
        body = {"order_lines": [{"sku": sku, "order_qty": qty} for sku, qty in lines]}
        made = self.company.api("POST", "/outbound-orders", {"destination": {"id": self.buyer["id"]}, **body})
        self.orders.append(data(made)["id"])

    @rule(which=st.integers(0, 9), action=st.sampled_from(["allocate", "deallocate", "ship", "cancel"]))
    def work_on(self, which: int, action: str) -> None:
        """Does something to an order, possible or not."""
        if self.orders:
            path = f"/outbound-orders/{self.orders[which % len(self.orders)]}/{action}"
            assert self.company.office("POST", path).status_code in {200, 400}

    @rule(which=st.integers(0, 9), sku=st.sampled_from("ABP"), qty=st.integers(1, 5), by_api=st.booleans())
    def edit(self, which: int, sku: str, qty: int, *, by_api: bool) -> None:
        """Changes an order's lines, from the screens or the API."""
        if self.orders:
            path = f"/outbound-orders/{self.orders[which % len(self.orders)]}"
            body = {"order_lines": [{"sku": sku, "order_qty": qty}]}
            company = self.company
            answer = company.api("PUT", path, body) if by_api else company.office("PATCH", path, body)
            assert answer.status_code in {200, 400}

    @rule(which=st.integers(0, 2), qty=st.integers(-4, 4).filter(bool), lot=st.sampled_from([None, "L"]))
    def adjust(self, which: int, qty: int, lot: str | None) -> None:
        """Corrects the books; the third is the pack of the first."""
        body = {"item_id": self.items[which % 2]["id"], "adjustment_qty": qty, "lot_number": lot}
        if which > 1:
            body = {**body, "item_id": self.pack["item_id"], "item_variation_id": self.pack["id"]}
        assert self.company.office("POST", "/inventory-adjustments", body).status_code in {200, 400}

    @invariant()
    def sums_hold(self) -> None:
        """Packages hold what was received less what was shipped, and set aside what orders were given."""
        if not hasattr(self, "company"):
            return
        world: World = self.app.extensions["simulator"].tenants.get(self.company.tenant).world
        lines = [
            *((one.order_status in OPEN_STATUSES, one.order_lines) for one in world.outbound_orders.values()),
            *((one.order_status in HOLDING, one.order_lines) for one in world.retail_orders.values()),
        ]
        for package in world.packages.values():
            given = [
                (is_open, detail.qty)
                for is_open, order_lines in lines
                for line in order_lines
                for detail in line.details
                if detail.package_id == package.package_id
            ]
            assert package.non_available_qty == sum(qty for is_open, qty in given if is_open)
            assert package.shipped_qty == sum(qty for is_open, qty in given if not is_open)
            assert Decimal(0) <= package.non_available_qty <= package.qty
        anew = Warehouse(world)
        for item in world.items.values():
            for facility_id in world.facilities:
                kept = anew.stock.on_order(facility_id, item.item_id)
                assert self._on_order(item.item_id) == kept
        received = sum(one.adjustment_qty for one in world.adjustments)
        assert received == sum(one.qty + one.shipped_qty for one in world.packages.values())

    def _on_order(self, item_id: str) -> float:
        """What the item's rows of the summary add up to, cut by item and by lot."""
        sums = []
        for group_by in ("item_name", "lot_number"):
            query = {"item_id": item_id, "include_all_items": "true", "group_by": group_by}
            rows = data(self.company.api("GET", "/inventory/summary", query=query))
            for row in rows:
                assert row["qty"] == row["available_qty"] + row["non_available_qty"]
                assert row["sellable_qty"] == row["available_qty"] - row["on_order_qty"]
            sums.append({name: sum(row[name] for row in rows) for name in ("qty", "on_order_qty")})
            unfiltered = data(self.company.api("GET", "/inventory/summary", query={"group_by": group_by}))
            shown = [row for row in unfiltered if row["item_id"] == item_id]
            assert shown in ([], rows)
        assert sums[0] == sums[1]
        return float(sums[0]["on_order_qty"])

    def teardown(self) -> None:
        """Ends the simulator's threads."""
        if hasattr(self, "app"):
            self.app.extensions["simulator"].close()


def test_stock_sums() -> None:
    """Whatever is done in whatever order, the sums of the stock hold."""
    run_state_machine_as_test(
        WarehouseMachine, settings=settings(max_examples=15, stateful_step_count=20, deadline=None)
    )
