"""Speaks Ordo's integration API for one organization.

Everything told is whole state: telling it twice is harmless, so nothing here is ever in doubt.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson

from integration_engine.core.catalogue import OrdoItem
from integration_engine.errors import OrdoRefusedError, OrdoUnavailableError
from integration_engine.outbound_http import Answer, NoAnswerError, NotSentError, OutboundHttp, Query

BASE_PATH = "/integration/v1"
_PAIRS_PAGE = 1000
_LONGEST_MESSAGE = 500


class OrdoClient:
    """Calls with one organization's integration token.

    Every method raises `OrdoUnavailableError` when Ordo cannot be reached or rejects the token (tell it again
    later), and `OrdoRefusedError` when it does not take this as it is.
    """

    def __init__(self, http: OutboundHttp, origin: str, integration_token: str) -> None:
        self._http = http
        self._base = origin.rstrip("/") + BASE_PATH
        self._headers = {"Authorization": f"Bearer {integration_token}", "Accept": "application/json"}

    def brands(self) -> tuple[str, ...]:
        """The names of the organization's brands, exactly as written there (I7)."""
        rows = self._call("GET", "/brands").get("brands")
        if not isinstance(rows, list) or not all(isinstance(row, dict) and "name" in row for row in rows):
            raise OrdoUnavailableError("Ordo answered something else than brands")
        return tuple(str(row["name"]) for row in rows)

    def items(self) -> Iterator[OrdoItem]:
        """Every item that Ordo holds, by SKU (I6, I9, I13); the total decides when it is over."""
        offset = 0
        while True:
            query = (("limit", str(_PAIRS_PAGE)), ("offset", str(offset)))
            answer = self._call("GET", "/items", query=query)
            held, total = _items(answer), answer.get("total")
            if not isinstance(total, int):
                raise OrdoUnavailableError("Ordo answered items without a total")
            yield from held
            offset += len(held)
            if offset >= total:
                return
            if not held:
                raise OrdoUnavailableError("Ordo answered an empty page before the end of its items")

    def store_items(self, rows: list[dict[str, Any]]) -> None:
        """Adds new items and replaces known ones, found by SKU; at most 1000 at a time."""
        self._call("PUT", "/items", body={"items": rows})

    def report_order(self, order_id: str, report: dict[str, Any]) -> None:
        """What Ordo is to show of an order that Flourish has."""
        self._call("PUT", f"/orders/{quote(order_id, safe='')}", body=report)

    def report_refusal(self, order_id: str, refusal: dict[str, Any]) -> None:
        """Why Flourish did not take the order (O16)."""
        self._call("PUT", f"/orders/{quote(order_id, safe='')}/refusal", body=refusal)

    def show_order_problem(self, order_id: str, problem: dict[str, str] | None) -> None:
        self._show(f"/orders/{quote(order_id, safe='')}/problem", problem)

    def show_connection_problem(self, problem: dict[str, str] | None) -> None:
        self._show("/connection/problem", problem)

    def report_sync(self, sync_id: str, progress: bytes) -> None:
        """How far a sync is, or how it ended; `progress` is JSON."""
        self._call("PUT", f"/syncs/{quote(sync_id, safe='')}", raw=progress)

    def _show(self, path: str, problem: dict[str, str] | None) -> None:
        if problem is None:
            self._call("DELETE", path)
        else:
            self._call("PUT", path, body=problem)

    def _call(
        self, method: str, path: str, *, query: Query = (), body: object = None, raw: bytes | None = None
    ) -> dict[str, Any]:
        sent = raw if raw is not None else (orjson.dumps(body) if body is not None else None)
        headers = {**self._headers, "Content-Type": "application/json"} if sent is not None else self._headers
        try:
            answer = self._http.send(method, self._base + path, headers=headers, query=query, body=sent)
        except (NotSentError, NoAnswerError) as error:
            raise OrdoUnavailableError(str(error)) from error
        return _judge(answer, body_expected=method == "GET")


def _items(answer: dict[str, Any]) -> list[OrdoItem]:
    try:
        return [
            OrdoItem(
                sku=str(row["sku"]),
                flourish_item_id=str(row["flourish_item_id"]),
                brand=str(row.get("brand") or ""),
            )
            for row in answer["items"]
        ]
    except (KeyError, TypeError) as error:
        raise OrdoUnavailableError("Ordo answered something else than items") from error


def _refused(answer: Answer) -> OrdoRefusedError:
    """What Ordo says in its error envelope, or whatever it says."""
    try:
        error = orjson.loads(answer.body)["error"]
        code, message = str(error["code"]), str(error["message"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        code, message = "", answer.body.decode(errors="replace")
    return OrdoRefusedError(answer.status, message[:_LONGEST_MESSAGE], code)


def _judge(answer: Answer, *, body_expected: bool) -> dict[str, Any]:
    if answer.status in {401, 403}:
        raise OrdoUnavailableError("Ordo rejects the integration token", answer.retry_after, slow=True)
    if 400 <= answer.status < 500 and answer.status not in {408, 425, 429}:
        raise _refused(answer)
    if not 200 <= answer.status < 300:
        raise OrdoUnavailableError(f"Ordo is in trouble (status {answer.status})", answer.retry_after)
    if not body_expected:
        return {}
    try:
        value = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        raise OrdoUnavailableError("Ordo answered something that is no JSON") from error
    if not isinstance(value, dict):
        raise OrdoUnavailableError("Ordo answered something else than an object")
    return value
