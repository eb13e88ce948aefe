"""What every answer is wrapped in, lists page by page (contract section 2)."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where a page starts and how many rows it has at most: 50, asked for or not."""

    offset: int
    limit: int

    def slice(self) -> slice:
        return slice(self.offset, self.offset + self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a list says about itself beside its rows."""

    total: int
    offset: int
    limit: int
    count: int
    next: str


def parse_paging(query: "MultiDict[str, str]", *, large_limit_refused: bool = False) -> Paging:
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
    return Paging(offset=_whole_number("offset", given.get("offset"), 0), limit=min(limit, LARGEST_PAGE))


def _whole_number(name: str, text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise invalid(name, "must be a whole number, 0 or more")
    return int(text)


def meta_of(paging: Paging, total: int, url: str, query: "MultiDict[str, str]") -> Meta:
    """The meta of a page; `next` keeps the filters and is empty on the last page."""
    end = paging.offset + paging.limit
    count = max(0, min(end, total) - paging.offset)
    return Meta(
        total=total,
        offset=paging.offset,
        limit=paging.limit,
        count=count,
        next=_next_url(paging, url, list(query.items(multi=True))) if end < total else "",
    )


def _next_url(paging: Paging, url: str, query: Sequence[tuple[str, str]]) -> str:
    filters = [(name, value) for name, value in query if name.lower() not in _PAGING]
    page = [("offset", str(paging.offset + paging.limit)), ("limit", str(paging.limit))]
    return f"{url}?{urlencode([*filters, *page])}"


Row = TypeVar("Row")
_MESSAGE = "Success"


def success(data: Any) -> Answer:  # noqa: ANN401 - any JSON
    """One record, or a whole list."""
    return Answer(body={"message": _MESSAGE, "status": 200, "data": data})


def page(call: Call[World], rows: Sequence[Row], shape: Callable[[Row], Any]) -> Answer:
    """The page of a list that the query asks for; only its rows are shaped."""
    paging = _paging_of(call)
    meta = meta_of(paging, len(rows), call.request.base_url, call.query)
    data = [shape(row) for row in rows[paging.slice()]]
    return Answer(body={"message": _MESSAGE, "status": 200, "meta": asdict(meta), "data": data})


def joined_page(call: Call[World], rows: Sequence[Row], shape: Callable[[Row], bytes]) -> Answer:
    """The same from rows that are bytes already, joined and not parsed again."""
    paging = _paging_of(call)
    meta = meta_of(paging, len(rows), call.request.base_url, call.query)
    head = orjson.dumps({"message": _MESSAGE, "status": 200, "meta": asdict(meta)})
    data = b",".join([shape(row) for row in rows[paging.slice()]])
    return Answer(raw=b"".join((head[:-1], b',"data":[', data, b"]}")))


def _paging_of(call: Call[World]) -> Paging:
    return parse_paging(call.query, large_limit_refused=call.world.settings.large_limit_refused)


def render_error(error: CallerError) -> dict[str, Any]:
    return {"message": error.message, "status": error.status}
