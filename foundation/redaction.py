"""Masks secrets before anything is written to a journal, a log or a report."""

import re
from functools import lru_cache
from typing import Any

MASK = "***"
_SECRET_NAME = re.compile(
    r"(api[-_]?key|token|signing[-_]?key|authorization|password|secret|encryption[-_]?key|cookie)$",
    re.IGNORECASE,
)
_SECRET_IN_TEXT = re.compile(
    r"(?P<before>\b(?:Basic|Bearer)\s+|://[^\s/:@]*:(?=[^\s/]*@)|\bwhsec_|"
    r"(?i:(?:api[-_]?key|token|signing[-_]?key|password|secret)[\"']?\s*[=:]\s*[\"']?))"
    r"[^\s\"'@&,;]+"
)

_SECRET_INSIDE = {
    "headers": "value",
    "api_keys": "key",
}  # in each of a collection so named


def redact_text(text: str) -> str:
    """The text without what looks like a credential: authorization values, passwords in URLs, `key=value`."""
    return _SECRET_IN_TEXT.sub(lambda found: found["before"] + MASK, text)


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a field or header of this name carries a secret."""
    return _SECRET_NAME.search(name) is not None


def redact(value: Any) -> Any:  # noqa: ANN401 - any JSON value in, the same shape out
    """A copy of a JSON value in which every secret is masked.

    Fields are judged by name; in a list named `headers` of `{key, value}` pairs every value is masked,
    because webhook headers are credentials (S5), and in `api_keys` every `key`.
    """
    match value:
        case dict():
            return {name: _redact_field(str(name), inner) for name, inner in value.items()}
        case list() | tuple():
            return [redact(inner) for inner in value]
        case _:
            return value


def _redact_field(name: str, value: Any) -> Any:  # noqa: ANN401 - see redact
    if is_secret_name(name) and not isinstance(value, dict | list):
        return MASK if value not in (None, "") else value
    if name in _SECRET_INSIDE and isinstance(value, list):
        return [_mask_inside(entry, _SECRET_INSIDE[name]) for entry in value]
    if name in _SECRET_INSIDE and isinstance(value, dict):
        return {key: _mask_inside(entry, _SECRET_INSIDE[name]) for key, entry in value.items()}
    return redact(value)


def _mask_inside(entry: Any, secret: str) -> Any:  # noqa: ANN401 - see redact
    return {**redact(entry), secret: MASK} if isinstance(entry, dict) and secret in entry else redact(entry)
