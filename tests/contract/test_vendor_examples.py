"""The schemas against the vendor's own examples, wherever the vendor's collection is at hand."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from foundation.contract import Schema
from harness.checks.examples.examples import (
    DOCUMENTED_ANSWERS,
    Example,
    Verdict,
    check_examples,
    examples_of,
    listed_exceptions,
)
from harness.checks.examples.postman import Call, read_collection
from tests.json_places import every_object, every_place

Json: TypeAlias = Any
COLLECTION = Path(__file__).parents[3] / "shared" / "reference" / "flourish-external-api.postman.json"
FEWEST_EXAMPLES = 34
FEWEST_RETYPED = 1000
NOT_ALWAYS_SHOWN = {
    "created_timestamp",  # of a facility
    "last_updated_timestamp",  # of a facility
    "synced_from_compliance",
    "finance_account_revenue",
    "finance_account_asset",
    "finance_account_expense",
    "middle_name",  # of a destination's contact
    "origin_harvest",  # only when asked for
    "code",  # of a customer whom the register of patients knows
    "sku",  # of a configured discount on a whole order
    "delivery_contact_no_checked",  # of a retail order that is paid
    "delivery_text_contact_no_checked",  # of a retail order that is paid
    "delivery_email_checked",  # of a retail order that is paid
}

pytestmark = pytest.mark.skipif(
    not COLLECTION.exists(),
    reason=f"the vendor's collection is not at hand; it would be {COLLECTION.name} in ../shared/reference",
)


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    """Every call of the vendor's collection."""
    return read_collection(COLLECTION)


def test_vendor_examples_conform(calls: list[Call], say: Callable[[str], None]) -> None:
    """Each example obeys its schema, save those that PROVENANCE.md lists with a reason, and those do not."""
    examples = check_examples(calls)
    assert len(examples.measured) >= FEWEST_EXAMPLES
    assert examples.of(Verdict.DIFFERS) == []
    assert {one.name for one in examples.of(Verdict.EXCEPTION)} == set(listed_exceptions())
    assert examples.needless_exceptions == ()
    deviating = examples.of(Verdict.DEVIATES)
    assert {one.operation for one in deviating} == set(DOCUMENTED_ANSWERS)
    good = len(examples.of(Verdict.CONFORMS))
    say(f"vendor examples: {len(examples.measured)}, of which {good} conform and {len(deviating)} deviate")
    say(f"vendor operations that are not described: {len(examples.not_described)}")


def test_what_is_measured_otherwise_is_shown(calls: list[Call]) -> None:
    """Each operation whose documented answer is not the simulator's has an example."""
    examples, _ = examples_of(calls)
    assert {one.operation for one in examples if one.is_answer} >= set(DOCUMENTED_ANSWERS)


def test_a_retyped_or_added_field_is_caught(calls: list[Call]) -> None:
    """Where the vendor shows a field in an answer another type is refused, and so is a further field."""
    tried, escaped = 0, []
    for example in conforming_answers(calls):
        schema, value = schema_of(example), example.value
        for path, container, key in every_place(value):
            true_value = container[key]
            container[key] = {"retyped": True}
            if schema.is_valid(value):
                escaped.append(f"{example.name}: {path}")
            container[key] = true_value
            tried += 1
        for path, inner in every_object(value):
            inner["a field that nobody sends"] = 1
            if schema.is_valid(value):
                escaped.append(f"{example.name}: {path} is open")
            del inner["a field that nobody sends"]
    assert tried >= FEWEST_RETYPED
    assert escaped == []


def test_a_dropped_field_is_caught(calls: list[Call]) -> None:
    """A field that the vendor shows in every read cannot be missing from an answer; the others are known."""
    escaped = set()
    for example in conforming_answers(calls):
        if example.operation in DOCUMENTED_ANSWERS:  # their examples differ among themselves
            continue
        schema, value = schema_of(example), example.value
        for _, inner in every_object(value):
            for key in list(inner):
                shown = dict(inner)
                del inner[key]
                if schema.is_valid(value):
                    escaped.add(key)
                inner.clear()
                inner.update(shown)
    assert escaped == NOT_ALWAYS_SHOWN


def conforming_answers(calls: list[Call]) -> Iterator[Example]:
    """The answers that obey their schema."""
    examples, _ = examples_of(calls)
    return (one for one in examples if one.is_answer and one.problem() is None)


def schema_of(example: Example) -> Schema:
    """What judges it."""
    assert example.schema is not None
    return example.schema
