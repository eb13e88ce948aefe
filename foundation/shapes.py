"""Reads JSON and parsed JSON into classes, safely from several threads.

msgspec analyses a class when it is first used, and other threads can see the analysis half done, which ends
the process with a segmentation fault. So every class is analysed here, under a lock, before it is used.
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
