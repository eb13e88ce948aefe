"""What every answer is wrapped in, lists page by page (contract section 2)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

import orjson
from werkzeug.datastructures import MultiDict

from sim_flourish.conventions.errors import invalid
from sim_flourish.model.world import World
from sim_kernel.answers import Answer, CallerError
from sim_kernel.api_router import Call

LARGEST_PAGE = 50
_MOST_DIGITS = 15
_PAGING = frozenset({"limit", "offset"})


def parse_paging(query: "MultiDict[str, str]", *, large_limit_refused: bool) -> tuple[int, int]:
    """Reads `limit` and `offset`, in any case, as sales-reps writes them. Above 50 counts as 50.

    Raises:
        RefusedError: one is not a whole number, the limit is 0, or above 50 where that is refused.
    """
    given = {name.lower(): value for name, value in query.items() if name.lower() in _PAGING}
    limit = _whole_number("limit", given.get("limit"), LARGEST_PAGE)
    if limit == 0:
        raise invalid("limit", "must be at least 1")
    if large_limit_refused and limit > LARGEST_PAGE:
        raise invalid("limit", f"must not be above {LARGEST_PAGE}")
    return min(limit, LARGEST_PAGE), _whole_number("offset", given.get("offset"), 0)


def _whole_number(name: str, text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise invalid(name, "must be a whole number, 0 or more")
    return int(text)


Row = TypeVar("Row")
_MESSAGE = "Success"


def success(data: Any) -> Answer:  # noqa: ANN401 - any JSON
    """One record, or a whole list."""
    return Answer(body={"message": _MESSAGE, "status": 200, "data": data})


def page(call: Call[World], rows: Sequence[Row], shape: Callable[[Row], Any]) -> Answer:
    """The page of a list that the query asks for; only its rows are shaped."""
    head, part = _head_and_part(call, len(rows))
    return Answer(body={**head, "data": [shape(row) for row in rows[part]]})


def joined_page(call: Call[World], rows: Sequence[Row], shape: Callable[[Row], bytes]) -> Answer:
    """The same from rows that are bytes already, joined and not parsed again."""
    head, part = _head_and_part(call, len(rows))
    data = b",".join([shape(row) for row in rows[part]])
    return Answer(raw=b"".join((orjson.dumps(head)[:-1], b',"data":[', data, b"]}")))


def _head_and_part(call: Call[World], total: int) -> tuple[dict[str, Any], slice]:
    """What a page says about itself, `next` empty on the last one, and which rows are on it."""
    refused = call.world.settings.large_limit_refused
    limit, offset = parse_paging(call.query, large_limit_refused=refused)
    end = offset + limit
    meta = {
        "total": total,
        "offset": offset,
        "limit": limit,
        "count": max(0, min(end, total) - offset),
        "next": _url_of(call, offset=end, limit=limit) if end < total else "",
    }
    return {"message": _MESSAGE, "status": 200, "meta": meta}, slice(offset, end)


def _url_of(call: Call[World], **page: int) -> str:
    """The page of the same list, with the same filters."""
    filters = [(name, value) for name, value in call.query.items(multi=True) if name.lower() not in _PAGING]
    return f"{call.request.base_url}?{urlencode([*filters, *page.items()])}"


def render_error(error: CallerError) -> dict[str, Any]:
    return {"message": error.message, "status": error.status}
