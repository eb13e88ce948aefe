"""What the control API tells whoever reads journals: what there is to see, and how much of it is sent."""

from enum import StrEnum

import pytest
from flask.testing import FlaskClient

from foundation.provenance import assumed, documented
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from sim_kernel.transitions import Machine, Row, Use
from tests.unit.kernel.conftest import Toy


class Light(StrEnum):
    """A traffic light."""

    RED = "Red"
    GREEN = "Green"


class Turn(StrEnum):
    """What happens to it."""

    GO = "go"
    STOP = "stop"


def test_the_catalogue_tells_every_fault(client: FlaskClient) -> None:
    """Whoever counts coverage learns from the simulator what there is to cover."""
    said = client.get("/_sim/catalogue").get_json()
    assert (said["vendor"], said["machines"]) == ("toy", [])
    assert said["faults"] == {"request": sorted(REQUEST_FAULTS), "delivery": sorted(DELIVERY_FAULTS)}


def test_a_machine_is_told_row_by_row() -> None:
    """Each row says whether ordinary work goes along it; that is the rule, other uses are named."""
    rows = {
        (Light.RED, Turn.GO): Row(Light.GREEN, documented("O1")),
        (Light.GREEN, Turn.STOP): Row(Light.RED, assumed("O15")),
    }
    said = Machine(subject="light", rows=rows, uses={(Light.GREEN, Turn.STOP): Use.WRONG}).shown()
    assert said["subject"] == "light"
    assert said["transitions"] == [
        {
            "status": "Red",
            "event": "go",
            "becomes": "Green",
            "use": "ordinary",
            "source": "documented",
            "reference": "O1",
        },
        {
            "status": "Green",
            "event": "stop",
            "becomes": "Red",
            "use": "wrong",
            "source": "assumed",
            "reference": "O15",
        },
    ]


def test_a_journal_can_be_had_without_bodies(toy: Toy) -> None:
    """What was sent and answered is most of a journal; who counts only needs the rest."""
    toy.raise_by(1)
    whole = toy.control("GET", "/journal?kind=request")[1]["entries"][0]
    short = toy.control("GET", "/journal?kind=request&bodies=false")[1]["entries"][0]
    assert whole["body"] == {"by": 1}
    assert short == {name: value for name, value in whole.items() if name not in {"body", "answer"}}


def test_a_vendor_without_choices_has_nothing_to_set(toy: Toy) -> None:
    """Its settings are empty, and every wish is refused by its name."""
    path = f"/_sim/tenants/{toy.tenant.tenant_id}/settings"
    assert toy.client.get(path).get_json() == {"settings": {}}
    assert toy.client.patch(path, json={}).get_json() == {"settings": {}}
    refused = toy.client.patch(path, json={"colour": "red"})
    assert refused.status_code == 422
    assert "colour" in refused.get_json()["error"]["message"]


def test_neither_true_nor_false_is_refused(toy: Toy) -> None:
    """A choice is one of two words."""
    status, body = toy.control("GET", "/journal?bodies=perhaps")
    assert (status, body["error"]["field"]) == (422, "bodies")


@pytest.mark.parametrize("name", ["features", "x" * 500])
def test_the_journal_knows_what_the_caller_calls_itself(toy: Toy, name: str) -> None:
    """A long name is cut."""
    toy.client.get("/toy/number", headers={"X-Token": toy.token, "User-Agent": name})
    assert toy.journal("request")[-1]["agent"] == name[:80]
