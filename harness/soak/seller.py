"""One seller of a soak: a tenant of its own on both sides, and the lifecycles of its orders."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from foundation.clock import utc_text
from harness.clients.tenant import LabAddress, Tenant, make_tenant
from harness.clients.wire import Session
from harness.soak.fault_profiles import LONGEST_OUTAGE
from harness.soak.order_lifecycle import OrderLifecycle, draw
from harness.steps.context import setup
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.traffic import TO_FLOURISH, TO_ORDO
from harness.steps.invariants import order_audit as audit
from harness.steps.invariants.order_audit import AuditedOrder

ITEMS = 3
ENOUGH = Decimal(1_000_000)
MOST_IN_PLAY = 20
"""So many orders a seller works on at a time; more only wait for the engine."""
_IDLENESS = 0.2
"""How often an order is left alone in a round."""


@dataclass(slots=True, kw_only=True)
class Seller:
    """A seller, ready to trade. `acted` is called after every action."""

    context: ScenarioContext
    rng: Random
    to_come: list[OrderLifecycle]
    acted: Callable[[], None]
    in_play: list[OrderLifecycle] = field(default_factory=list)
    faultless_since: datetime | None = None

    @classmethod
    def begin(
        cls, lab: LabAddress, session: Session, *, seed: str, orders: int, acted: Callable[[], None]
    ) -> "Seller":
        """Set a seller up on both sides, with items in stock and in Ordo, and draw the orders' lifecycles."""
        fake_data = FakeData(seed=seed)
        context = ScenarioContext.begin(make_tenant(lab, session, fake_data.number()), fake_data)
        setup.trade(context, items=ITEMS)
        for item in context.catalogue.items:
            setup.stock_up(context, item, ENOUGH)
        context.settle()
        rng = Random(seed)  # noqa: S311 - test data, not a secret
        lifecycles = [draw(context, Random(f"{seed}/{number}")) for number in range(orders)]  # noqa: S311
        return cls(context=context, rng=rng, to_come=lifecycles, acted=acted)

    @property
    def tenant(self) -> Tenant:
        return self.context.tenant

    @property
    def actions_left(self) -> int:
        return sum(len(lifecycle.actions) for lifecycle in (*self.to_come, *self.in_play))

    def play_round(self) -> None:
        """Perform the next action of most orders in play, and take new ones up for those that are over."""
        while self.to_come and len(self.in_play) < MOST_IN_PLAY:
            self.in_play.append(self.to_come.pop())
        there = {order.original_order_id: order for order in self.context.flourish.desk.orders()}
        for lifecycle in list(self.in_play):
            if self.rng.random() >= _IDLENESS and lifecycle.perform_next(there.get(lifecycle.order_id)):
                self.acted()
        self.in_play = [lifecycle for lifecycle in self.in_play if not lifecycle.over]

    def maybe_go_down(self, chance: float) -> None:
        """With this chance, one of the two sides is down for the engine for some minutes from now on."""
        if self.rng.random() >= chance:
            return
        control, path = self.rng.choice(
            ((self.context.flourish.control, TO_FLOURISH), (self.context.ordo.control, TO_ORDO))
        )
        until = control.now() + LONGEST_OUTAGE * self.rng.random()
        control.arm("reset", match={"path": path}, count=None, until=utc_text(until))

    def let_time_pass(self, longest: timedelta) -> None:
        """Some time passes on all clocks of this tenant, whatever is in flight."""
        self.tenant.surroundings.advance(longest * self.rng.random())

    def busy(self) -> int:
        """How much the engine has to do for this seller at once."""
        return self.context.engine.health().pending.due

    def faultless_for(self) -> timedelta:
        """How long no fault has been armed, by the clock of this tenant."""
        if self.faultless_since is None:
            return timedelta(0)
        return self.context.flourish.control.now() - self.faultless_since

    def audited_orders(self) -> list[AuditedOrder]:
        return audit.judge(self.context.ordo.rep.orders(), self.context.flourish.desk.orders())
