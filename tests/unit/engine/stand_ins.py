"""Small stand-ins for Flourish and Ordo, served over real HTTP, that misbehave when told to.

They know just enough to tell a right engine from a wrong one, and record every call.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import orjson
from flask import Flask, Response, request

from foundation.guard import DropConnection

USERNAME, API_KEY = "ordo-integration", "key-1"
LICENSE = "C11-0000001-LIC"
BUYER_LICENSE = "C10-0000009-LIC"
FACILITY_ID = "fac1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What happens to a matching call: an answer instead, or no answer, before or after the work is done."""

    method: str
    path: str
    status: int | None = None
    body: bytes = b'{"message":"trouble","status":500}'
    headers: tuple[tuple[str, str], ...] = ()
    after_the_work: bool = False
    during: Callable[[], None] = lambda: None


def answer(body: Any, status: int = 200) -> Response:  # noqa: ANN401 - any JSON
    """A JSON answer."""
    return Response(orjson.dumps(body), status=status, content_type="application/json")


class StandIn:
    """Records calls and obeys troubles, each once, in the order given."""

    def __init__(self, name: str) -> None:
        self.app = Flask(name)
        self.calls: list[Call] = []
        self._troubles: deque[Trouble] = deque()
        self._lock = Lock()
        self.app.before_request(self._before)
        self.app.after_request(self._after)

    def trouble(self, trouble: Trouble, times: int = 1) -> None:
        """Has the next matching calls go wrong."""
        self._troubles.extend([trouble] * times)

    def calls_of(self, method: str, path: str) -> list[Call]:
        """The recorded calls of a route."""
        return [call for call in self.calls if (call.method, call.path) == (method, path)]

    def _before(self) -> Response | None:
        body = orjson.loads(request.get_data()) if request.get_data() else None
        call = Call(
            method=request.method,
            path=request.path,
            query=request.args.to_dict(),
            headers=dict(request.headers),
            body=body,
        )
        with self._lock:
            self.calls.append(call)
            found = next((one for one in self._troubles if _matches(one, call)), None)
            if found is not None:
                self._troubles.remove(found)
        request.environ["trouble"] = found
        if found is not None:
            found.during()
        return _instead(found) if found is not None and not found.after_the_work else None

    def _after(self, response: Response) -> Response:
        found: Trouble | None = request.environ.get("trouble")
        return _instead(found) if found is not None and found.after_the_work else response


def _matches(trouble: Trouble, call: Call) -> bool:
    return (trouble.method, trouble.path) == (call.method, call.path)


def _instead(trouble: Trouble) -> Response:
    if trouble.status is not None:
        return Response(trouble.body, status=trouble.status, headers=list(trouble.headers))
    return Response(_Dropped(), headers={"Content-Length": "10"})


class _Dropped(Iterator[bytes]):
    """A body that ends the connection instead of coming."""

    def __next__(self) -> bytes:
        raise DropConnection(reset=True)


def item(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """An item row as Flourish gives it."""
    row = {
        "id": str(number),
        "item_name": f"Item {number}",
        "sku": f"SKU-{number}",
        "brand": "Green Leaf",
        "item_description": "",
        "item_category": "Flower",
        "price": 10.5,
        "uom": "ea",
        "active": True,
    }
    return {**row, **changes}


@dataclass
class FlourishData:
    """What the stand-in for Flourish holds."""

    api_key: str = API_KEY
    basic_refused: str = ""
    """What is said to Basic where it is refused."""
    page_size: int = 50
    facility: dict[str, Any] = field(default_factory=dict)
    """What is otherwise with the facility."""
    sales_rep_required: bool = False
    enveloped_posts: bool = True
    items: list[dict[str, Any]] = field(default_factory=list)
    summary: list[dict[str, Any]] = field(default_factory=list)
    sales_reps: list[dict[str, Any]] = field(default_factory=list)
    destinations: list[dict[str, Any]] = field(
        default_factory=lambda: [{"id": "d1", "license_number": BUYER_LICENSE, "active": True}]
    )
    payment_terms: list[dict[str, Any]] = field(
        default_factory=lambda: [{"order_payment_term": "Net 30", "due_num_days": 30}]
    )
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)


class FlourishStandIn(StandIn):
    """The few routes of Flourish's API that the engine uses."""

    def __init__(self) -> None:
        super().__init__("flourish_stand_in")
        self.data = FlourishData()
        self.app.before_request(self._authenticate)
        base = "/external/api/v1"
        for path, listed in (
            ("/facilities", lambda: [self._facility()]),
            ("/destinations", lambda: self.data.destinations),
            ("/items", self._items),
            ("/inventory/summary", lambda: self._by_sku(self.data.summary)),
            ("/sales-reps", lambda: self.data.sales_reps),
            ("/order-payment-terms", lambda: self.data.payment_terms),
            ("/outbound-orders", self._listed_orders),
        ):
            self.app.add_url_rule(base + path, path, lambda listed=listed: self._page(listed()))
        self.app.add_url_rule(f"{base}/facilities/<_id>", "facility", lambda _id: self._one(self._facility()))
        self.app.add_url_rule(f"{base}/outbound-orders/<order_id>", "order", self._order)
        self.app.add_url_rule(f"{base}/outbound-orders", "post", self._post, methods=["POST"])

    def change_order(self, order_id: str = "00000001", **changes: Any) -> None:  # noqa: ANN401 - any JSON
        """Changes an order as people do in Flourish."""
        self.data.orders[order_id].update(changes)

    @property
    def posts(self) -> list[Call]:
        """Every attempt to create an order."""
        return self.calls_of("POST", "/external/api/v1/outbound-orders")

    def _authenticate(self) -> Response | None:
        key, given = request.headers.get("x-api-key"), request.authorization
        if key is None and given is not None and self.data.basic_refused:
            return answer({"message": self.data.basic_refused, "status": 401}, 401)
        pair = (given.username, given.password) if given is not None else None
        if key != self.data.api_key and (key is not None or pair != (USERNAME, self.data.api_key)):
            return answer({"message": "Unauthorized", "status": 401}, 401)
        return None

    def _facility(self) -> dict[str, Any]:
        return {
            "id": FACILITY_ID,
            "facility_name": "Warehouse",
            "license_number": LICENSE,
            "active": True,
            "sales_rep_required_for_outbound": self.data.sales_rep_required,
            **self.data.facility,
        }

    def _items(self) -> list[dict[str, Any]]:
        return self._by_sku(self.data.items)

    def _listed_orders(self) -> list[dict[str, Any]]:
        return [order for order in self.data.orders.values() if not order.get("hidden")]

    def _by_sku(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        wanted = request.args.get("sku")
        return rows if wanted is None else [row for row in rows if row["sku"] == wanted]

    def _page(self, rows: list[dict[str, Any]]) -> Response:
        offset = int(request.args.get("offset", 0))
        limit = min(int(request.args.get("limit", 50)), self.data.page_size)
        page = rows[offset : offset + limit]
        meta = {"total": len(rows), "offset": offset, "limit": limit, "count": len(page), "next": ""}
        return answer({"message": "Success", "status": 200, "data": page, "meta": meta})

    def _one(self, row: dict[str, Any]) -> Response:
        return answer({"message": "Success", "status": 200, "data": row})

    def _order(self, order_id: str) -> Response:
        if order_id not in self.data.orders:
            return answer({"message": "not found", "status": 404}, 404)
        return self._one(self.data.orders[order_id])

    def _post(self) -> Response:
        sent = orjson.loads(request.get_data())
        order_id = f"{len(self.data.orders) + 1:08d}"
        lines = [
            {**line, "item_name": line["sku"], "line_total_price": line["order_qty"] * line["unit_price"]}
            for line in sent["order_lines"]
        ]
        total = sum(line["line_total_price"] for line in lines)
        order = {
            "id": order_id,
            "original_order_id": sent["original_order_id"],
            "order_status": "Created",
            "payment_status": "Awaiting Payment",
            "order_lines": lines,
            "sub_total_price": total,
            "total_price": total,
        }
        self.data.orders[order_id] = order
        if self.data.enveloped_posts:
            return self._one(order)
        return answer({key: value for key, value in order.items() if key != "id"})


class OrdoStandIn(StandIn):
    """Ordo's integration API, which shows what it is told."""

    def __init__(self) -> None:
        super().__init__("ordo_stand_in")
        self.brands = ["Green Leaf"]
        self.items: dict[str, dict[str, Any]] = {}
        self.refused_skus: set[str] = set()
        self.orders: dict[str, dict[str, Any]] = {}
        self.refusals: dict[str, dict[str, Any]] = {}
        self.problems: dict[str, dict[str, Any] | None] = {}
        self.syncs: dict[str, dict[str, Any]] = {}
        base = "/integration/v1"
        rule = self.app.add_url_rule
        rule(f"{base}/brands", "brands", lambda: answer({"brands": [{"name": one} for one in self.brands]}))
        rule(f"{base}/items", "items", self._list_items)
        rule(f"{base}/items", "store", self._store_items, methods=["PUT"])
        rule(f"{base}/orders/<name>", "report", lambda name: self._keep(self.orders, name), methods=["PUT"])
        rule(
            f"{base}/orders/<name>/refusal",
            "refusal",
            lambda name: self._keep(self.refusals, name),
            methods=["PUT"],
        )
        rule(f"{base}/syncs/<name>", "sync", lambda name: self._keep(self.syncs, name), methods=["PUT"])
        rule(
            f"{base}/orders/<name>/problem",
            "problem",
            lambda name: self._keep(self.problems, name),
            methods=["PUT", "DELETE"],
        )
        rule(
            f"{base}/connection/problem",
            "connection",
            lambda: self._keep(self.problems, "connection"),
            methods=["PUT", "DELETE"],
        )

    def _list_items(self) -> Response:
        sku = request.args.get("sku")
        held = [row for row in self.items.values() if sku is None or row["sku"] == sku]
        pairs = [
            {"sku": row["sku"], "flourish_item_id": row["flourish_item_id"], "brand": row["brand"]}
            for row in held
        ]
        offset, limit = int(request.args.get("offset", 0)), int(request.args.get("limit", 1000))
        return answer(
            {"items": pairs[offset : offset + limit], "total": len(pairs), "limit": limit, "offset": offset}
        )

    def _store_items(self) -> Response:
        rows = orjson.loads(request.get_data())["items"]
        if self.refused_skus & {row["sku"] for row in rows}:
            return answer({"error": {"code": "invalid", "message": "not this one"}}, 422)
        self.items.update({row["sku"]: row for row in rows})
        return answer({"created": len(rows), "updated": 0})

    def _keep(self, where: dict[str, Any], name: str) -> Response:
        where[name] = orjson.loads(request.get_data()) if request.method == "PUT" else None
        return answer(where[name])
