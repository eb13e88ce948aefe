"""What the rules make of an order's state in Flourish: what Ordo is to show once it has heard of it.

The gate's own reading of the rules, for the comparison of both sides; no engine is asked.
"""

from collections.abc import Mapping

_OPEN = ("Created", "Partially Allocated", "Allocated")
_PAID = "Paid"

_SHIPPED: Mapping[tuple[str, bool], str] = {
    ("Cash", False): "Paid (O7)",
    ("Cash", True): "Paid (O7)",
    ("Net Terms", False): "Delivered (O6, O8, O9)",
    ("Net Terms", True): "Paid (O8)",
}


def expected_status(terms: str, order_status: str, payment_status: str) -> str:
    """The status in Ordo and the rules that say so; an unknown status has no meaning (O18)."""
    paid = payment_status == _PAID
    if order_status in _OPEN:
        return "Paid (O12)" if paid and terms == "Net Terms" else "Awaiting Delivery (O5, O9, O13)"
    if order_status == "Cancelled":
        return "Cancelled, unless Delivered or Paid before (O15)"
    if order_status in ("Shipped", "Completed"):  # Completed counts as Shipped (O19)
        return _SHIPPED.get((terms, paid), "")
    return "none, an error that names it (O18)"
