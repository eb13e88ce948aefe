"""What a request carries beyond the contract is refused and named, or in a lenient tenant ignored."""

from collections.abc import Callable
from typing import Any

import pytest

from sim_kernel.answers import CallerError
from sim_kernel.simulator import Simulator
from tests.unit.kernel.conftest import Toy, ToyWorld

MORE = {"by": 2, "colour": "red", "depth": {"x": 1}}


def send(toy: Toy, body: object) -> tuple[int, Any]:
    """Status and answer of a request with this body."""
    answer = toy.client.post("/toy/number", json=body, headers={"X-Token": toy.token})
    return answer.status_code, answer.get_json()


def test_a_tenant_is_strict_and_names_what_is_too_much(toy: Toy) -> None:
    """Where nobody said otherwise the request is refused, and the journal has every such field."""
    assert send(toy, MORE)[0] == 400
    (violation,) = toy.journal("contract_violation")
    assert violation["undescribed"] == ["/colour", "/depth"]
    assert not violation.get("ignored")
    assert toy.read() == (200, {"number": 0})


def test_a_lenient_tenant_ignores_and_marks_it(make_toy: Callable[..., Toy]) -> None:
    """The request is taken without it; the entry hangs under its request and names the fields."""
    lenient = make_toy(lenient=True)
    assert send(lenient, MORE) == (200, {"number": 2})
    (violation,) = lenient.journal("contract_violation")
    (request,) = lenient.journal("request")
    assert (violation["cause"], violation["ignored"]) == (request["id"], True)
    assert violation["undescribed"] == ["/colour", "/depth"]
    assert "/colour, /depth" in violation["message"]
    assert request["body"] == MORE
    assert request["body_use"] == ["body by"]


@pytest.mark.parametrize(
    ("body", "pointer"), [({"by": "two"}, "/by"), ({"by": "two", "colour": 1}, "/by"), ({"colour": 1}, "")]
)
def test_a_wrong_type_and_a_missing_field_are_refused_all_the_same(
    make_toy: Callable[..., Toy], body: dict[str, Any], pointer: str
) -> None:
    """What is wrong with the rest counts, and is what the refusal tells of."""
    lenient = make_toy(lenient=True)
    assert send(lenient, body)[0] == 400
    (violation,) = lenient.journal("contract_violation")
    assert violation.get("pointer", "") == pointer
    assert not violation.get("ignored")
    assert lenient.read() == (200, {"number": 0})


def test_a_request_that_keeps_the_contract_is_not_marked(make_toy: Callable[..., Toy]) -> None:
    """Nothing is noted of it."""
    lenient = make_toy(lenient=True)
    assert send(lenient, {"by": 1}) == (200, {"number": 1})
    assert lenient.journal("contract_violation") == []


def test_whether_it_is_lenient_is_shown_and_outlives_a_snapshot(make_toy: Callable[..., Toy]) -> None:
    """The control API shows it, and a tenant that is brought back is as it was."""
    lenient = make_toy(lenient=True)
    assert lenient.control("GET", "")[1]["lenient"] is True
    snapshot = lenient.control("GET", "/snapshot?secrets=true")[1]
    back = lenient.client.post("/_sim/tenants", json={"snapshot": snapshot}).get_json()
    assert back["lenient"] is True
    assert send(lenient, MORE) == (200, {"number": 2})
    del snapshot["kept"]["lenient"]  # as it was written before there were lenient tenants
    assert lenient.client.post("/_sim/tenants", json={"snapshot": snapshot}).get_json()["lenient"] is False


def test_a_simulator_is_told_what_tenants_are(simulator: Simulator[ToyWorld]) -> None:
    """Where whoever makes a tenant does not say; what is said is true or false."""
    for_people = Simulator(simulator.vendor, lenient=True)
    try:
        assert for_people.create_tenant()[0].lenient
        assert not for_people.create_tenant({"lenient": False})[0].lenient
    finally:
        for_people.close()
    assert not simulator.create_tenant()[0].lenient
    with pytest.raises(CallerError, match="lenient must be true or false"):
        simulator.create_tenant({"lenient": "yes"})
