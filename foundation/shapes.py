"""Reads JSON and parsed JSON into classes, on any number of threads.

msgspec learns a class when it is first used, and lets other threads use what it has learned of it yet. This
ends the process with a segmentation fault; so classes are learned here, whole, by one thread at a time.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")

_learning = Lock()
_decoders: dict[object, msgspec.json.Decoder[Any]] = {}


def decoder(shape: type[T]) -> Callable[[bytes | str], T]:
    """What reads JSON into `shape`; it raises `msgspec.MsgspecError` where the JSON is none, or another."""
    if shape not in _decoders:
        with _learning:
            _decoders[shape] = msgspec.json.Decoder(shape)
    return cast("msgspec.json.Decoder[T]", _decoders[shape]).decode


def convert(value: object, shape: type[T], *, strict: bool = True, str_keys: bool = False) -> T:
    """A parsed value as a `shape`.

    Args:
        value: what was parsed.
        shape: what it is to become.
        strict: whether a text is no number.
        str_keys: whether keys that are no texts stand as texts, as in JSON.

    Raises:
        msgspec.ValidationError: it is no such thing.
    """
    decoder(shape)
    return msgspec.convert(value, shape, strict=strict, str_keys=str_keys)
