"""Descriptions in one piece, and the examples that are put together for them."""

from pathlib import Path
from typing import Any

import pytest

from foundation.service_description import ExampleMaker, description, description_of_service

TOY = str(Path(__file__).parent / "shapes" / "openapi.json")
VALUES = {"colour": {"examples": ["red", 7]}, "size": {"examples": ["not a number", 3]}}
PARTS = {
    "schemas": {
        "thing": {
            "type": "object",
            "properties": {"colour": {"type": "integer"}, "size": {"type": "integer"}, "nothing": {}},
        },
        "sized": {"type": "object", "properties": {"size": {"type": "integer"}}},
    }
}


def test_a_description_stands_alone() -> None:
    """Every reference of a served description points into itself."""
    text = str(description(TOY))
    assert "thing.json" not in text
    assert "'#/components/schemas/" in text


def test_a_whole_service_tells_its_apis_apart() -> None:
    """Paths are whole, and what an API refers to carries the API's name."""
    whole = description_of_service("Toys", {"toy": TOY})
    assert set(whole["paths"]) == {"/toy/things"}
    assert set(whole["components"]["responses"]) == {"toy.refused"}
    assert "'#/components/responses/toy.refused'" in str(whole)


def test_one_name_for_two_operations_is_refused() -> None:
    """A service in which a link could mean two operations cannot be described."""
    with pytest.raises(ValueError, match="list_things"):
        description_of_service("Toys", {"toy": TOY, "again": TOY})


@pytest.mark.parametrize(
    ("schema", "name", "expected"),
    [
        ({"type": "string"}, "colour", "red"),
        ({"type": "integer"}, "colour", 7),
        ({"type": "boolean"}, "colour", False),
        ({"type": "string", "examples": ["blue"]}, "colour", "blue"),
        ({"const": "green"}, "colour", "green"),
        ({"enum": ["one", "two"]}, "", "one"),
        ({"type": "integer", "minimum": 4}, "", 4),
        ({"type": "integer", "default": 9}, "", 9),
        ({"type": ["string", "null"]}, "", None),
        ({"type": "string", "format": "date"}, "", "2026-03-02"),
        ({"type": "array", "items": {"type": "string"}}, "colour", ["red"]),
        ({"type": "array", "maxItems": 0, "items": {}}, "", []),
        ({"$ref": "#/components/schemas/thing"}, "", {"colour": 7, "size": 3, "nothing": "text"}),
        ({"anyOf": [{"$ref": "#/components/schemas/sized"}, {"type": "null"}]}, "", {"size": 3}),
        (
            {
                "allOf": [{"$ref": "#/components/schemas/sized"}],
                "type": "object",
                "properties": {"colour": {"type": "string"}},
            },
            "",
            {"size": 3, "colour": "red"},
        ),
    ],
)
def test_an_example_is_what_the_schema_takes(schema: dict[str, Any], name: str, expected: object) -> None:
    """A schema's own word comes first, then the value for the field's name, then what the schema allows."""
    assert ExampleMaker({"components": PARTS}, VALUES).of(schema, name) == expected
