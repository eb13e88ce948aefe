"""Speaks the Flourish External API for one connection and says who is to blame when it does not work.

Reads can always be repeated, so whatever is wrong with their answer is passing trouble. A write that got no
clear answer may have happened; that is said as `FlourishUnclearError` and never guessed away (O17).
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import orjson

from integration_engine.errors import (
    FlourishCredentialsError,
    FlourishRefusedError,
    FlourishUnavailableError,
    FlourishUnclearError,
)
from integration_engine.flourish.answers import GarbledError, Row
from integration_engine.outbound_http import Answer, NoAnswerError, NotSentError, OutboundHttp, Query
from integration_engine.secret_box import FlourishCredentials

BASE_PATH = "/external/api/v1"
LARGEST_PAGE = 50
"""Flourish gives at most this many rows a page (contract section 1 Paging)."""

_LONGEST_MESSAGE = 500
_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list, its rows parsed. `total` is how long Flourish says the whole list is."""

    rows: tuple[Any, ...]
    total: int


class FlourishClient:
    """Calls on behalf of one connection. Cheap to make; the connections to the server are shared.

    The key goes alone, in `x-api-key`. With `basic` it goes with the username, which Flourish then checks;
    its later documentation deprecates that (S10).
    """

    def __init__(
        self, http: OutboundHttp, origin: str, credentials: FlourishCredentials, *, basic: bool = False
    ) -> None:
        self._http = http
        self._base = origin.rstrip("/") + BASE_PATH
        pair = f"{credentials.api_username}:{credentials.api_key}".encode()
        identification = (
            {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
            if basic
            else {"x-api-key": credentials.api_key}
        )
        self._headers = {**identification, "Accept": "application/json"}
        self._time_there: datetime | None = None

    def clock_behind(self, now: datetime) -> timedelta:
        """How far Flourish's clock is behind one that shows `now`, by the Date of its latest answer."""
        return max(now - (self._time_there or now), timedelta(0))

    def get(self, path: str, parse: Callable[[Row], _Parsed], *, facility_id: str | None = None) -> _Parsed:
        """One object.

        Raises:
            FlourishUnavailableError, FlourishCredentialsError, FlourishRefusedError.
        """
        envelope = self._send("GET", path, facility_id)
        return _parsed_readable(parse, envelope.get("data"))

    def page(
        self,
        path: str,
        parse: Callable[[Row], object],
        *,
        offset: int,
        limit: int = LARGEST_PAGE,
        query: Query = (),
        facility_id: str | None = None,
    ) -> Page:
        """One page of a list; raises as `get` does."""
        paging = (("limit", str(limit)), ("offset", str(offset)))
        envelope = self._send("GET", path, facility_id, (*query, *paging))
        rows, meta = envelope.get("data"), envelope.get("meta")
        if not isinstance(rows, list) or not isinstance(meta, dict):
            raise FlourishUnavailableError("Flourish answered something else than a page")
        total = meta.get("total")
        if not isinstance(total, int) or isinstance(total, bool):
            raise FlourishUnavailableError("Flourish answered a page without a total")
        return Page(rows=tuple(_parsed_readable(parse, row) for row in rows), total=total)

    def every(
        self,
        path: str,
        parse: Callable[[Row], _Parsed],
        *,
        query: Query = (),
        facility_id: str | None = None,
    ) -> Iterator[_Parsed]:
        """All rows of a list, page after page; raises as `get` does.

        The total decides when it is over, not the length of a page: a page may be shorter than asked for.
        """
        offset = 0
        while True:
            page = self.page(path, parse, offset=offset, query=query, facility_id=facility_id)
            yield from page.rows
            offset += len(page.rows)
            if offset >= page.total:
                return
            if not page.rows:
                raise FlourishUnavailableError("Flourish answered an empty page before the end of a list")

    def post(self, path: str, body: object, *, facility_id: str) -> Row:
        """Creates something; the answer's object.

        Raises:
            FlourishUnclearError: it may or may not have been created.
            FlourishUnavailableError, FlourishCredentialsError, FlourishRefusedError: it was not.
        """
        envelope = self._send("POST", path, facility_id, body=orjson.dumps(body))
        # The vendor's examples answer a POST without an envelope (contract section 4); both are understood.
        data = envelope.get("data", envelope)
        if not isinstance(data, dict):
            raise FlourishUnclearError("Flourish answered something else than an object")
        return data

    def _send(
        self, method: str, path: str, facility_id: str | None, query: Query = (), body: bytes | None = None
    ) -> Row:
        in_doubt = FlourishUnavailableError if body is None else FlourishUnclearError
        headers = {**self._headers, "FacilityID": facility_id} if facility_id else dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            answer = self._http.send(method, self._base + path, headers=headers, query=query, body=body)
        except NotSentError as error:
            raise FlourishUnavailableError(str(error)) from error
        except NoAnswerError as error:
            raise in_doubt(str(error)) from error
        self._time_there = answer.date or self._time_there
        return _judge(answer, in_doubt)


def _judge(answer: Answer, in_doubt: type[FlourishUnavailableError]) -> Row:
    """The answer's JSON object when it is a success; otherwise the error that says who has to act."""
    envelope = _json_object(answer.body)
    status = _status_of(answer, envelope)
    if status in {401, 403}:
        raise FlourishCredentialsError(status, _message_of(envelope, status))
    if status == 429:
        raise FlourishUnavailableError("Flourish asks to slow down (status 429)", answer.retry_after)
    if 400 <= status < 500 and status not in {408, 425}:
        raise FlourishRefusedError(status, _message_of(envelope, status))
    if not 200 <= status < 300:
        raise in_doubt(f"Flourish is in trouble (status {status})", answer.retry_after)
    if envelope is None:
        raise in_doubt("Flourish answered something that is no JSON object")
    return envelope


def _status_of(answer: Answer, envelope: Row | None) -> int:
    """The status; an error that travels under HTTP 200 says so in its body (contract section 4)."""
    said = envelope.get("status") if envelope is not None else None
    if answer.status == 200 and isinstance(said, int) and said >= 400:
        return said
    return answer.status


def _message_of(envelope: Row | None, status: int) -> str:
    message = envelope.get("message") if envelope is not None else None
    if isinstance(message, str) and message.strip():
        return message.strip()[:_LONGEST_MESSAGE]
    return f"Flourish refused with status {status} and no message"


def _json_object(body: bytes) -> Row | None:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _parsed_readable(parse: Callable[[Row], _Parsed], row: object) -> _Parsed:
    if not isinstance(row, dict):
        raise FlourishUnavailableError("Flourish answered something else than an object")
    try:
        return parse(row)
    except GarbledError as error:
        raise FlourishUnavailableError(f"Flourish's answer cannot be understood: {error}") from error
