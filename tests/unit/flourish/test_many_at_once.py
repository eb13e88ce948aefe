"""Many callers at once: one tenant's lock keeps ids apart and sums right."""

from concurrent.futures import ThreadPoolExecutor

from tests.unit.flourish.company import Company, data


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
