"""Reads a Postman collection of format 2.1: the calls that it describes and the answers saved beside them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from harness.errors import WrongUsageError

_FORMAT = "v2.1"
_VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAnswer:
    """An answer that the collection shows, and the body that it was the answer to; empty when not shown."""

    name: str
    status: int | None
    body: str
    request_body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request of the collection. `segments` are those of its path, with or without an API's base."""

    name: str
    method: str
    segments: tuple[str, ...]
    body: str
    answers: tuple[SavedAnswer, ...]

    @property
    def title(self) -> str:
        return f"{self.method} /{'/'.join(self.segments)}"


class _Url(msgspec.Struct):
    raw: str = ""


class _Body(msgspec.Struct):
    mode: str | None = None
    raw: str | None = None


class _Request(msgspec.Struct):
    method: str = "GET"
    url: _Url | str | None = None
    body: _Body | None = None


class _Response(msgspec.Struct):
    name: str | None = None
    code: int | None = None
    body: str | None = None
    request: _Request | str | None = msgspec.field(name="originalRequest", default=None)


class _Item(msgspec.Struct):
    name: str = ""
    item: list["_Item"] | None = None
    request: _Request | str | None = None
    response: list[_Response] | None = None


class _Variable(msgspec.Struct):
    key: str = ""
    value: object = None


class _Info(msgspec.Struct):
    schema: str


class _Collection(msgspec.Struct):
    info: _Info
    item: list[_Item]
    variable: list[_Variable] | None = None


def read_collection(file: Path) -> list[Call]:
    """Every call of the collection in its order, those of nested folders too.

    Raises:
        WrongUsageError: the file cannot be read, or is no Postman collection of format 2.1.
    """
    try:
        collection = msgspec.json.decode(file.read_bytes(), type=_Collection)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise WrongUsageError(f"{file}: not a Postman collection: {problem}") from problem
    if _FORMAT not in collection.info.schema:
        found = collection.info.schema or "none"
        raise WrongUsageError(f"{file}: not a Postman collection of format {_FORMAT}, but of {found}")
    variables = {
        variable.key: str(variable.value)
        for variable in collection.variable or ()
        if isinstance(variable.value, str)
    }
    return [call for item in collection.item for call in _calls(item, variables)]


def _calls(item: _Item, variables: Mapping[str, str]) -> Iterator[Call]:
    for inner in item.item or ():
        yield from _calls(inner, variables)
    if item.request is None:
        return
    request = _whole(item.request)
    yield Call(
        name=item.name,
        method=request.method.upper(),
        segments=_segments(request, variables),
        body=_text_of(request),
        answers=tuple(_answer(response, item.name) for response in item.response or ()),
    )


def _answer(shown: _Response, call: str) -> SavedAnswer:
    request = _whole(shown.request) if shown.request is not None else _Request()
    return SavedAnswer(
        name=shown.name or call, status=shown.code, body=shown.body or "", request_body=_text_of(request)
    )


def _whole(request: _Request | str) -> _Request:
    """The short form of a request is its URL alone."""
    return _Request(url=request) if isinstance(request, str) else request


def _text_of(request: _Request) -> str:
    return (request.body.raw or "").strip() if request.body is not None else ""


def _segments(request: _Request, variables: Mapping[str, str]) -> tuple[str, ...]:
    url = request.url.raw if isinstance(request.url, _Url) else request.url or ""
    filled = _VARIABLE.sub(lambda found: variables.get(found[1]) or found[0], url)
    path = urlsplit(filled).path if "://" in filled else filled.partition("?")[0].partition("#")[0]
    parts = [part for part in path.split("/") if part]
    if "://" not in filled and parts and _VARIABLE.fullmatch(parts[0]):
        parts = parts[1:]  # the variable that stands for where the API is
    return tuple(parts)
