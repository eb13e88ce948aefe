"""How both sides stand when a scenario has failed: all that people can see, and where the two differ."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from foundation.redaction import redact
from harness.clients.tenant import Tenant
from harness.clients.wire import UnexpectedAnswerError, Wire
from harness.report.expected_status import expected_status_text
from harness.report.scenario_record import ComparedRow

_IN_ORDO: Mapping[str, str] = {
    "orders": "/api/v1/orders?limit=100",
    "inventory": "/api/v1/inventory?limit=100",
    "syncs": "/api/v1/inventory/syncs",
    "flourish integration": "/api/v1/integrations/flourish",
}
_IN_FLOURISH: Mapping[str, str] = {
    "outbound orders": "/back-office/outbound-orders",
    "items": "/back-office/items",
    "webhook endpoints": "/back-office/webhook-endpoints",
}
_NOTHING = "nothing"
State = dict[str, Any]


def read_states(tenant: Tenant) -> tuple[State, State]:
    """What Ordo's and Flourish's screens show; a screen that cannot be read says why."""
    return _read(tenant.ordo.admin.wire, _IN_ORDO), _read(tenant.flourish.office.wire, _IN_FLOURISH)


def _read(wire: Wire, screens: Mapping[str, str]) -> State:
    shown: State = {}
    for name, path in screens.items():
        try:
            shown[name] = redact(msgspec.json.decode(wire.get(path, msgspec.Raw).value))
        except UnexpectedAnswerError as error:
            shown[name] = f"cannot be read: {error}"
    return shown


def compare(ordo: State, flourish: State) -> list[ComparedRow]:
    """Every order as the two sides show it, and what the rules make of Flourish's side."""
    rows: list[ComparedRow] = []
    there = _list(flourish.get("outbound orders"), "data")
    for order in _list(ordo.get("orders"), "orders"):
        own = [theirs for theirs in there if theirs.get("original_order_id") == order.get("order_id")]
        rows += _order(order, own)
    return rows


def _order(order: State, own: list[State]) -> Iterator[ComparedRow]:
    name, terms = str(order.get("order_number")), str(order.get("terms"))
    if len(own) != 1:
        count = f"{len(own)} orders" if own else _NOTHING
        yield ComparedRow(what=f"{name}: orders", in_ordo="1 order", in_flourish=count, differs=bool(own))
    for theirs in own:
        status, paid = str(theirs.get("order_status")), str(theirs.get("payment_status"))
        meant = expected_status_text(terms, status, paid)
        shown = f"{order.get('status')}{', sending' if order.get('sending') else ''}"
        yield ComparedRow(
            what=f"{name}: status ({terms})",
            in_ordo=shown,
            in_flourish=f"{status}, {paid}",
            by_the_rules=meant,
            differs=not meant.startswith(str(order.get("status"))),
        )
        yield from _lines(name, order, theirs)
    for what in ("refusal", "problem"):
        if order.get(what):
            said = order[what].get("reason") or order[what].get("message") or ""
            yield ComparedRow(what=f"{name}: {what}", in_ordo=str(said), in_flourish="")


def _lines(name: str, order: State, theirs: State) -> Iterator[ComparedRow]:
    here = {str(line.get("sku")): _amounts(line, "quantity", "discount") for line in order.get("lines", ())}
    there = {
        str(line.get("sku")): _amounts(line, "order_qty", "discount_price")
        for line in theirs.get("order_lines", ())
    }
    for sku in dict.fromkeys([*here, *there]):
        pair = here.get(sku, _NOTHING), there.get(sku, _NOTHING)
        yield ComparedRow(
            what=f"{name}: {sku}", in_ordo=pair[0], in_flourish=pair[1], differs=pair[0] != pair[1]
        )
    total = _money(order.get("totals", {}).get("total")), _money(theirs.get("total_price"))
    yield ComparedRow(
        what=f"{name}: total", in_ordo=total[0], in_flourish=total[1], differs=total[0] != total[1]
    )


def _amounts(line: State, quantity: str, discount: str) -> str:
    less = _money(line.get(discount))
    return f"{_plain(line.get(quantity))} at {_money(line.get('unit_price'))}" + (
        f" less {less}" if Decimal(less or 0) else ""
    )


def _plain(value: object) -> str:
    return f"{Decimal(str(value)).normalize():f}" if value is not None else ""


def _money(value: object) -> str:
    return f"{Decimal(str(value)):.2f}" if value is not None else ""


def _list(answer: object, name: str) -> list[State]:
    found = answer.get(name) if isinstance(answer, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
