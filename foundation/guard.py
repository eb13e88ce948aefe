"""Limits on what a server takes: hosts and origins, sizes of bodies, depth of JSON, length of secrets."""

import base64
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import orjson


class DropConnection(BaseException):
    """Raised by a response's body: nothing more is sent and the connection is closed.

    With `reset` the peer sees a reset instead of an orderly end. It is a BaseException so that no
    framework on the way turns it into an answer; `harness/waitress_server.py` is the server that obeys it,
    and any other server aborts the connection when a body raises.
    """

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__("the connection is dropped on purpose")
        self.reset = reset


LARGEST_BODY = 4 * 1024 * 1024
DEEPEST_NESTING = 32
SHORTEST_SECRET = 24  # bytes, as the Standard Webhooks specification has it
_FIRST_INEXACT = 2**53  # from here on a floating-point number stands for several integers
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]*\]|[^:@\[\]]*)(:[0-9]*)?")


class MalformedJsonError(ValueError):
    """The bytes are no JSON this product takes; the message says why."""


def parse_json(raw: bytes, *, deepest: int = DEEPEST_NESTING) -> Any:  # noqa: ANN401 - any JSON
    """Parses a body.

    Raises:
        MalformedJsonError: not JSON, or nested more than `deepest` levels.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        msg = f"the body is not valid JSON: {error}"
        raise MalformedJsonError(msg) from error
    level = [value]
    for _ in range(deepest):
        level = [inner for outer in level for inner in _children(outer) if isinstance(inner, dict | list)]
        if not level:
            return value
    msg = f"the body is nested more than {deepest} levels deep"
    raise MalformedJsonError(msg)


def whole_numbers(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same value, with numbers such as `2.0` as the integers that JSON Schema takes them for."""
    match value:
        case float() if value.is_integer() and abs(value) < _FIRST_INEXACT:
            return int(value)
        case dict():
            value.update({key: whole_numbers(inner) for key, inner in value.items()})
        case list():
            value[:] = map(whole_numbers, value)
        case _:
            pass
    return value


def _children(outer: Any) -> Collection[Any]:  # noqa: ANN401 - any JSON
    match outer:
        case dict():
            return outer.values()
        case list():
            return outer
        case _:
            return ()


def is_long_enough(secret: str) -> bool:
    """Whether a Standard Webhooks secret (`whsec_...`) has at least `SHORTEST_SECRET` bytes.

    Raises:
        ValueError: it is not base64.
    """
    return len(base64.b64decode(secret.removeprefix("whsec_") + "==")) >= SHORTEST_SECRET


def is_own_request(host: str, origin: str | None, allowed: Collection[str] = ()) -> bool:
    """Whether a request names this machine and comes from no other site's page."""
    return is_own_host(host, allowed) and is_own_origin(origin, allowed)


def is_own_host(host: str, allowed: Collection[str] = ()) -> bool:
    """Whether a `Host` header names this machine's loopback or an allowed host (against DNS rebinding)."""
    read = _HOST.fullmatch(host.lower())
    return read is not None and (read["name"] in _LOOPBACK_NAMES or read["name"] in allowed)


def is_own_origin(origin: str | None, allowed: Collection[str] = ()) -> bool:
    """Whether an `Origin` header is absent or one of ours (against other sites' pages)."""
    if origin is None:
        return True
    try:
        return is_own_host(urlsplit(origin).netloc, allowed)
    except ValueError:
        return False
