"""The ledger of a soak, as it is printed, and the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich import box
from rich.console import Console
from rich.table import Table

from harness.ledger import GRAVE, Account, Finding, Ledger, has_reason

PASSED, FAILED = 0, 1
_NAMED = 10
_OUT_OF_TIME = (
    "gave up: its real time was over. Orders still under way count as not final, those not yet in Flourish "
    "as lost; give it more with --minutes"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a soak came to. `converged_in` is by the lab's clock, `took` by the machine's.

    `gave_up` when its real time was over: what is not final, or seems lost, may only not have had its turn.
    """

    accounts: Sequence[Account]
    ledger: Ledger
    kills: int
    faults: int
    converged_in: timedelta
    took: timedelta
    acts_left: int
    gave_up: bool

    @property
    def passed(self) -> bool:
        """Whether nothing was doubled, lost, unasked or went back, and everything came to its end."""
        grave = sum(self.ledger.findings[one] for one in GRAVE)
        return not grave and not self.ledger.unfinished and not self.acts_left


def show(console: Console, outcome: Outcome) -> int:
    """Print the ledger and name some of the orders that something is wrong with; the exit code."""
    ledger, found = outcome.ledger, outcome.ledger.findings
    table = Table(box=box.SIMPLE_HEAD, show_header=False)
    table.add_column("what")
    table.add_column("how many", justify="right")
    rows: tuple[tuple[str, object, bool], ...] = (
        ("confirmed", ledger.confirmed, True),
        ("in Flourish", ledger.in_flourish, True),
        ("refused, with the reason shown", ledger.refused, True),
        ("doubled", found[Finding.DOUBLED], not found[Finding.DOUBLED]),
        ("lost", found[Finding.LOST], not found[Finding.LOST]),
        ("in Flourish, and nobody confirmed it", found[Finding.UNASKED], not found[Finding.UNASKED]),
        ("status went back", found[Finding.WENT_BACK], not found[Finding.WENT_BACK]),
        ("final on both sides", ledger.final, not ledger.unfinished),
        ("acts that could not be done", outcome.acts_left, not outcome.acts_left),
        ("faults that struck", outcome.faults, True),
        ("kills of the engine", outcome.kills, True),
        ("until all agreed, by the lab's clock", _whole(outcome.converged_in), True),
        ("took", _whole(outcome.took), True),
    )
    for what, number, well in rows:
        table.add_row(what, str(number), style="" if well else "red")
    console.print(table)
    for account in [one for one in outcome.accounts if _is_wrong(one)][:_NAMED]:
        console.print(_told(account), highlight=False, soft_wrap=True, markup=False)
    if outcome.gave_up and not outcome.passed:
        console.print(_OUT_OF_TIME, highlight=False, soft_wrap=True)
    verdict = "passed" if outcome.passed else "failed"
    console.print(f"[bold {'green' if outcome.passed else 'red'}]{verdict}[/]", highlight=False)
    return PASSED if outcome.passed else FAILED


def _whole(span: timedelta) -> timedelta:
    return timedelta(seconds=round(span.total_seconds()))


def _is_wrong(account: Account) -> bool:
    """Something was found, also of an order that nobody confirmed or that was refused; or it is not over."""
    refused = not account.in_flourish and has_reason(account.in_ordo)
    return bool(account.findings) or (account.confirmed and not account.final and not refused)


def _told(account: Account) -> str:
    order = account.in_ordo
    there = " and ".join(f"{one.order_status}, {one.payment_status}" for one in account.in_flourish)
    what = ", ".join(sorted(account.findings)) or "not over"
    return f"{order.order_id}: {what}; Ordo shows {order.status}, Flourish has {there or 'nothing'}"
