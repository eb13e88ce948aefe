"""Pages of lists: `limit` and `offset`, checked, and the shape a list is answered in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from sim_kernel.answers import Answer
from sim_ordo.errors import ErrorCode, OrdoError

LARGEST_PAGE = 1000
FARTHEST_OFFSET = 1_000_000_000
DEFAULT_PAGE = 50
LONGEST_FILTER = 200
_PAGING = ("limit", "offset")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    limit: int
    offset: int


def read_page(
    query: "MultiDict[str, str]", *, default: int = DEFAULT_PAGE, filters: Collection[str] = ()
) -> ListPage:
    """The page a query asks for.

    Raises:
        OrdoError: `invalid`, because a number is none or out of range, a parameter is unknown or repeated.
    """
    known = (*_PAGING, *filters)
    for name, values in query.lists():
        if name not in known:
            message = f"there is no query parameter {name!r} here; there are {', '.join(known)}"
            raise OrdoError(ErrorCode.INVALID, message, field=name)
        if len(values) > 1:
            raise OrdoError(
                ErrorCode.INVALID, f"{name} comes {len(values)} times; once is enough", field=name
            )
    return ListPage(
        limit=_whole(query, "limit", default, least=1, most=LARGEST_PAGE),
        offset=_whole(query, "offset", 0, least=0, most=FARTHEST_OFFSET),
    )


def read_filter(query: "MultiDict[str, str]", name: str) -> str | None:
    """A filter's text, None when it is not given.

    Raises:
        OrdoError: `invalid`, because it is too long.
    """
    text = query.get(name)
    if text is not None and len(text) > LONGEST_FILTER:
        message = f"{name} has {len(text)} characters; at most {LONGEST_FILTER} are taken"
        raise OrdoError(ErrorCode.INVALID, message, field=name)
    return text


def listed(plural: str, rows: Sequence[T], page: ListPage, show: Callable[[T], Mapping[str, Any]]) -> Answer:
    part = rows[page.offset : page.offset + page.limit]
    body = {
        plural: [show(row) for row in part],
        "total": len(rows),
        "limit": page.limit,
        "offset": page.offset,
    }
    return Answer(body=body)


def _whole(query: "MultiDict[str, str]", name: str, default: int, *, least: int, most: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else -1
    if not least <= number <= most:
        message = f"{name} must be a whole number from {least} to {most}, not {text[:40]!r}"
        raise OrdoError(ErrorCode.INVALID, message, field=name)
    return number
