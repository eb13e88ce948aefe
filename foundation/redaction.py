"""Masks secrets before anything is written to a journal, a log or a report."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, unquote_plus

MASK = "***"
_NAMES = (
    r"api[-_]?keys?|tokens?|signing[-_]?keys?|authorization|passwords?|secrets?|encryption[-_]?keys?|cookies?"
)
_SECRET_NAME = re.compile(rf"(?:{_NAMES})$", re.IGNORECASE)
_SECRET_IN_TEXT = re.compile(
    r"(?P<before>\b(?:Basic|Bearer)\s+|://[^\s/:@]*:(?=[^\s/]*@)|\bwhsec_)[^\s\"'@&,;]+"
    rf"|(?P<named>(?i:(?:{_NAMES})[\"']?\s*[=:]\s*(?:(?:Basic|Bearer|Token|Digest)\s+)?))"
    r"(?:(?P<quote>[\"'])(?:(?!(?P=quote)).)*(?P=quote)?|[^\s\"'&,;]+)"
)
_SIGNS = ("key", "token", "auth", "password", "secret", "cookie", "basic", "bearer", "whsec_", "@")
_HEADERS = re.compile(r"(?:^|[-_])headers$", re.IGNORECASE)


def redact_text(text: str) -> str:
    """The text without what looks like a credential: authorization values, passwords in URLs, `key=value`."""
    lowered = text.lower()
    if any(sign in lowered for sign in _SIGNS):  # far faster than the expression, and most texts have none
        return _SECRET_IN_TEXT.sub(_without_secret, text)
    return text


def _without_secret(found: re.Match[str]) -> str:
    quote = found["quote"] or ""
    return f"{found['before'] or found['named']}{quote}{MASK}{quote}"


def redact_query(query: str) -> str:
    """A URL's query string without the values of secret parameters, however their names are written."""
    return "&".join(_redact_parameter(parameter) for parameter in query.split("&")) if query else query


def _redact_parameter(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    # `token`, `token[]`, `filter[token]`: each part may name the secret.
    if equals and any(is_secret_name(part) for part in re.split(r"[\[\].]+", unquote_plus(name))):
        return f"{name}={MASK}" if value else parameter
    plain = unquote_plus(value if equals else name)
    masked = redact_text(plain)
    if masked == plain:
        return parameter
    return f"{name}{equals}{quote_plus(masked, safe='*')}" if equals else quote_plus(masked, safe="*")


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a field or header of this name carries a secret."""
    return _SECRET_NAME.search(name) is not None


def redact(value: Any) -> Any:  # noqa: ANN401 - any JSON value in, the same shape out
    """A copy of a JSON value in which every secret is masked.

    Fields are judged by name, also those that hold several (of an object among them its `key`); texts by
    what is in them. In what is named `headers` every value is masked, be it that of a `{key, value}`, of a
    pair or of a member, because webhook headers are credentials (S5).
    """
    match value:
        case dict():
            return {name: _redact_field(str(name), inner) for name, inner in value.items()}
        case list() | tuple():
            return [redact(inner) for inner in value]
        case str():
            return redact_text(value)
        case _:
            return value


def _redact_field(name: str, value: Any) -> Any:  # noqa: ANN401 - see redact
    if _HEADERS.search(name):
        return _each(value, "value")
    return _each(value, "key") if is_secret_name(name) else redact(value)


def _each(value: Any, secret: str) -> Any:  # noqa: ANN401 - see redact
    """The value of a secret field, or every one in it; of an object in it, the member named `secret`."""
    match value:
        case list() | tuple() if secret == "value":  # noqa: S105 - headers, which may be pairs
            return [
                _pair(entry) if isinstance(entry, list | tuple) else _inside(entry, secret) for entry in value
            ]
        case list() | tuple():
            return [_inside(entry, secret) for entry in value]
        case dict():
            return {name: _inside(entry, secret) for name, entry in value.items()}
        case None | "":
            return value
        case _:
            return MASK


def _inside(entry: Any, secret: str) -> Any:  # noqa: ANN401 - see redact
    if isinstance(entry, dict):
        return {**redact(entry), secret: MASK} if secret in entry else redact(entry)
    return _each(entry, secret)


def _pair(entry: list[Any] | tuple[Any, ...]) -> list[Any]:
    return [*entry[:1], *(MASK for _ in entry[1:])]
