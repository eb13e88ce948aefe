"""Safe by default (design, decision 8): who may call, how big a body may be, where a webhook may go."""

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import orjson

LARGEST_BODY = 4 * 1024 * 1024
DEEPEST_NESTING = 32
_FIRST_INEXACT = 2**53  # from here on a floating-point number stands for several integers
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
_URL = re.compile(r"[!-\[\]-~]+")  # Without the backslash: not every parser takes it for a part of the host.


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
    return value


def _children(outer: Any) -> Collection[Any]:  # noqa: ANN401 - any JSON
    match outer:
        case dict():
            return outer.values()
        case list():
            return outer
        case _:
            return ()


def is_own_host(host: str, allowed: Collection[str] = ()) -> bool:
    """Whether a `Host` header names this machine's loopback or an allowed host (against DNS rebinding)."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name.lower() in _LOOPBACK_NAMES or name.lower() in allowed


def is_own_origin(origin: str | None, allowed: Collection[str] = ()) -> bool:
    """Whether an `Origin` header is absent or one of ours (against other sites' pages)."""
    if origin is None:
        return True
    try:
        return is_own_host(urlsplit(origin).netloc, allowed)
    except ValueError:
        return False


def target_problem(url: str, allowed_hosts: Collection[str] = ()) -> str | None:
    """Why a webhook may not be sent to `url`; None when it may.

    Only http(s) to loopback, judged after name resolution, or to a host allowed by name.
    """
    if not _URL.fullmatch(url):
        return f"{url!r} is not a URL: a character in it has to be percent-encoded"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return f"{url!r} is not a URL: {error}"
    if parts.scheme not in {"http", "https"} or not host:
        return f"{url!r} is not an http or https URL"
    if host in allowed_hosts:
        return None
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port or 80, proto=socket.IPPROTO_TCP)}
    except (OSError, UnicodeError) as error:
        return f"the host {host!r} cannot be resolved: {error}"
    outside = sorted(address for address in found if not ipaddress.ip_address(address).is_loopback)
    return f"the host {host!r} is not on this machine ({outside[0]}); allow it by name" if outside else None
