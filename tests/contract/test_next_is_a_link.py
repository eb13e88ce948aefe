"""`meta.next` is a link that works: for every list it is absolute, keeps the filters, leads to the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
import urllib3

from foundation.contract import Contract, payload
from harness.serving import serve
from sim_flourish.app import create_app

Json: TypeAlias = Any
DOCUMENT = "flourish/openapi.json"
API = "/external/api/v1"
FACILITY = {"facility_name": "South", "facility_type": "Dispensary"}
PERSON = {"first_name": "Ada", "last_name": "Poole"}
CUSTOMER = {"first_name": "Robin", "last_name": "Hale", "dob": "1991-05-04"}
BOM = {"nickname": "By hand", "qty_to_create": 1, "effective_date": "2026-03-02T00:00:00.000Z"}
FEWEST = 2


def lists() -> list[str]:
    """Every path whose GET answers with `meta`."""
    contract = Contract.load(DOCUMENT)
    return [
        path
        for (method, path), operation in contract.operations().items()
        if method == "GET" and "'meta' is a required property" in str(_why_not(operation))
    ]


def _why_not(operation: Any) -> object:  # noqa: ANN401 - an operation, whose class is nobody's business here
    return operation.response_problem(200, {"message": "Success", "status": 200, "data": []})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A served Flourish with two or more of everything that can be listed."""

    url: str
    headers: Mapping[str, str]
    names: Mapping[str, str]


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """The simulated Flourish, behind a real server."""
    app = create_app()
    serving = serve(app)
    yield seeded(serving.url)
    serving.stop()
    app.extensions["simulator"].close()


def ask(method: str, url: str, headers: Mapping[str, str], body: Json = None) -> Json:
    """The JSON of an answer that says yes."""
    raw = None if body is None else orjson.dumps(body)
    answer = urllib3.request(method, url, headers={**headers, "Content-Type": "application/json"}, body=raw)
    assert answer.status in {200, 201}, answer.data
    return orjson.loads(answer.data)


def seeded(url: str) -> Lab:
    """Two of everything that a new company has not got by itself, and the ids that paths need."""
    tenant = ask("POST", f"{url}/_sim/tenants", {}, {"seed": 5, "items": 20})
    headers = {"x-api-key": tenant["api_key"], "FacilityID": tenant["facility"]["id"]}
    office = {"Authorization": f"Bearer {tenant['back_office_token']}"}
    item = ask("GET", f"{url}{API}/items?limit=1", headers)["data"][0]
    line = {"sku": item["sku"], "order_qty": 1}

    def make(path: str, body: Json) -> Json:
        return ask("POST", url + API + path, headers, body)["data"]

    def do(path: str, body: Json) -> Json:
        return ask("POST", f"{url}/back-office{path}", office, body)["data"]

    for number in ("one", "two"):
        do("/facilities", {**FACILITY, "facility_name": f"South {number}"})
        do("/sales-reps", {**PERSON, "first_name": number})
        do("/inventory-adjustments", {"item_id": item["id"], "adjustment_qty": 3})
        do(f"/items/{item['id']}/itemvariations", {"variation_name": number, "unit_qty": 5, "unit_price": 1})
        place = make("/destinations", {"type": "Dispensary", "name": f"Corner {number}"})["id"]
        vendor = make("/vendors", {"name": f"Fern {number}"})["id"]
        make("/outbound-orders", {"destination": {"id": place}, "order_lines": [line]})
        buyer = make("/customers", {**CUSTOMER, "email": f"{number}@example.com"})["id"]
        make("/retail-orders", {"customer_id": buyer, "fulfillment_type": "in-store", "order_lines": [line]})
        do("/vehicles", {"vehicle_nickname": f"Van {number}"})
        do("/drivers", {"driver_first_name": number, "driver_last_name": "Moss"})
        make("/shipments", {})
        make("/deliveries", {})
        make("/boms", {**BOM, "item_id": item["id"]})
    people = [{**PERSON, "email": f"{number}@example.com"} for number in ("one", "two")]
    make(f"/destinations/{place}/contacts", people)
    make(f"/vendors/{vendor}/contacts", people)
    names = {"destination_id": place, "vendor_id": vendor, "item_id": item["id"]}
    return Lab(url=url, headers=headers, names=names)


def walk(lab: Lab, url: str) -> Iterator[Json]:
    """Every page from the one at `url` on, found by `next` alone."""
    while url:
        page = ask("GET", url, lab.headers)
        assert payload("flourish/meta.json").first_problem(page["meta"]) is None
        assert page["meta"]["count"] == len(page["data"])
        yield page
        url = page["meta"]["next"]
        assert url == "" or url.startswith(f"{lab.url}/")


@pytest.mark.parametrize("path", lists())
def test_every_list_is_walked_by_its_links(lab: Lab, path: str) -> None:
    """From a page of one, `next` leads to every row, each once, and is empty at the end."""
    pages = list(walk(lab, f"{lab.url}{API}{path.format(**lab.names)}?limit=1"))
    rows = [str(row) for page in pages for row in page["data"]]
    assert len(rows) == pages[0]["meta"]["total"] == len(set(rows))
    assert len(rows) >= FEWEST


def test_a_link_keeps_what_was_asked_for(lab: Lab) -> None:
    """Filters stay in the link, repeated ones and those with spaces too."""
    names = "facility_name=Corner%20one&facility_name=Corner+two"
    types = "destination_type=Dispensary&destination_type=Grower"
    first, second = walk(lab, f"{lab.url}{API}/destinations?{names}&{types}&limit=1")
    assert [page["data"][0]["name"] for page in (first, second)] == ["Corner one", "Corner two"]
    query = parse_qs(urlsplit(first["meta"]["next"]).query)
    assert query["facility_name"] == ["Corner one", "Corner two"]
    assert query["destination_type"] == ["Dispensary", "Grower"]
    assert (query["offset"], query["limit"]) == (["1"], ["1"])
