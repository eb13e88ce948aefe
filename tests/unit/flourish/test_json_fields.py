"""Fields are read into typed values, or blamed by their full name."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from sim_flourish.conventions.errors import RefusedError
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.model.places import FacilityType

Read = Callable[[JsonFields], object]


@pytest.mark.parametrize(
    ("value", "read", "words"),
    [
        (7, lambda one: one.text("x"), "a.x must be a text"),
        ("x" * 10_001, lambda one: one.text("x"), "a.x must not be longer"),
        ("", lambda one: one.required_text("x"), "a.x is required"),
        ("yes", lambda one: one.flag("x"), "a.x must be true or false"),
        ("1", lambda one: one.number("x"), "a.x must be a number"),
        (True, lambda one: one.number("x"), "a.x must be a number"),
        (10**9, lambda one: one.number("x"), "a.x must be below"),
        (-1, lambda one: one.number("x", least=Decimal(0)), "a.x must not be below 0"),
        (0, lambda one: one.positive("x"), "a.x must be more than 0"),
        (None, lambda one: one.positive("x"), "a.x is required"),
        (0.00001, lambda one: one.positive("x", decimals=4), "a.x must be more than 0"),
        (1.5, lambda one: one.whole_number("x"), "a.x must be a whole number"),
        ("Castle", lambda one: one.choice("x", FacilityType), "a.x must be one of Laboratory"),
        ("2026-02-30", lambda one: one.day("x"), "a.x must be a date"),
        ("2026-02-28", lambda one: one.moment("x"), "a.x must be a timestamp"),
        ("0001-01-01T00:00:00+23:00", lambda one: one.moment("x"), "a.x must be a timestamp"),
        ([], lambda one: one.inner("x"), "a.x must be an object"),
        ({}, lambda one: one.list_of("x"), "a.x must be a list"),
        ([1], lambda one: one.list_of("x"), "a.x[0] must be an object"),
        ("a", lambda one: one.texts("x"), "a.x must be a list"),
    ],
)
def test_a_wrong_field_is_blamed_by_its_full_name(value: object, read: Read, words: str) -> None:
    """Whatever the schema let through, the reader says what is wrong and where."""
    with pytest.raises(RefusedError) as refused:
        read(JsonFields({"x": value}, "a"))
    assert refused.value.message.startswith(words)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        (7, lambda one: one.identity("x"), "7"),
        ("7", lambda one: one.identity("x"), "7"),
        (7, lambda one: one.text_or_number("x"), 7),
        (0.1, lambda one: one.number("x"), Decimal("0.1")),
        (17.990000000000002, lambda one: one.number("x"), Decimal("17.99")),
        (1.005, lambda one: one.number("x"), Decimal("1.01")),
        (0.33335, lambda one: one.number("x", decimals=4), Decimal("0.3334")),
        (3, lambda one: one.whole_number("x"), 3),
        (None, lambda one: one.day("x"), ""),
        (None, lambda one: one.text("x"), None),
        (None, lambda one: one.flag("x"), None),
        (1, lambda one: one.flag_or_number("x"), True),
        (0, lambda one: one.flag_or_number("x"), False),
        (False, lambda one: one.flag_or_number("x"), False),
        (None, lambda one: one.flag_or_number("x"), None),
        (None, lambda one: one.choice("x", FacilityType), None),
    ],
)
def test_a_right_field_is_read_exactly(value: object, read: Read, expected: object) -> None:
    """Numbers become decimals, rounded half up where finer than counts; null takes a date away."""
    assert read(JsonFields({"x": value})) == expected


def test_a_missing_date_is_not_said() -> None:
    """Only null and the empty text take a date away."""
    assert JsonFields({}).day("x") is None
