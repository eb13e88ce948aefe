"""Order payment terms: when an invoice falls due (contract section 2)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaymentTerm:
    """A named term; of the three due numbers those not used are 0."""

    order_payment_term_id: int
    order_payment_term: str
    due_num_days: int = 0
    due_day_of_month: int = 0
    due_next_month_cond_num_days: int = 0
