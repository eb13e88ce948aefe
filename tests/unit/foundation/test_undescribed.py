"""What a value carries beyond its schema is named and left out, wherever it stands."""

from typing import Any

import pytest

from foundation.contract import payload
from foundation.undescribed import only_described

ORDER = payload("flourish/outbound_order_request.json")
LINE: dict[str, Any] = {"sku": "F-1", "order_qty": 1}
BODY: dict[str, Any] = {"destination": {"id": "5f1d"}, "order_lines": [LINE]}


@pytest.mark.parametrize(
    ("more", "undescribed"),
    [
        ({}, ()),
        ({"colour": 1}, ("/colour",)),
        ({"order_lines": [LINE, {**LINE, "colour": {"deep": 1}}]}, ("/order_lines/1/colour",)),
        ({"destination": {"id": "5f1d", "billing": {"colour": 1}}}, ("/destination/billing/colour",)),
        ({"distributor": {"id": "5f1d", "colour": 1}}, ("/distributor/colour",)),
        ({"distributor": None, "notes": [{"note": "n", "a/b~c": 1}]}, ("/notes/0/a~1b~0c",)),
    ],
)
def test_what_is_not_described_is_left_out(more: dict[str, Any], undescribed: tuple[str, ...]) -> None:
    """Behind references, in lists and in alternatives too; what is left obeys the schema."""
    sent = {**BODY, **more}
    found = only_described(ORDER, sent)
    assert found.undescribed == undescribed
    assert ORDER.is_valid(found.value)
    assert (found.value == sent) is not bool(undescribed)


def test_what_is_wrong_otherwise_stays() -> None:
    """A wrong type is no undescribed field, and the value that was given stays as it was."""
    sent = {"order_lines": [{**LINE, "order_qty": "1", "colour": 1}], "destination": "x", "notes": "n"}
    found = only_described(ORDER, sent)
    assert found.value == {"order_lines": [{**LINE, "order_qty": "1"}], "destination": "x", "notes": "n"}
    assert sent["order_lines"] == [{**LINE, "order_qty": "1", "colour": 1}]


def test_a_field_of_any_alternative_is_described() -> None:
    """Only what no alternative names is left out, whichever of them the value was meant for."""
    schema = payload("engine/connection_message.json")
    found = only_described(schema, {"type": "x", "data": {"flourish": {"colour": 1}}, "hue": 1})
    assert found.undescribed == ("/data/flourish/colour", "/hue")


def test_open_objects_take_everything() -> None:
    """Where a schema leaves an object open, nothing in it is undescribed."""
    schema = payload("flourish/outbound_order_update_request.json")
    sent = {"origin_facility": {"id": "1", "colour": 1}}
    assert only_described(schema, sent).undescribed == ()


def test_a_very_long_name_is_cut() -> None:
    """The name stands in journals, which are of limited size."""
    (pointer,) = only_described(ORDER, {**BODY, "x" * 10_000: 1}).undescribed
    assert pointer == "/" + "x" * 100
