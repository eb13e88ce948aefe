"""Many callers at once: one tenant's lock keeps ids apart and sums right."""

from concurrent.futures import ThreadPoolExecutor

from tests.unit.flourish.company import Company, data


def test_payments_made_at_once_never_exceed_what_is_owed(company: Company) -> None:
    """Of twelve payments of a quarter each, four are taken, and the goods leave once."""
    company.item(stock=10)
    person = {"email": "robin@example.com", "first_name": "Robin", "last_name": "Hale", "dob": "1991-05-04"}
    assert company.api("POST", "/customers", person).status_code == 200
    lines = {"order_lines": [{"sku": "F-1", "order_qty": 2}]}
    body = {"customer_id": "1", "fulfillment_type": "in-store", **lines}
    path = f"/retail-orders/{data(company.api('POST', '/retail-orders', body))['id']}"

    def pay(_: int) -> int:
        payment = {"payment_type": "Cash", "amount": 5, "automatic_complete": True}
        headers = {"x-api-key": company.api_key}
        url = f"/external/api/v1{path}/payment"
        return company.app.test_client().post(url, json=payment, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(pay, range(12)))
    assert (answers.count(200), answers.count(400)) == (4, 8)
    order = data(company.api("GET", path))
    assert (order["order_status"], order["total_paid"]) == ("Completed", 20)
    assert company.summary()["qty"] == 8


def test_orders_placed_at_once_are_all_there(company: Company) -> None:
    """No id twice, nothing lost, everything on order."""
    company.item(stock=100)
    body = company.order_body()

    def place(_: int) -> str:
        headers = {"x-api-key": company.api_key, "FacilityID": company.facility_id}
        client = company.app.test_client()
        answer = client.post("/external/api/v1/outbound-orders", json=body, headers=headers)
        return str(data(answer)["id"])

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(place, range(40)))
    assert sorted(made) == [f"{number:08d}" for number in range(1, 41)]
    assert company.summary()["on_order_qty"] == 40
