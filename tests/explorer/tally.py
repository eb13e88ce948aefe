"""What the explorer has played: it says how far it is, and in the end how much of what it was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import click

from harness.steps.invariants.order_audit import OrderAudit
from tests.explorer.vocabulary import KINDS

_SAY_EVERY = 25


@dataclass(slots=True, kw_only=True)
class Tally:
    """The counts of a run. `said` are the sentences that were played; `judged` how often all was judged."""

    planned: int
    schedules: int = 0
    judged: int = 0
    confirmed: int = 0
    in_flourish: int = 0
    final: int = 0
    said: Counter[str] = field(default_factory=Counter)

    def schedule_done(self) -> None:
        """One more; now and then it says so."""
        self.schedules += 1
        if self.schedules % _SAY_EVERY == 0:
            # Hypothesis plays a schedule that came to nothing once more, so there are more than wanted.
            played = f"{self.schedules} schedules ({self.planned} wanted)"
            click.echo(f"{played}, {self.judged} judgements", err=True)

    def add_orders(self, audit: OrderAudit) -> None:
        """What became of a schedule's orders."""
        self.confirmed += audit.confirmed
        self.in_flourish += audit.in_flourish
        self.final += audit.final

    def lines(self) -> Iterator[str]:
        """The counts in words."""
        yield f"  {sum(self.said.values())} steps, judged {self.judged} times"
        orders = f"{self.in_flourish} in Flourish, {self.final} over and alike on both sides"
        yield f"  {self.confirmed} orders confirmed: {orders}"
        for kind, sentences in KINDS.items():
            yield f"  {kind}: {sum(self.said[one] for one in sentences)}"
