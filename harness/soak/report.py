"""What a soak prints: how far it is, in the end the audit of its orders, and the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from harness.steps.invariants.order_audit import GRAVE, AuditedOrder, Finding, OrderAudit, has_reason

PASSED, FAILED = 0, 1
_NAMED = 10
_LINES = 10
"""Where there is no terminal, a line is printed for each of so many parts of the whole."""
_OUT_OF_TIME = (
    "gave up: its real time was over. Orders still under way count as not final, those not yet in Flourish "
    "as lost; give it more with --minutes"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a soak came to. `converged_in` is by the lab's clock, `took` by the machine's.

    `undescribed` is what the engine sent beyond the contracts, call by call.

    `gave_up` when its real time was over: what is not final, or seems lost, may only not have had its turn.
    """

    audited_orders: Sequence[AuditedOrder]
    audit: OrderAudit
    kills: int
    faults: int
    converged_in: timedelta
    took: timedelta
    actions_left: int
    gave_up: bool
    undescribed: Sequence[str] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing was doubled, lost, unasked or went back, all came to its end, all was described."""
        grave = sum(self.audit.findings[finding] for finding in GRAVE)
        return not (grave or self.audit.unfinished or self.actions_left or self.undescribed)


def show(console: Console, outcome: Outcome) -> int:
    """Print the audit and name some of the orders that something is wrong with; the exit code."""
    audit, found = outcome.audit, outcome.audit.findings
    table = Table(box=box.SIMPLE_HEAD, show_header=False)
    table.add_column("what")
    table.add_column("how many", justify="right")
    rows: tuple[tuple[str, object, bool], ...] = (
        ("confirmed", audit.confirmed, True),
        ("in Flourish", audit.in_flourish, True),
        ("refused, with the reason shown", audit.refused, True),
        ("doubled", found[Finding.DOUBLED], not found[Finding.DOUBLED]),
        ("lost", found[Finding.LOST], not found[Finding.LOST]),
        ("in Flourish, and nobody confirmed it", found[Finding.UNASKED], not found[Finding.UNASKED]),
        ("status went back", found[Finding.WENT_BACK], not found[Finding.WENT_BACK]),
        ("final on both sides", audit.final, not audit.unfinished),
        ("actions that could not be done", outcome.actions_left, not outcome.actions_left),
        ("calls with undescribed fields", len(outcome.undescribed), not outcome.undescribed),
        ("faults that struck", outcome.faults, True),
        ("kills of the engine", outcome.kills, True),
        ("until all agreed, by the lab's clock", _whole(outcome.converged_in), True),
        ("took", _whole(outcome.took), True),
    )
    for what, number, well in rows:
        table.add_row(what, str(number), style="" if well else "red")
    console.print(table)
    for audited_order in [order for order in outcome.audited_orders if _is_wrong(order)][:_NAMED]:
        console.print(_described(audited_order), highlight=False, soft_wrap=True, markup=False)
    for call in outcome.undescribed[:_NAMED]:
        console.print(f"undescribed: {call}", highlight=False, soft_wrap=True, markup=False)
    if outcome.gave_up and not outcome.passed:
        console.print(_OUT_OF_TIME, highlight=False, soft_wrap=True)
    verdict = "passed" if outcome.passed else "failed"
    console.print(f"[bold {'green' if outcome.passed else 'red'}]{verdict}[/]", highlight=False)
    return PASSED if outcome.passed else FAILED


def _whole(span: timedelta) -> timedelta:
    return timedelta(seconds=round(span.total_seconds()))


def _is_wrong(audited_order: AuditedOrder) -> bool:
    """Something was found, also of an order that nobody confirmed or that was refused; or it is not over."""
    refused = not audited_order.in_flourish and has_reason(audited_order.in_ordo)
    return bool(audited_order.findings) or (
        audited_order.confirmed and not audited_order.final and not refused
    )


def _described(audited_order: AuditedOrder) -> str:
    order = audited_order.in_ordo
    there = " and ".join(f"{copy.order_status}, {copy.payment_status}" for copy in audited_order.in_flourish)
    what = ", ".join(sorted(audited_order.findings)) or "not over"
    return f"{order.order_id}: {what}; Ordo shows {order.status}, Flourish has {there or 'nothing'}"


class SoakProgress:
    """Shows how many of all actions are done, and what the soak is doing."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total = 0
        self._done = 0
        self._said = ""
        self._bar = Progress(
            TextColumn("[bold]actions"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("setting up", total=None)

    def __enter__(self) -> "SoakProgress":
        self._bar.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, actions: int) -> None:
        self._total = actions
        self._bar.update(self._task, total=actions, description="faults")

    def count_action(self) -> None:
        self._done += 1
        self._bar.update(self._task, completed=self._done)
        if not self._console.is_terminal and self._done % max(1, self._total // _LINES) == 0:
            self._console.print(f"{self._done} of {self._total} actions{self._said}", highlight=False)

    def say(self, what: str) -> None:
        self._said = f", {what}"
        self._bar.update(self._task, description=what)
