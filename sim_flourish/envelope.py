"""How Flourish wraps what it says (contract section 1 Success; contract section 1 Error)."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import orjson

from sim_flourish.paging import Paging, meta_of, parse_paging
from sim_flourish.warehouse.world import World
from sim_kernel.answers import Answer, CallerError
from sim_kernel.http_edge import Call

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
    """The vendor's error body."""
    return {"message": error.message, "status": error.status}
