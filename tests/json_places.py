"""Where in a JSON value something can be changed, for tests that change one thing at a time."""

from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = Any


def every_object(value: Json, path: str = "") -> Iterator[tuple[str, dict[str, Json]]]:
    """Every object inside a value, itself included, with the path to it."""
    if isinstance(value, dict):
        yield path, value
    for key, inner in _inside(value):
        yield from every_object(inner, f"{path}/{key}")


def every_place(value: Json, path: str = "") -> Iterator[tuple[str, Any, str | int]]:
    """Every value inside another: the path to it, what it is in, and its key there."""
    for key, inner in _inside(value):
        yield f"{path}/{key}", value, key
        yield from every_place(inner, f"{path}/{key}")


def _inside(value: Json) -> list[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []
