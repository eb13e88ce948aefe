"""A page of 50 items as the engine parses it, and by msgspec: with the same leniencies, and strictly."""

import argparse
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
import orjson
from figures import show, timed

from integration_engine.flourish.answers import parse_item

TEXTS = ("item_name", "sku", "brand", "item_description", "item_category", "uom")
PAGE = orjson.dumps([{"id": 7, "price": "12.50", "active": True, **dict.fromkeys(TEXTS, "Leaf 1")}] * 50)


class Text(str):
    """A text that may be written as a number."""

    __slots__ = ()


class Number(Decimal):
    """A number that may be written as a text, and is finite and not too large to be true."""


def lenient(kind: type, value: object) -> object:
    """What `answers` does, as the hook that msgspec calls for types that it does not know."""
    if kind is Number:
        number = Number(str(value))
        if not number.is_finite() or number.copy_abs() >= Number(10) ** 15:
            raise ValueError("not a number, or too large to be true")
        return number
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("not a text")
    return Text(value)


def _decoder(text: type, number: type, **hooks: Any) -> msgspec.json.Decoder[Any]:  # noqa: ANN401 - msgspec's
    fields: list[tuple[str, Any, Any]] = [(name, text | None, None) for name in TEXTS]
    needed: list[tuple[str, Any]] = [("id", text), ("price", number), ("active", bool)]
    return msgspec.json.Decoder(list[msgspec.defstruct("Item", [*needed, *fields])], **hooks)  # type: ignore[misc]


def main() -> None:
    """Print microseconds for a page."""
    times = argparse.ArgumentParser(description=__doc__)
    times.add_argument("--times", type=int, default=2000)
    repeat = range(times.parse_args().times)
    ways: dict[str, Callable[[], object]] = {
        "by hand": lambda: [parse_item(row) for row in orjson.loads(PAGE)],
        "by msgspec, as lenient": partial(_decoder(Text, Number, dec_hook=lenient).decode, PAGE),
        "by msgspec, as declared": partial(_decoder(str, Decimal).decode, PAGE.replace(b":7,", b':"7",')),
    }
    for name, way in ways.items():
        seconds = timed(partial(_repeated, way, repeat))
        show(f"a page of 50 items, {name}", f"{seconds / len(repeat) * 1e6:.0f} us")


def _repeated(way: Callable[[], object], repeat: range) -> None:
    for _ in repeat:
        way()


if __name__ == "__main__":
    main()
