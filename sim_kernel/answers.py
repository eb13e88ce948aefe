"""What a handler gives back: an answer to send, or an error that blames the caller."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson


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
