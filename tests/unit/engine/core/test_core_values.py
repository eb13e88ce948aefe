"""The core's values cannot be changed and are made by name; its limits are as agreed."""

import dataclasses
import importlib
import pkgutil
from collections import Counter
from decimal import Decimal

import pytest

from foundation.contract import payload
from integration_engine import core
from integration_engine.core.brands import BrandBook
from integration_engine.core.catalogue import LARGEST_REPORT, FlourishItem, left_out_reason
from integration_engine.core.retry import CAP_SECONDS, LONGEST_RETRY_AFTER_SECONDS, Patience, retry_seconds

MODULES = [
    importlib.import_module(f"{core.__name__}.{found.name}") for found in pkgutil.iter_modules(core.__path__)
]
VALUES = [
    value
    for module in MODULES
    for value in vars(module).values()
    if dataclasses.is_dataclass(value) and isinstance(value, type) and value.__module__ == module.__name__
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_a_value_is_frozen_slotted_and_made_by_name(value: type) -> None:
    """Nobody can change a state that another thread reads, or misspell a field."""
    assert vars(value)["__dataclass_params__"].frozen
    assert "__slots__" in vars(value)
    assert all(field.kw_only for field in dataclasses.fields(value))


def test_there_are_values() -> None:
    """The list above finds them."""
    assert len(VALUES) > 30


def test_a_report_is_as_long_as_ordo_takes() -> None:
    """The limit of left-out items is that of the contract."""
    item = {"reason": "no_brand", "sku": None, "item_name": "", "flourish_item_id": "1"}
    items = [{**item, "brand": None, "near_miss": None}]
    counts = dict.fromkeys(("no_brand", "brand_mismatch", "no_sku", "duplicate_sku", "no_longer_matches"), 0)
    report = {"synced": 0, "counts": counts, "truncated": True}
    schema = payload("ordo/sync_report.json")
    assert schema.is_valid({**report, "left_out": items * LARGEST_REPORT})
    assert not schema.is_valid({**report, "left_out": items * (LARGEST_REPORT + 1)})


def test_a_sku_is_shared_only_by_two() -> None:
    """An item that nobody has counted is not taken for one of several."""
    item = FlourishItem(
        flourish_item_id="1",
        item_name="Pre-roll",
        sku="SKU-1",
        brand="Leaf",
        description=None,
        category=None,
        price=Decimal(1),
        uom=None,
        active=True,
    )
    assert left_out_reason(item, BrandBook(["Leaf"]), Counter()) is None


def test_delays_are_as_agreed() -> None:
    """Five minutes at most by ourselves, an hour when Flourish asks for it."""
    assert CAP_SECONDS == 5 * 60
    assert LONGEST_RETRY_AFTER_SECONDS == 60 * 60


def test_the_first_delay_is_the_shortest() -> None:
    """Whoever counts failures from zero waits no shorter."""
    assert retry_seconds(Patience.PASSING, 0, None, 1.0) == retry_seconds(Patience.PASSING, 1, None, 1.0)
