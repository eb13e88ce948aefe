"""An order as the rep typed it, and what Flourish must hold of it once the warehouse has worked on it.

All is worked out from what people typed, with `Decimal`; neither side is asked. Flourish counts quantities in
four decimals and money in cents; half of a step goes up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from harness.clients.ordo_shapes import Buyer
from harness.report.expected_status import State

NOTHING = Decimal(0)
CENT = Decimal("0.01")
_QUANTITY_STEP = Decimal("0.0001")
_HUNDRED = Decimal(100)


def cents(amount: Decimal) -> Decimal:
    """Dollars and whole cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLine:
    """One item or pack (then with a variation) of an order; the discount is for the whole line."""

    item_id: str
    variation_id: str | None = None
    sku: str
    item_name: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = NOTHING
    price_left_to_ordo: bool = False

    @property
    def total(self) -> Decimal:
        return cents(self.quantity * self.unit_price - self.discount)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedOrder:
    """The order's form in Ordo as it was saved last, and when it was confirmed by Ordo's clock."""

    terms: str
    net_days: int | None
    buyer: Buyer
    lines: tuple[TypedLine, ...]
    notes: str | None
    requested_delivery_date: str | None = None
    confirmed_at: datetime | None = None

    def form(self) -> dict[str, object]:
        """The form, filled in."""
        return {
            "terms": self.terms,
            "net_days": self.net_days,
            "buyer": {"name": self.buyer.name, "license_number": self.buyer.license_number},
            "lines": [_entered(line) for line in self.lines],
            "notes": self.notes,
            "requested_delivery_date": self.requested_delivery_date,
        }


def _entered(line: TypedLine) -> dict[str, object]:
    price = {} if line.price_left_to_ordo else {"unit_price": _price_text(line.unit_price)}
    discount = {"discount": f"{line.discount:.2f}"} if line.discount else {}
    return {"sku": line.sku, "quantity": line.quantity, **price, **discount}


def _price_text(price: Decimal) -> str:
    """A unit price as people type it: two decimals, or as many more as it has."""
    return f"{price:.2f}" if price == cents(price) else f"{price.normalize():f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNote:
    """A note on an order; `subject` is None where nobody has typed one."""

    subject: str | None
    note: str
    internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A charge or discount on the whole order, in dollars or in percent of the lines."""

    amount: Decimal
    percentage: bool = False

    def of(self, subtotal: Decimal) -> Decimal:
        return cents(subtotal * self.amount / _HUNDRED if self.percentage else self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOrder:
    """What Flourish must hold of an order. `tax_rate` is in percent of the lines.

    `order_status` is Created as long as the order is open, however much of it is allocated.
    """

    lines: tuple[TypedLine, ...]
    notes: tuple[WrittenNote, ...]
    requested_delivery_date: str | None
    tax_rate: Decimal = NOTHING
    charges_typed: tuple[Adjustment, ...] = ()
    discounts_typed: tuple[Adjustment, ...] = ()
    order_status: str = "Created"
    paid: Decimal = NOTHING
    refunded: Decimal = NOTHING
    marked_as_paid: bool = False

    @classmethod
    def of(cls, typed: TypedOrder, tax_rate: Decimal) -> "HeldOrder":
        """The order when it has just arrived."""
        return cls(
            lines=tuple(map(in_flourish, typed.lines)),
            notes=(WrittenNote(subject=None, note=typed.notes),) if typed.notes else (),
            requested_delivery_date=typed.requested_delivery_date,
            tax_rate=tax_rate,
        )

    @property
    def subtotal(self) -> Decimal:
        return sum((line.total for line in self.lines), NOTHING)

    @property
    def charges(self) -> Decimal:
        return _sum(self.charges_typed, self.subtotal)

    @property
    def discounts(self) -> Decimal:
        return _sum(self.discounts_typed, self.subtotal)

    @property
    def taxes(self) -> Decimal:
        return cents(self.subtotal * self.tax_rate / _HUNDRED)

    @property
    def total(self) -> Decimal:
        return self.subtotal - self.discounts + self.charges + self.taxes

    @property
    def payment_status(self) -> str:
        owed = self.total - (self.paid - self.refunded)
        if self.refunded:
            all_back = self.refunded >= self.paid
            return "Refunded" if all_back else "Partially Refunded" if owed > 0 else "Paid"
        if (self.paid and owed <= 0) or self.marked_as_paid:
            return "Paid"
        return "Partially Paid" if self.paid else "Awaiting Payment"

    @property
    def state(self) -> State:
        return State(self.order_status, self.payment_status)


def in_flourish(line: TypedLine) -> TypedLine:
    """The line in the steps that Flourish counts in."""
    return replace(
        line,
        quantity=line.quantity.quantize(_QUANTITY_STEP, ROUND_HALF_UP),
        unit_price=cents(line.unit_price),
        discount=cents(line.discount),
    )


def _sum(adjustments: Iterable[Adjustment], subtotal: Decimal) -> Decimal:
    return sum((each.of(subtotal) for each in adjustments), NOTHING)


Change = Callable[[HeldOrder], HeldOrder]
"""What the warehouse did with an order."""


def relined(order: HeldOrder, lines: Iterable[TypedLine]) -> HeldOrder:
    """The order with other lines, as typed; a mark that it is fully paid goes with the old ones."""
    return replace(order, lines=tuple(map(in_flourish, lines)), marked_as_paid=False)


def paid_in_full(order: HeldOrder) -> HeldOrder:
    return replace(order, marked_as_paid=True)


def moved_to(status: str) -> Change:
    """The order has this status now."""
    return lambda order: replace(order, order_status=status)
