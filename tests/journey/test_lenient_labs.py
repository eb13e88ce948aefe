"""Where people and programs are served, tenants are lenient; those of features are strict everywhere."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import requests

from harness.clients.tenant import make_tenant
from harness.clients.wire import open_session
from harness.lab.lab import make_demo_tenants, start_lab
from tests.programs import FREE_PORTS, LONGEST, command_line

Json: TypeAlias = Any
ORDO = {"ENGINE_URL": "http://127.0.0.1:1", "ORDO_EVENTS_SECRET": "whsec_" + "A" * 43 + "="}


@contextmanager
def simulator(vendor: str) -> Iterator[str]:
    """The URL of a simulator that runs alone."""
    environment = {**os.environ, **ORDO}
    command = command_line("simulator", vendor)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()
            process.communicate(timeout=LONGEST)


@contextmanager
def lab_for_people(file: Path) -> Iterator[Mapping[str, str]]:
    """What the env-file says of a lab that `up` has started."""
    command = command_line("up", *FREE_PORTS, "--items", "30", "--seed", "5", "--env-file", file)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert any(line.startswith("Ctrl-C stops") for line in process.stdout)
            lines = file.read_text().splitlines()
            yield {name: value for name, _, value in (line.partition("=") for line in lines)}
        finally:
            process.terminate()
            process.communicate(timeout=LONGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop's side of the External API: the key, the facility, and status 200 or nothing."""

    env: Mapping[str, str]

    def get(self, path: str, **query: str) -> Json:
        """The data of a read."""
        return self._data(requests.get(self._url(path), params=query, headers=self._headers, timeout=LONGEST))

    def post(self, path: str, body: Json) -> Json:
        """The data of a write."""
        return self._data(requests.post(self._url(path), json=body, headers=self._headers, timeout=LONGEST))

    def _url(self, path: str) -> str:
        return f"{self.env['FLOURISH_URL']}/external/api{path}"

    @property
    def _headers(self) -> dict[str, str]:
        return {"x-api-key": self.env["FLOURISH_API_KEY"], "FacilityID": self.env["FLOURISH_FACILITY_ID"]}

    @staticmethod
    def _data(answer: requests.Response) -> Json:
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]


def is_lenient(url: str, tenant: str) -> object:
    """What a simulator says of a tenant."""
    return requests.get(f"{url}/_sim/tenants/{tenant}", timeout=LONGEST).json()["lenient"]


@pytest.mark.parametrize("vendor", ["flourish", "ordo"])
def test_a_simulator_alone_is_lenient_unless_told_otherwise(vendor: str) -> None:
    """Any program can make a tenant there without knowing of it, and a strict one when it says so."""
    with simulator(vendor) as url:
        for said, lenient in (({}, True), ({"lenient": False}, False)):
            made = requests.post(f"{url}/_sim/tenants", json=said, timeout=LONGEST).json()
            assert is_lenient(url, made["tenant"]) is lenient


def test_a_shop_works_in_a_lab_for_people(tmp_path: Path) -> None:
    """`up` prints where an unmodified shop finds what it sells and brings its orders."""
    with lab_for_people(tmp_path / "lab.env") as env:
        api = Shop(env=env)
        items = api.get("/v1/items", ecommerce_active="true")
        assert len(items) > 25
        person = {"email": "r@example.com", "first_name": "R", "last_name": "H", "dob": "1991-05-04"}
        customer = api.post("/v1/customers", {**person, "loyalty": 7})
        place = {"address_line_1": "7 Mill Lane", "city": "Reno", "state": "NV", "postcode": "89501"}
        order = {
            "customer_id": customer["id"],
            "fulfillment_type": "delivery",
            "delivery_address": {**place, "country": "US", "type": "delivery"},
            "order_lines": [{"sku": items[0]["sku"], "order_qty": 1, "unit_price": 8.25}],
        }
        assert api.post("/v2/retail-orders", order)["order_status"] == "Created"
        (tenant,) = requests.get(f"{env['FLOURISH_URL']}/_sim/tenants", timeout=LONGEST).json()["tenants"]
        journal = f"{env['FLOURISH_URL']}/_sim/tenants/{tenant['tenant']}/journal?kind=contract_violation"
        (marked,) = requests.get(journal, timeout=LONGEST).json()["entries"]
        assert marked["undescribed"] == ["/loyalty"]


def test_in_a_lab_for_people_the_tenants_of_features_are_strict() -> None:
    """The demo tenants are lenient, and what features make there is judged as in the gate."""
    with start_lab(lenient=True) as lab, open_session() as session:
        demo = make_demo_tenants(lab, items=1, seed=5)
        world = make_tenant(lab, session, seed=5)
        for url, lenient, strict in (
            (lab.flourish_url, demo.flourish.tenant, world.flourish.made.tenant),
            (lab.ordo_url, demo.ordo.tenant, world.ordo.made.tenant),
        ):
            assert is_lenient(url, lenient) is True
            assert is_lenient(url, strict) is False
