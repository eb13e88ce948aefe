"""What a handler gives back, an answer or an error that blames the caller, and how an answer is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Response

from foundation.guard import DropConnection


class CallerError(Exception):
    """The caller's mistake: nothing has changed, and the message says what was wrong and what is expected."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str = "invalid",
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.field = field
        self.headers = dict(headers or {})


def error_json(error: CallerError) -> dict[str, dict[str, str]]:
    """`{"error": {"code", "message", "field"?}}`: the shape of the control API, and of Ordo."""
    facts = {"code": error.code, "message": error.message}
    return {"error": facts if error.field is None else {**facts, "field": error.field}}


class ContractBugError(Exception):
    """Our mistake: an answer would break the contract we publish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a request.

    `body` is a JSON value; `raw` stands in its place where the bytes were made (and judged) before, such as
    a page of items joined from stored bytes. `dropped` answers nothing: the connection goes away, with a
    reset when `reset`. With `cut_after` it goes away after so many bytes of the body. `schema` judges the
    body in the place of the operation's own, where a tenant is set to be answered in another shape.
    """

    status: int = 200
    body: Any = None
    raw: bytes | None = None
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False
    reset: bool = False
    cut_after: int | None = None
    schema: str | None = None

    def content(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return b"" if self.body is None else orjson.dumps(self.body)


def refused(error: CallerError) -> Answer:
    """The answer to a caller's mistake in `error_json`'s shape."""
    return Answer(status=error.status, body=error_json(error), headers=error.headers)


def as_response(answer: Answer) -> Response:
    """An answer as Flask sends it."""
    if answer.dropped:
        return Response(_Nothing(reset=answer.reset), content_type="application/octet-stream")
    if answer.cut_after is not None:
        return _cut_short(answer, answer.cut_after)
    return Response(
        answer.content(), status=answer.status, headers=dict(answer.headers), content_type=answer.content_type
    )


def _cut_short(answer: Answer, after: int) -> Response:
    """The headers announce the whole body; only its beginning comes."""
    whole = answer.content()

    def beginning() -> Iterator[bytes]:
        yield whole[:after]
        raise DropConnection

    headers = {**answer.headers, "Content-Length": str(len(whole))}
    return Response(beginning(), status=answer.status, headers=headers, content_type=answer.content_type)


class _Nothing(Iterator[bytes]):
    """A body that drops the connection as soon as the server asks for it."""

    def __init__(self, *, reset: bool) -> None:
        self._reset = reset

    def __next__(self) -> bytes:
        raise DropConnection(reset=self._reset)
