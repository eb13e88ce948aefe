"""Wrong Flourishes: what people do on the screens has other effects than it should.

No engine takes part in judging them: the scenarios tagged `simulator` do.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sim_flourish.model.order_status import OrderEvent, OrderStatus
from sim_flourish.model.orders import order_totals
from sim_flourish.model.payment_status import PaymentStatus
from tests.mutants.mutant import Change, Mutant, instead

_ORDERS = "sim_flourish.model.orders"
_TOTALS = f"{_ORDERS}:order_totals"
_RULES = "sim_flourish.orders.rules"
_ALLOCATION = "sim_flourish.orders.allocation"
_CENT = Decimal("0.01")


def wrong_flourish(name: str, breaks: str, consequence: str, *changes: Change, first: str = "") -> Mutant:
    return Mutant(
        name=f"Flourish {name}",
        breaks=tuple(breaks.split()),
        consequence=consequence,
        changes=changes,
        first=first,
        simulator=True,
    )


def _with_first(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function whose first argument is another than was given."""
    return lambda original: lambda first, *rest, **more: original(change(first), *rest, **more)


def with_result(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function whose result is another than it should be."""
    return lambda original: lambda *facts, **more: change(original(*facts, **more))


def _nothing(original: Any) -> Any:
    del original
    return lambda *_facts, **_more: None


def _total_without_taxes(totals: Any) -> Any:
    return replace(totals, total_price=totals.total_price - totals.taxes)


def _first_price_for_ever(original: Any) -> Any:
    known: dict[tuple[int, str], Decimal] = {}

    def make(work: Any, asked: Any) -> Any:
        line = original(work, asked)
        if asked.unit_price is not None:
            return line
        return replace(line, unit_price=known.setdefault((id(work.world), line.item_id), line.unit_price))

    return make


def _kept_where_it_is(original: Any) -> Any:
    def release(work: Any, lines: Any) -> Any:
        del work
        return tuple(replace(line, details=()) for line in lines)

    del original
    return release


def _allocated_twice(original: Any) -> Any:
    def reserved(self: Any, qty: Decimal, signed: Any) -> Any:
        return original(self, qty * 2 if qty > 0 else qty, signed)

    return reserved


def _always_more(original: Any) -> Any:
    def adjust(work: Any, asked: Any) -> Any:
        return original(work, replace(asked, adjustment_qty=abs(asked.adjustment_qty)))

    return adjust


def _paid_but_for_a_cent(original: Any) -> Any:
    def status(*, paid: Decimal, refunded: Decimal, owed: Decimal, marked: bool = False) -> Any:
        if not refunded and paid and owed <= _CENT:
            return PaymentStatus.PAID
        return original(paid=paid, refunded=refunded, owed=owed, marked=marked)

    return status


def _brand_only_if_said(original: Any) -> Any:
    def edited(work: Any, before: Any, fields: Any) -> Any:
        after = original(work, before, fields)
        return after if fields.has("brand") else replace(after, brand=None)

    return edited


def _license_only_if_said(original: Any) -> Any:
    def edited(work: Any, before: Any, fields: Any) -> Any:
        after = original(work, before, fields)
        return after if fields.has("license_number") else replace(after, license_number=None)

    return edited


def _sellable_is_available(row: Any) -> Any:
    return {**row, "sellable_qty": row["available_qty"]}


MUTANTS = (
    wrong_flourish(
        "leaves taxes out of the total",
        "O5",
        "An order comes to less than is owed.",
        instead(_TOTALS, with_result(_total_without_taxes)),
    ),
    wrong_flourish(
        "ignores the discount on an order",
        "O5",
        "The buyer pays what was taken off.",
        instead(_TOTALS, _with_first(lambda order: replace(order, discounts=()))),
    ),
    wrong_flourish(
        "counts a charge twice",
        "O5",
        "The buyer pays it twice.",
        instead(_TOTALS, _with_first(lambda order: replace(order, charges=order.charges * 2))),
    ),
    wrong_flourish(
        "ignores the discount on a line",
        "O5",
        "The line comes to what it was before.",
        instead(f"{_ORDERS}:line_total", _with_first(lambda line: replace(line, discount_price=Decimal(0)))),
    ),
    wrong_flourish(
        "counts whole units only",
        "O5",
        "Half a pound costs nothing.",
        instead(
            f"{_ORDERS}:line_total",
            _with_first(lambda line: replace(line, order_qty=Decimal(int(line.order_qty)))),
        ),
    ),
    wrong_flourish(
        "takes percent for dollars",
        "O5",
        "Ten percent off is ten dollars off.",
        instead(f"{_ORDERS}:amount_value", lambda _original: lambda amount, _sub_total: amount.amount),
    ),
    wrong_flourish(
        "adds a charge to those before",
        "O5",
        "A corrected charge is paid beside the wrong one.",
        instead(
            "sim_flourish.orders.placing:_make_amounts",
            lambda original: (
                lambda work, counter, asked, before: (
                    before if asked is None else (*before, *original(work, counter, asked, before))
                )
            ),
        ),
    ),
    wrong_flourish(
        "keeps an item's old price in new orders",
        "O5",
        "A price change changes nothing.",
        instead("sim_flourish.orders.lines:_make_line", _first_price_for_ever),
    ),
    wrong_flourish(
        "takes every note for a public one",
        "O5",
        "The buyer reads what was internal.",
        instead(
            "sim_flourish.orders.request:_parse_notes",
            with_result(lambda notes: tuple(replace(note, internal_only=False) for note in notes)),
        ),
    ),
    wrong_flourish(
        "takes edits of a shipped order",
        "O5 O6",
        "What left the house is another thing than the order says.",
        instead(
            "sim_flourish.model.order_status:ORDER_STATUS_TABLE",
            lambda table: {**table, (OrderStatus.SHIPPED, OrderEvent.EDITED): OrderStatus.SHIPPED},
        ),
        instead(
            "sim_flourish.orders.placing:settle_allocation_status",
            lambda original: lambda order: original(order) if order.is_open else order,
            only_here=True,
        ),
    ),
    wrong_flourish(
        "sets aside twice what is allocated",
        "I1 O5",
        "Stock is gone that nobody has ordered.",
        instead("sim_flourish.model.packages:Package.reserved", _allocated_twice),
    ),
    wrong_flourish(
        "keeps the stock of a cancelled order",
        "I8 O15 O5",
        "What nobody buys cannot be sold.",
        instead(f"{_ALLOCATION}:release_lines", _kept_where_it_is),
    ),
    wrong_flourish(
        "leaves the stock of a shipped order in the house",
        "I8 O6 O5",
        "What has left is sold again.",
        instead(f"{_RULES}:take_out", _nothing),
    ),
    wrong_flourish(
        "ships what is allocated in part",
        "O6 I1",
        "The buyer gets half the order.",
        instead(
            "sim_flourish.model.order_status:ORDER_STATUS_TABLE",
            lambda table: {
                **table,
                (OrderStatus.PARTIALLY_ALLOCATED, OrderEvent.SHIPPED): OrderStatus.SHIPPED,
            },
        ),
    ),
    wrong_flourish(
        "takes every adjustment for more",
        "I5 I8",
        "What broke is sold.",
        instead("sim_flourish.inventory.rules:adjust_inventory", _always_more),
    ),
    wrong_flourish(
        "shows as sellable what is on order",
        "I8 I14",
        "Stock is sold twice.",
        instead("sim_flourish.inventory.shapes:summary_row_json", with_result(_sellable_is_available)),
    ),
    wrong_flourish(
        "leaves the stock of a retail sale in the house",
        "I10 I1",
        "What a customer took home is sold again.",
        instead("sim_flourish.peripheral.retail.rules:take_out", _nothing, only_here=True),
    ),
    wrong_flourish(
        "calls an order paid that lacks a cent",
        "O8 O9",
        "Almost paid is Paid in Ordo.",
        instead("sim_flourish.model.payment_status:status_of_money", _paid_but_for_a_cent),
    ),
    wrong_flourish(
        "forgets refunds in the balance",
        "O8 O15",
        "An order stays paid though the money went back.",
        instead(
            "sim_flourish.model.payment_status:open_balance",
            _with_first(lambda order: replace(order, total_refund=Decimal(0))),
        ),
    ),
    wrong_flourish(
        "marks as fully paid on top of what came in",
        "O8",
        "More is paid than was owed.",
        instead(
            "sim_flourish.orders.rules:open_balance",
            lambda _original: lambda order: order_totals(order).total_price,
            only_here=True,
        ),
        first="The payment status follows",
    ),
    wrong_flourish(
        "loses the brand of an edited item",
        "I4 I5",
        "An item stops matching because its price was changed.",
        instead("sim_flourish.items.back_office:_edited", _brand_only_if_said),
    ),
    wrong_flourish(
        "renames a brand and leaves its items",
        "I13",
        "Nothing matches any more.",
        instead(
            "sim_flourish.warehouse.item_index:ItemIndex.of_brand",
            lambda _original: lambda _self, _name: [],
        ),
    ),
    wrong_flourish(
        "loses the license of an edited facility",
        "S2 S11",
        "The pairing is gone because a city was corrected.",
        instead("sim_flourish.facilities.back_office:_edited", _license_only_if_said),
    ),
)
