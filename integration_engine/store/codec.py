"""Frozen values to JSON text and back, checked against their types when read."""

from typing import Any, TypeVar

import msgspec

from foundation.shapes import convert, decoder

Value = TypeVar("Value")


def to_text(value: object) -> str:
    """The value as JSON text; decimals and moments keep every digit."""
    return msgspec.json.encode(value).decode()


def from_text(text: str, kind: type[Value]) -> Value:
    """The value again.

    Raises:
        msgspec.ValidationError: the text is not such a value (written by another version, say).
    """
    return decoder(kind)(text)


def from_json(value: Any, kind: type[Value]) -> Value:  # noqa: ANN401 - any JSON
    """A parsed JSON value as a frozen value; fields that `kind` does not know are left out.

    Raises:
        msgspec.ValidationError: a field is missing or has another type.
    """
    return convert(value, kind, strict=False)
