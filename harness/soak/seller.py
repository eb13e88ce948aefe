"""One seller of a soak: a world of its own on both sides, and the orders that live in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from foundation.clock import utc_text
from harness.clients.tenant import LabAddress, Tenant, make_tenant
from harness.clients.wire import Session
from harness.soak import order_lifecycle as order_lives
from harness.soak.fault_profiles import LONGEST_OUTAGE
from harness.soak.order_lifecycle import OrderLife
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
    """A seller, ready to trade. `acted` hears of everything that is done with an order."""

    context: ScenarioContext
    rng: Random
    to_come: list[OrderLife]
    acted: Callable[[], None]
    in_play: list[OrderLife] = field(default_factory=list)
    calm_since: datetime | None = None

    @classmethod
    def begin(
        cls, lab: LabAddress, session: Session, *, seed: str, orders: int, acted: Callable[[], None]
    ) -> "Seller":
        """Set a seller up on both sides, items in Ordo and plenty in stock, and draw the orders' lives."""
        fake_data = FakeData(seed=seed)
        context = ScenarioContext.begin(make_tenant(lab, session, fake_data.number()), fake_data)
        setup.trade(context, items=ITEMS)
        for item in context.items:
            setup.stock_up(context, item, ENOUGH)
        context.settle()
        rng = Random(seed)  # noqa: S311 - made-up lives, not a secret
        lives = [order_lives.draw(context, Random(f"{seed}/{number}")) for number in range(orders)]  # noqa: S311
        return cls(context=context, rng=rng, to_come=lives, acted=acted)

    @property
    def world(self) -> Tenant:
        """The seller's world."""
        return self.context.tenant

    @property
    def acts_left(self) -> int:
        """How much is still to be done with all its orders."""
        return sum(len(life.acts) for life in (*self.to_come, *self.in_play))

    def play_round(self) -> None:
        """Do the next thing with most orders in play, and take new ones up for those that are over."""
        while self.to_come and len(self.in_play) < MOST_IN_PLAY:
            self.in_play.append(self.to_come.pop())
        there = {one.original_order_id: one for one in self.context.flourish.desk.orders()}
        for life in list(self.in_play):
            if self.rng.random() >= _IDLENESS and life.go_on(there.get(life.order_id)):
                self.acted()
        self.in_play = [life for life in self.in_play if not life.over]

    def maybe_fall_out(self, chance: float) -> None:
        """With this chance, one of the two sides is down for the engine for some minutes from now on."""
        if self.rng.random() >= chance:
            return
        control, path = self.rng.choice(
            ((self.context.flourish.control, TO_FLOURISH), (self.context.ordo.control, TO_ORDO))
        )
        until = control.now() + LONGEST_OUTAGE * self.rng.random()
        control.arm("reset", match={"path": path}, count=None, until=utc_text(until))

    def let_time_pass(self, longest: timedelta) -> None:
        """Some time passes on all clocks of this world, whatever is in flight."""
        self.world.surroundings.advance(longest * self.rng.random())

    def busy(self) -> int:
        """How much the engine has to do for this seller at once."""
        return self.context.engine.health().pending.due

    def calm_for(self) -> timedelta:
        """How long the storm has been over, by the clock of this world."""
        return (
            timedelta(0) if self.calm_since is None else self.context.flourish.control.now() - self.calm_since
        )

    def audited_orders(self) -> list[AuditedOrder]:
        """What became of every order."""
        return audit.judge(self.context.ordo.rep.orders(), self.context.flourish.desk.orders())
