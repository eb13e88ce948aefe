"""Discounts at retail over HTTP: when they can be had, and what they take off which order."""

from typing import Any

import pytest

from tests.unit.flourish.company import Company, Json, data, message, record

V2 = "/external/api/v2/retail-orders"
CUSTOMER = {"email": "robin@example.com", "first_name": "Robin", "last_name": "Hale", "dob": "1991-05-04"}


@pytest.fixture
def shop(company: Company) -> Company:
    """A company with F-1 at 10 dollars and G-1 at 30, and a customer."""
    company.item(stock=10)
    company.item(sku="G-1", item_name="Gummies", price=30, stock=10)
    assert company.api("POST", "/customers", CUSTOMER).status_code == 200
    return company


def offer(shop: Company, **fields: Json) -> dict[str, Any]:
    """A new discount of ten percent."""
    body = {"discount_name": "Fern week", "method": "percentage", "amount": 10, **fields}
    return record(shop.office("POST", "/retail-discounts", body))


def body_of(*discounts: Json) -> dict[str, Any]:
    """An order of an F-1 and a G-1, 40 dollars."""
    return {
        "customer_id": "1",
        "fulfillment_type": "in-store",
        "order_lines": [{"sku": "F-1", "order_qty": 1}, {"sku": "G-1", "order_qty": 1}],
        "applied_discounts": list(discounts),
    }


def place(shop: Company, *discounts: Json) -> dict[str, Any]:
    """A new order by v1."""
    return record(shop.api("POST", "/retail-orders", body_of(*discounts)))


def place_v2(shop: Company, *discounts: Json) -> dict[str, Any]:
    """A new order by v2."""
    headers = {"x-api-key": shop.api_key, "FacilityID": shop.facility_id}
    return record(shop.client.post(V2, headers=headers, json=body_of(*discounts)))


def offered(shop: Company) -> list[str]:
    """The names of what can be had now."""
    return [one["discount_name"] for one in data(shop.api("GET", "/retail-discounts"))]


def test_what_can_be_had_now_is_listed(shop: Company) -> None:
    """Only what is on now, in this facility, for web shops and for items that they may show is listed."""
    south = record(shop.office("POST", "/facilities", {"facility_name": "S", "facility_type": "Dispensary"}))
    hidden = record(shop.office("POST", "/items", {"item_name": "Hidden", "sku": "H-1", "price": 1}))
    shown = {"item_name": "Shown", "sku": "S-1", "price": 1, "ecommerce_active": True}
    shown_id = record(shop.office("POST", "/items", shown))["id"]
    offer(shop, discount_name="always")
    offer(shop, discount_name="over", end_date="2020-01-01")
    offer(shop, discount_name="not yet", start_date="2120-01-01", start_date_time="09:00")
    offer(shop, discount_name="elsewhere", facility_ids=[south["id"]])
    offer(shop, discount_name="till only", ecommerce_active=False)
    offer(shop, discount_name="hidden item", eligible_items=[hidden["id"]])
    offer(shop, discount_name="shown item", eligible_items=[shown_id])
    assert offered(shop) == ["always", "shown item"]
    assert len(data(shop.office("GET", "/retail-discounts"))) == 7


def test_a_happy_hour_comes_every_day(shop: Company) -> None:
    """A window of the day opens and closes by the facility's clock, over midnight too."""
    offer(shop, discount_name="day", start_time="06:00", end_time="17:59")
    offer(shop, discount_name="night", start_time="18:00", end_time="05:59")
    first = offered(shop)
    shop.client.post(f"/_sim/tenants/{shop.tenant}/clock", json={"advance_seconds": 12 * 3600})
    assert {*first, *offered(shop)} == {"day", "night"}
    assert len(first) == 1


def test_a_facility_has_a_clock_that_there_is(shop: Company) -> None:
    """The hours of discounts go by the facility's time zone, so one that does not exist is refused."""
    path = f"/facilities/{shop.facility_id}"
    for name in ("Mars/Olympus", "../etc", "America"):
        assert "timezone must be an IANA name" in message(shop.office("PATCH", path, {"timezone": name}))
    record(shop.office("PATCH", path, {"timezone": "Pacific/Honolulu"}))
    offer(shop, start_time="00:00", end_time="23:59")
    assert offered(shop) == ["Fern week"]


def test_a_discount_on_the_order_is_shared_by_its_lines(shop: Company) -> None:
    """Ten percent of 40 is 4; a read shows each line's share, the answer to the POST the full prices."""
    order = place(shop, {"method": "percentage", "amount": 10, "promo_code": "FERN"})
    assert (order["sub_total_price"], order["total_discounts"], order["total_price"]) == (40, 4, 36)
    assert [one["line_total_price"] for one in order["order_lines"]] == [10, 30]
    assert order["applied_discounts"][0]["discount_name"] == "Custom Order Percentage Discount"
    lines = record(shop.api("GET", f"/retail-orders/{order['id']}"))["order_lines"]
    assert [(one["discount_price"], one["line_total_price"]) for one in lines] == [(1, 9), (3, 27)]


def test_a_discount_is_off_its_own_items_only(shop: Company) -> None:
    """Ten percent of what is eligible; the other lines pay their price."""
    made = offer(shop, ineligible_items=["2"])
    order = place(shop, {"discount_id": made["discount_id"]})
    lines = record(shop.api("GET", f"/retail-orders/{order['id']}"))["order_lines"]
    assert [one["discount_price"] for one in lines] == [1, 0]
    assert order["total_price"] == 39


def test_cents_that_cannot_be_shared_are_not_lost(shop: Company) -> None:
    """A dollar over three equal lines is a dollar, the last line taking what is left."""
    body = {**body_of({"method": "dollar", "amount": 1}), "order_lines": [{"sku": "F-1", "order_qty": 1}] * 3}
    order = record(shop.api("POST", "/retail-orders", body))
    lines = record(shop.api("GET", f"/retail-orders/{order['id']}"))["order_lines"]
    assert [one["discount_price"] for one in lines] == [0.33, 0.33, 0.34]
    assert order["total_price"] == 29


def test_a_line_that_costs_nothing_bears_no_part_of_a_discount(shop: Company) -> None:
    """Cents that three lines of ten dollars cannot share are not taken off a free sample after them."""
    lines = [{"sku": "F-1", "order_qty": 1}] * 3 + [{"sku": "G-1", "order_qty": 1, "unit_price": 0}]
    body = {**body_of({"method": "dollar", "amount": 10}), "order_lines": lines}
    placed = record(shop.api("POST", "/retail-orders", body))
    read = record(shop.api("GET", f"/retail-orders/{placed['id']}"))
    assert [one["discount_price"] for one in read["order_lines"]] == [3.33, 3.33, 3.34, 0]
    assert read["total_price"] == 20


def test_a_share_of_a_discount_is_never_below_zero(shop: Company) -> None:
    """Half of seven lines of one cent is four cents: some lines cost nothing, none costs more than before."""
    lines = [{"sku": "F-1", "order_qty": 1, "unit_price": 0.01}] * 7
    body = {**body_of({"method": "percentage", "amount": 50}), "order_lines": lines}
    placed = record(shop.api("POST", "/retail-orders", body))
    read = record(shop.api("GET", f"/retail-orders/{placed['id']}"))
    shares = [one["discount_price"] for one in read["order_lines"]]
    assert set(shares) == {0, 0.01}
    assert sum(shares) == pytest.approx(0.04)


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_that_is_free_leaves_the_order_its_discount(shop: Company, *, turned: bool) -> None:
    """All off one line and ten percent off the order: the other line bears the four dollars."""
    free, tenth = (
        {"sku": "F-1", "method": "percentage", "amount": 100},
        {"method": "percentage", "amount": 10},
    )
    placed = place(shop, *((tenth, free) if turned else (free, tenth)))
    read = record(shop.api("GET", f"/retail-orders/{placed['id']}"))
    assert [one["discount_price"] for one in read["order_lines"]] == [10, 4]
    assert (read["total_discounts"], read["total_price"]) == (14, 26)


def test_a_discount_on_few_items_goes_before_one_on_all(shop: Company) -> None:
    """What is wholly off some items can be had together with a discount on the whole order."""
    gummies = offer(shop, amount=100, ineligible_items=["1"])
    placed = place(shop, {"method": "dollar", "amount": 10}, {"discount_id": gummies["discount_id"]})
    read = record(shop.api("GET", f"/retail-orders/{placed['id']}"))
    assert [one["discount_price"] for one in read["order_lines"]] == [10, 30]
    assert read["total_price"] == 0


def test_discounts_above_what_the_lines_cost_are_refused(shop: Company) -> None:
    """Together too, and also where nothing is left to pay."""
    free, rest = ({"sku": sku, "method": "percentage", "amount": 100} for sku in ("F-1", "G-1"))
    cent = {"method": "dollar", "amount": 0.01}
    for discounts in (
        [free, {"method": "dollar", "amount": 30.01}],
        [free, rest, cent],
        [free, {**cent, "sku": "F-1"}],
    ):
        assert "more than the order costs" in message(shop.api("POST", "/retail-orders", body_of(*discounts)))
    assert data(shop.api("GET", "/retail-orders")) == []


def test_a_configured_discount_is_applied_by_its_id(shop: Company) -> None:
    """Named by number or text it gives what it is set to, and is told in short."""
    made = offer(shop, method="dollar", amount=5)
    for discount_id in (made["discount_id"], str(made["discount_id"])):
        order = place(shop, {"discount_id": discount_id})
        assert order["total_discounts"] == 5
        assert order["applied_discounts"][0]["discount_id"] == made["discount_id"]


@pytest.mark.parametrize(
    ("discount", "asked", "says"),
    [
        ({"promo_code_required": True, "promo_code": "FERN"}, {"promo_code": "MOSS"}, "needs its promo_code"),
        ({"level": "line"}, {}, "is off a line; say its sku"),
        ({"order_minimum_amount": 41}, {}, "is not for these items or this amount"),
        ({"level": "line", "ineligible_items": ["2"]}, {"sku": "G-1"}, "is not for these items"),
        ({"end_date": "2020-01-01"}, {}, "does not exist or is not available now"),
    ],
)
def test_a_discount_that_does_not_fit_is_refused(
    shop: Company, discount: dict[str, Any], asked: dict[str, Any], says: str
) -> None:
    """Each is refused in words, and no order is made."""
    made = offer(shop, **discount)
    refused = shop.api("POST", "/retail-orders", body_of({"discount_id": made["discount_id"], **asked}))
    assert says in message(refused)
    assert data(shop.api("GET", "/retail-orders")) == []


def test_v2_applies_what_applies_itself(shop: Company) -> None:
    """v2 adds automatic discounts, on the order or on each item they are for; v1 adds nothing."""
    offer(shop, applied_automatically=True)
    offer(shop, applied_automatically=True, method="dollar", amount=1, level="line")
    offer(shop, applied_automatically=True, promo_code_required=True, promo_code="FERN")
    offer(shop, applied_automatically=True, order_minimum_amount=100)
    assert place(shop)["total_discounts"] == 0
    assert place_v2(shop)["total_discounts"] == 6


def test_v2_knows_a_promo_code(shop: Company) -> None:
    """A code that a configured discount has stands for that discount in v2, and is a made-up one in v1."""
    offer(shop, method="dollar", amount=8, promo_code_required=True, promo_code="FERN")
    asked = {"promo_code": "FERN", "amount": 3}
    assert place_v2(shop, asked)["applied_discounts"][0]["discount_name"] == "Fern week"
    assert place(shop, asked)["applied_discounts"][0]["discount_name"] == "Custom Order Dollar Discount"


def test_a_discount_can_be_taken_away(shop: Company) -> None:
    """It is offered no longer; an order that has it keeps it; a second time it is not there."""
    made = offer(shop)
    order = place(shop, {"discount_id": made["discount_id"]})
    path = f"/retail-discounts/{made['discount_id']}"
    record(shop.office("DELETE", path))
    assert offered(shop) == []
    assert record(shop.api("GET", f"/retail-orders/{order['id']}"))["total_discounts"] == 4
    message(shop.office("DELETE", path), 404)


@pytest.mark.parametrize("field", ["eligible_items", "ineligible_items", "facility_ids"])
def test_a_discount_names_only_what_there_is(shop: Company, field: str) -> None:
    """An unknown item or facility is refused."""
    body = {"discount_name": "x", "method": "dollar", "amount": 1, field: ["nothing"]}
    assert field in message(shop.office("POST", "/retail-discounts", body))
