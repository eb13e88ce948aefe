"""Retail customers over HTTP: found by e-mail, made, replaced, with their addresses."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.unit.flourish.company import Company, Json, data, message, record

ADDRESS = {
    "address_line_1": "7 Mill Lane",
    "city": "Reno",
    "state": "NV",
    "postcode": "89501",
    "country": "US",
}


def body_of(**fields: Json) -> dict[str, Any]:
    """A customer with what is required."""
    required = {"first_name": "Robin", "last_name": "Hale", "dob": "1991-05-04"}
    return {"email": "robin@example.com", **required, **fields}


def written(response: TestResponse) -> dict[str, Any]:
    """The customer in an answer, whatever its message."""
    assert response.status_code == 200, response.text
    carried: dict[str, Any] = response.get_json()["data"]
    return carried


def test_a_customer_is_looked_for_then_made_then_found(company: Company) -> None:
    """An unknown e-mail address gives an empty list; after the POST the same search finds the customer."""
    query = {"email": "robin@example.com"}
    assert data(company.api("GET", "/customers", query=query)) == []
    made = written(company.api("POST", "/customers", body_of(address=[{**ADDRESS, "type": "Shipping"}])))
    (found,) = data(company.api("GET", "/customers", query=query))
    assert found["id"] == made["id"]
    assert found["address"] == made["address"]
    assert (made["address"][0]["first_name"], made["address"][0]["type"]) == ("Robin", "shipping")
    one = record(company.api("GET", f"/customers/{made['id']}"))
    assert one["address"][0]["address_type"] == "shipping"


@pytest.mark.parametrize(
    ("mmur", "code", "words"),
    [
        ("disabled", "CUS0003", "MMUR lookup is disabled"),
        ("not_found", "CUS0002", "was not found in the MMUR"),
        ("found", None, "Success"),
    ],
)
def test_the_register_of_patients_has_a_say(app: Flask, mmur: str, code: str | None, words: str) -> None:
    """The answer to a written customer says what came of looking in the register; a read does not."""
    company = Company.of(app, settings={"mmur": mmur})
    for response in (
        company.api("POST", "/customers", body_of()),
        company.api("PUT", "/customers/1", body_of(preferred_name="Rob")),
    ):
        assert response.get_json().get("code") == code
        assert words in response.get_json()["message"]
    assert "code" not in company.api("GET", "/customers/1").get_json()


def test_addresses_are_kept_by_their_ids(company: Company) -> None:
    """An update changes the address whose id it sends, adds one without, and deactivates the rest."""
    first = written(
        company.api("POST", "/customers", body_of(address=[ADDRESS, {**ADDRESS, "city": "Elko"}]))
    )
    reno, elko = first["address"]
    wanted = [{**ADDRESS, "id": elko["id"], "city": "Sparks"}, {**ADDRESS, "city": "Ely"}]
    after = written(company.api("PUT", "/customers/1", body_of(address=wanted)))
    assert [(one["id"] == reno["id"], one["city"], one["active"]) for one in after["address"]] == [
        (True, "Reno", False),
        (False, "Sparks", True),
        (False, "Ely", True),
    ]
    assert [one["is_primary"] for one in after["address"]] == [False, True, False]
    assert written(company.api("PUT", "/customers/1", body_of()))["address"] == after["address"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "customer with email robin@example.com already exists"),
        ({"email": "b@example.com", "patient_id": "P-1"}, "state is required with patient_id"),
        ({"email": "b@example.com", "dob": "1991-02-31"}, "dob must be a date"),
        ({"email": "b@example.com", "customer_group": "pirate"}, "customer_group must be one of"),
        ({"email": "b@example.com", "address": [ADDRESS] * 4}, "address"),
        ({"email": "b@example.com", "address": [{**ADDRESS, "type": "home"}]}, "type"),
        ({"email": "b@example.com", "address": [{**ADDRESS, "id": 7}]}, "address with ID 7 is none of"),
    ],
)
def test_what_cannot_be_is_refused(company: Company, fields: dict[str, Any], says: str) -> None:
    """Each impossible customer is refused in words, and nobody is added."""
    written(company.api("POST", "/customers", body_of()))
    assert says in message(company.api("POST", "/customers", body_of(**fields)))
    assert len(data(company.api("GET", "/customers"))) == 1


def test_an_update_is_refused_like_a_new_one(company: Company) -> None:
    """An unknown customer is 404; another's e-mail address or address id is refused."""
    message(company.api("PUT", "/customers/7", body_of()), 404)
    message(company.api("GET", "/customers/7"), 404)
    written(company.api("POST", "/customers", body_of(address=[ADDRESS])))
    written(company.api("POST", "/customers", body_of(email="b@example.com")))
    assert "already exists" in message(company.api("PUT", "/customers/2", body_of()))
    foreign = body_of(email="b@example.com", address=[{**ADDRESS, "id": 1}])
    assert "none of this customer's" in message(company.api("PUT", "/customers/2", foreign))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"first_name": "Robin"}, ["1"]),
        ({"dob": "1980-01-01"}, ["2"]),
        ({"phone_number": "7755550117"}, ["2"]),
        ({"patient_id": ["P-1", "P-2"]}, ["2"]),
        ({"state": "NV", "last_name": "Hale"}, []),
        ({"last_updated_timestamp_start": "2120-01-01T00:00:00Z"}, []),
    ],
)
def test_lists_are_narrowed(company: Company, query: Json, found: list[str]) -> None:
    """Each parameter leaves the customers that it is about."""
    written(company.api("POST", "/customers", body_of()))
    other = {"first_name": "Ada", "last_name": "Fern", "dob": "1980-01-01", "phone": "7755550117"}
    patient = {"email": "ada@example.com", "patient_id": "P-1", "state": "NV"}
    written(company.api("POST", "/customers", {**other, **patient}))
    assert [one["id"] for one in data(company.api("GET", "/customers", query=query))] == found


def test_a_wrong_day_in_a_query_is_refused(company: Company) -> None:
    """A birthday that is no date is 400 and names the parameter."""
    assert "dob" in message(company.api("GET", "/customers", query={"dob": "yesterday"}))
